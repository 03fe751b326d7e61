import type { Candidate } from '../../../src/engine/answer/rankDefinitions.ts';
import type { FileKind, SymbolKind } from '../../../src/protocol/code.ts';
import type { QuestionShape } from '../../../src/engine/answer/questionShape.ts';
import type { QuestionWord } from '../../../src/engine/answer/findings.ts';
import { expect, it } from 'vitest';
import { rankDefinitions } from '../../../src/engine/answer/rankDefinitions.ts';
import { termsOf } from '../../../src/engine/retrieve/terms.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

interface Drawn {
    readonly name: string;
    readonly kind?: SymbolKind;
    readonly container?: string;
    readonly path?: string;
    readonly file?: FileKind;
    readonly body?: readonly string[];
    readonly standing?: number;
}

check(
    'a name that says more than was asked for is about something narrower',
    'how serialize null',
    'how',
    [{ name: 'addSerializeNullForEnumValue' }, { name: 'serializeNull' }],
    'serializeNull',
);
check(
    'a name that does something else gives way, however much else it shares',
    'how load configuration startup',
    'how',
    [
        { name: 'validateConfig', standing: 1 },
        { name: 'runServer', standing: 0.9 },
    ],
    'runServer',
);
check(
    'a test gives way to what it tests',
    'where date format',
    'where',
    [
        { name: 'testDateFormat', file: 'test', standing: 1 },
        { name: 'setDateFormat', standing: 0.8 },
    ],
    'setDateFormat',
);
check(
    'a test is what was asked for when tests were',
    'which tests date format',
    'tests',
    [
        { name: 'dateFormatTest', file: 'test', standing: 1 },
        { name: 'setDateFormat', standing: 0.8 },
    ],
    'dateFormatTest',
);
check(
    'how something happens is told by what does it, not by the shape of its data',
    'how module reload page',
    'how',
    [
        { name: 'ReloadModule', kind: 'interface', standing: 1 },
        { name: 'reloadPage', standing: 0.8 },
    ],
    'reloadPage',
);
check(
    'how to run something is told by the section that shows its command',
    'how run tests',
    'running',
    [
        { name: 'Overview of running', kind: 'section', file: 'docs', standing: 1, body: ['It runs anywhere.', '', '', ''] },
        { name: 'Contributing', kind: 'section', file: 'docs', standing: 0.7, body: ['```sh', 'npm run test', '```', ''] },
    ],
    'Contributing',
);
check(
    'the name of a class means the class and not its constructor',
    'what json reader',
    'topic',
    [
        { name: 'JsonReader', kind: 'method', container: 'JsonReader', standing: 1 },
        { name: 'JsonReader', kind: 'class', standing: 0.9 },
    ],
    'class',
);
check(
    'of two definitions of one name that of the examples is not meant',
    'what create server',
    'what',
    [
        { name: 'createServer', kind: 'method', path: 'examples/json/server.js', standing: 1 },
        { name: 'createServer', path: 'src/server.ts', standing: 0.6 },
    ],
    'function',
);
check(
    'unless it is to be made',
    'how json reader constructed',
    'how',
    [
        { name: 'JsonReader', kind: 'method', container: 'JsonReader', standing: 1 },
        { name: 'JsonReader', kind: 'class', standing: 0.9 },
    ],
    'method',
);

function check(rule: string, question: string, shape: QuestionShape, drawn: readonly Drawn[], expected: string): void {
    it(rule, () => {
        const words = termsOf(question).map((term): QuestionWord => ({ term, written: term, weight: 3, occurs: true }));
        const first = rankDefinitions(drawn.map(candidate), words, shape)[0]?.symbol;
        expect([first?.name, first?.kind]).toContain(expected);
    });
}

function candidate({
    name,
    kind = 'function',
    container = '',
    path = 'src/one.ts',
    file = 'code',
    standing = 0,
    body = ['a', 'b', 'c', 'd', 'e'],
}: Drawn): Candidate {
    const lines = [name, ...body];
    return {
        symbol: {
            path: workspacePath(path),
            name,
            kind,
            container,
            range: { startLine: 1, endLine: lines.length },
            nameLine: 1,
            signature: { startLine: 1, endLine: 1 },
        },
        fileKind: file,
        lines,
        standing,
        isNamed: false,
    };
}
