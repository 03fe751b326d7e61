import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { StoreLease } from '../../../src/engine/store/storeLease.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const HOLDER = join(import.meta.dirname, 'leaseHolder.ts');

async function otherProcess(folder: string, ...options: string[]): Promise<{ child: ChildProcess; said: unknown }> {
    const child = fork(HOLDER, [folder, ...options], { execArgv: [] });
    onTestFinished(() => {
        child.kill('SIGKILL');
    });
    const [said] = (await once(child, 'message')) as [unknown];
    return { child, said };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
}

async function acquire(folder: string, options: { takeOver?: boolean } = {}): Promise<StoreLease> {
    const lease = await StoreLease.acquire(folder, options);
    if (!(lease instanceof StoreLease)) throw new Error(`held by ${lease.pid}`);
    onTestFinished(() => lease.release());
    return lease;
}

describe('the lease', () => {
    test('is for one process at a time, and says who has it', async () => {
        const folder = join(await temporaryFolder(), 'lease');
        const { child, said } = await otherProcess(folder);
        expect(said).toEqual({ epoch: 1 });
        expect(await StoreLease.acquire(folder)).toMatchObject({ pid: child.pid });
    });

    test('passes on at once when its holder is killed, with a higher epoch each time', async () => {
        const folder = join(await temporaryFolder(), 'lease');
        for (const epoch of [1, 2, 3]) {
            const { child, said } = await otherProcess(folder);
            expect(said).toEqual({ epoch });
            await kill(child, 'SIGKILL');
        }
        expect((await acquire(folder)).epoch).toBe(4);
        expect((await readdir(folder)).filter(name => name.endsWith('.claim'))).toEqual(['4.claim']);
    });

    test('has one winner when many want it at the same moment', async () => {
        const folder = join(await temporaryFolder(), 'lease');
        const { child } = await otherProcess(folder);
        await kill(child, 'SIGKILL');
        const outcomes = await Promise.all(Array.from({ length: 12 }, () => StoreLease.acquire(folder)));
        const winners = outcomes.filter(outcome => outcome instanceof StoreLease);
        for (const winner of winners) onTestFinished(() => winner.release());
        expect(winners).toHaveLength(1);
    });

    test('taken from a holder that was stopped, is lost to it when it goes on', async () => {
        const folder = join(await temporaryFolder(), 'lease');
        const { child } = await otherProcess(folder);
        child.kill('SIGSTOP');
        const lease = await acquire(folder, { takeOver: true });
        expect(lease.epoch).toBe(2);
        child.kill('SIGCONT');
        const answer = once(child, 'message');
        child.send('is-current');
        expect(await answer).toEqual([{ isCurrent: false }, undefined]);
        expect(await lease.isCurrent()).toBe(true);
    });

    test('ends the connections of the others when its holder goes, killed or by itself', async () => {
        for (const signal of ['SIGKILL', 'release'] as const) {
            const folder = join(await temporaryFolder(), 'lease');
            const { child } = await otherProcess(folder);
            const holder = await StoreLease.acquire(folder);
            if (holder instanceof StoreLease) throw new Error('the lease should be held');
            const connection = connect(holder.socketPath).resume();
            await once(connection, 'connect');
            // A killed process resets its connections, one that lets go ends them.
            connection.on('error', () => undefined);
            const gone = new Promise(resolve => connection.once('close', resolve));
            if (signal === 'release') child.send('release');
            else child.kill(signal);
            await gone;
            expect((await acquire(folder)).epoch).toBe(2);
        }
    });

    test('hands its holder the connections of the others, also those that came first', async () => {
        const folder = join(await temporaryFolder(), 'lease');
        const lease = await acquire(folder);
        const holder = await StoreLease.acquire(folder);
        if (holder instanceof StoreLease) throw new Error('the lease should be held');
        const early = connect(holder.socketPath);
        await once(early, 'connect');
        lease.onConnection(socket => socket.end('served'));
        const late = connect(holder.socketPath);
        for (const socket of [early, late]) expect(String((await once(socket, 'data'))[0])).toBe('served');
    });

    test('works in folders too deep for the path of a socket', async () => {
        const folder = join(await temporaryFolder(), 'deep/'.repeat(30), 'lease');
        await mkdir(folder, { recursive: true });
        const lease = await acquire(folder);
        expect(await StoreLease.acquire(folder)).toMatchObject({ pid: process.pid });
        await lease.release();
        expect((await acquire(folder)).epoch).toBe(2);
    });

    test('works there also when the folders for temporary files are gone, or as deep', async () => {
        const scratch = await temporaryFolder();
        onTestFinished(() => {
            vi.unstubAllEnvs();
        });
        vi.stubEnv('XDG_RUNTIME_DIR', join(scratch, 'of-another-user'));
        vi.stubEnv('TMPDIR', join(scratch, 'd'.repeat(100)));
        const lease = await acquire(join(scratch, 'e'.repeat(120), 'lease'));
        expect(await StoreLease.holder(join(scratch, 'e'.repeat(120), 'lease'))).toMatchObject({ pid: process.pid });
        expect(await lease.isCurrent()).toBe(true);
    });

    test.runIf(process.platform === 'linux')('where no folder can be made, it says so', async () => {
        await expect(StoreLease.acquire('/proc/footnote/lease')).rejects.toMatchObject({ code: 'EPERM' });
    });
});
