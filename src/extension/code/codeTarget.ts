import type { Turn } from '../../protocol/conversation.ts';
import { workspacePath, type TextRange, type WorkspacePath } from '../../protocol/text.ts';
import type { CodeBlock } from './codeBlocks.ts';

/** A file that a block of code may be for, with the lines where the block says them. */
export interface CodeTarget {
    readonly path: WorkspacePath;
    readonly range?: TextRange;
}

export interface CodeTargets {
    /** What the block is labelled with. A model may have written any name: whether there is such a file is for others to say. */
    readonly labelled: CodeTarget | undefined;
    /** Files that are cited in the paragraph before it, or that are among the evidence, without the labelled one: to choose from. */
    readonly others: readonly WorkspacePath[];
    /** The code without the comment that is only its label. */
    readonly code: string;
}

/**
 * Which file a block of code is for: the path behind its backticks, in a comment on its first line, or in the words before it; else the
 * only file that those words cite. A name without its folder stands for the file of the evidence that ends in it.
 */
export function codeTargets(block: CodeBlock, turn: Pick<Turn, 'citations' | 'evidence'>): CodeTargets {
    const known = [...new Set(turn.evidence.map(({ passage }) => passage.path))];
    const comment = labelComment(block.code);
    const written = pathOfInfo(block.info) ?? comment?.label ?? pathInWords(block.before);
    const cited = [
        ...new Set(
            [...block.before.matchAll(/\[(\d[\d:-]*)\]/g)].flatMap(
                ([, mark]) => turn.citations.find(citation => citation.mark === mark)?.path ?? [],
            ),
        ),
    ];
    const onlyCited = cited.length === 1 ? cited[0] : undefined;
    const labelled = written
        ? { ...written, path: knownAs(written.path, known) }
        : onlyCited === undefined
          ? undefined
          : { path: onlyCited };
    return {
        labelled,
        others: [...new Set([...cited, ...known])].filter(path => path !== labelled?.path),
        code: comment ? comment.rest : block.code,
    };
}

const PATH = String.raw`(?:[\w@.+-]+/)*[\w@.+-]*[\w@+-]\.[A-Za-z]\w{0,9}`;
const LINES = String.raw`(?::(\d{1,7})(?:-(\d{1,7}))?)?`;

/** `ts src/cart.ts:3-5`, `ts title="src/cart.ts"`, `ts:src/cart.ts`, `src/cart.ts`. */
function pathOfInfo(info: string): CodeTarget | undefined {
    const named = new RegExp(String.raw`(?:^|[\s:="'])(${PATH})${LINES}(?=$|[\s"'])`).exec(info);
    return named ? targetOf(named) : undefined;
}

/** A first line that is a comment with a path and nothing else; `rest` is the code below it. */
function labelComment(code: string): { readonly label: CodeTarget; readonly rest: string } | undefined {
    const named = new RegExp(String.raw`^\s*(?://|#|--|;|/\*|<!--)\s*(?:[Ff]ile:\s*)?(${PATH})${LINES}\s*(?:\*/|-->)?[ \t]*\n`).exec(code);
    return named ? { label: targetOf(named), rest: code.slice(named[0].length) } : undefined;
}

/** The last path between backticks that stands right before the code. */
function pathInWords(words: string): CodeTarget | undefined {
    const named = [...words.matchAll(new RegExp(String.raw`\x60(${PATH})${LINES}\x60`, 'g'))].at(-1);
    return named ? targetOf(named) : undefined;
}

function targetOf([, path = '', start, end = start]: RegExpExecArray | RegExpMatchArray): CodeTarget {
    if (start === undefined) return { path: workspacePath(path) };
    const range = { startLine: Number(start), endLine: Number(end) };
    return range.startLine >= 1 && range.startLine <= range.endLine ? { path: workspacePath(path), range } : { path: workspacePath(path) };
}

function knownAs(path: WorkspacePath, known: readonly WorkspacePath[]): WorkspacePath {
    const ending = known.filter(one => one === path || one.endsWith(`/${path}`));
    return ending.length === 1 && ending[0] !== undefined ? ending[0] : path;
}
