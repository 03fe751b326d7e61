import type { ChatModel } from '../modelPorts.ts';
import type { ChatModelChoice, EngineOptions, ModelRoles } from '../../protocol/engineContract.ts';
import type { Host } from '../../protocol/hostContract.ts';
import { meteredModel } from '../cost/meteredModel.ts';
import { borrowedModel } from './borrowedModel.ts';
import { fallbackModel } from './fallbackModel.ts';
import { openAiCompatible, type OpenAiCompatibleOptions } from './openAiCompatible.ts';
import { quotingModel } from './quotingModel.ts';

/** The model that the settings name. Which one it is never depends on the workspace, and none is taken silently. */
export function chooseModel(
    { chatModel, networkEnabled }: Pick<EngineOptions, 'chatModel' | 'networkEnabled'>,
    host: Host | undefined,
    /** Names of the persona's models, which come before those of the settings. */
    preferred: readonly string[] = [],
): ChatModel {
    if (chatModel.provider === 'quotes') return quotingModel;
    const names = preferred.length > 0 ? preferred : [chatModel.model, ...(chatModel.fallbacks ?? [])];
    const [first = chatModel.model, ...others] = [...new Set(names)];
    const named = (model: string): ChatModel => meteredModel(namedModel({ ...chatModel, model }, networkEnabled, host));
    return others.length === 0 ? named(first) : fallbackModel([named(first), ...others.map(named)]);
}

/** The model that the settings name for something else than answering; undefined where they name none. */
export function roleModel(
    role: keyof ModelRoles,
    { roles, ...options }: Pick<EngineOptions, 'chatModel' | 'networkEnabled' | 'roles'>,
    host: Host | undefined,
): ChatModel | undefined {
    const name = roles?.[role] ?? '';
    return name === '' || options.chatModel.provider === 'quotes' ? undefined : chooseModel(options, host, [name]);
}

function namedModel(
    chatModel: Exclude<ChatModelChoice, { provider: 'quotes' }>,
    networkEnabled: boolean,
    host: Host | undefined,
): ChatModel {
    switch (chatModel.provider) {
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
