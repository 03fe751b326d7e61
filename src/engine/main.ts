/** The engine as a process: connects to the parent that forked it, serves, and goes when the parent goes. */
import os from 'node:os';
import path from 'node:path';
import { PROTOCOL, PROTOCOL_VARIABLE, engineExits } from '../protocol/build.ts';
import { hostContract } from '../protocol/hostContract.ts';
import { engineContract } from '../protocol/engineContract.ts';
import { connect } from '../wire/connect.ts';
import { connectionToParent } from '../wire/connections.ts';
import { serve } from '../wire/serve.ts';
import { createEngine } from './engine.ts';
import { createLogger } from './log.ts';
import { roomyAtFirst } from './indexing/roomyHeap.ts';
import { guardProgram } from './programFiles.ts';

const log = createLogger(line => process.stderr.write(line), process.env['FOOTNOTE_LOG'] === 'trace' ? 'trace' : 'debug');

// LanceDB makes its files as the umask says: what this process writes is for its user alone.
process.umask(0o077);

// Indexing is background work: everything the user does comes first.
try {
    os.setPriority(process.pid, 10);
} catch (error) {
    log.debug('priority not lowered', { error: String(error) });
}

// A window that was there before an update may start an engine of after it. What they could not say to each other must not be tried.
const spoken = process.env[PROTOCOL_VARIABLE] ?? '';
if (spoken !== '' && PROTOCOL !== '' && spoken !== PROTOCOL) {
    log.warn('this engine belongs to another version than the window that started it', {});
    process.exit(engineExits.otherProtocol);
}

guardProgram({
    folder: path.dirname(process.argv[1] ?? ''),
    leave: () => {
        // What is committed survives any end; what is not is indexed by the process that comes after this one.
        log.warn('the files of this program were replaced; another process goes on', {});
        process.exit(engineExits.replaced);
    },
});

// The first answer is waited for.
roomyAtFirst(5_000);

const connection = connectionToParent();
const engine = createEngine({ log, host: connect(hostContract, connection) });
serve(engineContract, engine, connection);
connection.listen();
log.info('engine started', { pid: process.pid, node: process.version });

process.once('disconnect', () => {
    // The parent is gone: whatever does not end by itself within three seconds is safe to cut off, the journal sees to that.
    setTimeout(() => process.exit(0), 3000).unref();
    engine
        .close(undefined)
        .catch((error: unknown) => {
            log.error('closing failed', { error: String(error) });
        })
        .finally(() => process.exit(0));
});
