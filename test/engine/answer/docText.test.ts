import { expect, it } from 'vitest';
import { docText, firstSentence } from '../../../src/engine/answer/docText.ts';

it('a link of Javadoc is read as its own words, or as the name it leads to', () => {
    const lines = ['/**', ' * Returns {@link Types#canonical(Type, int) the canonical form} of a {@link Type#raw}.', ' */'];
    expect(firstSentence(docText(lines))).toBe('Returns the canonical form of a `Type.raw`');
});

it('marks of doc comments are taken off, whatever the language calls a comment', () => {
    const written: readonly (readonly string[])[] = [
        ['-- | Adds an item.', '-- More.'],
        ['---  Adds an item.', '-- More.'],
        [';; Adds an item.', ';; More.'],
        ['(** Adds an item.', '    More. *)'],
        ['{-| Adds an item.', 'More. -}'],
        ["#' Adds an item.", "#' More."],
        ['@doc """', 'Adds an item.', 'More.', '"""'],
        ['"""', 'Adds an item.', 'More.', '"""'],
        ['"Adds an item.', '  More."'],
    ];
    for (const lines of written) expect(docText(lines)).toMatch(/^Adds an item\.\n\s*More\.$/);
    expect(docText(['@doc "Adds an item."'])).toBe('Adds an item.');
    expect(docText(['@moduledoc ~S"""', '  Adds an item.', '  """'])).toBe('Adds an item.');
});
