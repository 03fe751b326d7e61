import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/protocol/contract.ts';
import { FailureError } from '../../src/protocol/failure.ts';
import { connect } from '../../src/wire/connect.ts';
import { connectionToChild } from '../../src/wire/connections.ts';
import { sampleContract } from './sampleContract.ts';

let child: ChildProcess;
let remote: Endpoint<typeof sampleContract>;

beforeEach(() => {
    child = fork(path.join(import.meta.dirname, 'sampleChild.ts'));
    const connection = connectionToChild(child);
    child.once('exit', () => {
        connection.dispose();
    });
    remote = connect(sampleContract, connection);
    connection.listen();
});

afterEach(() => {
    child.kill('SIGKILL');
});

describe('a contract between two processes', () => {
    test('a request is answered', async () => {
        expect(await remote.add({ left: 2, right: 3 })).toBe(5);
    });

    test('a failure arrives as the same failure', async () => {
        const error = await remote.refuse(undefined).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(FailureError);
        expect(error).toHaveProperty('failure', { kind: 'index-busy', holderPid: 42 });
    });

    test('a defect arrives with its message and is no failure', async () => {
        const error = await remote.break(undefined).catch((reason: unknown) => reason);
        expect(error).not.toBeInstanceOf(FailureError);
        expect(error).toHaveProperty('message', 'a defect');
    });

    test('a stream arrives whole and in order', async () => {
        const items: number[] = [];
        for await (const item of remote.countTo(500)) items.push(item);
        expect(items).toEqual(Array.from({ length: 500 }, (_, n) => n + 1));
    });

    test('aborting a request stops the work on the other side', async () => {
        const controller = new AbortController();
        const waiting = remote.waitForStop(undefined, { signal: controller.signal }).catch((reason: unknown) => reason);
        await remote.add({ left: 0, right: 0 });
        controller.abort();
        expect(await waiting).toHaveProperty('name', 'AbortError');
        expect(await remote.stops(undefined)).toBe(1);
    });

    test('leaving a stream early stops the work on the other side', async () => {
        for await (const item of remote.tick(undefined)) if (item > 2) break;
        await expect.poll(() => remote.stops(undefined)).toBe(1);
    });

    test('a killed child fails what was pending, requests and streams alike', async () => {
        const waiting = remote.waitForStop(undefined).catch((reason: unknown) => reason);
        const ticking = (async () => {
            for await (const item of remote.tick(undefined)) if (item === 2) child.kill('SIGKILL');
        })().catch((reason: unknown) => reason);
        expect(await waiting).toHaveProperty('failure.kind', 'engine-stopped');
        expect(await ticking).toHaveProperty('failure.kind', 'engine-stopped');
    });

    test('a call to a child that is gone fails at once', async () => {
        child.kill('SIGKILL');
        await new Promise(resolve => child.once('exit', resolve));
        expect(await remote.add({ left: 1, right: 1 }).catch((reason: unknown) => reason)).toHaveProperty('failure.kind', 'engine-stopped');
    });
});
