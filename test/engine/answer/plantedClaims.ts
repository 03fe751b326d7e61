import type { CodeSymbol } from '../../../src/protocol/code.ts';
import type { Evidence } from '../../../src/protocol/answer.ts';
import { rangeLabel } from '../../../src/protocol/text.ts';

/** A paragraph of an answer that is known to be true or to be a lie of some kind. */
export interface Claim {
    readonly kind: string;
    readonly isTrue: boolean;
    readonly text: string;
}

/** A definition as a scripted model sees it: its evidence, and what else of the tree the same answer may cite. */
export interface ShownDefinition {
    readonly symbol: CodeSymbol;
    readonly piece: Evidence;
    /** A piece of another file of the same name, where there is one. */
    readonly twin: Evidence | undefined;
}

/** Every true sentence that can be made of a definition mechanically, and beside each the lie that comes of one change. */
export function claimsAbout(shown: ShownDefinition): readonly Claim[] {
    return [...aboutPlace(shown), ...aboutNames(shown), ...aboutNumbers(shown), ...aboutComment(shown), ...aboutCode(shown)];
}

function aboutPlace({ symbol, piece, twin }: ShownDefinition): readonly Claim[] {
    const { path } = piece.passage;
    const mark = `${String(piece.number)}:${String(symbol.nameLine)}`;
    const claims = [
        truth('where it is', `\`${symbol.name}\` is defined in \`${path}\` [${mark}].`),
        lie('a source that was not given', `\`${symbol.name}\` is defined in \`${path}\` [57:${String(symbol.nameLine)}].`),
    ];
    if (!twin || identifiers(twin.passage.text).has(symbol.name)) return claims;
    return [
        ...claims,
        lie('a file of the same name', `\`${symbol.name}\` is defined in \`${twin.passage.path}\` [${mark}].`),
        lie('a file of the same name', `\`${symbol.name}\` is defined in \`${path}\` [${String(twin.number)}].`),
    ];
}

/** At most two lines of the body, each with a name that few lines have. */
function aboutNames({ symbol, piece }: ShownDefinition): readonly Claim[] {
    const claims: Claim[] = [];
    const lines = bodyLines(symbol, piece);
    // Every line of a class shows the class: what a line stands in counts as shown.
    const around = symbol.container.split('.');
    for (const { line, text } of lines) {
        const name = [...identifiers(text)].find(
            word => word.length > 4 && !KEYWORDS.has(word) && word !== symbol.name && !around.includes(word) && /[a-z][A-Z]|_/.test(word),
        );
        if (name === undefined) continue;
        const mark = (at: number): string => `[${String(piece.number)}:${String(at)}]`;
        claims.push(truth('what it uses', `Here \`${symbol.name}\` uses \`${name}\` ${mark(line)}.`));
        claims.push(truth('what it uses, without a code span', `The function then goes on with ${name} ${mark(line)}.`));
        const wrong = lines.find(other => other.line !== line && !identifiers(other.text).has(name) && /\w/.test(other.text));
        if (wrong) claims.push(lie('wrong lines', `Here \`${symbol.name}\` uses \`${name}\` ${mark(wrong.line)}.`));
        const invented = inventedFrom(name);
        if (!piece.passage.text.includes(invented)) {
            claims.push(lie('an invented name', `Here \`${symbol.name}\` uses \`${invented}\` ${mark(line)}.`));
            claims.push(lie('an invented name', `The function then goes on with ${invented} ${mark(line)}.`));
        }
        claims.push(lie('no source', `Here \`${symbol.name}\` uses \`${inventedFrom(name)}\`.`));
        if (claims.length > 10) break;
    }
    return claims;
}

function aboutNumbers({ symbol, piece }: ShownDefinition): readonly Claim[] {
    for (const { line, text } of bodyLines(symbol, piece)) {
        const written = /(?<![\w.$'"`-])\d{2,5}(?![\w.'"`])/.exec(text)?.[0];
        if (written === undefined) continue;
        const mark = `[${String(piece.number)}:${String(line)}]`;
        const swapped = String(Number(written) + 37);
        return [
            truth('a number', `The limit in \`${symbol.name}\` is ${Number(written).toLocaleString('en')} ${mark}.`),
            ...(text.includes(swapped) ? [] : [lie('a swapped number', `The limit in \`${symbol.name}\` is ${swapped} ${mark}.`)]),
        ];
    }
    return [];
}

function aboutComment({ symbol, piece }: ShownDefinition): readonly Claim[] {
    const { doc } = symbol;
    const first = piece.passage.range.startLine;
    if (!doc || doc.startLine < first) return [];
    const words = piece.passage.text
        .split('\n')
        .slice(doc.startLine - first, doc.endLine - first + 1)
        .join(' ')
        .replaceAll(/[/*#"`“”]+/g, ' ')
        .trim()
        .split(/\s+/)
        .slice(0, 8);
    if (words.length < 5 || words.some(word => !/^[A-Za-z]+[,;:]?$/.test(word))) return [];
    const mark = `[${String(piece.number)}:${rangeLabel(doc)}]`;
    return [
        truth('a quotation', `Its comment says: “${words.join(' ')}” ${mark}.`),
        lie('a changed quotation', `Its comment says: “${words.with(3, 'hardly').join(' ')}” ${mark}.`),
    ];
}

function aboutCode({ symbol, piece }: ShownDefinition): readonly Claim[] {
    const [one, two] = bodyLines(symbol, piece).filter(({ text }) => /\w{4}/.test(text) && !text.includes('`'));
    if (!one || !two || two.line !== one.line + 1) return [];
    const caption = `From \`${piece.passage.path}\`, lines ${String(one.line)}-${String(two.line)} [${String(piece.number)}:${String(one.line)}-${String(two.line)}]:`;
    const changed = two.text.replace(/\w{4,}/, word => `${word}Twice`);
    return [
        truth('quoted code', `${caption}\n\n\`\`\`\n${one.text}\n${two.text}\n\`\`\``),
        lie('changed code', `${caption}\n\n\`\`\`\n${one.text}\n${changed}\n\`\`\``),
    ];
}

function bodyLines({ signature, range }: CodeSymbol, { passage }: Evidence): readonly { readonly line: number; readonly text: string }[] {
    return passage.text
        .split('\n')
        .map((text, at) => ({ line: passage.range.startLine + at, text }))
        .filter(({ line, text }) => line > signature.endLine && line < range.endLine && !/^\s*(?:\/\/|\/\*|\*|#)/.test(text));
}

function inventedFrom(name: string): string {
    return name.endsWith('s') ? `${name}Quietly` : `${name}sInOrder`;
}

function identifiers(text: string): ReadonlySet<string> {
    return new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? []);
}

const KEYWORDS: ReadonlySet<string> = new Set('return throw async await readonly undefined function const'.split(' '));

function truth(kind: string, text: string): Claim {
    return { kind, isTrue: true, text };
}

function lie(kind: string, text: string): Claim {
    return { kind, isTrue: false, text };
}
