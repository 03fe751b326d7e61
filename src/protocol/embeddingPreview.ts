import type { TextRange, WorkspacePath } from './text.ts';
import { plural, retold, t } from './l10n.ts';
import { rangeLabel } from './text.ts';

/** What an embedding server is sent of a workspace, word for word, for the first of its files. */
export interface EmbeddingPreview {
    /** Where it goes; `this machine` when it stays here. */
    readonly destination: string;
    readonly model: string;
    /** Of the whole index. */
    readonly files: number;
    readonly passages: number;
    readonly texts: readonly { readonly path: WorkspacePath; readonly range: TextRange; readonly text: string }[];
}

/** The preview as a page to read. */
export function embeddingPreviewText({ destination, model, files, passages, texts }: EmbeddingPreview): string {
    const shown = new Set(texts.map(({ path }) => path)).size;
    return [
        t('What is sent to be embedded, to {0}, model {1}', retold(destination), model),
        '',
        plural(
            files,
            'In all: {1} passages of {0} file, as they are now; later what changes, when it is saved.',
            'In all: {1} passages of {0} files, as they are now; later what changes, when it is saved.',
            passages,
        ),
        t('Each request has some of the passages and nothing besides: no path, no name of a file. A question is sent alone.'),
        plural(shown, 'Below: every passage of {0} file, word for word.', 'Below: every passage of {0} files, word for word.'),
        '',
        ...texts.flatMap(({ path, range, text }) => [`===== ${path}, ${rangeLabel(range)}`, text, '']),
    ].join('\n');
}
