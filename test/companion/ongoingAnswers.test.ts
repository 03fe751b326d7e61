import { expect, test } from 'vitest';
import { OngoingAnswers } from '../../src/companion/ongoingAnswers.ts';
import type { CompanionTrouble } from '../../src/protocol/companionContract.ts';

const explain = (error: unknown): CompanionTrouble => ({ reason: 'failed', words: String(error) });

/** Says each piece when it is let. */
function scripted() {
    const steps: (() => void)[] = [];
    let signal: AbortSignal | undefined;
    const say = async function* (given: AbortSignal): AsyncIterable<string> {
        signal = given;
        for (const word of ['one ', 'two ', 'three']) {
            await new Promise<void>(resolve => steps.push(resolve));
            yield word;
        }
    };
    return {
        say,
        next: async () => {
            await expect.poll(() => steps.length).toBeGreaterThan(0);
            steps.shift()?.();
        },
        isStopped: () => signal?.aborted ?? false,
    };
}

async function readAll(answers: OngoingAnswers, id: string): Promise<readonly unknown[]> {
    const pieces: unknown[] = [];
    for (;;) {
        const piece = await answers.read(id);
        pieces.push(piece);
        if (piece.isDone) return pieces;
    }
}

test('a reader gets what was said since, waits while there is nothing, and hears the end', async () => {
    const answers = new OngoingAnswers();
    const model = scripted();
    const id = answers.start(model.say, explain);
    const reading = readAll(answers, id);
    for (let words = 0; words < 3; words++) await model.next();
    const pieces = (await reading) as { text: string }[];
    expect(pieces.map(({ text }) => text).join('')).toBe('one two three');
    expect(pieces.at(-1)).toMatchObject({ isDone: true });
    expect(await answers.read(id)).toEqual({ text: '', isDone: true });
});

test('what goes wrong comes after what was said', async () => {
    const answers = new OngoingAnswers();
    const id = answers.start(async function* () {
        yield 'half';
        throw new Error('broke');
    }, explain);
    const pieces = (await readAll(answers, id)) as { text: string; trouble?: CompanionTrouble }[];
    expect(pieces.map(({ text }) => text).join('')).toBe('half');
    expect(pieces.at(-1)?.trouble).toEqual({ reason: 'failed', words: 'Error: broke' });
});

test('silence is told after a while, so that no side waits for ever', async () => {
    const answers = new OngoingAnswers({ pieceMs: 5, readerMs: 60_000 });
    const id = answers.start(scripted().say, explain);
    expect(await answers.read(id)).toEqual({ text: '', isDone: false });
    answers.dispose();
});

test('an answer that is stopped, or whose reader has gone away, is written no further', async () => {
    const answers = new OngoingAnswers({ pieceMs: 60_000, readerMs: 20 });
    const [stopped, left] = [scripted(), scripted()];
    answers.stop(answers.start(stopped.say, explain));
    expect(stopped.isStopped()).toBe(true);
    answers.start(left.say, explain);
    await expect.poll(() => left.isStopped()).toBe(true);
});
