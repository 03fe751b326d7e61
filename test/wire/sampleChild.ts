/** A process that serves the sample contract; forked by wire.test.ts. */
import { fail } from '../../src/protocol/failure.ts';
import { connectionToParent } from '../../src/wire/connections.ts';
import { serve } from '../../src/wire/serve.ts';
import { abortError } from '../../src/wire/wireErrors.ts';
import { sampleContract } from './sampleContract.ts';

let stops = 0;

const connection = connectionToParent();
serve(
    sampleContract,
    {
        add: async ({ left, right }) => left + right,
        refuse: async () => fail({ kind: 'index-busy', holderPid: 42 }),
        break: async () => {
            throw new TypeError('a defect');
        },
        waitForStop: (_input, options) =>
            new Promise((_resolve, reject) => {
                options?.signal?.addEventListener('abort', () => {
                    stops++;
                    reject(abortError());
                });
            }),
        async *countTo(last) {
            for (let n = 1; n <= last; n++) yield n;
        },
        async *tick(_input, options) {
            try {
                for (let n = 0; ; n++) {
                    options?.signal?.throwIfAborted();
                    yield n;
                    await new Promise(resolve => setTimeout(resolve, 5));
                }
            } finally {
                stops++;
            }
        },
        stops: async () => stops,
    },
    connection,
);
connection.listen();
process.once('disconnect', () => process.exit(0));
