import path from 'node:path';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import { citedText } from '../../protocol/citedLines.ts';
import type { Turn } from '../../protocol/conversation.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { committedText } from '../../git/gitObjects.ts';
import { readCheckout, type Checkout } from '../../git/gitFiles.ts';
import { permalinkUrl } from '../permalink/permalinkUrl.ts';
import { parseRemoteUrl } from '../permalink/remoteUrl.ts';
import { toDiskPath } from '../workspacePaths.ts';
import { committedPlace } from './committedPlace.ts';

/** Where the lines behind a footnote can be read by somebody else. */
export interface PlaceLink {
    readonly commit: string;
    /** Lines of the file at that commit. */
    readonly range: TextRange;
    /** Undefined where the repository has no remote with a web page. */
    readonly url?: string;
    /** True: the commit has other lines there than the answer saw. */
    readonly differs: boolean;
}

/** By turn and mark. A footnote without an entry has no commit to link to: no repository, no commit, or a file that was never committed. */
export type PlaceLinks = ReadonlyMap<string, PlaceLink>;

export function linkKey(turnId: string, mark: string): string {
    return `${turnId} ${mark}`;
}

/** Permalinks of all footnotes, pinned to the commit that is checked out. Reads `.git` as files; asks nobody. */
export async function linkPlaces(turns: readonly Turn[], roots: readonly WorkspaceRoot[]): Promise<PlaceLinks> {
    const links = new Map<string, PlaceLink>();
    const files = new Map<WorkspacePath, Promise<CommittedFile | undefined>>();
    for (const { id, citations, evidence } of turns) {
        for (const citation of citations) {
            let reading = files.get(citation.path);
            if (!reading) files.set(citation.path, (reading = readCommitted(citation.path, roots)));
            const file = await reading;
            const quoted = citedText(
                citation,
                evidence.find(({ number }) => number === citation.number),
            );
            if (!file || file.text === undefined) continue;
            // Lines that were not kept cannot be compared, which is no proof that they are the same.
            const place = quoted === undefined ? undefined : committedPlace(quoted, citation.range, file.text);
            const range = place && place.state !== 'absent' ? place.range : citation.range;
            const url = file.urlOf(range);
            links.set(linkKey(id, citation.mark), {
                commit: file.commit,
                range,
                ...(url === undefined ? {} : { url }),
                differs: place?.state !== 'same',
            });
        }
    }
    return links;
}

interface CommittedFile {
    readonly commit: string;
    readonly text: string | undefined;
    readonly urlOf: (range: TextRange) => string | undefined;
}

async function readCommitted(file: WorkspacePath, roots: readonly WorkspaceRoot[]): Promise<CommittedFile | undefined> {
    const absolute = toDiskPath(roots, file);
    const checkout: Checkout | undefined = absolute === undefined ? undefined : await readCheckout(absolute);
    if (absolute === undefined || checkout?.commit === undefined) return undefined;
    const { commit, folder, remote } = checkout;
    const below = path.relative(folder, absolute).replaceAll(path.sep, '/');
    const repository = remote && parseRemoteUrl(remote.url);
    return {
        commit,
        text: await committedText(folder, commit, below),
        urlOf: range => repository && permalinkUrl(repository, commit, below, range),
    };
}
