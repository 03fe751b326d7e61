import type { Node } from 'web-tree-sitter';
import type { FileSyntax, OutlineItem } from './fileSyntax.ts';
import { definitionOf } from './fileSyntax.ts';
import { entriesOf, itemsOf, rootValue, scalarText, type KeyedEntry } from './keyedTree.ts';

/**
 * Reads a list of questions with their answers (JSON or YAML; a list at the top, or under one of the first keys, as the API of Stack
 * Exchange gives it) as what its reader looks for: one section a question, called by its words, with its answers in the same chunk.
 * Undefined for what is none, or is broken: its keys are all that can be told then.
 */
export function readQuestionsAndAnswers(root: Node, text: string): FileSyntax | undefined {
    if (root.hasError) return undefined;
    const top = rootValue(root);
    const lists = [top, ...entriesOf(top, text).map(({ value }) => value)].map(itemsOf);
    const outline = lists.flatMap(list => list.flatMap(record => sectionOf(record, text) ?? []));
    // Several questions on a line are data for a program.
    if (outline.length === 0 || outline.some(({ nameLine }, nth) => nameLine === outline[nth - 1]?.nameLine)) return undefined;
    return { outline, facts: { definitions: outline.map(definitionOf), references: [], imports: [] } };
}

/** A cheap first look, before anything is parsed: whether a line has a question, and another an answer. */
export function mayBeQuestionsAndAnswers(text: string): boolean {
    return /^[\s{[-]*["']?(?:question|title)["']?\s*:/m.test(text) && /^[\s{[-]*["']?(?:answers?|accepted_answer)["']?\s*:/m.test(text);
}

const MAX_NAME = 160;

function sectionOf(record: Node, text: string): OutlineItem | undefined {
    const entries = entriesOf(record, text);
    const [first] = entries;
    const asked = entries.find(({ key }) => key === 'question') ?? entries.find(({ key }) => key === 'title');
    if (!first || !asked || !entries.some(({ key }) => ANSWERS.has(key))) return undefined;
    const line = record.startPosition.row + 1;
    const last = Math.max(...entries.map(({ lastRow }) => lastRow)) + 1;
    return {
        name: questionOf(asked, text).slice(0, MAX_NAME),
        kind: 'section',
        container: '',
        range: { startLine: line, endLine: last },
        nameLine: line,
        signature: { startLine: line, endLine: Math.max(line, asked.row + 1) },
        isScope: false,
        standsAlone: true,
    };
}

const ANSWERS: ReadonlySet<string> = new Set(['answer', 'answers', 'accepted_answer']);

/** On one line; of a question of several lines (a block of YAML, or an object with a title and a body of its own) the first that says something. */
function questionOf({ value, key }: KeyedEntry, text: string): string {
    const said = scalarText(value, text) || scalarText(entriesOf(value, text)[0]?.value, text);
    if (said !== '') return said;
    const lines = (value ? text.slice(value.startIndex, value.endIndex) : '').split('\n').slice(1);
    return lines.map(line => line.trim()).find(line => line !== '') ?? key;
}
