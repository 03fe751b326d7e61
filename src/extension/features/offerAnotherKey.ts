import { window } from 'vscode';
import type { AnswerEvent } from '../../protocol/answer.ts';
import { t } from '../../protocol/l10n.ts';
import { setApiKey } from '../apiKey.ts';
import type { Keys } from '../keyStore.ts';
import { keyUseLabel, type KeyUses } from '../keyUse.ts';
import { secretName } from '../secretName.ts';

export interface KeyWatchParts {
    readonly secrets: Keys;
    readonly uses: KeyUses;
    /** Resolves when the engine goes by the key that was stored. */
    readonly adopted: () => Promise<void>;
    /** Asks the question again whose answer told of the refused key. */
    readonly askAgain: () => Promise<unknown>;
    readonly onDefect: (error: unknown) => void;
}

/** Passes on what an answer says, and minds its key: one that was taken is noted as used, and for one that was refused another is offered. */
export async function* mindingKeys(
    events: AsyncIterable<AnswerEvent>,
    destination: () => string,
    parts: KeyWatchParts,
): AsyncIterable<AnswerEvent> {
    for await (const event of events) {
        yield event;
        if (event.type !== 'finished') continue;
        const refusedBy = event.answer.keyRefusedBy;
        const name = secretName(refusedBy ?? destination());
        if (name === undefined) continue;
        // Not waited for: the answer is there, and what follows takes as long as its reader does.
        if (refusedBy !== undefined) offerAnotherKey(refusedBy, name, parts).catch(parts.onDefect);
        else if (event.answer.payloadId !== undefined && (await parts.secrets.get(name)) !== undefined) await parts.uses.wasUsed(name);
    }
}

/** Says which key was refused, offers to set another, and asks the question again with it. */
async function offerAnotherKey(origin: string, name: string, { secrets, uses, adopted, askAgain }: KeyWatchParts): Promise<void> {
    const known = keyUseLabel(uses.of(name));
    const message =
        known === '' ? t('Footnote: {0} refused its key.', origin) : t('Footnote: {0} refused its key ({text1}).', origin, known);
    const another = t('Set Another Key and Ask Again');
    if ((await window.showWarningMessage(message, another)) !== another) return;
    if (!(await setApiKey(origin, secrets, uses))) return;
    await adopted();
    await askAgain();
}
