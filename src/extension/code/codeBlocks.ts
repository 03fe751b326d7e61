import MarkdownIt from 'markdown-it';

/** A block of code that an answer has. */
export interface CodeBlock {
    readonly code: string;
    /** What stands behind the backticks: `ts src/cart.ts:3-5`. */
    readonly info: string;
    /** The paragraph before it; empty where there is none. */
    readonly before: string;
}

/** The blocks of code of an answer, in their order: the panel, which parses the same way, names them by their place in it, from 0. */
export function codeBlocks(text: string): readonly CodeBlock[] {
    const blocks: CodeBlock[] = [];
    let before = '';
    for (const token of markdown.parse(text, {})) {
        if (token.type === 'inline') before = token.content;
        if (token.type !== 'fence' && token.type !== 'code_block') continue;
        blocks.push({ code: token.content.replace(/\n$/, ''), info: token.info.trim(), before });
        before = '';
    }
    return blocks;
}

/** As `webview-ui/src/answerBlocks.ts` has it. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, maxNesting: 40 }).disable(['reference']);
