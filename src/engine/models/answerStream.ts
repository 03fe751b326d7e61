import type { OfferedTools, TokenUsage } from '../modelPorts.ts';
import type { ModelServer } from './modelServer.ts';
import type { Patience } from './patience.ts';
import { fail } from '../../protocol/failure.ts';
import { readChatEvent, type CallPiece, type ChatEvent } from './chatEvent.ts';
import { LONGEST_EVENT, serverEvents, TooMuchText } from './serverEvents.ts';
import { serverWords } from './serverFailure.ts';

export interface AnswerStreamParts {
    /** Of the model, as shown. */
    readonly name: string;
    readonly server: ModelServer;
    readonly patience: Patience;
    /** Told what the server counted; then its last event is waited for a little longer than the text. */
    readonly onUsage?: ((usage: TokenUsage) => void) | undefined;
    /** Where the model may call tools: each call comes as a line of text at the end. */
    readonly tools?: OfferedTools | undefined;
}

/**
 * The text of an answer as it arrives, one piece for each read however small the server's own pieces are. Ends well only when the
 * server says that the answer is whole; half an answer is a failure that says what happened, after the text that came.
 */
export async function* readAnswerStream(response: Response, parts: AnswerStreamParts): AsyncIterable<string> {
    const { server, name, patience, tools } = parts;
    const ending = { finish: '', isDone: false, isCounted: parts.onUsage === undefined };
    const calls = new ToolCalls();
    const surrogates = new WholeCharacters();
    for await (const events of eventsOf(response, parts, () => ending.finish !== '')) {
        let text = '';
        let broken: ChatEvent | undefined;
        for (const event of events) {
            if (event.error || event.isGarbled) {
                broken = event;
                break;
            }
            text += event.text;
            for (const piece of event.calls) calls.push(piece);
            if (event.usage) {
                parts.onUsage?.(event.usage);
                ending.isCounted ||= event.usage.output > 0;
            }
            ending.finish = event.finish ?? ending.finish;
            ending.isDone ||= event.isDone === true;
        }
        const whole = surrogates.push(text);
        if (whole !== '') yield whole;
        if (broken?.error) {
            const said = serverWords(broken.error.message, server.apiKey);
            fail({ kind: 'model-unreachable', origin: server.origin, detail: said === '' ? 'it reports an error' : `it says: ${said}` });
        }
        if (broken) fail({ kind: 'model-unreachable', origin: server.origin, detail: 'it sent something that is no answer' });
        // Nothing comes after the end but the count, and some servers keep the line open.
        if (ending.isDone || (ending.finish !== '' && ending.isCounted)) break;
        if (ending.finish !== '') patience.endWithin(COUNT_MS);
    }
    const rest = surrogates.end();
    if (rest !== '') yield rest;
    if (tools) {
        const lines = calls.all.flatMap(call => tools.textOf(call.name, call.argumentsJson) ?? []);
        if (lines.length > 0) {
            yield `\n${lines.join('\n')}\n`;
            return;
        }
    } else if (calls.all.length > 0) {
        const asked = [...new Set(calls.all.map(call => `"${serverWords(call.name, server.apiKey)}"`))].join(', ');
        fail({ kind: 'answer-incomplete', model: name, detail: `it asked for the tool ${asked}; Footnote runs no tools for a model` });
    }
    const reason = CUT_SHORT[ending.finish];
    if (reason !== undefined) fail({ kind: 'answer-incomplete', model: name, detail: reason });
    if (ending.finish === '' && !ending.isDone) fail({ kind: 'model-unreachable', origin: server.origin, detail: 'the answer broke off' });
    if (!surrogates.hasSaid) fail({ kind: 'answer-incomplete', model: name, detail: 'it said nothing' });
}

/** The count comes right after the last word, or never. */
const COUNT_MS = 750;

/** Ends that are not the model's own. Whatever else a server calls its end is one, and so is its last word `[DONE]`. */
const CUT_SHORT: Readonly<Record<string, string>> = {
    length: 'it reached its limit of tokens',
    content_filter: 'a content filter of the server ended it',
};

async function* eventsOf(
    response: Response,
    { server, patience }: AnswerStreamParts,
    isWhole: () => boolean,
): AsyncIterable<readonly ChatEvent[]> {
    if (response.body === null) return;
    const contentType = response.headers.get('content-type') ?? '';
    if (contentType.includes('text/html'))
        fail({ kind: 'model-unreachable', origin: server.origin, detail: 'it answers with a web page: a wrong address, or a login page' });
    try {
        if (contentType.includes('application/json')) {
            const event = readChatEvent(await wholeText(response.body, patience));
            yield [{ ...event, ...(event.text === '' ? {} : { isDone: true as const }) }];
            return;
        }
        for await (const events of serverEvents(heard(response.body, patience))) yield events.map(readChatEvent);
    } catch (error) {
        // The text is whole, and only the count did not come.
        if (isWhole()) return;
        if (!(error instanceof TooMuchText)) throw error;
        fail({ kind: 'model-unreachable', origin: server.origin, detail: `it sent ${error.message}` }, { cause: error });
    }
}

/** Calls of tools as they come together from their pieces. */
class ToolCalls {
    private readonly byIndex = new Map<number, { name: string; argumentsJson: string }>();

    push({ index, name, argumentsJson }: CallPiece): void {
        const known = this.byIndex.get(index) ?? { name: '', argumentsJson: '' };
        known.name += name.slice(0, LONGEST_CALL);
        // A call without end is none of ours.
        if (known.argumentsJson.length < LONGEST_CALL) known.argumentsJson += argumentsJson;
        if (this.byIndex.size < MOST_CALLS || this.byIndex.has(index)) this.byIndex.set(index, known);
    }

    get all(): readonly { readonly name: string; readonly argumentsJson: string }[] {
        return [...this.byIndex.values()].filter(({ name }) => name !== '');
    }
}

const MOST_CALLS = 8;
const LONGEST_CALL = 2_000;

/** Any byte is a sign of life: some servers send comments while a model thinks. */
async function* heard(bytes: AsyncIterable<Uint8Array>, patience: Patience): AsyncIterable<Uint8Array> {
    for await (const chunk of bytes) {
        patience.heard();
        yield chunk;
    }
}

/** A body that is no stream of events, as far as it is not too much. */
export async function wholeText(body: AsyncIterable<Uint8Array>, patience: Patience): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of heard(body, patience)) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > LONGEST_EVENT) throw new TooMuchText('an answer without end');
    }
    return text + decoder.decode();
}

/** Half a character at the end of a piece waits for its other half; halves that stay alone, and control characters, become U+FFFD. */
class WholeCharacters {
    hasSaid = false;
    private half = '';

    push(text: string): string {
        const all = this.half + text;
        this.half = /[\ud800-\udbff]$/.exec(all)?.[0] ?? '';
        const whole = clean(this.half === '' ? all : all.slice(0, -1));
        this.hasSaid ||= whole.trim() !== '';
        return whole;
    }

    end(): string {
        return clean(this.half);
    }
}

function clean(text: string): string {
    return text.toWellFormed().replaceAll(/(?![\t\n\r])\p{Cc}/gu, '\ufffd');
}
