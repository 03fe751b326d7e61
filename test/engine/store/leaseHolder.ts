import { StoreLease } from '../../../src/engine/store/storeLease.ts';

/** A process that takes the lease of the folder it is given, says what came of it, and lives until it is killed or told to let go. */
const lease = await StoreLease.acquire(process.argv[2] ?? '', { takeOver: process.argv[3] === 'take-over' });
process.send?.(lease instanceof StoreLease ? { epoch: lease.epoch } : { heldBy: lease.pid });
process.on('message', message => {
    // What goes wrong ends the process, which its parent notices.
    void answer(message);
});

async function answer(message: unknown): Promise<void> {
    if (!(lease instanceof StoreLease)) return;
    if (message === 'is-current') process.send?.({ isCurrent: await lease.isCurrent() });
    if (message === 'release') await lease.release().then(() => process.exit(0));
}
