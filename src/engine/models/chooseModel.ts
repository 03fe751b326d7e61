import type { ChatModel } from '../ports.ts';
import type { EngineOptions } from '../../protocol/engineContract.ts';
import { openAiCompatible } from './openAiCompatible.ts';
import { quotingModel } from './quotingModel.ts';

/** The model that the settings name. Which one it is never depends on the workspace, and none is taken silently. */
export function chooseModel({ chatModel, networkEnabled }: Pick<EngineOptions, 'chatModel' | 'networkEnabled'>): ChatModel {
    switch (chatModel.provider) {
        case 'quotes':
            return quotingModel;
        case 'openai-compatible':
            return openAiCompatible({ ...chatModel, networkEnabled });
    }
}
