import { expect, it } from 'vitest';
import { docText, firstSentence } from '../../../src/engine/answer/docText.ts';

it('a link of Javadoc is read as its own words, or as the name it leads to', () => {
    const lines = ['/**', ' * Returns {@link Types#canonical(Type, int) the canonical form} of a {@link Type#raw}.', ' */'];
    expect(firstSentence(docText(lines))).toBe('Returns the canonical form of a `Type.raw`');
});
