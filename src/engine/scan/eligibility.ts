import { baseName } from '../../protocol/text.ts';
import type { SkipReason } from '../../protocol/indexing.ts';
import { hasUtf16Mark } from './decodeText.ts';
import { isNotebook } from './notebookText.ts';

/** A reason not to index a file, in words for its owner. */
export interface Ineligible {
    readonly reason: SkipReason;
    readonly detail: string;
}

/**
 * What the name and the size already decide, before a byte is read. Everything else is indexed, whatever its language:
 * a file is left out only for one of the reasons below, and the reason can be listed. What is only made by machines comes in where its owner
 * has said so (`isWanted`).
 */
export function judgeUnread(path: string, size: number, maxFileBytes: number, isWanted = false): Ineligible | undefined {
    const limit = sizeLimit(path, maxFileBytes);
    const name = baseName(path).toLowerCase();
    const secret = secretKind(path.toLowerCase(), name);
    if (secret !== undefined) return { reason: 'secret', detail: `${secret}: never indexed or sent` };
    const extension = name.slice(name.lastIndexOf('.') + 1);
    if (BINARY_EXTENSIONS.has(extension)) return { reason: 'binary', detail: `.${extension} files hold no text to ask about` };
    const made = isWanted ? undefined : madeByMachine(name);
    if (made) return made;
    if (size === 0) return { reason: 'empty', detail: 'no content' };
    if (size > limit) return { reason: 'too-large', detail: overLimit(size, limit) };
    return undefined;
}

function madeByMachine(name: string): Ineligible | undefined {
    if (LOCK_FILES.has(name)) return { reason: 'generated', detail: 'a lock file, written by a package manager' };
    if (/\.(js|mjs|cjs|css)\.map$/.test(name)) return { reason: 'generated', detail: 'a source map' };
    if (/[.-]min\.(js|mjs|cjs|css)$/.test(name)) return { reason: 'minified', detail: 'named as minified' };
    return undefined;
}

/** Most of a notebook is the pictures of its outputs, which are left out. */
export function sizeLimit(path: string, maxFileBytes: number): number {
    return isNotebook(path) ? Math.max(maxFileBytes, MAX_NOTEBOOK_BYTES) : maxFileBytes;
}

const MAX_NOTEBOOK_BYTES = 48 * 1024 * 1024;

/** What the bytes decide. */
export function judgeBytes(bytes: Uint8Array): Ineligible | undefined {
    if (bytes.length === 0) return { reason: 'empty', detail: 'no content' };
    if (hasUtf16Mark(bytes)) return undefined;
    const zero = bytes.indexOf(0);
    if (zero >= 0) return { reason: 'binary', detail: `a NUL byte at offset ${String(zero)}` };
    const magic = MAGIC.find(({ start }) => beginsWith(bytes, start));
    if (magic) return { reason: 'binary', detail: `it begins as ${magic.what} does` };
    const head = bytes.subarray(0, SNIFFED_BYTES);
    let controls = 0;
    for (const byte of head) if (byte < 32 && !TEXT_CONTROLS.has(byte)) controls++;
    const share = controls / head.length;
    if (share > MAX_CONTROL_SHARE) return { reason: 'binary', detail: `${String(Math.round(share * 100))} % control characters` };
    return undefined;
}

/** What the decoded text decides. */
export function judgeText(path: string, text: string, isWanted = false): Ineligible | undefined {
    if (text.startsWith('version https://git-lfs.github.com/spec/'))
        return { reason: 'binary', detail: 'a Git LFS pointer: the content is not here' };
    if (!/\S/.test(text)) return { reason: 'empty', detail: 'only blanks' };
    if (isWanted) return undefined;
    const { lines, longest, inLongLines } = lineLengths(text);
    if (inLongLines > text.length / 2) return { reason: 'minified', detail: `a line of ${String(longest)} characters` };
    const mean = text.length / lines;
    if (MINIFIABLE.test(path) && text.length > MIN_MINIFIED && mean > MAX_MEAN_LINE) {
        return { reason: 'minified', detail: `${String(Math.round(mean))} characters to a line` };
    }
    return undefined;
}

/** Containers that can be made to pass for text: some are scripts or pages as well. */
const MAGIC: readonly { readonly start: string; readonly what: string }[] = [
    { start: '%PDF-', what: 'a PDF' },
    { start: 'PK\u0003\u0004', what: 'a ZIP archive' },
    { start: 'GIF87a', what: 'a GIF picture' },
    { start: 'GIF89a', what: 'a GIF picture' },
    { start: '\u0089PNG\r\n', what: 'a PNG picture' },
    { start: '\u00ff\u00d8\u00ff', what: 'a JPEG picture' },
    { start: '\u001f\u008b', what: 'a gzip archive' },
    { start: '\u007fELF', what: 'a program' },
    { start: '%!PS-Adobe', what: 'PostScript' },
];

/** `start` has one character a byte. */
function beginsWith(bytes: Uint8Array, start: string): boolean {
    for (let at = 0; at < start.length; at++) if (bytes[at] !== start.charCodeAt(at)) return false;
    return true;
}

/** As git and most editors do: the first part of a file tells whether it is text. */
const SNIFFED_BYTES = 64 * 1024;
const MAX_CONTROL_SHARE = 0.1;
/** Tab, line feed, vertical tab, form feed, carriage return, escape: in texts, old sources and terminal recordings. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 27]);

/** No person writes such a line; when they make up half a file, it is data or machine output. */
const LONG_LINE = 20_000;
/** Formatted code has 25 to 45 characters to a line, minified code several hundred. Prose is not judged: a paragraph may be one line. */
const MAX_MEAN_LINE = 300;
const MIN_MINIFIED = 4096;
const MINIFIABLE = /\.(js|mjs|cjs|css|html?|svg|json)$/i;

function lineLengths(text: string): { readonly lines: number; readonly longest: number; readonly inLongLines: number } {
    let lines = 0;
    let longest = 0;
    let inLongLines = 0;
    for (let start = 0; start < text.length; lines++) {
        const end = text.indexOf('\n', start);
        const length = (end < 0 ? text.length : end) - start;
        longest = Math.max(longest, length);
        if (length > LONG_LINE) inLongLines += length;
        start += length + 1;
    }
    return { lines, longest, inLongLines };
}

/** A file that is a little too large is not said to be as large as is allowed. */
function overLimit(size: number, limit: number): string {
    const [is, allowed] = [sizeLabel(size), sizeLabel(limit)];
    const [told, most] = is !== allowed ? [is, allowed] : [`${size.toLocaleString('en')} bytes`, limit.toLocaleString('en')];
    return `${told}; the limit is ${most} (footnote.index.maxFileBytes)`;
}

function sizeLabel(bytes: number): string {
    return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** Files that hold keys and passwords by their purpose; they stay out even when they are tracked. Examples and templates are text. */
function secretKind(path: string, name: string): string | undefined {
    if (/\.(example|sample|template|dist|tpl|pub)$/.test(name)) return undefined;
    if (/^\.env(\..+)?$|\.env$|^\.envrc$|^\.dev\.vars$/.test(name)) return 'environment variables with secrets';
    if (/^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$|\.(pem|key|ppk|p12|pfx|jks|keystore|asc|gpg|kdbx?)$/.test(name))
        return 'a private key or key store';
    if (/^(\.npmrc|\.pypirc|\.netrc|_netrc|\.git-credentials|\.htpasswd|\.pgpass|\.my\.cnf|\.dockercfg|\.boto|\.s3cfg)$/.test(name))
        return 'credentials of a tool';
    if (/^(credentials|credentials\.(json|ya?ml|csv)|service[-_]?account.*\.json|client_secret.*\.json)$/.test(name)) return 'credentials';
    if (/\.tfstate(\.backup)?$|^terraform\.tfvars$|\.auto\.tfvars$/.test(name)) return 'Terraform state, which holds secrets in clear';
    if (
        /^(kubeconfig|.*\.kubeconfig)$|(^|\/)\.kube\/config$|(^|\/)\.docker\/config\.json$|(^|\/)\.aws\//.test(path) ||
        name === 'kubeconfig'
    )
        return 'access to a cluster or cloud';
    if (/^secrets?\.(json|ya?ml|toml|ini)$/.test(name)) return 'secrets by name';
    return undefined;
}

const LOCK_FILES: ReadonlySet<string> = new Set([
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
    'deno.lock',
    'cargo.lock',
    'go.sum',
    'go.work.sum',
    'poetry.lock',
    'pipfile.lock',
    'uv.lock',
    'pdm.lock',
    'composer.lock',
    'gemfile.lock',
    'mix.lock',
    'pubspec.lock',
    'podfile.lock',
    'packages.lock.json',
    'flake.lock',
    'gradle.lockfile',
    'cartfile.resolved',
    'package.resolved',
    '.terraform.lock.hcl',
]);

/** Only kinds that are never text; an unknown extension is looked into. */
const BINARY_EXTENSIONS: ReadonlySet<string> = new Set(
    (
        'png jpg jpeg gif bmp ico icns webp avif tif tiff psd xcf heic mp3 mp4 m4a m4v ogg oga ogv wav flac aac webm mov avi mkv ' +
        'zip gz tgz bz2 xz zst 7z rar tar jar war ear whl egg deb rpm dmg iso cab apk ipa vsix nupkg ' +
        'exe dll so dylib a lib o obj pdb class pyc pyo pyd wasm node bin dat db sqlite sqlite3 mdb parquet arrow feather npy npz pkl onnx pt h5 ' +
        'ttf otf woff woff2 eot pdf doc docx xls xlsx ppt pptx odt ods odp'
    ).split(' '),
);
