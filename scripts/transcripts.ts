import type { Answer, AnswerEvent, Question } from '../src/protocol/answer.ts';
import type { Turn } from '../src/protocol/conversation.ts';
import { applyAnswerEvent, failTurn, newTurn } from '../src/protocol/conversation.ts';
import { FailureError, describeFailure } from '../src/protocol/failure.ts';
import { placeLabel } from '../src/protocol/text.ts';
import { visibleText } from '../src/protocol/visibleText.ts';

/** One question and what came of it, as a page shows it: the text word for word (the whole question is on the page of its prompt), then each footnote and each doubt. */
export async function transcriptOf(
    { id, query }: { readonly id: string; readonly query: string },
    ask: (question: Question) => AsyncIterable<AnswerEvent>,
): Promise<string> {
    let turn = newTurn('t1', query);
    try {
        for await (const event of ask({ text: query })) turn = applyAnswerEvent(turn, event);
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        turn = failTurn(turn, error.failure);
    }
    const { progress } = turn;
    return [
        `## ${id}`,
        '',
        `> [${visibleText(query.split('\n')[0] ?? '').replaceAll(/[[\]]/g, '')}](../${id.replaceAll('/', '-')}.md)`,
        '',
        ...(progress.state === 'failed' ? [`**${describeFailure(progress.failure).title}**`, ''] : []),
        fenced(turn.text === '' ? '(no text)' : visibleText(turn.text)),
        '',
        ...(progress.state === 'finished' ? verdictOf(progress.answer) : []),
        ...citationsOf(turn),
        '',
    ].join('\n');
}

function verdictOf({ answeredBy, notice, isAnswered, doubts = [], text }: Answer): readonly string[] {
    return [
        `Answered by ${answeredBy}; ${isAnswered ? 'something relevant was found' : 'nothing relevant was found'}.${notice === undefined ? '' : ` ${notice}`}`,
        '',
        ...doubts.map(({ at, why, missing }) => {
            const sentence = text.slice(Math.max(0, at - 60), at).replace(/\s+/g, ' ');
            return `- doubted (${why}${missing.length === 0 ? '' : `: ${missing.map(visibleText).join(', ')}`}): …${visibleText(sentence).replaceAll('`', "'")}`;
        }),
        ...(doubts.length === 0 ? [] : ['']),
    ];
}

function citationsOf({ citations }: Turn): readonly string[] {
    if (citations.length === 0) return ['No footnote.'];
    return citations.map(({ mark, state, ...place }) => `- [${mark}] ${placeLabel(place)}: ${state}`);
}

/** Within a fence that no line of the text can end. */
function fenced(text: string): string {
    const longest = Math.max(2, ...[...text.matchAll(/^\s*(`+)/gm)].map(([, ticks = '']) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}text\n${text.trimEnd()}\n${fence}`;
}
