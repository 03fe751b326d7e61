import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { ClaimedThing } from './claimedThings.ts';
import { commentWords } from './docText.ts';
import { wordsOf } from './claimedThings.ts';
import { visibleText } from '../../protocol/visibleText.ts';

/** Lines that a sentence cites, with what surrounds them. */
export interface CitedLines {
    readonly mark: string;
    readonly path: WorkspacePath;
    /** As they were numbered when the answer was written. */
    readonly range: TextRange;
    readonly text: string;
    /** The whole piece of evidence that they are part of. */
    readonly passage: string;
    /** Names of the definitions that the lines stand in, and of what encloses those. */
    readonly around: readonly string[];
    /** True when the repository defines the second name inside the first: then `x.add` shows `Cart.add`. */
    readonly isMember: (container: string, name: string) => boolean;
}

/** True when at least one of the cited places shows the thing. What the lines stand in counts as shown: a method's lines are about the method. */
export function isShown(thing: ClaimedThing, cited: readonly CitedLines[]): boolean {
    if (thing.type === 'lines') {
        // Two citations side by side may share a stretch of lines between them.
        for (let line = thing.startLine; line <= Math.min(thing.endLine, thing.startLine + 5_000); line++)
            if (!cited.some(({ range }) => line >= range.startLine && line <= range.endLine)) return false;
        return true;
    }
    return cited.some(place => shows(place, thing));
}

/** True for lines that say nothing, such as a lone brace: they show no claim. */
export function saysNothing({ text }: Pick<CitedLines, 'text'>): boolean {
    return !/[\p{L}\p{N}]/u.test(text);
}

function shows(place: CitedLines, thing: Exclude<ClaimedThing, { type: 'lines' }>): boolean {
    switch (thing.type) {
        case 'name':
            return showsName(place, thing.written, thing.parts);
        case 'path':
            // `settings.json` is a file, and may be a member.
            return (
                showsPath(place, thing.written) ||
                (!thing.written.includes('/') && showsName(place, thing.written, thing.written.split('.')))
            );
        case 'code':
            return showsCode(place, thing.written);
        case 'quote':
            return showsQuote(place, thing.written);
        case 'number': {
            const numbers = numbersOf(place.text);
            return thing.alike.some(form => numbers.has(form));
        }
    }
}

function showsName(place: CitedLines, written: string, parts: readonly string[]): boolean {
    if (/\W/.test(written) && place.text.includes(written)) return true;
    const names = identifiersOf(place.text);
    const last = parts.at(-1) ?? '';
    const isNear = (name: string): boolean => names.has(name) || place.around.includes(name) || pathWords(place.path).has(name);
    if (!names.has(last) && !place.around.includes(last) && !isModuleOf(place.path, last)) return false;
    // What a member belongs to often stands only where the object was made.
    const all = identifiersOf(place.passage);
    return parts
        .slice(0, -1)
        .every((part, at) => isNear(part) || all.has(part) || isInstanceName(part, place) || place.isMember(part, parts[at + 1] ?? ''));
}

/** `cart.add` said of lines in the class `Cart`. */
function isInstanceName(part: string, { around }: CitedLines): boolean {
    return around.some(name => name.toLowerCase() === part.toLowerCase());
}

/** The module that a file is: `retry` for `src/build/retry.ts`. */
function isModuleOf(path: WorkspacePath, name: string): boolean {
    return path.split('/').some(part => part === name || part.replace(/\.[^.]+$/, '') === name);
}

function showsPath(place: CitedLines, written: string): boolean {
    const wanted = written.replace(/\/$/, '');
    return `/${place.path}/`.includes(`/${wanted}/`) || place.text.includes(wanted) || place.text.includes(wanted.replace(/\.[^./]+$/, ''));
}

function showsCode(place: CitedLines, written: string): boolean {
    const plain = (text: string): string => visibleText(text).replaceAll(/\s+/g, '');
    const lines = plain(place.text);
    // What is left out is left out in the middle of a word, too.
    if (written.split(/…|\.{3}/).every(piece => lines.includes(plain(piece)))) return true;
    const wanted = [...identifiersOf(written)];
    const names = identifiersOf(place.text);
    const numbers = numbersOf(place.text);
    return (
        wanted.length > 0 &&
        wanted.every(name => names.has(name) || place.around.includes(name)) &&
        wanted.some(name => names.has(name)) &&
        [...numbersOf(written)].every(number => numbers.has(number))
    );
}

function showsQuote(place: CitedLines, written: string): boolean {
    const texts = [place.text.replaceAll(INLINE_TAG, ''), commentWords(place.text)].map(text => ` ${wordsOf(text).join(' ')} `);
    const pieces = written.split(/…|\.{3}/).map(piece => wordsOf(piece).join(' '));
    return texts.some(text => pieces.every(piece => piece === '' || text.includes(` ${piece} `))) || place.around.includes(written);
}

/** Of Javadoc and its kin; whoever quotes a comment leaves them out. */
const INLINE_TAG = /\{@(?:link|linkplain|code|literal|value)\b/g;

function pathWords(path: WorkspacePath): ReadonlySet<string> {
    return new Set(path.split(/[/.]/));
}

function identifiersOf(text: string): ReadonlySet<string> {
    return new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
}

/** The numbers of lines of code in plain decimal form, products such as `60 * 1000` and spelled ones among them. */
function numbersOf(text: string): ReadonlySet<string> {
    const numbers = new Set<string>();
    const add = (value: number): void => {
        if (Number.isFinite(value)) numbers.add(String(Number(value.toPrecision(12))));
    };
    for (const [written] of text.matchAll(/(?<![\p{L}_$\d])-?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?/giu))
        add(Number(written.replaceAll('_', '')));
    for (const [written] of text.matchAll(/(?<![\w.])\d{1,3}(?:,\d{3})+(?!\d)/g)) add(Number(written.replaceAll(',', '')));
    for (const [written] of text.matchAll(/\b0x[\da-f_]+/gi)) add(Number(written.replaceAll('_', '')));
    for (const [written] of text.matchAll(/\d[\d_.]*(?:\s*\*\s*\d[\d_.]*(?![\d_.]|\s*\*\*))+/g))
        add(written.split('*').reduce((product, factor) => product * Number(factor.trim().replaceAll('_', '')), 1));
    for (const [, base, exponent] of text.matchAll(/\b(\d+)\s*(?:\*\*|\^)\s*(\d{1,3})\b/g)) add(Number(base) ** Number(exponent));
    for (const [, one, by] of text.matchAll(/\b(\d+)\s*<<\s*(\d{1,2})\b/g)) add(Number(one) * 2 ** Number(by));
    for (const word of wordsOf(text)) {
        const value = SPELLED.indexOf(word);
        if (value > 0) add(value);
    }
    if (/\b(?:once)\b/i.test(text)) add(1);
    if (/\b(?:twice|doubles?|doubled)\b/i.test(text)) add(2);
    return numbers;
}

const SPELLED = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
