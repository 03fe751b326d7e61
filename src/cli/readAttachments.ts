import { text } from 'node:stream/consumers';
import type { Attachment } from '../protocol/attachment.ts';
import { attachmentName, writtenAttachment } from '../protocol/attachment.ts';
import { refusalText } from '../protocol/attachmentRefusal.ts';
import { workspacePath } from '../protocol/text.ts';
import type { OpenedEngine } from './openEngine.ts';
import type { Terminal } from './terminal.ts';
import { relativePath } from './relativePath.ts';
import { shown } from './terminal.ts';

/** Something that was to go with the question may not, or is not there: the message says what and why. */
export class NotAttached extends Error {}

/**
 * What `--attach` names: a file, a folder, lines (`src/cart.ts:12-18`), `@changes`,
 * a commit or a branch (`git:HEAD~1`), or `-` for what comes in on standard input. Fails with
 * the first that is refused; what is too large is told on standard error.
 */
export async function readAttachments(
    { engine, folder }: OpenedEngine,
    written: readonly string[],
    terminal: Terminal,
): Promise<readonly Attachment[]> {
    const attachments: Attachment[] = [];
    for (const place of written) {
        const attachment = place === '-' ? ({ kind: 'pasted', text: await text(process.stdin) } as const) : writtenAttachment(place);
        if (!attachment) throw new NotAttached(`${place}: all of the folder is searched anyway.`);
        attachments.push('path' in attachment ? { ...attachment, path: workspacePath(relativePath(folder, attachment.path)) } : attachment);
    }
    if (attachments.length === 0) return [];
    const measured = await engine.measureAttachments(attachments);
    for (const { attachment, fate } of measured) {
        const name = attachmentName(attachment);
        if (fate.state === 'refused') throw new NotAttached(`${name}: ${refusalText(fate.why)}`);
        if (fate.state === 'empty') terminal.tell(`footnote: ${shown(name)}: there is nothing in it.\n`);
        if (fate.state === 'cut') {
            const rest = fate.isRestSearched ? ', and the rest is searched' : '';
            terminal.tell(
                `footnote: ${shown(name)} has ${String(fate.wholeTokens)} tokens and is too large: ${String(fate.kept)} of ${String(fate.of)} ${fate.unit} go along${rest}.\n`,
            );
        }
    }
    return measured.map(({ attachment }) => attachment);
}
