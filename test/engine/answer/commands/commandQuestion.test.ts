/** Which questions are about the commands of the project, and which only look like it. */
import { describe, expect, it } from 'vitest';
import { commandQuestion } from '../../../../src/engine/answer/commands/commandQuestion.ts';

describe('questions that a manifest or a guide for contributors answers', () => {
    it.each([
        ['how do I run the tests?', 'test'],
        ['How can we run all the unit tests locally?', 'test'],
        ['how to run the test suite', 'test'],
        ["What's the command to run the tests?", 'test'],
        ['which command runs the tests', 'test'],
        ['how do i test this project?', 'test'],
        ['run the integration tests', 'test'],
        ['How do I build this?', 'build'],
        ['how do I build the project from source?', 'build'],
        ['how to compile it', 'build'],
        ['How do I start the dev server?', 'start'],
        ['how do I run this locally?', 'start'],
        ['How do I run the app in development mode?', 'start'],
        ['how do I install the dependencies?', 'dependencies'],
        ['how do I install this?', 'install'],
        ['how do I set up the dev environment', 'install'],
        ['How do I build the docs?', 'docs'],
        ['how to preview the documentation site', 'docs'],
        ['how do we run the linter?', 'lint'],
        ['How should I format the code', 'format'],
        ['how do I run the benchmarks?', 'bench'],
        ['how do I cut a release?', 'release'],
        ['how do we publish the package', 'release'],
    ] as const)('%s -> %s', (question, task) => {
        const read = commandQuestion(question);
        expect(read?.task).toBe(task);
    });

    it('knows which tests are meant', () => {
        expect(commandQuestion('how do I run the e2e tests?')).toEqual({ task: 'test', kind: 'e2e' });
        expect(commandQuestion('how do I run the tests?')).toEqual({ task: 'test', kind: undefined });
    });
});

describe('questions about code', () => {
    it.each([
        'how do I run a task on the runtime in code?',
        'how are tests run by the worker?',
        'where are the tests of the parser?',
        'how do I build a request?',
        'how do I build the query plan?',
        'how do I start a transaction?',
        'how does the server start?',
        'how do I run the tests for retryBuild?',
        'how do I install a plugin?',
        'how do I test a custom adapter?',
        'what runs the tests',
        'how does it build the index?',
        'how do I format a date?',
        'how do I release a lock?',
        'how do I publish an event?',
        'how does the linter report a fix?',
        'how do I document a route?',
    ])('%s', question => {
        expect(commandQuestion(question)).toBeUndefined();
    });
});
