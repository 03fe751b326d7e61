import { describe, expect, test } from 'vitest';
import { diagnosticsReport, lastMessages, type Diagnostics } from '../../src/extension/diagnosticsReport.ts';
import { effectiveSettings, effectiveSettingsText, type InspectedSetting } from '../../src/extension/effectiveSettings.ts';

/** Settings as VS Code has them, by id. */
function told(settings: Readonly<Record<string, InspectedSetting>>, isTrusted = true): string {
    return effectiveSettingsText(
        effectiveSettings(id => settings[id]),
        { isTrusted },
    );
}

describe('the page of settings that count', () => {
    test('says of each what counts and where it comes from', () => {
        const text = told({
            'footnote.model.id': { globalValue: 'llama3.1' },
            'footnote.index.enabled': { globalValue: true, workspaceValue: false },
        });
        expect(text).toContain('footnote.model.id: "llama3.1"  (your settings)\n');
        expect(text).toContain("footnote.index.enabled: false  (the workspace's settings)\n");
        expect(text).toContain('footnote.network.enabled: true  (default)\n');
        expect(text).toContain('No value is ignored.');
    });

    test('says what a folder wanted and does not get (A78)', () => {
        const text = told({
            'footnote.model.baseUrl': { workspaceValue: 'https://evil.example/v1', workspaceFolderValue: 'https://worse.example/v1' },
            'footnote.network.enabled': { globalValue: false, workspaceValue: true },
        });
        expect(text).toContain('footnote.model.baseUrl: "http://127.0.0.1:11434/v1"  (default)\n');
        expect(text).toContain('    ignored: "https://evil.example/v1" in the workspace\'s settings: only your own settings decide this\n');
        expect(text).toContain('    ignored: "https://worse.example/v1" in the folder\'s settings: only your own settings decide this\n');
        expect(text).toContain('footnote.network.enabled: false  (your settings)\n');
        expect(text).toContain('3 values are ignored');
    });

    test('says what is wrong with a value that is none', () => {
        const text = told({ 'footnote.index.maxFileBytes': { globalValue: 'huge' } });
        expect(text).toMatch(
            /footnote\.index\.maxFileBytes: 1048576 {2}\(default\)\n {4}ignored: "huge" in your settings: .*expected number/,
        );
    });

    test('shows no credentials, on one line, and says when nothing of the folder counts', () => {
        const text = told({ 'footnote.model.baseUrl': { globalValue: 'https://me:secret@api.example.com/v1\n' } }, false);
        expect(text).not.toContain('secret');
        expect(text).toContain('https://…@api.example.com/v1\\n');
        expect(text).toContain('This folder is not trusted');
    });
});

const diagnostics: Diagnostics = {
    versions: ['Footnote 0.1.0'],
    isTrusted: true,
    folders: 1,
    engine: { state: 'stopped', failure: { kind: 'engine-stopped', detail: '3 crashes, the last one: SIGSEGV' } },
    index: { state: 'empty' },
    settings: effectiveSettings(id => (id === 'footnote.model.id' ? { globalValue: 'gpt' } : undefined)),
    log: [
        '2026-01-01 10:00:00.000 [info] engine: indexed {"files":12}',
        '2026-01-01 10:00:01.000 [debug] engine: reading /home/ada/shop/src/secret.ts',
        '2026-01-01 10:00:02.000 [trace] engine: question {"text":"Where is the treasure?"}',
        '    of the question above',
        '2026-01-01 10:00:03.000 [error] Error: ENOENT /home/ada/shop/.cache for ada',
        '    at open (/home/ada/.vscode/extensions/footnote/dist/extension.cjs:1:2)',
        '2026-01-01 10:00:04.000 [warning] refused with sk-abcdefghijklmnop and AKIA1234567890ABCDEF1234567890ABCDEF',
    ].join('\n'),
};
const hidden = [
    { text: '/home/ada', as: '~' },
    { text: '/home/ada/shop', as: '<folder 1>' },
    { text: 'ada', as: '<user>' },
    { text: 'very-own-key', as: '[KEY]' },
];

describe('the report of an issue', () => {
    const report = diagnosticsReport({ ...diagnostics, log: `${diagnostics.log}\n2026-01-01 10:00:05.000 [info] very-own-key` }, hidden);

    test('has the states, also of an engine that is dead, and the settings that are not the default', () => {
        expect(report).toContain('engine: stopped; index: empty. The Footnote engine has stopped.');
        expect(report).toContain('SIGSEGV');
        expect(report).toContain('- footnote.model.id: "gpt" (your settings)\n');
        expect(report).not.toContain('footnote.hover.enabled');
    });

    test('has messages from info up, with what belongs to them, and neither paths of debug nor questions of trace', () => {
        expect(report).toContain('indexed {"files":12}');
        expect(report).toContain('at open (~/.vscode/extensions');
        expect(report).not.toMatch(/treasure|secret\.ts|question above/);
    });

    test('has no folder, name, key or token', () => {
        expect(report).toContain('ENOENT <folder 1>/.cache for <user>');
        expect(report).not.toMatch(/\bada\b|very-own-key|sk-abcdef|AKIA/);
    });

    test('of a long log has the end, and nothing of it breaks out of its block', () => {
        const lines = Array.from({ length: 500 }, (_, at) => `2026-01-01 10:00:00.000 [info] message ${at} \`\`\` ${'x'.repeat(900)}`);
        const last = lastMessages(lines.join('\n'));
        expect(last.length).toBeLessThanOrEqual(120);
        expect(last.at(-1)).toContain('message 499');
        expect(last.every(line => line.length < 600 && !line.includes('```'))).toBe(true);
    });
});
