import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paceTurns } from '../../../src/extension/chat/turnPacing.ts';
import { newTurn, stopTurn, type Turn } from '../../../src/protocol/conversation.ts';

beforeEach(() => {
    vi.useFakeTimers();
});
afterEach(() => {
    vi.useRealTimers();
});

const turn = (text: string): Turn => ({ ...newTurn('t1', 'How?'), text });

test('the first word goes at once, then the newest form every 50 ms, and the end at once', () => {
    const shown: string[] = [];
    const pace = paceTurns(({ text }) => shown.push(text));
    pace.show(turn('a'));
    expect(shown).toEqual(['a']);
    for (const text of ['ab', 'abc', 'abcd']) pace.show(turn(text));
    expect(shown).toEqual(['a']);
    vi.advanceTimersByTime(50);
    expect(shown).toEqual(['a', 'abcd']);
    pace.show(turn('abcde'));
    pace.show(stopTurn(turn('abcdef')));
    expect(shown).toEqual(['a', 'abcd', 'abcdef']);
    vi.advanceTimersByTime(500);
    expect(shown, 'nothing is shown twice').toEqual(['a', 'abcd', 'abcdef']);
});

test('a thousand words in a second are twenty messages', () => {
    let shown = 0;
    const pace = paceTurns(() => shown++);
    for (let n = 0; n < 1_000; n++) {
        pace.show(turn(String(n)));
        vi.advanceTimersByTime(1);
    }
    expect(shown).toBeGreaterThan(15);
    expect(shown).toBeLessThanOrEqual(21);
});

test('nothing of a conversation that was left comes late', () => {
    const shown: string[] = [];
    const pace = paceTurns(({ text }) => shown.push(text));
    pace.show(turn('a'));
    pace.show(turn('ab'));
    pace.forget();
    vi.advanceTimersByTime(500);
    expect(shown).toEqual(['a']);
});
