// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { answerTranslationsOf, translatedLanguages } from '../../scripts/interfaceTranslations.ts';
import { readQuoteCaption } from '../../webview-ui/src/quotedCode.ts';

/** The caption as quoting writes it, see `composeQuotation`. */
function captionOf(language: string, message: string, lines: readonly string[], marks: string): string {
    const said = language === 'en' ? message : (answerTranslationsOf(language).texts[message] ?? '');
    const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : language).format(lines);
    return said.replace('{0}', '`src/build/retry.ts`').replace('{1}', list).replace('{2}', marks);
}

describe('the caption of a quotation', () => {
    it.each(['en', ...translatedLanguages()])('is read in %s, so that the code below it is shown with its lines', language => {
        expect(readQuoteCaption(captionOf(language, 'From {0}, lines {1} {2}:', ['18-19', '24'], '[1:18-19] [1:24]'))).toEqual({
            path: 'src/build/retry.ts',
            marks: ['1:18-19', '1:24'],
        });
        expect(readQuoteCaption(captionOf(language, 'From {0}, line {1} {2}:', ['24'], '[1:24]'))).toEqual({
            path: 'src/build/retry.ts',
            marks: ['1:24'],
        });
    });

    it('is no other sentence with a footnote', () => {
        expect(readQuoteCaption('See `src/cart.ts`, which is called in line 3 [1:3]:')).toBeUndefined();
    });
});
