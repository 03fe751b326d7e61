import { expect, test } from 'vitest';
import { parseText } from './parseText.ts';

/** Each would take minutes if anything in it were looked at again for every declaration. */
const hostile: readonly (readonly [path: string, text: string])[] = [
    ['tables.sql', 'CREATE TABLE a (\n'.repeat(50_000)],
    ['code.sql', 'CREATE FUNCTION a() BEGIN\n'.repeat(30_000)],
    ['quotes.sql', "'a\n".repeat(200_000)],
    ['spaces.sql', 'CREATE   \n\n'.repeat(90_000)],
    ['calls.proto', `${'rpc a '.repeat(10)}\n`.repeat(15_000)],
    ['comments.proto', 'message A { // x\n /* \n'.repeat(30_000)],
    ['nested.graphql', 'type A {\n a: {\n'.repeat(40_000)],
];

test.each(hostile)('%s: text that begins declarations without end is read to its end', async (path, text) => {
    const file = await parseText(path, text);
    expect(file.problem).toBeUndefined();
    expect(file.facts.definitions.length).toBeLessThanOrEqual(5_000);
    expect(file.chunks.at(-1)?.range.endLine).toBe(text.split('\n').length - (text.endsWith('\n\n') ? 2 : 1));
});

test('a word in a comment, in a string or in the body of a function begins no declaration', async () => {
    const names = async (path: string, text: string) => (await parseText(path, text)).facts.definitions.map(({ name }) => name);
    expect(
        await names(
            'a.sql',
            "-- CREATE TABLE a (id int);\nSELECT '\nCREATE TABLE b (id int);\n';\n/*\nCREATE VIEW c AS\n*/\nCREATE TABLE d (id int);",
        ),
    ).toEqual(['d', 'id']);
    expect(await names('a.proto', '/*\nmessage A {}\n*/\n// message B {}\nmessage C { string a = 1; }')).toEqual(['C']);
    expect(await names('a.graphql', '"""\ntype A { a: Int }\n"""\n# type B\ntype C\n')).toEqual(['C']);
});
