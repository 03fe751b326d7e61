/** The tool by which a model asks for the history of lines: it reads, within the rules, and nothing else. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import { readToolRequests } from '../../../src/engine/answer/rounds/toolRequest.ts';
import { runTool, type ToolResult } from '../../../src/engine/answer/rounds/runTool.ts';
import { workspaceHistory } from '../../../src/engine/history/workspaceHistory.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { openDiskFiles } from '../../../src/engine/scan/diskFiles.ts';
import { repositoryFolder, type RepositoryFolder } from '../../git/repositoryFolder.ts';
import { parseText } from '../parse/parseText.ts';
import { symbolsOf, tableOf } from '../retrieve/indexedFixture.ts';

let at: RepositoryFolder;
beforeEach(() => {
    at = repositoryFolder();
    at.commit('begin', { 'src/a.js': 'export const a = 1;\nexport const b = 1;\n', '.env': 'KEY=1\n' });
    at.commit('b is two\n\nBecause one was too few.', { 'src/a.js': 'export const a = 1;\nexport const b = 2;\n' });
});
afterEach(() => at.dispose());

async function asked(reply: string): Promise<{ readonly result: ToolResult; readonly texts: ReadonlyMap<WorkspacePath, string> }> {
    const files = await openDiskFiles({ roots: [{ folder: at.folder, name: '' }], maxFileBytes: 1_000_000, excludes: [] });
    const parsed = [await parseText('src/a.js', 'export const a = 1;\nexport const b = 2;\n')];
    const pastTexts = new Map<WorkspacePath, string>();
    const [request] = readToolRequests(reply);
    if (!request) throw new Error('no request');
    const result = await runTool(
        request,
        [],
        {
            files,
            symbols: symbolsOf(parsed),
            fileTable: tableOf(parsed),
            search: () => Promise.reject(new Error('not asked for')),
            history: workspaceHistory(files, silentLogger),
            pastTexts,
        },
        {},
    );
    return { result, texts: pastTexts };
}

test('it shows the commit and what it changed, as texts that can be cited', async () => {
    const { result, texts } = await asked('HISTORY: src/a.js:2-2');
    expect(result.pieces.map(({ role }) => role)).toEqual(['history', 'history']);
    expect(result.pieces[0]?.passage.text).toContain('Because one was too few.');
    expect(result.pieces[1]?.passage.text).toContain('+export const b = 2;');
    expect(result.pieces.map(({ passage }) => texts.get(passage.path))).toEqual(result.pieces.map(({ passage }) => passage.text));
});

test('what is not in the index has no history', async () => {
    for (const path of ['.env:1-1', '../etc/passwd:1-1', 'src/none.js:1-2']) {
        const { result } = await asked(`HISTORY: ${path}`);
        expect([result.pieces, result.found]).toEqual([[], 'not in this folder']);
    }
});
