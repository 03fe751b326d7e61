import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Lets V8 collect as rarely as it likes to while much is indexed. Whoever starts the engine makes it collect whenever the heap has grown by a fifth
 * (`--heap-growing-percent`, decision 0010), which keeps a serving engine small; but a run that fills the heap anew every other second spent an
 * eighth of its processor time on that. Afterwards all is as it was, and what the run has left behind is collected at once.
 * Does nothing in a process that was started without the flag.
 */
export async function withRoomyHeap<Result>(run: () => Promise<Result>): Promise<Result> {
    if (FLAG === undefined) return run();
    widen();
    try {
        return await run();
    } finally {
        if (narrow()) collectNow();
    }
}

/**
 * The same for the first `forMs` of a process, in which it reads its index: of 2.2 s from its start to the first answer
 * over 100,000 chunks a third went into collecting a heap that only grew. Nothing is collected afterwards, because all of it is in use.
 * The size that such a process begins with (`--initial-old-space-size`, `--min-semi-space-size`) is for this thread: a parser is to begin small.
 */
export function roomyAtFirst(forMs: number): void {
    for (const name of SIZES_AT_FIRST) if (process.execArgv.some(argument => argument.startsWith(name))) setFlagsFromString(`${name}0`);
    if (FLAG === undefined) return;
    widen();
    setTimeout(narrow, forMs).unref();
}

const SIZES_AT_FIRST = ['--initial-old-space-size=', '--min-semi-space-size='];
const NAME = '--heap-growing-percent=';
const FLAG = process.execArgv.find(argument => argument.startsWith(NAME));

/** Those who want room now; what they do may overlap. */
let wanted = 0;

function widen(): void {
    if (wanted++ === 0) setFlagsFromString(`${NAME}0`);
}

/** True when nobody wants room any more. */
function narrow(): boolean {
    if (--wanted > 0 || FLAG === undefined) return false;
    setFlagsFromString(FLAG);
    return true;
}

/** V8 keeps the limit of its last collection, which would allow for twice the heap. A tenth of a second. */
function collectNow(): void {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc()');
    setFlagsFromString('--no-expose-gc');
}
