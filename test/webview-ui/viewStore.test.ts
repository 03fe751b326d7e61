import { expect, test } from 'vitest';
import { applyAnswerEvent, newTurn } from '../../src/protocol/conversation.ts';
import { announcement } from '../../webview-ui/src/announcements.ts';
import { applyViewMessage } from '../../webview-ui/src/viewStore.ts';
import { scenes } from '../../webview-ui/scenes.ts';

const finished = scenes.finished();
const asked = newTurn('t2', 'Which tests cover it?');

test('nothing is drawn before the first snapshot, whatever arrives', () => {
    expect(applyViewMessage(undefined, { type: 'turn', turn: asked })).toBeUndefined();
    expect(applyViewMessage(undefined, { type: 'index', index: { state: 'empty' }, engine: { state: 'starting' } })).toBeUndefined();
    expect(applyViewMessage(undefined, { type: 'snapshot', state: finished })).toEqual(finished);
});

test('a turn that is new goes to the end, one that is known is replaced in its place', () => {
    const both = applyViewMessage(finished, { type: 'turn', turn: asked });
    expect(both?.turns.map(turn => turn.id)).toEqual(['t1', 't2']);
    const grown = applyAnswerEvent(asked, { type: 'text', text: 'Two' });
    const after = both && applyViewMessage(both, { type: 'turn', turn: grown });
    expect(after?.turns.map(turn => turn.text)).toEqual([finished.turns[0]?.text, 'Two']);
    expect(after?.turns[0], 'a turn that did not change is the same object, so that it is not drawn again').toBe(finished.turns[0]);
});

test('a snapshot replaces everything, but turns it repeats stay the same objects', () => {
    const repeated = applyViewMessage(finished, { type: 'snapshot', state: { ...scenes.finished(), answersBy: 'another' } });
    expect(repeated?.answersBy).toBe('another');
    expect(repeated?.turns[0]).toBe(finished.turns[0]);
    const changed = applyViewMessage(finished, { type: 'snapshot', state: scenes.stopped() });
    expect(changed?.turns[0]).not.toBe(finished.turns[0]);
});

test('the index moves without touching the conversation', () => {
    const index = { state: 'failed', failure: { kind: 'disk-full', folder: '/data' } } as const;
    expect(applyViewMessage(finished, { type: 'index', index, engine: { state: 'running' } })).toEqual({ ...finished, index });
});

test('a screen reader hears what changed for the reader, once, and nothing else', () => {
    const searching = { ...finished, turns: [...finished.turns, asked] };
    const withTurn = (turn: typeof asked) => ({ ...finished, turns: [...finished.turns, turn] });
    const writing = withTurn(applyAnswerEvent(asked, { type: 'text', text: 'Two' }));
    const more = withTurn(applyAnswerEvent(asked, { type: 'text', text: 'Two tests' }));
    const done = withTurn({ ...scenes.finished().turns[0]!, id: 't2' });
    expect(announcement(undefined, finished), 'the first state is not news').toBeUndefined();
    expect(announcement(finished, searching)).toBe('Searching');
    expect(announcement(searching, writing), 'words on their way are read when they are all there').toBeUndefined();
    expect(announcement(writing, more)).toBeUndefined();
    expect(announcement(more, done)).toBe('Answer ready, 4 sources');
    expect(announcement(searching, withTurn({ ...asked, progress: { state: 'stopped' } }))).toBe('Stopped');
    expect(announcement(searching, withTurn({ ...asked, progress: { state: 'failed', failure: { kind: 'no-folder' } } }))).toBe(
        'No answer. No folder is open',
    );
    expect(announcement(scenes.empty(), finished), 'an old conversation that was opened').toBeUndefined();
    expect(announcement(scenes.indexing(), scenes.empty())).toBe('1,418 files indexed');
    expect(announcement(finished, scenes['engine-stopped']())).toBe('The Footnote engine has stopped');
});
