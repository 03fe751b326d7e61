import type { Evidence } from '../../protocol/answer.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import { openPlace, type Place } from '../openCitation.ts';
import type { TextPages } from '../textPage.ts';
import { placeBehind } from './placeBehind.ts';

/** Opens lines of a file; of a text that was attached, the lines of a file that it is about, or the text itself as a page. */
export async function openSource(
    { passage }: Pick<Evidence, 'passage'>,
    place: Place,
    { roots, pages }: { readonly roots: readonly WorkspaceRoot[]; readonly pages: TextPages },
): Promise<void> {
    const name = attachedTextName(place.path);
    const behind = name === undefined ? place : placeBehind(passage, place.range.startLine);
    if (behind) await openPlace(roots, behind);
    else await pages.show(name ?? '', passage.text);
}
