import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationFiles, newConversationId } from '../../../src/extension/chat/conversationFiles.ts';
import { conversationTitle, replayConversation } from '../../../src/extension/chat/conversationRecord.ts';
import type { ConversationRecord } from '../../../src/extension/chat/recordSchema.ts';
import { answer, events } from './answers.ts';

let folder: string;
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'conversations-'));
});
afterEach(async () => {
    await rm(folder, { recursive: true });
});

const refuse = (error: unknown): never => {
    throw error;
};

/** A conversation of one answered turn. */
function recordsOf(id: string, question = 'How are items added?'): readonly ConversationRecord[] {
    return [
        { record: 'begun', version: 1, id, at: '2026-01-01T00:00:00.000Z' },
        { record: 'asked', turnId: 't1', question, attached: 'src/cart.ts:3-5' },
        ...events.map(event => ({ record: 'event' as const, turnId: 't1', event })),
    ];
}

test('what was answered is there again in another window, word for word', async () => {
    const id = newConversationId(new Date('2026-01-01'), 'abcdef123456');
    const files = conversationFiles(path.join(folder, 'deeper'), refuse);
    for (const record of recordsOf(id)) files.append(id, record);
    await files.written();
    const again = await conversationFiles(path.join(folder, 'deeper'), refuse).load(id);
    expect(again?.turns).toEqual([
        {
            id: 't1',
            question: 'How are items added?',
            attachments: [{ kind: 'lines', path: 'src/cart.ts', range: { startLine: 3, endLine: 5 } }],
            text: answer.text,
            evidence: answer.evidence,
            citations: answer.citations,
            coverage: answer.coverage,
            searchedMs: 5,
            progress: { state: 'finished', answer },
        },
    ]);
});

test('the list is made from the files: newest first, without what cannot be read', async () => {
    const files = conversationFiles(folder, refuse);
    const older = newConversationId(new Date('2026-01-01'), '11111111');
    const newer = newConversationId(new Date('2026-02-01'), '22222222');
    for (const record of recordsOf(older, 'The older question')) files.append(older, record);
    for (const record of recordsOf(newer, 'The newer question')) files.append(newer, record);
    await writeFile(path.join(folder, 'noise.jsonl'), 'no record\n{}\n');
    await writeFile(path.join(folder, 'other.txt'), 'not ours');
    expect(await files.list()).toEqual([
        { id: newer, title: 'The newer question', turns: 1, questions: ['The newer question'], answers: [answer.text], isPinned: false },
        { id: older, title: 'The older question', turns: 1, questions: ['The older question'], answers: [answer.text], isPinned: false },
    ]);
    await files.remove(newer);
    expect((await files.list()).map(({ id }) => id)).toEqual([older]);
});

test('a name that is a path loads and removes nothing', async () => {
    await writeFile(path.join(folder, 'kept.jsonl'), 'x');
    const files = conversationFiles(path.join(folder, 'conversations'), refuse);
    expect(await files.load('../kept')).toBeUndefined();
    await files.remove('../kept');
    expect(await readdir(folder)).toContain('kept.jsonl');
});

test.skipIf(process.platform === 'win32')('nobody else on the machine can read them', async () => {
    const files = conversationFiles(path.join(folder, 'private'), refuse);
    files.append('one', { record: 'stopped', turnId: 't1' });
    await files.written();
    expect((await stat(path.join(folder, 'private'))).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(folder, 'private', 'one.jsonl'))).mode & 0o777).toBe(0o600);
});

test('a disk that takes nothing is reported, and the conversation goes on', async () => {
    await writeFile(path.join(folder, 'occupied'), 'a file where the folder should be');
    const problems: unknown[] = [];
    const files = conversationFiles(path.join(folder, 'occupied'), error => problems.push(error));
    files.append('one', { record: 'stopped', turnId: 't1' });
    await files.written();
    expect(problems).toHaveLength(1);
});

test('cut at any byte, the conversation up to there is read, and a turn that was under way is marked as stopped', () => {
    const whole = Buffer.from(
        `${recordsOf('one')
            .map(record => JSON.stringify(record))
            .join('\n')}\n`,
    );
    const asked = whole.indexOf('\n', whole.indexOf('\n') + 1);
    for (let length = 0; length <= whole.length; length++) {
        const conversation = replayConversation(whole.subarray(0, length).toString('utf8').split('\n'));
        if (length < asked) continue;
        expect(conversation?.turns[0]?.question, `cut at ${length}`).toBe('How are items added?');
        expect(conversation?.turns[0]?.progress.state, `cut at ${length}`).toBe(length >= whole.length - 1 ? 'finished' : 'stopped');
    }
});

/** Kills at random moments; FOOTNOTE_FULL=1 does it as often as a release asks for. */
const KILLS = process.env['FOOTNOTE_FULL'] === '1' ? 200 : 6;

test(`killed at ${KILLS} random moments while it streams: what was finished is whole, what was not is kept and marked, and it goes on`, async () => {
    let halfLines = 0;
    for (let round = 0; round < KILLS; round++) {
        const place = path.join(folder, `round ${round}`);
        const { finished } = await killedAfter(place, Math.random() * 120);
        const id = 'one';
        const raw = await readFile(path.join(place, `${id}.jsonl`), 'utf8');
        if (!raw.endsWith('\n')) halfLines++;
        const files = conversationFiles(place, refuse);
        const turns = (await files.load(id))?.turns ?? [];
        for (const turnId of finished)
            expect(turns.find(turn => turn.id === turnId)?.progress.state, `${turnId} of round ${round}`).toBe('finished');
        for (const turn of turns.filter(({ progress }) => progress.state === 'stopped')) {
            expect(turn).toBe(turns.at(-1));
            // Nothing in the middle is missing: the words are numbered.
            const words = turn.text.split(' ').filter(word => word !== '');
            expect(words.slice(0, -1)).toEqual(words.slice(0, -1).map((_, n) => `word${n}`));
        }
        expect((await files.list()).map(({ id: listed }) => listed)).toEqual([id]);
        // The next window goes on with it; half a line at the end must not swallow its first record.
        files.append(id, { record: 'asked', turnId: 'next', question: 'And then?' });
        await files.written();
        expect((await conversationFiles(place, refuse).load(id))?.turns.at(-1)?.question).toBe('And then?');
    }
    if (halfLines > 0) console.log(`${halfLines} of ${KILLS} kills left half a line`);
}, 300_000);

/** Runs the writer, kills it after so many milliseconds of writing, and says which turns it had reported as finished. */
async function killedAfter(place: string, ms: number): Promise<{ readonly finished: readonly string[] }> {
    const child = fork(path.join(import.meta.dirname, 'writingChild.ts'), [place]);
    const finished: string[] = [];
    child.on('message', message => {
        if (typeof message === 'string' && message !== 'writing') finished.push(message);
    });
    await once(child, 'message');
    await new Promise(resolve => setTimeout(resolve, ms));
    child.kill('SIGKILL');
    await once(child, 'exit');
    return { finished };
}

test('half a line at the end, as a killed process leaves it, costs the next window nothing', async () => {
    const records = recordsOf('one').map(record => JSON.stringify(record));
    const whole = records.join('\n');
    for (const missing of [0, 1, 30]) {
        await writeFile(path.join(folder, 'one.jsonl'), whole.slice(0, whole.length - missing));
        const files = conversationFiles(folder, refuse);
        files.append('one', { record: 'asked', turnId: 't2', question: 'And then?' });
        files.append('one', { record: 'renamed', title: 'Items' });
        await files.written();
        const conversation = await conversationFiles(folder, refuse).load('one');
        expect([missing, conversation?.title, conversation?.turns.map(({ question }) => question)]).toEqual([
            missing,
            'Items',
            ['How are items added?', 'And then?'],
        ]);
    }
});

test('a question becomes a title, cut at a word', () => {
    const title = (question: string) => conversationTitle([{ question }]);
    expect(title('Where is\n  the cart?')).toBe('Where is the cart?');
    expect(title('word '.repeat(20))).toBe(`${'word '.repeat(12).trimEnd()}…`);
    expect(title('x'.repeat(100))).toBe(`${'x'.repeat(60)}…`);
});
