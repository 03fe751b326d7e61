import type { Question } from '../../protocol/answer.ts';
import type { Persona, PersonaSearch } from '../../protocol/answering.ts';
import type { Passage, SearchResult } from '../../protocol/passage.ts';
import { questionShape } from './questionShape.ts';

/**
 * What is searched for a question, the most important first: what it asks for, said so that the search knows which kind of file is wanted,
 * and what its persona always wants to see beside it.
 */
export function searchTexts(
    { text, command }: Pick<Question, 'text' | 'command'>,
    { alsoSearches }: Pick<Persona, 'alsoSearches'>,
): readonly string[] {
    const asked =
        command === 'architecture'
            ? worded('architecture', text)
            : command === 'docs'
              ? worded('documentation', text)
              : byShape(text, command);
    return [...new Set([asked, ...alsoSearches.map(also => worded(also, text))])];
}

/** How to run something stands in documentation more often than in code, what can be set in configuration; the search should know. */
function byShape(text: string, command: Question['command']): string {
    switch (questionShape(text, command)) {
        case 'running':
            return worded('documentation', text);
        case 'configuration':
            return worded('configuration', text);
        case 'tests':
            return command === 'tests' ? worded('tests', text) : text;
        case 'where':
        case 'what':
        case 'how':
        case 'why':
        case 'users':
        case 'topic':
            return text;
    }
}

function worded(wanted: PersonaSearch, text: string): string {
    switch (wanted) {
        case 'documentation':
            return `Documentation about: ${text}`;
        case 'configuration':
            return `Default configuration: ${text}`;
        case 'tests':
            return `Tests for: ${text}`;
        case 'architecture':
            return `Documentation about: architecture, design decisions and overview: ${text}`;
    }
}

/** One list of what several searches found, a passage of each in turn, each place once; files are those of the first, then the others'. */
export function mergeResults(results: readonly [SearchResult, ...SearchResult[]], limit: number): SearchResult {
    const [first] = results;
    if (results.length === 1) return first;
    const passages: Passage[] = [];
    const files = new Map(results.flatMap(result => result.files).map(file => [file.path, file]));
    for (let rank = 0; rank < limit; rank++) {
        for (const [nth, result] of results.entries()) {
            // What a persona wants besides may not crowd out what was asked.
            const passage = nth === 0 ? result.passages[rank] : rank % 2 === 0 ? result.passages[rank / 2] : undefined;
            if (
                passage &&
                !passages.some(
                    known =>
                        known.path === passage.path &&
                        known.range.startLine <= passage.range.endLine &&
                        passage.range.startLine <= known.range.endLine,
                )
            )
                passages.push(passage);
        }
    }
    return {
        ...first,
        files: [...first.files, ...[...files.values()].filter(file => !first.files.some(known => known.path === file.path))],
        passages: passages.slice(0, limit),
        tookMs: results.reduce((sum, { tookMs }) => sum + tookMs, 0),
    };
}
