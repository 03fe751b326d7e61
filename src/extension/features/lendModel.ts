import { CancellationTokenSource, LanguageModelChatMessage, LanguageModelTextPart, lm, type LanguageModelChat } from 'vscode';
import type { CallOptions } from '../../protocol/contract.ts';
import type { Host } from '../../protocol/hostContract.ts';
import { fail, FailureError } from '../../protocol/failure.ts';
import { t } from '../../protocol/l10n.ts';
import { foldSystem, lentModelFailure, parseLentModel } from '../lentModel.ts';

/**
 * Lends the models that VS Code has to the engine. VS Code asks the user before the first use; a model gets messages and no tools,
 * and what it answers besides text is dropped.
 */
export const lender: Host = {
    async describeModel(model) {
        const { name, maxInputTokens } = await findModel(model);
        return { model, name, maxInputTokens };
    },
    async countTokens({ model, text }, options) {
        const found = await findModel(model);
        return await withToken(options, token => found.countTokens(text, token));
    },
    async *generate({ model, messages }, options) {
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
