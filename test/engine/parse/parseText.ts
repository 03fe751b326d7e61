import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChunkLimits } from '../../../src/engine/chunk/chunkLimits.ts';
import { contentHash } from '../../../src/engine/contentHash.ts';
import { Grammars } from '../../../src/engine/parse/grammars.ts';
import { languageOf } from '../../../src/engine/parse/languages.ts';
import { parseFile } from '../../../src/engine/parse/parseFile.ts';
import type { ParsedFile, SourceFile } from '../../../src/engine/ports.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { copyGrammars } from '../../../scripts/copyGrammars.mjs';

/** Shared by all test files and runs: copying is skipped where the files are current. */
export const grammarFolder = join(tmpdir(), 'footnote-test-grammars');

const grammars = new Grammars(grammarFolder);
let copied: Promise<unknown> | undefined;

export async function copiedGrammars(): Promise<void> {
    copied ??= copyGrammars(grammarFolder);
    await copied;
}

export function sourceFile(path: string, text: string): SourceFile {
    return { path: workspacePath(path), text, hash: contentHash(text) };
}

/** Parses in this thread, with the real grammars. */
export async function parseText(path: string, text: string, limits?: ChunkLimits): Promise<ParsedFile> {
    await copiedGrammars();
    return parseFile(sourceFile(path, text), await grammars.load(languageOf(path)), limits);
}

/** `kind Container.name first-last`, then what is not obvious: `name @line`, `sig`, `doc`. */
export function printDefinitions(file: ParsedFile): readonly string[] {
    return file.facts.definitions.map(({ kind, container, name, range, nameLine, signature, doc }) => {
        const lines = `${range.startLine}-${range.endLine}`;
        const parts = [`${kind} ${container === '' ? name : `${container}.${name}`} ${lines}`];
        if (nameLine !== range.startLine) parts.push(`name ${nameLine}`);
        if (signature.startLine !== nameLine || signature.endLine !== nameLine)
            parts.push(`sig ${signature.startLine}-${signature.endLine}`);
        if (doc) parts.push(`doc ${doc.startLine}-${doc.endLine}`);
        return parts.join(' ');
    });
}

export function printReferences(file: ParsedFile): readonly string[] {
    return file.facts.references.map(({ name, lines }) => `${name} ${lines.join(',')}`);
}

export function printImports(file: ParsedFile): readonly string[] {
    return file.facts.imports.map(({ module, line }) => `${module} ${line}`);
}

/** `first-last symbol`. */
export function printChunks(file: ParsedFile): readonly string[] {
    return file.chunks.map(({ range, symbol }) => {
        const owner = symbol ? ` ${symbol.container === '' ? symbol.name : `${symbol.container}.${symbol.name}`}` : '';
        return `${range.startLine}-${range.endLine}${owner}`;
    });
}

/** Text of an indented template string: without the first line break and the common indentation. */
export function snippet(text: string): string {
    const lines = text
        .replace(/^\n/, '')
        .replace(/\n\s*$/, '\n')
        .split('\n');
    const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length);
    const common = Math.min(...indents);
    return lines.map(line => line.slice(common)).join('\n');
}
