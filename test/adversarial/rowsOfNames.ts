import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { indexed, skipped, type AdversarialRow } from './row.ts';

const isWindows = process.platform === 'win32';
const code = 'export const named = 1;\n';

/** A37 to A44: what files are called. */
export const rowsOfNames: readonly AdversarialRow[] = [
    {
        id: 'A37',
        input: 'names with newline, tab, quotes, $(), backtick, leading -, *, ?, [',
        make: ({ put }) => {
            if (isWindows) return { notHere: 'Windows makes no such file' };
            const names = [
                'new\nline.ts',
                'tab\tbed.ts',
                "quo'te.ts",
                'dou"ble.ts',
                '$(touch pwned).ts',
                '`id`.ts',
                '-rf.ts',
                'a*?.ts',
                '[x].ts',
            ];
            for (const name of names) put(name, code);
            return names.map(name => indexed(name));
        },
    },
    {
        id: 'A38',
        input: 'names made of Markdown and HTML',
        make: ({ put }) => {
            if (isWindows) return { notHere: 'Windows makes no such file' };
            const names = ['](http:evil).ts', '<img src=x>.ts', 'a"onclick=.ts', '](http:/evil).ts'];
            for (const name of names) put(name, code);
            return names.map(name => indexed(name));
        },
        heldBy: [
            { file: 'test/webview-ui/hostileNames.test.ts', test: 'a name that is markup is text' },
            {
                file: 'test/vscode/inHost/surfaces.ts',
                test: 'what may run commands holds our own words and a number, whatever the repository says',
            },
        ],
    },
    {
        id: 'A39',
        input: 'names with U+202E, zero-width characters and homoglyphs',
        make: ({ put }) => {
            const names = ['evil\u202egnp.ts', 'pay\u200bment.ts', 'payment.ts', 'p\u0430yment.ts'];
            for (const name of names) put(name, code);
            return names.map(name => indexed(name));
        },
        heldBy: [{ file: 'test/webview-ui/hostileNames.test.ts', test: 'a name that turns itself around or hides something shows it' }],
    },
    {
        id: 'A40',
        input: 'a name that is not UTF-8',
        make: ({ folder }) => {
            if (process.platform !== 'linux') return { notHere: 'this system stores names as text' };
            writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]), code);
            return [skipped('caf\uFFFD.ts', 'unreadable', /UTF-8/)];
        },
    },
    {
        id: 'A41',
        input: 'Foo.ts and foo.ts on a disk that tells them apart',
        make: ({ folder, put }) => {
            put('Foo.ts', 'export const upper = 1;\n');
            if (existsSync(path.join(folder, 'foo.ts'))) return { notHere: 'this disk does not tell them apart' };
            put('foo.ts', 'export const lower = 1;\n');
            return [indexed('Foo.ts'), indexed('foo.ts')];
        },
    },
    {
        id: 'A42',
        input: 'a file renamed to another case',
        heldBy: [{ file: 'test/adversarial/changingFiles.test.ts', test: 'A42' }],
    },
    {
        id: 'A43',
        input: 'the same name composed and decomposed',
        make: ({ folder, put }) => {
            put('caf\u00e9.ts', code);
            put('cafe\u0301.ts', code);
            return readdirSync(folder)
                .filter(name => name.startsWith('caf'))
                .map(name => indexed(name));
        },
    },
    {
        id: 'A44',
        input: 'names like ..',
        make: ({ put }) => {
            const names = ['..ts', '...', 'a..b', '..a/inner.ts'];
            for (const name of names) put(name, code);
            return names.map(name => indexed(name));
        },
    },
];
