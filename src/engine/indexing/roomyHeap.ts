import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Lets V8 collect as rarely as it likes to while much is indexed. Whoever starts the engine makes it collect whenever the heap has grown by a fifth
 * (`--heap-growing-percent`, decision 0010), which keeps a serving engine small; but a run that fills the heap anew every other second spent an
 * eighth of its processor time on that. Afterwards all is as it was, and what the run has left behind is collected at once.
 * Does nothing in a process that was started without the flag. Runs do not overlap.
 */
export async function withRoomyHeap<Result>(run: () => Promise<Result>): Promise<Result> {
    const flag = process.execArgv.find(argument => argument.startsWith(FLAG));
    if (flag === undefined) return run();
    setFlagsFromString(`${FLAG}0`);
    try {
        return await run();
    } finally {
        setFlagsFromString(flag);
        collectNow();
    }
}

const FLAG = '--heap-growing-percent=';

/** V8 keeps the limit of its last collection, which would allow for twice the heap. A tenth of a second. */
function collectNow(): void {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc()');
    setFlagsFromString('--no-expose-gc');
}
