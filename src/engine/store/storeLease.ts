import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LeaseHolder } from './indexStore.ts';
import { fail } from '../../protocol/failure.ts';
import { errorCode, isMissing, makePrivateFolder } from './durableFile.ts';

/**
 * The right to write an index. Whoever holds it listens on a socket, which the operating system closes with the process, however that dies:
 * no clock, no heartbeat and no process id decides who is alive.
 *
 * Each holder has a number, the epoch, one above the last. The epoch is claimed by creating `<epoch>.claim` exclusively, with the path of
 * the socket that is listening already; the file of the highest epoch is never removed. So two processes cannot claim the same epoch, and a
 * holder that was stopped while another took over sees a higher one before its next commit (`isCurrent`) and writes no more.
 */
export class StoreLease {
    readonly epoch: number;
    private readonly folder: string;
    private readonly door: Door;

    private constructor(folder: string, epoch: number, door: Door) {
        this.folder = folder;
        this.epoch = epoch;
        this.door = door;
    }

    /** The lease, or who holds it. `takeOver` claims the next epoch although the holder's socket is open: for a holder that does not answer. */
    static async acquire(folder: string, options: { readonly takeOver?: boolean } = {}): Promise<StoreLease | LeaseHolder> {
        await makePrivateFolder(folder);
        const door = await openDoor(folder);
        try {
            for (;;) {
                const last = await lastEpoch(folder);
                const holder = last === 0 ? undefined : await readClaim(folder, last);
                if (holder && !options.takeOver && (await isListening(holder.socketPath))) {
                    await closeDoor(door);
                    return holder;
                }
                const epoch = last + 1;
                if (!(await claim(folder, epoch, { socketPath: door.socketPath, pid: process.pid }))) continue;
                // Whoever was delayed between looking and claiming may find that others have come and gone past its number.
                if ((await lastEpoch(folder)) !== epoch) continue;
                await dropClaimsBelow(folder, epoch);
                return new StoreLease(folder, epoch, door);
            }
        } catch (error) {
            await closeDoor(door);
            throw error;
        }
    }

    /** Who holds the lease at this moment, without asking for it; undefined when nobody does. */
    static async holder(folder: string): Promise<LeaseHolder | undefined> {
        const last = await lastEpoch(folder);
        const holder = last === 0 ? undefined : await readClaim(folder, last);
        return holder && (await isListening(holder.socketPath)) ? holder : undefined;
    }

    /** False after another process has taken over: nothing may be committed any more. Asked before each commit. */
    async isCurrent(): Promise<boolean> {
        return (await lastEpoch(this.folder)) === this.epoch;
    }

    /** Who has taken over, once `isCurrent` is false. */
    async successor(): Promise<LeaseHolder | undefined> {
        return readClaim(this.folder, await lastEpoch(this.folder));
    }

    /** Other processes' connections, the waiting ones first; without a taker they wait. */
    onConnection(serve: (socket: Socket) => void): void {
        this.door.serve = serve;
        for (const socket of this.door.waiting.splice(0)) serve(socket);
    }

    async release(): Promise<void> {
        await closeDoor(this.door);
    }
}

/** A listening server and what it has let in. */
interface Door {
    readonly server: Server;
    readonly socketPath: string;
    /** A folder made for the socket alone, to be removed with it. */
    readonly ownFolder: string | undefined;
    readonly sockets: Set<Socket>;
    readonly waiting: Socket[];
    serve: ((socket: Socket) => void) | undefined;
}

async function openDoor(folder: string): Promise<Door> {
    const { socketPath, ownFolder } = await choosePath(folder);
    const server = createServer();
    const door: Door = { server, socketPath, ownFolder, sockets: new Set(), waiting: [], serve: undefined };
    server.on('connection', socket => {
        door.sockets.add(socket);
        socket.once('close', () => {
            door.sockets.delete(socket);
            const place = door.waiting.indexOf(socket);
            if (place >= 0) door.waiting.splice(place, 1);
        });
        // Whoever only looks whether we are alive hangs up at once, which must not become an unhandled error.
        socket.on('error', () => undefined);
        if (door.serve) door.serve(socket);
        else door.waiting.push(socket);
    });
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(socketPath, resolve);
    });
    server.on('error', () => undefined);
    // Holding a lease is no reason for a process to live on.
    server.unref();
    return door;
}

async function closeDoor(door: Door): Promise<void> {
    const closed = new Promise(resolve => door.server.close(resolve));
    for (const socket of door.sockets) socket.destroy();
    await closed;
    if (door.ownFolder !== undefined) await rm(door.ownFolder, { recursive: true, force: true });
}

/** Linux allows 108 bytes for the path of a socket with its closing zero, macOS 104; the claim says where it is, so it can be anywhere. */
const MAX_SOCKET_PATH_BYTES = 103;

async function choosePath(folder: string): Promise<Pick<Door, 'socketPath' | 'ownFolder'>> {
    const name = randomBytes(8).toString('hex');
    if (process.platform === 'win32')
        return { socketPath: `\\\\.\\pipe\\footnote-${name}${randomBytes(8).toString('hex')}`, ownFolder: undefined };
    const inside = join(folder, `${name}.sock`);
    if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return { socketPath: inside, ownFolder: undefined };
    const ownFolder = await makeShortFolder();
    return { socketPath: join(ownFolder, 's'), ownFolder };
}

/** What the environment names for such folders may be gone, another user's (`sudo`, `su`) or as long as the index's own; `/tmp` is none of that. */
async function makeShortFolder(): Promise<string> {
    const parents = [process.env['XDG_RUNTIME_DIR'] ?? '', tmpdir(), '/tmp'].filter(parent => parent !== '');
    let refused: unknown;
    for (const parent of parents) {
        if (Buffer.byteLength(join(parent, 'footnote-123456', 's')) > MAX_SOCKET_PATH_BYTES) continue;
        try {
            // mkdtemp makes a folder of mode 0700 with a name nobody can foresee.
            return await mkdtemp(join(parent, 'footnote-'));
        } catch (error) {
            refused = error;
        }
    }
    return fail(
        { kind: 'system-refused', folder: tmpdir(), detail: `no file can be made in ${tmpdir()}, the folder for temporary files` },
        { cause: refused },
    );
}

/** 0 when nobody has ever held it, or when the folder was removed. */
async function lastEpoch(folder: string): Promise<number> {
    try {
        return Math.max(0, ...(await readdir(folder)).map(epochOf));
    } catch (error) {
        if (isMissing(error)) return 0;
        throw error;
    }
}

function epochOf(fileName: string): number {
    return Number(/^(\d+)\.claim$/.exec(fileName)?.[1] ?? 0);
}

/** False when somebody else was first. */
async function claim(folder: string, epoch: number, holder: LeaseHolder): Promise<boolean> {
    try {
        const handle = await open(claimPath(folder, epoch), 'wx', 0o600);
        try {
            await handle.writeFile(JSON.stringify(holder));
        } finally {
            await handle.close();
        }
        return true;
    } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
    }
}

/** Undefined when the claim is gone, or was never finished: its maker died between creating and writing, or will find a higher epoch. */
async function readClaim(folder: string, epoch: number): Promise<LeaseHolder | undefined> {
    for (let attempt = 0; attempt < 10; attempt++) {
        try {
            const holder = parseHolder(await readFile(claimPath(folder, epoch), 'utf8'));
            if (holder) return holder;
        } catch (error) {
            if (isMissing(error)) return undefined;
            throw error;
        }
        await pause(50);
    }
    return undefined;
}

function parseHolder(text: string): LeaseHolder | undefined {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return undefined;
    }
    if (typeof value !== 'object' || value === null || !('socketPath' in value) || !('pid' in value)) return undefined;
    const { socketPath, pid } = value;
    return typeof socketPath === 'string' && typeof pid === 'number' ? { socketPath, pid } : undefined;
}

/** Whether the process behind a socket is alive, stopped or not. */
export async function isListening(socketPath: string): Promise<boolean> {
    return new Promise(resolve => {
        const socket = connect(socketPath);
        socket.once('connect', () => {
            socket.destroy();
            resolve(true);
        });
        // EAGAIN and EBUSY mean a full queue: somebody is there. Refused, missing and the like mean that nobody is.
        socket.once('error', error => {
            resolve(['EAGAIN', 'EBUSY', 'EACCES', 'EPERM'].includes(errorCode(error) ?? ''));
        });
    });
}

/** Only once a higher epoch stands, so that the highest number is never forgotten. The dead holders' sockets go with their claims. */
async function dropClaimsBelow(folder: string, epoch: number): Promise<void> {
    for (const name of await readdir(folder)) {
        const claimed = epochOf(name);
        if (claimed === 0 || claimed >= epoch) continue;
        const holder = await readClaim(folder, claimed);
        if (holder && dirname(holder.socketPath) === folder) await rm(holder.socketPath, { force: true });
        await rm(join(folder, name), { force: true });
    }
}

function claimPath(folder: string, epoch: number): string {
    return join(folder, `${epoch}.claim`);
}
