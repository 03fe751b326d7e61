import { LONGEST_PASTE } from '../../protocol/attachment.ts';
import type { ViewCommand, ViewIntent } from '../../protocol/view.ts';

/**
 * The trust boundary between page and editor: whatever arrives is unknown until it is one of the intents, whole and of the right types.
 * Unknown ones are dropped. Nothing that passes here names a path, except what the user has dropped or pasted, which the engine judges.
 */
export function parseIntent(message: unknown): ViewIntent | undefined {
    if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
    const of = message as Readonly<Record<string, unknown>>;
    switch (of['type']) {
        case 'ready':
        case 'stop':
        case 'new-conversation':
        case 'list-elsewhere':
            return { type: of['type'] };
        case 'ask': {
            const text = boundedText(of['text'], LONGEST_QUESTION)?.trim();
            return text === undefined || text === '' ? undefined : { type: 'ask', text };
        }
        case 'edit-question': {
            const turnId = readId(of['turnId']);
            const text = boundedText(of['text'], LONGEST_QUESTION)?.trim();
            return turnId === undefined || text === undefined || text === '' ? undefined : { type: 'edit-question', turnId, text };
        }
        case 'search-conversations': {
            const text = boundedText(of['text'], LONGEST_SEARCH);
            return text === undefined ? undefined : { type: 'search-conversations', text };
        }
        case 'delete-conversations': {
            const ids = of['conversationIds'];
            if (!Array.isArray(ids) || ids.length === 0 || ids.length > MOST_IDS) return undefined;
            const conversationIds = ids.map(readId).filter(id => id !== undefined);
            return conversationIds.length === ids.length ? { type: 'delete-conversations', conversationIds } : undefined;
        }
        case 'copy-text': {
            const text = boundedText(of['text'], LONGEST_COPY);
            return text === undefined ? undefined : { type: 'copy-text', text };
        }
        case 'detach': {
            const attachmentId = readId(of['attachmentId']);
            return attachmentId === undefined ? undefined : { type: 'detach', attachmentId };
        }
        case 'attach': {
            const offerId = readId(of['offerId']);
            return offerId === undefined ? undefined : { type: 'attach', offerId };
        }
        case 'search-attachments': {
            const text = boundedText(of['text'], LONGEST_SEARCH);
            return text === undefined ? undefined : { type: 'search-attachments', text };
        }
        case 'attach-pasted-path': {
            const text = boundedText(of['text'], LONGEST_ADDRESS);
            return text === undefined ? undefined : { type: 'attach-pasted-path', text };
        }
        case 'attach-dropped': {
            const dropped = of['addresses'];
            if (!Array.isArray(dropped) || dropped.length === 0 || dropped.length > MOST_ADDRESSES) return undefined;
            const addresses = dropped.map(one => boundedText(one, LONGEST_ADDRESS)).filter(one => one !== undefined);
            return addresses.length === dropped.length ? { type: 'attach-dropped', addresses } : undefined;
        }
        case 'attach-text': {
            const text = boundedText(of['text'], LONGEST_PASTE);
            return text === undefined || text.trim() === '' ? undefined : { type: 'attach-text', text };
        }
        case 'use-code': {
            const turnId = readId(of['turnId']);
            const code = of['code'];
            const use = (['insert', 'new-file', 'apply'] as const).find(known => known === of['use']);
            if (turnId === undefined || use === undefined || typeof code !== 'number' || !Number.isSafeInteger(code) || code < 0)
                return undefined;
            return { type: 'use-code', turnId, code, use };
        }
        case 'retry':
        case 'retry-with-model':
        case 'continue':
        case 'copy-answer':
        case 'fork':
        case 'show-payload': {
            const turnId = readId(of['turnId']);
            return turnId === undefined ? undefined : { type: of['type'], turnId };
        }
        case 'read-elsewhere': {
            const key = readId(of['key']);
            const conversationId = readId(of['conversationId']);
            return key === undefined || conversationId === undefined ? undefined : { type: 'read-elsewhere', key, conversationId };
        }
        case 'open-folder-of': {
            const key = readId(of['key']);
            return key === undefined ? undefined : { type: 'open-folder-of', key };
        }
        case 'open-conversation':
        case 'delete-conversation':
        case 'pin-conversation':
        case 'unpin-conversation':
        case 'rename-conversation': {
            const conversationId = readId(of['conversationId']);
            return conversationId === undefined ? undefined : { type: of['type'], conversationId };
        }
        case 'open-citation': {
            const turnId = readId(of['turnId']);
            const mark = of['mark'];
            if (turnId === undefined || typeof mark !== 'string' || !MARK.test(mark)) return undefined;
            return { type: 'open-citation', turnId, mark };
        }
        case 'show-version': {
            const turnId = readId(of['turnId']);
            const version = of['version'];
            if (turnId === undefined || typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined;
            return { type: 'show-version', turnId, version };
        }
        case 'open-source':
        case 'copy-permalink': {
            const turnId = readId(of['turnId']);
            const number = of['number'];
            if (turnId === undefined || typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return undefined;
            return { type: of['type'], turnId, number };
        }
        case 'command': {
            const command = COMMANDS.find(known => known === of['command']);
            return command === undefined ? undefined : { type: 'command', command };
        }
        default:
            return undefined;
    }
}

const LONGEST_QUESTION = 20_000;
const LONGEST_SEARCH = 500;
const MOST_IDS = 100_000;
const LONGEST_ADDRESS = 4_096;
const MOST_ADDRESSES = 200;
/** The size at which the view stops rendering an answer. */
const LONGEST_COPY = 256 * 1024;
const MARK = /^\d{1,4}(:\d{1,7}(-\d{1,7})?)?$/;
const ID = /^[A-Za-z0-9-]{1,64}$/;

/** `satisfies` in both directions: a command added to the protocol and forgotten here does not compile. */
const COMMAND_TABLE = {
    'open-folder': true,
    'manage-trust': true,
    index: true,
    rebuild: true,
    pause: true,
    resume: true,
    'take-over': true,
    'show-skipped': true,
    'restart-engine': true,
    'show-log': true,
    'choose-model': true,
    'choose-embedder': true,
    prune: true,
    'choose-persona': true,
    'choose-conversation-model': true,
    'recheck-citations': true,
    'new-private-conversation': true,
    'export-conversation': true,
    'import-conversation': true,
    'open-settings': true,
} as const satisfies Readonly<Record<ViewCommand, true>>;
const COMMANDS = Object.keys(COMMAND_TABLE) as readonly ViewCommand[];

function readId(value: unknown): string | undefined {
    return typeof value === 'string' && ID.test(value) ? value : undefined;
}

function boundedText(value: unknown, longest: number): string | undefined {
    return typeof value === 'string' && value.length <= longest ? value : undefined;
}
