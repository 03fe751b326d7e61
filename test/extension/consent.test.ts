/** Nothing leaves this machine for a server before its host was named and agreed to; the engine of these tests notes what it is asked. */
import { describe, expect, test } from 'vitest';
import { askWithConsent, consentMemory, forgetWhenMoved, needsConsent, type ConsentMemory } from '../../src/extension/consent.ts';
import type { AnswerEvent, Question } from '../../src/protocol/answer.ts';
import { destinationOf } from '../../src/protocol/destination.ts';
import type { ChatModelChoice } from '../../src/protocol/engineContract.ts';
import { fail, isAbort } from '../../src/protocol/failure.ts';
import type { SentPayload } from '../../src/protocol/payload.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';

function serverAt(baseUrl: string): ChatModelChoice {
    const settings = { ...defaultSettings, 'footnote.model.provider': 'openai-compatible' as const, 'footnote.model.baseUrl': baseUrl };
    return engineOptions(settings, { apiKey: 'secret', excludes: [], cores: 1 }).chatModel;
}

const elsewhere = serverAt('https://models.example/v1');
const payload: SentPayload = {
    model: 'm',
    destination: 'https://models.example',
    messages: [{ role: 'user', content: 'Where?' }],
    redacted: 0,
};

describe('the user is asked', () => {
    function check(name: string, model: ChatModelChoice, agreed: string | undefined, isAsked: boolean) {
        test(`${isAsked ? 'for' : 'not for'} ${name}`, () => expect(needsConsent(model, agreed)).toBe(isAsked));
    }
    check('quoting', { provider: 'quotes' }, undefined, false);
    check('a model of the editor, which asks itself', { provider: 'vscode-lm', model: 'copilot/gpt' }, undefined, false);
    for (const address of ['http://127.0.0.1:11434/v1', 'http://localhost:1234/v1', 'http://[::1]:8080/v1'])
        check(`a server on this machine, ${address}`, serverAt(address), undefined, false);
    check('a server elsewhere', elsewhere, undefined, true);
    check('one that was agreed to', elsewhere, 'https://models.example', false);
    check('another path of it', serverAt('https://models.example/other/v1'), 'https://models.example', false);
    check('another port of it', serverAt('https://models.example:8443/v1'), 'https://models.example', true);
    check('a host that begins like it', serverAt('https://models.example.attacker.example/v1'), 'https://models.example', true);
    check('a name in front of the host', serverAt('https://127.0.0.1@models.example/v1'), undefined, true);
    check('a host that begins like this machine', serverAt('https://localhost.attacker.example/v1'), undefined, true);
    check('an address that cannot be read', serverAt('nowhere'), undefined, false);
});

function memoryWith(agreed: string | undefined): ConsentMemory {
    const state = new Map<string, unknown>();
    const memory = consentMemory({ get: (key: string) => state.get(key), update: async (key, value) => void state.set(key, value) });
    if (agreed !== undefined) void memory.remember(agreed);
    return memory;
}

interface Course {
    readonly model: ChatModelChoice;
    readonly agreed?: string;
    readonly says?: boolean;
    /** Who is asked in place of the model that is set. */
    readonly by?: string;
    /** What the engine would send; a function that fails for what stands in the way. */
    readonly preview?: () => SentPayload | undefined;
}

/** Asks one question and tells what the user was shown, what the engine was asked, and what is remembered. */
async function ask({ model, agreed, says = false, preview = () => payload, by }: Course, signal?: AbortSignal) {
    const memory = memoryWith(agreed);
    const shown: SentPayload[] = [];
    const asked: Question[] = [];
    const events: AnswerEvent[] = [];
    const answering = askWithConsent(
        { text: 'Where?', ...(by === undefined ? {} : { model: by }) },
        {
            engine: {
                async *ask(question) {
                    asked.push(question);
                    yield { type: 'searching' };
                },
                previewPayload: async () => preview(),
            },
            settled: async () => undefined,
            chatModel: () => model,
            memory,
            confirm: async what => {
                shown.push(what);
                return says;
            },
        },
        signal ? { signal } : {},
    );
    const isStopped = await (async () => {
        for await (const event of answering) events.push(event);
    })().then(
        () => false,
        (error: unknown) => {
            if (!isAbort(error)) throw error;
            return true;
        },
    );
    const agreedTo = asked.map(({ agreedDestination }) => agreedDestination);
    return { shown, agreedTo, remembered: memory.agreed, events: events.length, isStopped };
}

describe('a question', () => {
    test('goes when the user agrees, who has seen what goes where, and the place is remembered', async () => {
        expect(await ask({ model: elsewhere, says: true })).toEqual({
            shown: [payload],
            agreedTo: ['https://models.example'],
            remembered: 'https://models.example',
            events: 1,
            isStopped: false,
        });
    });
    test('is answered without a model when the user does not agree, and asked about again the next time', async () => {
        expect(await ask({ model: elsewhere })).toMatchObject({ shown: [payload], agreedTo: ['nobody'], remembered: undefined, events: 1 });
    });
    test('goes without asking where it was agreed to, and nowhere else', async () => {
        const known = await ask({ model: elsewhere, agreed: 'https://models.example' });
        expect(known).toMatchObject({ shown: [], agreedTo: ['https://models.example'] });
        const other = await ask({ model: elsewhere, agreed: 'https://other.example' });
        expect(other).toMatchObject({ shown: [payload], agreedTo: ['nobody'], remembered: 'https://other.example' });
    });
    test('to this machine and to models of the editor goes there and only there', async () => {
        for (const model of [serverAt('http://127.0.0.1:11434/v1'), { provider: 'vscode-lm', model: 'copilot/gpt' } as const])
            expect(await ask({ model })).toMatchObject({ shown: [], agreedTo: [destinationOf(model)], remembered: undefined });
    });
    test('that quotations are to answer again is not asked about, and goes nowhere', async () => {
        expect(await ask({ model: elsewhere, by: 'Quotes', says: true })).toMatchObject({
            shown: [],
            agreedTo: ['nobody'],
            remembered: undefined,
        });
    });

    test('that is asked while a setting is being taken up waits for it, and is answered by what is set then', async () => {
        let model: ChatModelChoice = elsewhere;
        const course: string[] = [];
        const settled = Promise.withResolvers<void>();
        const answering = askWithConsent(
            { text: 'Where?' },
            {
                engine: {
                    async *ask({ agreedDestination }) {
                        course.push(`asked, for ${agreedDestination ?? 'nobody'}`);
                        yield { type: 'searching' };
                    },
                    previewPayload: async () => payload,
                },
                settled: () => settled.promise,
                chatModel: () => model,
                memory: memoryWith(undefined),
                confirm: async () => Boolean(course.push('shown')),
            },
        );
        const done = (async () => {
            for await (const { type } of answering) course.push(type);
        })();
        // As many turns of the loop as an answer without waiting takes.
        for (let turns = 0; turns < 50; turns++) await Promise.resolve();
        expect(course).toEqual([]);
        model = serverAt('http://127.0.0.1:11434/v1');
        settled.resolve();
        await done;
        expect(course).toEqual(['asked, for http://127.0.0.1:11434', 'searching']);
    });
    test('that would send nothing, or cannot be sent, is not asked about', async () => {
        const failing = () => fail({ kind: 'network-disabled', origin: 'https://models.example' });
        for (const preview of [() => undefined, failing])
            expect(await ask({ model: elsewhere, says: true, preview })).toMatchObject({ shown: [], agreedTo: ['nobody'] });
    });
    test('for which the engine has another place in mind than the settings say goes nowhere', async () => {
        const preview = () => ({ ...payload, destination: 'https://before.example' });
        expect(await ask({ model: elsewhere, says: true, preview })).toMatchObject({
            shown: [],
            agreedTo: ['nobody'],
            remembered: undefined,
        });
    });
    test('that was stopped while the user was being asked neither goes nor is remembered', async () => {
        const controller = new AbortController();
        const stoppedWhileAsked = ask(
            {
                model: elsewhere,
                says: true,
                preview: () => {
                    controller.abort();
                    return payload;
                },
            },
            controller.signal,
        );
        expect(await stoppedWhileAsked).toEqual({ shown: [payload], agreedTo: [], remembered: undefined, events: 0, isStopped: true });
    });
});

describe('agreement', () => {
    test('stays while the address has the same origin', async () => {
        const memory = memoryWith('https://models.example');
        await forgetWhenMoved(memory, 'https://models.example/v2');
        expect(memory.agreed).toBe('https://models.example');
    });
    test('is forgotten with the address', async () => {
        for (const address of ['https://other.example/v1', 'http://127.0.0.1:11434/v1', '']) {
            const memory = memoryWith('https://models.example');
            await forgetWhenMoved(memory, address);
            expect(memory.agreed, address).toBeUndefined();
        }
    });
});
