/**
 * Stands for the window in the soak: the extension's own part that starts the engine, watches over it and renews it, in a process of its own,
 * so that its memory can be looked at apart. Whoever forks it asks it as if it were the engine. Variables for the engine beside those that
 * it always has come as the first argument, in JSON.
 */
import { engineContract, type OpenWorkspace } from '../../src/protocol/engineContract.ts';
import { fail } from '../../src/protocol/failure.ts';
import { connectionToParent } from '../../src/wire/connections.ts';
import { serve } from '../../src/wire/serve.ts';
import { windowOf } from '../../test/faults/windowUnderTest.ts';

let asked: OpenWorkspace | undefined;
const window = windowOf(() => asked ?? fail({ kind: 'no-folder' }), {
    env: JSON.parse(process.argv[2] ?? '{}') as Readonly<Record<string, string>>,
    onLine: line => process.stderr.write(`${line}\n`),
    onDefect: error => process.stderr.write(`Unhandled: ${String(error)}\n`),
});

const connection = connectionToParent();
serve(
    engineContract,
    {
        ...window.engine,
        async open(workspace) {
            asked = workspace;
            window.start();
            for await (const status of window.engine.indexStatus()) return status;
            return { state: 'empty' };
        },
        close: () => window.stop(),
    },
    connection,
);
connection.listen();
process.once('disconnect', () => {
    void window.stop().finally(() => process.exit(0));
});
