import { describe, expect, it } from 'vitest';
import { exhaustiveQuestion } from '../../../src/engine/answer/exhaustiveQuestion.ts';

/** `calls retryBuild`, with a `?` behind a plain word that may be no name; `nothing` for a question of another kind. */
function told(question: string): string {
    const asked = exhaustiveQuestion(question);
    if (!asked) return 'nothing';
    if ('name' in asked) return `${asked.asks} ${asked.name}${asked.isCertain ? '' : '?'}`;
    return `${asked.asks} ${asked.noun}${asked.folder === '' ? '' : ` in ${asked.folder}`}`;
}

describe('questions about all places', () => {
    it.each([
        ['Who calls retryBuild?', 'calls retryBuild'],
        ['who calls the function pause', 'calls pause'],
        ['What calls `pause`', 'calls pause'],
        ['all callers of Watcher.onChange', 'calls Watcher.onChange'],
        ['show me every call to retryBuild()', 'calls retryBuild'],
        ['Where is retryBuild called from?', 'calls retryBuild'],
        ['How many callers does retryBuild have?', 'calls retryBuild'],
        ['how many functions call retryBuild', 'calls retryBuild'],
        ['every place that reads BUILD_DIR', 'uses BUILD_DIR'],
        ['list all places where RetryOptions is used', 'uses RetryOptions'],
        ['find all usages of RetryOptions in the repo', 'uses RetryOptions'],
        ['Where is RetryOptions used in the code?', 'uses RetryOptions'],
        ['how many places use RetryOptions', 'uses RetryOptions'],
        ['who uses the retries option', 'uses retries'],
        ['which files import src/build/retry.ts', 'imports src/build/retry.ts'],
        ['What imports lodash?', 'imports lodash?'],
        ['how many files import os.path', 'imports os.path'],
        ['who uses pause', 'uses pause?'],
        ['How many classes are there?', 'definitions class'],
        ['how many functions are there in src/build', 'definitions function in src/build'],
        ['list all interfaces in the repo', 'definitions interface'],
        ['how many test files are there', 'test files test file'],
    ])('%s: %s', (question, expected) => {
        expect(told(question)).toBe(expected);
    });

    it.each([
        'what depends on the cart',
        'How does a failed build get retried?',
        'Where is retryBuild defined?',
        'who uses the connection pool when a request fails',
        'which setting controls how many retries a build gets',
        'why is retryBuild called twice when the network is down',
        'how many retries does a build get',
    ])('left to the search: %s', question => {
        expect(told(question)).toBe('nothing');
    });
});
