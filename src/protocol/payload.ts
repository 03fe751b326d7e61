import { costLines, type AnswerCost } from './cost.ts';
import { plural, retold, t } from './l10n.ts';

/** What was handed to a model for one answer, word for word. Kept in memory, for the last few answers, and never written anywhere. */
export interface SentPayload {
    readonly model: string;
    /** Where to: the origin of a server, or the editor. */
    readonly destination: string;
    readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
    readonly redacted: number;
    /** What else may be sent for the same answer. */
    readonly note?: string;
    /** What it cost, with what it is made of; of what is not sent yet, the most that it could. */
    readonly cost?: AnswerCost;
}

/** As a page to read: where it went or would go, how much it is, and every message. */
export function payloadText(payload: SentPayload, went: 'Sent' | 'Would be sent' = 'Sent'): string {
    const { model, destination, messages } = payload;
    return [
        went === 'Sent'
            ? t('Sent to {0}, model {1}', retold(destination), model)
            : t('Would be sent to {0}, model {1}', retold(destination), model),
        payloadSize(payload),
        ...(payload.note === undefined ? [] : [retold(payload.note)]),
        ...(payload.cost === undefined ? [] : costLines(payload.cost, went !== 'Sent')),
        '',
        ...messages.flatMap(({ role, content }) => [`--- ${role} ---`, content, '']),
    ].join('\n');
}

/** `2 messages, 12,340 characters, 1 value redacted`. */
export function payloadSize({ messages, redacted }: SentPayload): string {
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
    return plural(
        messages.length,
        '{0} message, {1} characters, {2}',
        '{0} messages, {1} characters, {2}',
        characters,
        redactedLabel(redacted),
    );
}

/** `2 values redacted`, for the account below an answer. */
export function redactedLabel(redacted: number): string {
    return plural(redacted, '{0} value redacted', '{0} values redacted');
}
