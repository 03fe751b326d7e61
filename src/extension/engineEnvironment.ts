/**
 * The environment of the engine's process: what it needs to find the user's folders and to load native modules, and nothing else.
 * A developer's shell is full of keys and tokens; none of them is any business of a process that parses other people's files.
 */
export function engineEnvironment(
    own: Readonly<Record<string, string | undefined>>,
    cores: number,
    { proxy = '', remote }: { readonly proxy?: string; readonly remote?: string | undefined } = {},
): Record<string, string> {
    const kept: Record<string, string> = {};
    for (const [name, value] of Object.entries(own)) {
        if (value !== undefined && (PASSED_ON.has(name.toUpperCase()) || name.startsWith('LC_'))) kept[name] = value;
    }
    return {
        ...kept,
        ...proxyEnvironment(proxy),
        // So that an address of this machine can be told from one of the machine in front of the user.
        ...(remote === undefined ? {} : { FOOTNOTE_REMOTE: remote }),
        // VS Code's own executable is Electron; with this it behaves as Node. In a remote it is Node already and does not mind.
        ELECTRON_RUN_AS_NODE: '1',
        ELECTRON_NO_ASAR: '1',
        LANCEDB_LOG: 'error',
        // LanceDB 0.31 waits for itself for ever while it builds a word index on fewer than three threads.
        LANCE_CPU_THREADS: String(Math.max(4, cores)),
        // LanceDB opens twice as many pieces of a table ahead as it has threads for reading, each with a descriptor and often a thread:
        // left at 8, a look at all rows of a table in 45 pieces took more descriptors than `ulimit -n 64` leaves. A disk is as fast with 4.
        LANCE_IO_THREADS: '4',
        LANCE_DEFAULT_FRAGMENT_READAHEAD: '4',
        // glibc keeps up to eight pools of freed memory a core; two cost no speed here and save 40 MB.
        MALLOC_ARENA_MAX: '2',
        // Left to itself glibc keeps blocks of up to 32 MB once some were freed; what is read once at opening would stay for good (60 MB at 100,000 chunks).
        MALLOC_MMAP_THRESHOLD_: '131072',
        MALLOC_TRIM_THRESHOLD_: '131072',
    };
}

/** Node asks the proxy that VS Code is told to use; what runs on this machine is asked without it. Needs Node 22.21 or 24.5. */
function proxyEnvironment(proxy: string): Record<string, string> {
    if (proxy === '') return {};
    return { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: 'localhost,127.0.0.1,::1,[::1]' };
}

/**
 * Flags of the engine's Node. Left to itself V8 takes a share of the machine's memory before it collects:
 * the same thousand questions left a resident size of 570 MB without the first two and 335 MB with them, at the same speed.
 * The third keeps V8 from compiling the grammars a second time, with optimisation: that took half a gigabyte for some seconds
 * (a Go repository of 9 MB peaked at 906 MB while it was indexed, and with the flag at 369 MB) and saved no time at all.
 * The fourth has V8 collect once the heap has grown by a fifth of what lives in it, and not by half of it or more.
 * The fifth keeps what a question makes where young objects are collected: V8 learned from the index, which lives long, to put the like of it
 * with the old at once, and collected the whole heap for one question in twenty (all threads of 392 questions at 100,000 chunks, 95th
 * percentile: 57 ms of processor time, and 40 ms with the flag; resident 378 and 368 MB).
 * The last two are for the start: a heap that has room for what an index needs from the first moment on is not collected a dozen times over on
 * the way there, which was an eighth of the processor time from the start of the process to the first answer over 107,672 chunks (decision 0053).
 */
export const engineFlags: readonly string[] = [
    '--max-semi-space-size=8',
    '--max-old-space-size=1024',
    '--liftoff-only',
    '--heap-growing-percent=20',
    '--no-allocation-site-pretenuring',
    '--initial-old-space-size=80',
    '--min-semi-space-size=8',
];

const PASSED_ON: ReadonlySet<string> = new Set([
    'PATH',
    'HOME',
    'USERPROFILE',
    'HOMEDRIVE',
    'HOMEPATH',
    'APPDATA',
    'LOCALAPPDATA',
    'XDG_DATA_HOME',
    'XDG_CONFIG_HOME',
    'XDG_CACHE_HOME',
    'XDG_RUNTIME_DIR',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SYSTEMROOT',
    'WINDIR',
    'LANG',
    'TZ',
    'LD_LIBRARY_PATH',
    'NODE_EXTRA_CA_CERTS',
    'FOOTNOTE_LOG',
]);
