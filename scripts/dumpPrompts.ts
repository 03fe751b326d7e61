/**
 * Writes down what a model is sent for twelve questions, so that a real one can be tried on them without Footnote, and what becomes of what
 * it answers: transcripts with quotations, and with a scripted model that behaves well, badly and against the user.
 *   node scripts/dumpPrompts.ts <folder of the trees> [folder of the dumps]
 * The questions are drawn from the judged ones with a fixed seed, six a tree. The nonce is written as zeros; all else is word for word.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { payloadText } from '../src/protocol/payload.ts';
import { createEngine } from '../src/engine/engine.ts';
import { createLogger } from '../src/engine/log.ts';
import { engineOptions } from '../src/settings/engineOptions.ts';
import { defaultSettings } from '../src/settings/settings.ts';
import { readPack } from '../test/retrieval/pack.ts';
import { copyGrammars } from './copyGrammars.mjs';
import { drawn } from './drawQuestions.ts';
import { behaviours, scriptedModel } from './scriptedModel.ts';
import { transcriptOf } from './transcripts.ts';

const TRANSCRIPTS: Readonly<Record<string, string>> = {
    quotes: 'quotations',
    good: 'a scripted model that behaves well',
    bad: 'a scripted model that behaves badly',
    adversarial: 'a scripted model that works against the user',
};
const QUOTES = { provider: 'quotes' } as const;
const TREES = ['gson', 'sphinx-qa'];
const root = path.resolve(import.meta.dirname, '..');
const [trees, target = path.join(root, 'docs/prompts')] = process.argv.slice(2);
if (trees === undefined) {
    console.error('usage: dumpPrompts.ts <folder of the trees> [folder of the dumps]');
    process.exit(2);
}

const grammars = path.join(root, 'dist/grammars');
await copyGrammars(grammars);
// A server that is never asked: what would be sent is composed without a connection.
const settings = engineOptions(
    {
        ...defaultSettings,
        'footnote.model.provider': 'openai-compatible',
        'footnote.model.id': 'any',
        'footnote.model.contextTokens': 8_000,
    },
    { apiKey: '', excludes: [], cores: 4 },
);
const pack = readPack();
const transcripts = new Map<string, string[]>();
const listed: string[] = [];
mkdirSync(target, { recursive: true });
for (const tree of TREES) {
    const data = mkdtempSync(path.join(tmpdir(), 'footnote-prompts-'));
    const engine = createEngine({ log: createLogger(line => process.stderr.write(line), 'warn') });
    try {
        await engine.open({
            roots: [{ folder: path.join(trees, tree), name: '' }],
            paths: {
                grammars,
                parseWorker: path.join(root, 'src/engine/parse/parseWorker.ts'),
                models: path.join(root, 'media/models'),
                data,
            },
            settings,
        });
        await engine.index('update');
        const questions = drawn(pack.queries.filter(({ repo }) => repo === tree));
        for (const { id, query } of questions) {
            const payload = await engine.previewPayload({ text: query });
            const name = `${id.replaceAll('/', '-')}.md`;
            const title = query.split('\n')[0] ?? '';
            listed.push(
                `| [${id}](${name}) | ${title.slice(0, 90).replaceAll('|', '\\|')} | ${payload ? 'asked' : 'not asked: nothing relevant was found'} |`,
            );
            if (payload) writeFileSync(path.join(target, name), asPage(title, payloadText(payload, 'Would be sent')));
        }
        for (const kind of ['quotes', ...behaviours] as const) {
            const server = kind === 'quotes' ? undefined : await scriptedModel(kind);
            try {
                const { chatModel } = settings;
                const chosen =
                    server && chatModel.provider === 'openai-compatible' ? { ...chatModel, baseUrl: server.baseUrl, model: kind } : QUOTES;
                await engine.configure({ ...settings, chatModel: chosen });
                const told = transcripts.get(kind) ?? [];
                transcripts.set(kind, told);
                for (const question of questions) {
                    const transcript = await transcriptOf(question, asked => engine.ask(asked));
                    // The port is another one each time.
                    told.push(transcript.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1'));
                }
            } finally {
                server?.close();
            }
        }
    } finally {
        await engine.close();
        rmSync(data, { recursive: true, force: true });
    }
}
mkdirSync(path.join(target, 'transcripts'), { recursive: true });
for (const [kind, told] of transcripts)
    writeFileSync(path.join(target, 'transcripts', `${kind}.md`), `# Twelve answers: ${TRANSCRIPTS[kind] ?? kind}\n\n${told.join('\n')}`);
writeFileSync(
    path.join(target, 'README.md'),
    [
        '# What a model is sent',
        '',
        'Twelve judged questions, drawn with a fixed seed over two trees, with the exact messages for a window of 8,000 tokens; written by `node scripts/dumpPrompts.ts <trees>`.',
        'The nonce, 128 random bits in each request, is written as zeros.',
        'The quoted lines are of gson (Apache-2.0) and Sphinx (BSD-2-Clause) at the commits of `test/retrieval/pack/pack.json`.',
        'A page that says so at its top begins with the request for further evidence, which comes before the answer to a hard question.',
        '',
        'What becomes of answers to these questions stands in [transcripts](transcripts): [quotations](transcripts/quotes.md), and a scripted server that makes its answers from the evidence it is sent, [well](transcripts/good.md), [badly](transcripts/bad.md) (invented names and files, wrong numbers and lines, a connection that ends in mid-sentence) and [against the user](transcripts/adversarial.md) (forged evidence and footnotes, calls of tools, pictures, links that run commands).',
        'No real model was at hand.',
        '',
        '| question | | |',
        '|---|---|---|',
        ...listed,
        '',
    ].join('\n'),
);

function asPage(title: string, text: string): string {
    const nonce = /<<<([0-9a-f]{32})/.exec(text)?.[1] ?? '';
    const plain = nonce === '' ? text : text.replaceAll(nonce, '0'.repeat(32));
    const longest = Math.max(2, ...[...plain.matchAll(/^\s*(`+)/gm)].map(([, ticks = '']) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    // Blanks at the end of quoted lines stay: this is word for word.
    return `# ${title.slice(0, 120)}\n\n${fence}text\n${plain}${fence}\n`;
}
