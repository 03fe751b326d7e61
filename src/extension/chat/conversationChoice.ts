import type { Question } from '../../protocol/answer.ts';
import type { ChatModelChoice } from '../../protocol/engineContract.ts';

/** What was chosen for one conversation; what is absent is as the settings say. */
export interface ConversationChoice {
    readonly model?: ChosenModel;
    /** The name of the persona that is answered to. */
    readonly persona?: string;
}

/** A model by its name, and where it is to be had: another server may have one of the same name, or none. */
export interface ChosenModel {
    readonly name: string;
    /** As `placeOfModels` says it; empty for quotations, which are to be had everywhere. */
    readonly at: string;
}

/** Where the models are to be had that the settings name: the address of a server, or that the editor lends them. */
export function placeOfModels(chatModel: ChatModelChoice): string {
    return chatModel.provider === 'openai-compatible' ? chatModel.baseUrl : chatModel.provider;
}

/** The name under which the engine knows quotations. */
export const QUOTES = 'Quotes';

/** The model that a conversation asks in place of the one that is set; undefined where none was chosen, or it is not to be had any more. */
export function chosenModel({ model }: ConversationChoice, placeNow: string): string | undefined {
    return model && (model.name === QUOTES || model.at === placeNow) ? model.name : undefined;
}

/** A question as this conversation asks it. A model that the question itself names is asked all the same. */
export function asChosen(question: Question, choice: ConversationChoice, placeNow: string): Question {
    const model = question.model ?? chosenModel(choice, placeNow);
    const persona = question.persona ?? choice.persona;
    return { ...question, ...(model === undefined ? {} : { model }), ...(persona === undefined ? {} : { persona }) };
}

/** The two as a choice, without what is undefined. */
export function choiceOf({
    model,
    persona,
}: {
    readonly model?: ChosenModel | undefined;
    readonly persona?: string | undefined;
}): ConversationChoice {
    return { ...(model === undefined ? {} : { model }), ...(persona === undefined ? {} : { persona }) };
}

/** Something was chosen here. */
export function isChosen({ model, persona }: ConversationChoice): boolean {
    return model !== undefined || persona !== undefined;
}
