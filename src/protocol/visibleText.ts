/**
 * Makes visible what would otherwise act without being seen: control characters (terminals, prompts), marks that reverse the direction
 * of text, and characters without width. Tabs and line ends stay. `\u{202e}` stands for the character with that number.
 */
export function visibleText(text: string): string {
    return text.replaceAll(UNSEEN, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Control (Cc), format (Cf: zero width, direction, tags), surrogates without a partner (Cs), line and paragraph separators; not tab and line feed. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160]/gu;
