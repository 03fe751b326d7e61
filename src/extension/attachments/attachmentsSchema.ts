import * as z from 'zod';
import { LONGEST_PASTE, MOST_ATTACHMENTS, MOST_PROBLEMS, problemSeverities, type Attachment } from '../../protocol/attachment.ts';
import { workspacePath } from '../../protocol/text.ts';

/** Attachments as a file or the editor's storage has them: written by Footnote, or by anybody. Whether a path leads anywhere the engine sees. */
const path = z.string().min(1).max(4_096).transform(workspacePath);
const line = z.int().min(1).max(10_000_000);
const range = z.object({ startLine: line, endLine: line }).refine(({ startLine, endLine }) => startLine <= endLine);
const words = z.string().transform(text => text.slice(0, 2_000));

const problem = z.object({ path, range, severity: z.enum(problemSeverities), message: words, source: words, code: words });

export const attachmentsSchema = z
    .array(
        z.discriminatedUnion('kind', [
            z.object({ kind: z.enum(['file', 'folder']), path }),
            z.object({ kind: z.literal('lines'), path, range }),
            z.object({ kind: z.literal('symbol'), path, range, name: words }),
            z.object({ kind: z.literal('problems'), problems: z.array(problem).transform(all => all.slice(0, MOST_PROBLEMS)) }),
            z.object({ kind: z.literal('changes') }),
            z.object({ kind: z.enum(['commit', 'branch']), rev: z.string().min(1).max(250), subject: words }),
            z.object({ kind: z.literal('pasted'), text: z.string().transform(text => text.slice(0, LONGEST_PASTE)) }),
        ]) satisfies z.ZodType<Attachment>,
    )
    .transform(all => all.slice(0, MOST_ATTACHMENTS));
