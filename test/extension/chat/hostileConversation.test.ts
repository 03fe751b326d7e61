import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { replayConversation } from '../../../src/extension/chat/conversationRecord.ts';
import { parseIntent } from '../../../src/extension/chat/parseIntent.ts';
import { hostileConversation } from './hostileConversation.ts';

let base: string;
let folder: string;

beforeEach(async () => {
    base = await mkdtemp(path.join(os.tmpdir(), 'footnote-hostile-'));
    folder = path.join(base, 'a/b/c/conversations');
});
afterEach(() => rm(base, { recursive: true, force: true }));

const refuse = (error: unknown): never => {
    throw error;
};

async function saved(id: string, lines: readonly string[]) {
    const files = conversationFiles(folder, refuse);
    files.append(id, { record: 'begun', version: 1, id, at: '' });
    await files.written();
    await writeFile(path.join(folder, `${id}.jsonl`), lines.join('\n'));
    return conversationFiles(folder, refuse);
}

test('keeps the turns whose ids are ids, and of their footnotes those whose marks and lines are such', () => {
    const conversation = replayConversation(hostileConversation('<img src=x>'));
    expect(conversation?.turns.map(({ id }) => id)).toEqual(['t1', 't2', 't3']);
    const [first] = conversation?.turns ?? [];
    expect(first?.citations.map(({ mark }) => mark)).toEqual(['1', '1:1-2', '2', '9999:1']);
    for (const { mark } of first?.citations ?? []) expect(parseIntent({ type: 'open-citation', turnId: 't1', mark })).toBeDefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('what is appended to it later stays in its own file, whatever id it gives itself', async () => {
    const files = await saved('evil', hostileConversation('x'));
    const conversation = await files.load('evil');
    expect(conversation?.id).toBe('evil');
    files.append(conversation?.id ?? '', { record: 'stopped', turnId: 't1' });
    await files.written();
    expect(await readdir(base, { recursive: true })).toEqual([
        'a',
        'a/b',
        'a/b/c',
        'a/b/c/conversations',
        'a/b/c/conversations/evil.jsonl',
    ]);
});

test('fields of absurd size are cut, and a file of absurd size is not read', async () => {
    const files = await saved('large', hostileConversation('w'.repeat(300_000), 'large'));
    const conversation = await files.load('large');
    expect(conversation?.turns).toHaveLength(3);
    expect(conversation?.title.length).toBeLessThanOrEqual(2_000);
    for (const { question, attachments, text } of conversation?.turns ?? []) {
        expect(question.length).toBeLessThanOrEqual(20_000);
        expect(JSON.stringify(attachments ?? []).length).toBeLessThanOrEqual(210_000);
        expect(text.length).toBeLessThanOrEqual(1024 * 1024);
    }
    await truncate(path.join(folder, 'large.jsonl'), 65 * 1024 * 1024);
    expect(await files.load('large')).toBeUndefined();
});
