#!/usr/bin/env node
/** The command line: says where the program's parts are, passes Ctrl-C on, and turns the outcome into an exit code. */
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { exitCodes, runInvocation } from './runInvocation.ts';
import { existsSync, readFileSync } from 'node:fs';
import { isTooOld, OLDEST_NODE, runWithNewerNode } from './newerNode.ts';
import { openTerminal } from './terminal.ts';
import { parseArguments } from './parseArguments.ts';
import { guardProgram } from '../engine/programFiles.ts';

// Read when the native library loads, which is later.
process.env['LANCE_CPU_THREADS'] ??= '4';
process.env['LANCEDB_LOG'] ??= 'error';
// The index is for its user alone, also where the native library makes the files.
process.umask(0o077);

// As in the engine's process (`engineFlags`): optimising the grammars of Swift, PowerShell and Julia takes V8 two to four gigabytes for some seconds.
// `--liftoff-only` itself works only at the start of a process.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);

const here = import.meta.dirname;
/** In a build, `dist/cli.mjs` stands beside its parts; started from the sources, it uses the last build's grammars. */
const isBuilt = existsSync(path.join(here, 'parseWorker.mjs'));
const root = isBuilt ? path.dirname(here) : path.join(here, '..', '..');
const assets = {
    grammars: path.join(root, 'dist', 'grammars'),
    parseWorker: isBuilt ? path.join(here, 'parseWorker.mjs') : path.join(root, 'src', 'engine', 'parse', 'parseWorker.ts'),
    models: path.join(root, 'media', 'models'),
    translations: path.join(root, 'l10n'),
};

guardProgram({
    folder: path.join(root, 'dist'),
    leave: () => {
        process.stderr.write('footnote: was updated while it ran; run it again, and it goes on where it was\n');
        process.exit(exitCodes.failed);
    },
});

process.exitCode = isTooOld(process.versions.node) ? await runElsewhere() : await run();

/** Ends with a sentence where there is no newer Node. */
async function runElsewhere(): Promise<number> {
    const code = await runWithNewerNode(root);
    if (code === undefined) process.stderr.write(`footnote: needs Node ${OLDEST_NODE} or newer; this is ${process.version}\n`);
    return code ?? exitCodes.failed;
}

async function run(): Promise<number> {
    const stopping = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.on(name, () => {
            // The first asks to stop where the index is sound; who presses again does not want to wait.
            if (stopping.signal.aborted) process.exit(exitCodes.stopped);
            stopping.abort();
        });
    }
    // Whoever reads our output may stop reading, as `head` does.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EPIPE') stopping.abort();
        else throw error;
    });

    return await runInvocation(parseArguments(process.argv.slice(2)), {
        terminal: openTerminal({ stdout: process.stdout, stderr: process.stderr, env: process.env }),
        assets,
        version: packageVersion(),
        signal: stopping.signal,
    });
}

function packageVersion(): string {
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}
