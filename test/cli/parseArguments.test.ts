import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parseArguments.ts';

/** Arguments as typed, quotes included, and what they come to. */
function check(typed: string, expected: object): void {
    it(`footnote ${typed}`, () => {
        const args = [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
        expect(parseArguments(args)).toMatchObject(expected);
    });
}

describe('what is asked for', () => {
    check('', { do: 'help', command: undefined });
    check('--help', { do: 'help' });
    check('ask --help', { do: 'help', command: 'ask' });
    check('--version', { do: 'version' });
    check('index', { do: 'index', rebuild: false, options: { directory: '.', json: false, bringsUpToDate: true, indexDirectory: '' } });
    check('index src --rebuild --json -q', { do: 'index', rebuild: true, options: { directory: 'src', json: true, quiet: true } });
    check('status --index-dir /tmp/x dir', { do: 'status', options: { directory: 'dir', indexDirectory: '/tmp/x' } });
    check('search "retry build" dir -n 100 --no-index', {
        do: 'search',
        query: 'retry build',
        limit: 100,
        options: { directory: 'dir', bringsUpToDate: false },
    });
    check('search retry --in src/build', { do: 'search', query: 'retry', folder: 'src/build', options: { directory: '.' } });
    check('search retry --kind docs,config --language yaml --glob docs/**', {
        kinds: ['docs', 'config', 'build'],
        languages: ['yaml'],
        glob: 'docs/**',
    });
    check('search retry --explain', { do: 'search', explains: true, expected: '' });
    check('search retry dir --expect ./src/a.ts', { do: 'search', explains: true, expected: 'src/a.ts', options: { directory: 'dir' } });
    check('why src/a.ts dir --json', { do: 'why', file: 'src/a.ts', options: { directory: 'dir', json: true } });
    check('search --batch queries.jsonl --json -n 100 dir', {
        do: 'batch',
        file: 'queries.jsonl',
        limit: 100,
        options: { directory: 'dir', json: true },
    });
    check('search --batch -', { do: 'batch', file: '-', options: { directory: '.' } });
    check('index --embedder-url http://127.0.0.1:11434/v1 --embedder-model bge-m3', {
        do: 'index',
        options: { embedder: { baseUrl: 'http://127.0.0.1:11434/v1', model: 'bge-m3' } },
    });
    check('search retry --embedder-model code-static-384', { options: { embedder: { baseUrl: undefined, model: 'code-static-384' } } });
    check('ask "Where is it?"', { do: 'ask', question: 'Where is it?', model: undefined, showsPayload: false });
    check('ask "Where is it?" --attach src/cart.ts:12-18 --attach src .', {
        do: 'ask',
        attached: ['src/cart.ts:12-18', 'src'],
        options: { directory: '.' },
    });
    check('ask "Where is it?" --show-payload', { do: 'ask', showsPayload: true, isDryRun: false });
    check('ask "Where?" --dry-run --base-url https://models.example/v1 --model m', { do: 'ask', isDryRun: true });
    check('ask "Where?" . --base-url http://127.0.0.1:1/v1 --model m', {
        do: 'ask',
        model: { baseUrl: 'http://127.0.0.1:1/v1', model: 'm' },
    });
    check('ask "Where?" . --base-url http://127.0.0.1:1/v1 --model m --rerank', {
        do: 'ask',
        model: { baseUrl: 'http://127.0.0.1:1/v1', model: 'm', reranks: true },
    });
});

describe('what is not understood is said, and nothing is done', () => {
    check('frobnicate', { do: 'usage', problem: 'There is no command "frobnicate".' });
    check('--frobnicate', { do: 'usage' });
    check('search', { do: 'usage', problem: '"footnote search" needs words to look for.' });
    check('ask ""', { do: 'usage', problem: '"footnote ask" needs a question.' });
    check('ask where is it', { do: 'usage', problem: 'Put the question in quotes: footnote ask "where is" it' });
    check('search x -n none', { do: 'usage', problem: '-n takes a whole number from 1 to 1000.' });
    check('search x -n 0', { do: 'usage' });
    check('index a b', { do: 'usage' });
    check('index --batch x', { do: 'usage', problem: '--batch does not go with "footnote index".' });
    check('ask x --dry-run', { do: 'usage', problem: '--dry-run goes with --base-url and --model: without them nothing is sent.' });
    check('search x --attach src', { do: 'usage', problem: '--attach does not go with "footnote search".' });
    check('ask x --rerank', { do: 'usage', problem: '--rerank goes with --base-url and --model: the model puts the files in order.' });
    check('search x --dry-run', { do: 'usage', problem: '--dry-run does not go with "footnote search".' });
    check('search x --embedder-url http://127.0.0.1:1/v1', { do: 'usage', problem: '--embedder-url goes with --embedder-model.' });
    check('prune --embedder-model m', { do: 'usage', problem: '--embedder-model does not go with "footnote prune".' });
    check('ask x --model m', { do: 'usage', problem: '--model and --base-url go together.' });
});
