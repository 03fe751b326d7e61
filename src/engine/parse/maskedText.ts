import type { Mark } from './symbols.ts';

/** Languages of declarations for which no grammar can be had that web-tree-sitter loads. */
export type StatementLanguage = 'sql' | 'proto' | 'graphql';

/**
 * The text with comments and what stands in quotes blanked out, character for character, and where the comments are: of GraphQL, whose
 * descriptions are strings, these too. Quoted names of SQL stay, since they are names. A quote that never ends takes the rest of the text.
 */
export function maskedText(text: string, language: StatementLanguage): { readonly masked: string; readonly marks: readonly Mark[] } {
    const marks: Mark[] = [];
    let row = 0;
    let lineStart = 0;
    const masked = text.replace(HIDDEN[language], (hidden: string, ...rest) => {
        const index = rest.find(part => typeof part === 'number') ?? 0;
        for (let end = text.indexOf('\n', lineStart); end >= 0 && end < index; end = text.indexOf('\n', lineStart)) {
            row++;
            lineStart = end + 1;
        }
        const isComment = /^(?:--|\/\/|\/\*|#)/.test(hidden) || (language === 'graphql' && hidden.startsWith('"'));
        if (isComment)
            marks.push({ kind: 'comment', startColumn: index - lineStart, startRow: row, endRow: row + hidden.split('\n').length - 1 });
        return hidden.replace(/[^\n]/g, ' ');
    });
    return { masked, marks };
}

const HIDDEN: Readonly<Record<StatementLanguage, RegExp>> = {
    // `$tag$ … $tag$` holds the body of a function of PostgreSQL.
    sql: /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|'(?:[^'\\]|\\[\s\S]|'')*(?:'|$(?![\s\S]))|\$(\w*)\$[\s\S]*?(?:\$\1\$|$(?![\s\S]))/g,
    proto: /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/g,
    graphql: /#[^\n]*|"""[\s\S]*?(?:"""|$(?![\s\S]))|"(?:[^"\\\n]|\\.)*"?/g,
};
