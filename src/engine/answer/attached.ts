import type { AttachmentKind, MeasuredAttachment } from '../../protocol/attachment.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { Files, StopOptions } from '../ports.ts';
import { contentHash } from '../contentHash.ts';

/** What was attached to a question, read and cut to its share of the prompt. */
export interface Attached {
    /** In the order in which they were attached: the first evidence of an answer. */
    readonly pieces: readonly AttachedPiece[];
    /** Texts that stand in no file, by the paths that their pieces have. */
    readonly texts: ReadonlyMap<WorkspacePath, string>;
    readonly measured: readonly MeasuredAttachment[];
    /** Files and folders whose contents alone are searched; none for all of the workspace. */
    readonly scope: readonly WorkspacePath[];
}

export interface AttachedPiece {
    readonly kind: AttachmentKind;
    readonly path: WorkspacePath;
    readonly range: TextRange;
    /** All lines of the file or text. */
    readonly lines: readonly string[];
}

export const nothingAttached: Attached = { pieces: [], texts: new Map(), measured: [], scope: [] };

/** The files of the workspace, and beside them texts that were attached: a citation of one is checked like any other. */
export function withAttachedTexts(files: Files, texts: Attached['texts']): Files {
    if (texts.size === 0) return files;
    return {
        read: path => {
            const text = texts.get(path);
            return text === undefined ? files.read(path) : Promise.resolve({ text, hash: contentHash(text), isUnsaved: false });
        },
    };
}

export interface ScopeOptions extends StopOptions {
    /** Files and folders that alone are meant; none for all of the workspace. */
    readonly scope?: Attached['scope'];
}
