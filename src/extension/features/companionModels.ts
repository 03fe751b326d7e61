import { commands } from 'vscode';
import * as z from 'zod';
import { companionCommands, type CompanionModels } from '../../protocol/companionContract.ts';
import { fail, type LentModelTrouble } from '../../protocol/failure.ts';
import type { LentMessage } from '../../protocol/hostContract.ts';
import { visibleText } from '../../protocol/visibleText.ts';
import { lentModelName } from '../lentModel.ts';

/** Stands in the place of a vendor in the names of models that Footnote Companion reaches. */
export const COMPANION = 'footnote-companion';

const modelsSchema = z.object({
    models: z.array(z.string().max(500)).max(1_000),
    contextTokens: z.number().int().min(1_024),
    trouble: z.string().max(1_000).exactOptional(),
});

const pieceSchema = z.object({
    text: z.string(),
    isDone: z.boolean(),
    trouble: z.object({ reason: z.enum(['missing', 'not-allowed', 'failed']), words: z.string() }).exactOptional(),
});

/** The models of the server on the computer in front of the user; undefined where the companion is not installed. */
export async function companionModels(): Promise<CompanionModels | undefined> {
    try {
        return modelsSchema.parse(await commands.executeCommand(companionCommands.models));
    } catch {
        // VS Code says so by an error that has no kind: there is no such command.
        return undefined;
    }
}

/** What the model says, as it says it. Throws a `lent-model` failure; leaving in the middle closes the connection. */
export async function* askCompanion(
    model: string,
    messages: readonly LentMessage[],
    signal: AbortSignal | undefined,
): AsyncIterable<string> {
    const failWith = (reason: LentModelTrouble, detail: string): never =>
        fail({ kind: 'lent-model', model: lentModelName({ vendor: COMPANION, id: model }), reason, detail });
    const call = (command: string, argument: unknown): Thenable<unknown> =>
        commands.executeCommand(command, argument).then(undefined, () => failWith('missing', ''));
    const id = z.string().parse(await call(companionCommands.start, { model, messages }));
    // A companion that has gone has nothing left to stop.
    const stop = (): void => void commands.executeCommand(companionCommands.stop, id).then(undefined, () => undefined);
    signal?.addEventListener('abort', stop, { once: true });
    try {
        for (;;) {
            signal?.throwIfAborted();
            const { text, isDone, trouble } = pieceSchema.parse(await call(companionCommands.read, id));
            signal?.throwIfAborted();
            if (text !== '') yield text;
            if (trouble) failWith(trouble.reason, visibleText(trouble.words).slice(0, 300));
            if (isDone) return;
        }
    } finally {
        signal?.removeEventListener('abort', stop);
        stop();
    }
}
