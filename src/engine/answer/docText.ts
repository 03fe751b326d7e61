/**
 * The words of a doc comment or docstring: comment marks, quotes and the tags of documentation tools taken off, lines kept.
 * What is left is prose as its author wrote it.
 */
export function docText(lines: readonly string[]): string {
    const prose: string[] = [];
    for (const line of lines) prose.push(withoutMarks(line));
    const text = withoutQuotes(prose.join('\n').replace(/^\s*\n|\s+$/g, ''));
    // Tags such as `@param`, `:param x:` and `Args:` begin the part that is about details.
    const details = text.search(
        /^\s*(?:@(?!link|code)\w+|:(?:param|returns?|rtype|raises|type)\b|(?:Args|Arguments|Parameters|Returns|Raises|Yields|Examples?|Note|Notes|See Also)\s*:?\s*$|#+ Examples?\b|\.\. \w+|>>> )/m,
    );
    return (details > 0 ? text.slice(0, details) : details === 0 ? '' : text).trim();
}

/** A docstring in plain quotes (Clojure, `@doc "…"`), which may go over several lines. */
function withoutQuotes(text: string): string {
    return /^"(?!")/.test(text) && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** How many lines the first paragraph takes, opening marks included. */
export function firstParagraphLength(lines: readonly string[]): number {
    const plain = lines.map(line => withoutMarks(line).trim());
    const start = plain.findIndex(line => line !== '');
    const length = start < 0 ? -1 : plain.slice(start).findIndex(line => line === '');
    return length < 0 ? lines.length : start + length;
}

function withoutMarks(line: string): string {
    return line
        .trim()
        .replace(
            /^(?:\/\*\*?|\*\/|\*(?!\*)|\/\/[/!]?|#'|#!?(?!\w|\[)|---?(?:\s*[|^](?=\s))?|;;;?|\(\*\*?|<#|\{-\|?|@(?:module|type)?doc\s+(?:~[sS])?(?:"""|(?="))|=(?:head\d|cut)|[rRuUbBfF]{0,2}(?:"""|'''))\s?/,
            '',
        )
        .replace(/\s*(?:\*\/|\*\)|#>|-\}|"""|''')$/, '')
        .trimEnd();
}

/** The first sentence, on one line and without markup that only documentation tools read; at most `longest` characters, cut between words. */
export function firstSentence(text: string, longest = 220): string {
    const paragraph = (text.trim().split(/\n\s*\n/)[0] ?? '').replaceAll(/\s+/g, ' ').trim();
    const plain = plainWords(paragraph);
    const end = /[.!?](?=\s+[^a-z\s]|$)|:$/.exec(withoutAbbreviations(plain));
    const sentence = end ? plain.slice(0, end.index) : plain;
    return sentence.length <= longest ? sentence : `${sentence.slice(0, longest).replace(/\s+\S*$/, '')} …`;
}

/** Lines of a comment as one text, without comment marks and what only documentation tools read: what a quotation of it is compared with. */
export function commentWords(text: string): string {
    return plainWords(text.split('\n').map(withoutMarks).join(' ').replaceAll(/\s+/g, ' '));
}

/** Same length, so that positions stay; the points of abbreviations no longer end a sentence. */
function withoutAbbreviations(text: string): string {
    return text.replaceAll(/\b(?:e\.g|i\.e|etc|vs|cf|resp|approx)\./g, found => found.replaceAll('.', '_'));
}

/** Roles of reStructuredText, links of Javadoc and rustdoc, HTML tags: to plain words or code spans. */
function plainWords(text: string): string {
    return (
        text
            // A link with words of its own is read as these.
            .replaceAll(/\{@link(?:plain)?\s+[^\s}(]+(?:\([^)}]*\))?\s+([^}]+)\}/g, '$1')
            .replaceAll(
                /\{@(?:link|code|linkplain|literal)\s+([^}]*)\}/g,
                (_, name: string) => `\`${name.trim().replace(/^#/, '').replaceAll('#', '.')}\``,
            )
            .replaceAll(/:[\w:+-]+:`~?([^`<]*?)(?:\s*<[^`]*>)?`/g, '`$1`')
            .replaceAll(/\[(`[^`]+`)\](?:\([^)]*\)|\[[^\]]*\])?/g, '$1')
            .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
            .replaceAll(/``([^`]+)``/g, '`$1`')
            .replaceAll(/(?<![\w*])\*([a-z_]\w*)\*(?![\w*])/gi, '`$1`')
            .replaceAll(/<\/?(?:code|tt|pre)>/gi, '`')
            .replaceAll(/<\/?[a-z][^>]{0,60}>/gi, '')
            .replaceAll('``', '')
            .replaceAll(/\[(?=\d+(?:[\]:,]))/g, '(')
            .trim()
    );
}
