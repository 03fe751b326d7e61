import { CancellationTokenSource, LanguageModelChatMessage, LanguageModelTextPart, lm, type LanguageModelChat } from 'vscode';
import type { CallOptions } from '../../protocol/contract.ts';
import type { Host, LentModel } from '../../protocol/hostContract.ts';
import { fail, FailureError } from '../../protocol/failure.ts';
import { t } from '../../protocol/l10n.ts';
import type { Settings } from '../../settings/settings.ts';
import type { CompanionModels } from '../../protocol/companionContract.ts';
import { askCompanion, COMPANION, companionModels } from './companionModels.ts';
import { foldSystem, lentModelFailure, parseLentModel } from '../lentModel.ts';

/**
 * Lends the models that VS Code has to the engine. VS Code asks the user before the first use; a model gets messages and no tools,
 * and what it answers besides text is dropped.
 */
export const lender: Omit<Host, 'referencesTo'> = {
    async describeModel(model) {
        const companions = companionId(model);
        if (companions !== undefined) return describeCompanion(model, companions);
        const { name, maxInputTokens } = await findModel(model);
        return { model, name, maxInputTokens };
    },
    async countTokens({ model, text }, options) {
        if (companionId(model) !== undefined) return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
        const found = await findModel(model);
        return await withToken(options, token => found.countTokens(text, token));
    },
    async *generate({ model, messages }, options) {
        const companions = companionId(model);
        if (companions !== undefined) {
            yield* askCompanion(companions, messages, options?.signal);
            return;
        }
        const found = await findModel(model);
        const source = tokenOf(options);
        try {
            const response = await found.sendRequest(
                foldSystem(messages).map(({ role, content }) =>
                    role === 'user' ? LanguageModelChatMessage.User(content) : LanguageModelChatMessage.Assistant(content),
                ),
                { justification: t('To answer your question about this repository.') },
                source.token,
            );
            for await (const part of response.stream) {
                options?.signal?.throwIfAborted();
                if (part instanceof LanguageModelTextPart) yield part.value;
            }
            options?.signal?.throwIfAborted();
        } catch (error) {
            options?.signal?.throwIfAborted();
            throw new FailureError(lentModelFailure(error, model), { cause: error });
        } finally {
            // Ends the request of a reader who has left in the middle.
            source.cancel();
            source.dispose();
        }
    },
};

/** A model that may answer, by the names that VS Code or the companion has for it. */
export interface EditorModel {
    readonly vendor: string;
    readonly id: string;
    readonly name: string;
}

export interface ModelsOfEditor {
    readonly models: readonly EditorModel[];
    /** Undefined where it is not installed. */
    readonly companion: CompanionModels | undefined;
}

/** The models that VS Code has, and those that Footnote Companion reaches on the computer in front of the user, unless the network is switched off. */
export async function modelsOfEditor(settings: Pick<Settings, 'footnote.network.enabled'>): Promise<ModelsOfEditor> {
    const [own, companion] = await Promise.all([
        lm.selectChatModels(),
        settings['footnote.network.enabled'] ? companionModels() : undefined,
    ]);
    const reached = (companion?.models ?? []).map(id => ({ vendor: COMPANION, id, name: id }));
    return { models: [...own, ...reached], companion };
}

/** Servers do not say how they count; a little too many costs a passage, too few an answer. */
const CHARACTERS_PER_TOKEN = 3;

/** Of a model that the companion reaches, its id there. */
function companionId(model: string): string | undefined {
    const name = parseLentModel(model);
    return name?.vendor === COMPANION ? name.id : undefined;
}

async function describeCompanion(model: string, id: string): Promise<LentModel> {
    const { models = [], contextTokens = 0 } = (await companionModels()) ?? {};
    if (!models.includes(id)) fail({ kind: 'lent-model', model, reason: 'missing', detail: '' });
    // What is left for the answer; the engine asks for what goes in.
    return { model, name: id, maxInputTokens: contextTokens - Math.min(4_096, Math.floor(contextTokens / 4)) };
}

async function findModel(model: string): Promise<LanguageModelChat> {
    const name = parseLentModel(model);
    const [found] = name ? await lm.selectChatModels(name) : [];
    return found ?? fail({ kind: 'lent-model', model, reason: 'missing', detail: '' });
}

async function withToken<Result>(
    options: CallOptions | undefined,
    work: (token: CancellationTokenSource['token']) => Thenable<Result>,
): Promise<Result> {
    const source = tokenOf(options);
    try {
        return await work(source.token);
    } finally {
        source.dispose();
    }
}

function tokenOf(options: CallOptions | undefined): CancellationTokenSource {
    const source = new CancellationTokenSource();
    if (options?.signal?.aborted) source.cancel();
    options?.signal?.addEventListener('abort', () => source.cancel(), { once: true });
    return source;
}
