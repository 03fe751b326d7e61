/**
 * Makes visible what would otherwise act without being seen: control characters (terminals, prompts), marks that reverse the direction
 * of text, and characters without width. Tabs and line ends stay. `\u{202e}` stands for the character with that number.
 */
export function visibleText(text: string): string {
    return text.replaceAll(UNSEEN, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A name or path in one line: here tabs and line ends are made visible as well. */
export function visibleName(name: string): string {
    return visibleText(name).replaceAll('\n', '\\u{a}').replaceAll('\t', '\\u{9}');
}

/**
 * Control (Cc), format (Cf: zero width, direction, tags), surrogates without a partner (Cs), line and paragraph separators, and the selectors
 * of variants, in which text has been hidden; not tab and line feed, and not the selector that makes a character an emoji.
 */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\ufe00-\ufe0e\u{e0100}-\u{e01ef}]|(?<!\p{Emoji})\ufe0f/gu;
