import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { paceTurns, turnMessage } from '../../../src/extension/chat/turnPacing.ts';
import { applyAnswerEvent, newTurn, stopTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { scenes } from '../../../webview-ui/scenes.ts';
import { applyViewMessage } from '../../../webview-ui/src/viewStore.ts';
import { answer, events } from './answers.ts';

beforeEach(() => {
    vi.useFakeTimers();
});
afterEach(() => {
    vi.useRealTimers();
});

const scene = scenes.empty();
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

describe('a turn that the panel knows', () => {
    const evidence = answer.evidence;
    const answering = (text: string, citations = answer.citations): Turn => ({
        ...turn(text),
        evidence,
        citations,
        progress: { state: 'answering' },
    });

    test('is sent by what was added while it is written, and whole otherwise', () => {
        const known = answering('Adds', []);
        expect(turnMessage(known, answering('Adds.[1]'))).toEqual({
            type: 'turn-grew',
            turnId: 't1',
            from: 4,
            text: '.[1]',
            citations: answer.citations,
        });
        for (const whole of [
            stopTurn(answering('Adds.')),
            answering('Other'),
            { ...answering('Adds.'), evidence: [...evidence] },
            { ...answering('Adds.'), id: 't2' },
        ])
            expect(turnMessage(known, whole)).toEqual({ type: 'turn', turn: whole });
        expect(turnMessage(undefined, known)).toEqual({ type: 'turn', turn: known });
    });

    test('is in the panel what it is here, however it was sent', () => {
        let state = applyViewMessage(undefined, { type: 'snapshot', state: { ...scene, turns: [turn('')] } });
        let sent: Turn | undefined;
        let now = turn('');
        for (const event of events) {
            now = applyAnswerEvent(now, event);
            state = applyViewMessage(state, turnMessage(sent, now));
            sent = now;
            expect(state?.turns).toEqual([now]);
        }
        expect(now.progress.state).toBe('finished');
        // The page was shown anew in between: what it has already is not added once more.
        expect(applyViewMessage(state, { type: 'turn-grew', turnId: 't1', from: 0, text: 'x', citations: [] })?.turns).toEqual([now]);
    });
});
