import type { Passage } from '../../../src/protocol/passage.ts';
import type { QuestionWord } from '../../../src/engine/answer/findings.ts';
import { expect, it } from 'vitest';
import { sourceReasons, toldWords } from '../../../src/engine/answer/sourceReasons.ts';
import { termsOf } from '../../../src/engine/retrieve/terms.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

const passage: Passage = {
    path: workspacePath('src/run.ts'),
    range: { startLine: 1, endLine: 2 },
    language: 'typescript',
    kind: 'code',
    symbol: { name: 'run', kind: 'function', container: 'Server' },
    text: 'function run() {\n    loadConfig(); // at startup',
    hash: '',
    score: 1,
    origins: [
        { signal: 'words', contribution: 0.4, detail: 'has Documentation, startup, load' },
        { signal: 'meaning', contribution: 0.3, detail: 'is close in meaning' },
        { signal: 'path', contribution: 0.1, detail: 'path has run' },
    ],
};

check('what it is comes first', 'defines Server.run', ['defines Server.run', 'names startup, load', 'close in meaning']);
check('a passage without a part to play says what it is part of', '', ['part of Server.run', 'names startup, load', 'close in meaning']);

it('of an identifier and its parts only the identifier is told', () => {
    const words = [word('loadconfig', 'loadConfig', 6), ...['load', 'config'].map(term => word(term, term, 5))];
    expect(toldWords('loadConfig();', words)).toEqual(['loadConfig']);
});

it('parts of two letters are no words', () => {
    const words = [word('te', 'Te', 6), word('la', 'La', 6), word('latex', 'LaTeX', 5)];
    expect(toldWords('a LaTeX theme', words)).toEqual(['LaTeX']);
});

function check(rule: string, detail: string, expected: readonly string[]): void {
    it(rule, () => {
        const words = [word('startup', 'startup', 5), word(termsOf('load')[0] ?? '', 'load', 3), word('absent', 'absent', 9)];
        expect(sourceReasons(passage, detail, words).map(origin => origin.detail)).toEqual(expected);
    });
}

function word(term: string, written: string, weight: number): QuestionWord {
    return { term, written, weight, occurs: true };
}
