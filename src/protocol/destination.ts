import type { ChatModelChoice } from './engineContract.ts';
import { textTable } from './l10n.ts';

/** Where a model's messages go, as people are told and asked: the origin of a server, without what an address may hold besides. */
export function destinationOf(chatModel: ChatModelChoice): string {
    switch (chatModel.provider) {
        case 'quotes':
            return NOBODY;
        case 'vscode-lm':
            return PLACES.lent;
        case 'openai-compatible':
            return URL.parse(chatModel.baseUrl)?.origin ?? PLACES.unreadable;
    }
}

/** What is agreed to and compared is the English; people are shown what `retold` makes of it. */
const PLACES = textTable({ lent: 'the language models of VS Code', unreadable: 'an address that cannot be read' } as const);

/** The destination of what stays on this machine. */
export const NOBODY = 'nobody';

/** True for an address on this machine: what is sent there leaves nothing. False for one that cannot be read. */
export function isOnThisMachine(baseUrl: string): boolean {
    return LOOPBACK.test(URL.parse(baseUrl)?.origin ?? '');
}

const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
