import type { CodeSymbol } from '../../protocol/code.ts';
import type { Files } from '../ports.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { linesOf } from './sourceLines.ts';

/** The lines of files as they stand now, each file read once; for the length of one answer. */
export class LiveFiles {
    private readonly files: Files;
    private readonly known = new Map<WorkspacePath, Promise<readonly string[] | undefined>>();

    constructor(files: Files) {
        this.files = files;
    }

    /** Undefined when the file is gone or not eligible. */
    lines(path: WorkspacePath): Promise<readonly string[] | undefined> {
        const known = this.known.get(path);
        if (known) return known;
        const reading = this.files.read(path).then(source => (source ? linesOf(source.text) : undefined));
        this.known.set(path, reading);
        return reading;
    }
}

/** Moves a definition to where its name stands now, when lines came or went since it was indexed; undefined when the name is gone. */
export function placeNow<Definition extends Omit<CodeSymbol, 'path'>>(
    definition: Definition,
    lines: readonly string[],
): Definition | undefined {
    const name = new RegExp(`(?<![\\w$])${definition.name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`);
    for (let distance = 0; distance <= FARTHEST; distance++) {
        for (const by of distance === 0 ? [0] : [-distance, distance]) {
            if (!name.test(lines[definition.nameLine - 1 + by] ?? '')) continue;
            return by === 0 ? clipped(definition, lines.length) : clipped(shifted(definition, by), lines.length);
        }
    }
    return undefined;
}

const FARTHEST = 200;

function shifted<Definition extends Omit<CodeSymbol, 'path'>>(definition: Definition, by: number): Definition {
    const move = (range: TextRange): TextRange => ({ startLine: Math.max(1, range.startLine + by), endLine: range.endLine + by });
    return {
        ...definition,
        range: move(definition.range),
        nameLine: definition.nameLine + by,
        signature: move(definition.signature),
        ...(definition.doc ? { doc: move(definition.doc) } : {}),
    };
}

function clipped<Definition extends Omit<CodeSymbol, 'path'>>(definition: Definition, lastLine: number): Definition {
    if (definition.range.endLine <= lastLine) return definition;
    return { ...definition, range: { startLine: Math.min(definition.range.startLine, lastLine), endLine: lastLine } };
}
