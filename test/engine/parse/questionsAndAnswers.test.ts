import { expect, test } from 'vitest';
import { parseText, printChunks, snippet } from './parseText.ts';

test('a list of questions with answers is cut by question, however small they are', async () => {
    const file = await parseText(
        'support/questions.json',
        snippet(`
            [
              {
                "question": "How is a build retried?",
                "answer": "Three times, with a pause."
              },
              {
                "question": "Where does the cache lie?",
                "answers": ["In the home folder.", "Wherever CACHE_DIR says."]
              }
            ]
            `),
    );
    expect(file.kind).toBe('docs');
    expect(file.chunks.map(({ range }) => range)).toEqual([
        { startLine: 1, endLine: 5 },
        { startLine: 6, endLine: 10 },
    ]);
    expect(file.facts.definitions.map(({ name }) => name)).toEqual(['How is a build retried?', 'Where does the cache lie?']);
    expect(printChunks(file).join('\n')).toContain('Where does the cache lie?');
});

test('so is one as the API of Stack Exchange gives it, and one in YAML with blocks of text', async () => {
    const exchange = await parseText(
        'export/items.json',
        snippet(`
            {
              "items": [
                { "title": "Why is it slow?",
                  "answers": [{ "body": "It waits for the disk." }] },
                { "title": "Why is it fast?",
                  "answers": [{ "body": "It does nothing." }] }
              ],
              "has_more": false
            }
            `),
    );
    expect(exchange.chunks.length).toBeGreaterThanOrEqual(2);
    expect(exchange.facts.definitions.map(({ name }) => name)).toEqual(['Why is it slow?', 'Why is it fast?']);
    const yaml = await parseText(
        'docs/faq.yml',
        snippet(`
            - question: |
                How do I
                log in?
              answer: With a key.
            - question: What is a key?
              answer: A file.
            `),
    );
    expect(yaml.facts.definitions.map(({ name }) => name)).toEqual(['How do I', 'What is a key?']);
});

test('settings that have such keys and are no list of questions stay settings', async () => {
    const file = await parseText('config/form.json', '{\n  "title": "Form",\n  "answers": ["yes", "no"],\n  "size": 3\n}\n');
    expect(file.kind).toBe('config');
    expect(file.facts.definitions.map(({ name }) => name)).toContain('size');
    const data = await parseText(
        'data/many.json',
        '[{"question": "a", "answer": "b"},\n{"question": "c", "answer": "d"}, {"question": "e", "answer": "f"}]\n',
    );
    expect(data.kind).toBe('config');
});
