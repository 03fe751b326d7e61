import type { TextRange } from '../../protocol/text.ts';
import type { RemoteRepository } from './remoteUrl.ts';

/** The page of some lines at a commit (or branch), as GitHub addresses it. `file` is relative to the repository's root. */
export function permalinkUrl(repository: RemoteRepository, ref: string, file: string, range: TextRange): string {
    const path = file.split('/').map(encodeURIComponent).join('/');
    const lines = range.startLine === range.endLine ? `L${range.startLine}` : `L${range.startLine}-L${range.endLine}`;
    const at = ref.split('/').map(encodeURIComponent).join('/');
    return `https://${repository.host}/${repository.owner}/${repository.name}/blob/${at}/${path}#${lines}`;
}
