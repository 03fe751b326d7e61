import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/** Writes a file whole or not at all: beside its place, to the disk, and then in its place. Only its owner may read it. */
export async function writeWhole(file: string, text: string): Promise<void> {
    const beside = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
        const handle = await open(beside, 'wx', 0o600);
        try {
            await handle.writeFile(text);
            await handle.sync();
        } finally {
            await handle.close();
        }
        await rename(beside, file);
    } catch (error) {
        await rm(beside, { force: true });
        throw error;
    }
}
