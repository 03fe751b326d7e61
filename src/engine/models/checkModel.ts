import type { EngineOptions, ModelCheck } from '../../protocol/engineContract.ts';
import type { Host } from '../../protocol/hostContract.ts';
import type { Prompt } from '../modelPorts.ts';
import type { StopOptions } from '../ports.ts';
import { FailureError, isAbort } from '../../protocol/failure.ts';
import { askLender } from './borrowedModel.ts';
import { askServer, listModels, type OpenAiCompatibleOptions } from './openAiCompatible.ts';
import { serverOptions } from './chooseModel.ts';

/**
 * Tries what a question will need: one short request, of which the first piece is enough. Nothing of the repository is sent.
 * A server that does not know the model is asked which ones it has; with no model named, that is all it is asked.
 */
export async function checkModel(
    { chatModel, networkEnabled }: Pick<EngineOptions, 'chatModel' | 'networkEnabled'>,
    host: Host | undefined,
    options: StopOptions = {},
): Promise<ModelCheck> {
    const began = performance.now();
    const after = (models: readonly string[]): ModelCheck => ({ models, tookMs: Math.round(performance.now() - began) });
    switch (chatModel.provider) {
        case 'quotes':
            return after([]);
        case 'vscode-lm':
            await firstOf(askLender(ONE_WORD, { model: chatModel.model, host, networkEnabled }, options));
            return after([]);
        case 'openai-compatible':
            return after(await checkServer(serverOptions(chatModel, networkEnabled), options));
    }
}

const ONE_WORD: Prompt['messages'] = [{ role: 'user', content: 'Answer with the word "ready" and nothing else.' }];

async function checkServer(server: OpenAiCompatibleOptions, options: StopOptions): Promise<readonly string[]> {
    if (server.model === '') return await listModels(server, options);
    try {
        await firstOf(askServer(ONE_WORD, server, options));
        return await offeredModels(server, options);
    } catch (error) {
        if (!(error instanceof FailureError) || error.failure.kind !== 'model-refused') throw error;
        const offered = await offeredModels(server, options);
        if (offered.length === 0 || offered.includes(server.model)) throw error;
        const some = offered.slice(0, MOST_NAMED).join(', ');
        const detail = `${error.failure.detail}; its models are ${some}${offered.length > MOST_NAMED ? ' and others' : ''}`;
        throw new FailureError({ ...error.failure, detail }, { cause: error });
    }
}

const MOST_NAMED = 8;

/** Not every server has a list; the request that matters is the other one. */
export async function offeredModels(server: OpenAiCompatibleOptions, options: StopOptions): Promise<readonly string[]> {
    try {
        return await listModels(server, options);
    } catch (error) {
        if (isAbort(error) || !(error instanceof FailureError)) throw error;
        return [];
    }
}

async function firstOf(pieces: AsyncIterable<string>): Promise<void> {
    for await (const piece of pieces) if (piece !== '') return;
}
