import type { GitObjects } from '../../git/gitObjects.ts';
import type { DiskFiles } from './diskFiles.ts';
import { decodeText } from './decodeText.ts';

/** The text of a file in a commit: empty for a side that does not have the file, undefined for what is no text, too large or not in this clone. */
export async function blobText(
    id: string | undefined,
    objects: GitObjects,
    { maxFileBytes }: Pick<DiskFiles, 'maxFileBytes'>,
): Promise<string | undefined> {
    if (id === undefined) return '';
    const found = await objects.read(id);
    if (found?.type !== 'blob' || found.data.length > maxFileBytes) return undefined;
    const text = decodeText(found.data);
    return text.includes('\0') ? undefined : text;
}
