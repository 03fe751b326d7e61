import type { Conversation } from '../../protocol/conversation.ts';
import { oneLine } from './conversationRecord.ts';
import type { ConversationSummary } from './conversationFiles.ts';

/** What was asked last in this workspace, newest first, each once: those of the conversation on show before those of earlier ones. */
export function recentQuestions(
    current: Pick<Conversation, 'turns'>,
    earlier: readonly ConversationSummary[],
    most = 20,
): readonly string[] {
    const asked = [current.turns.map(({ question }) => question), ...earlier.map(({ questions }) => questions)];
    const newestFirst = asked.flatMap(questions => questions.map(oneLine).reverse());
    return [...new Set(newestFirst)].slice(0, most);
}
