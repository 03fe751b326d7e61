import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for the running test, removed when that has finished. */
export async function temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-store-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    return folder;
}
