import type { ChatModel } from '../ports.ts';
import type { ChatModelChoice, EngineOptions } from '../../protocol/engineContract.ts';
import type { Host } from '../../protocol/hostContract.ts';
import { borrowedModel } from './borrowedModel.ts';
import { openAiCompatible, type OpenAiCompatibleOptions } from './openAiCompatible.ts';
import { quotingModel } from './quotingModel.ts';

/** The model that the settings name. Which one it is never depends on the workspace, and none is taken silently. */
export function chooseModel(
    { chatModel, networkEnabled }: Pick<EngineOptions, 'chatModel' | 'networkEnabled'>,
    host: Host | undefined,
): ChatModel {
    switch (chatModel.provider) {
        case 'quotes':
            return quotingModel;
        case 'vscode-lm':
            return borrowedModel({ model: chatModel.model, host, networkEnabled });
        case 'openai-compatible':
            return openAiCompatible(serverOptions(chatModel, networkEnabled));
    }
}

/** What the settings say about a server, as its model takes it. */
export function serverOptions(
    { firstWordSeconds, idleSeconds, ...server }: Extract<ChatModelChoice, { provider: 'openai-compatible' }>,
    networkEnabled: boolean,
): OpenAiCompatibleOptions {
    return { ...server, networkEnabled, timeouts: { firstMs: firstWordSeconds * 1_000, idleMs: idleSeconds * 1_000 } };
}
