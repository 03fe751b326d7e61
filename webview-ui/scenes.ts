import type { TraceStep } from '../src/protocol/trace.ts';
import type { Citation, Doubt, Evidence } from '../src/protocol/answer.ts';
import type { Turn } from '../src/protocol/conversation.ts';
import type { FileKind } from '../src/protocol/code.ts';
import type { IndexCounts } from '../src/protocol/indexing.ts';
import type { Coverage, PassageOrigin } from '../src/protocol/passage.ts';
import type { ShownAttachment, ShownOffer, ViewState } from '../src/protocol/view.ts';
import { newTurn } from '../src/protocol/conversation.ts';
import { workspacePath } from '../src/protocol/text.ts';

/** The panel in each state a user can meet, for screenshots, for the accessibility run, and for trying the view in a browser. */
export const scenes = {
    empty: () => panel({}),
    'no-folder': () => panel({ workspace: 'no-folder', index: { state: 'empty' } }),
    restricted: () => panel({ workspace: 'restricted', index: { state: 'empty' } }),
    indexing: () => panel({ index: { state: 'indexing', done: 312, total: 1418, counts: counts({ indexed: 312 }) } }),
    searching: () => panel({ turns: [finishedTurn(), newTurn('t2', 'Which tests cover it?')], attachments: [selectionChip] }),
    answering: () => panel({ turns: [answeringTurn()] }),
    finished: () => panel({ turns: [finishedTurn()] }),
    markdown: () => panel({ turns: [markdownTurn()] }),
    doubted: () => panel({ turns: [doubtedTurn()] }),
    failed: () =>
        panel({
            turns: [{ ...newTurn('t1', 'Where is a build retried, and how often?'), progress: { state: 'failed', failure: modelFailure } }],
            answersBy: 'llama-3.1-70b',
        }),
    'engine-stopped': () =>
        panel({
            turns: [finishedTurn()],
            engine: { state: 'stopped', failure: { kind: 'engine-stopped', detail: 'stopped five times in ten minutes' } },
        }),
    'disk-full': () =>
        panel({
            turns: [finishedTurn()],
            index: {
                state: 'failed',
                failure: { kind: 'disk-full', folder: '/home/me/.local/share/footnote' },
                counts: counts({ indexed: 1102 }),
            },
        }),
    held: () => panel({ index: { state: 'held', holderPid: 25296, counts: counts({}) } }),
    'words-only': () =>
        panel({
            index: {
                state: 'ready',
                counts: counts({}),
                hasMeaning: false,
                withoutMeaning:
                    'found by words only: the vector database (LanceDB) does not load on linux-x64 (Cannot find native binding); the package of Footnote for this system brings it',
            },
        }),
    'model-missing': () =>
        panel({
            engine: {
                state: 'stopped',
                failure: { kind: 'model-missing', model: 'all-MiniLM-L6-v2', folder: '/home/me/.vscode/extensions/footnote/media/models' },
            },
        }),
    'quota-reached': () =>
        panel({
            index: {
                state: 'failed',
                failure: { kind: 'quota-reached', folder: '/home/me/.local/share/footnote', usedBytes: 2.2e9, quotaBytes: 2 ** 31 },
                counts: counts({ indexed: 1102 }),
            },
        }),
    'index-failed': () => panel({ index: { state: 'failed', failure: { kind: 'index-damaged', detail: 'checksum of generation 4' } } }),
    private: () => panel({ turns: [finishedTurn()], isPrivate: true }),
    reopened: () => panel({ turns: [finishedTurn()], isReopened: true }),
    attached: () =>
        panel({
            attachments: [
                selectionChip,
                { id: 'a2', kind: 'folder', name: 'src/build/', isAutomatic: false, fate: { state: 'searched', files: 12 } },
                { id: 'a3', kind: 'problems', name: 'Problems (3)', isAutomatic: false, fate: { state: 'whole', tokens: 96 } },
                { id: 'a4', kind: 'changes', name: 'Git changes', isAutomatic: false },
            ],
        }),
    'too-large': () =>
        panel({
            turns: [finishedTurn()],
            attachments: [
                {
                    id: 'a1',
                    kind: 'file',
                    name: 'packages/server/src/generated/protocol/messageTypes.generated.ts',
                    isAutomatic: false,
                    fate: { state: 'cut', tokens: 5_391, wholeTokens: 48_120, unit: 'lines', kept: 412, of: 3_890, isRestSearched: true },
                },
            ],
        }),
    stopped: () => panel({ turns: [{ ...answeringTurn(), progress: { state: 'stopped' } }] }),
    versions: () => panel({ turns: [{ ...followedTurn(), versions: { shown: 2, of: 2 } }], answersBy: 'llama-3.1-70b' }),
    incomplete: () => panel({ turns: [incompleteTurn()], answersBy: 'llama-3.1-70b' }),
    continuing: () => panel({ turns: [{ ...answeringTurn(), progress: { state: 'searching' } }] }),
    queued: () =>
        panel({ engine: { state: 'starting' }, turns: [{ ...newTurn('t1', 'Where is a build retried?'), progress: { state: 'queued' } }] }),
    'right-to-left': () => panel({ turns: [rightToLeftTurn()] }),
} satisfies Record<string, () => ViewState>;

export type SceneName = keyof typeof scenes;

/** What the picker shows in the scene `attached` once an `@` is typed. */
export const offersOfScene: readonly ShownOffer[] = [
    { id: 'o1', kind: 'lines', name: 'Selection', detail: 'src/build/watch.ts:70-73' },
    { id: 'o2', kind: 'problems', name: 'Problems (3)', detail: '' },
    { id: 'o3', kind: 'changes', name: 'Git changes', detail: '' },
    { id: 'o4', kind: 'file', name: 'watch.ts', detail: 'src/build' },
    { id: 'o5', kind: 'file', name: 'watchWithPollingFallback.ts', detail: 'packages/server/src/filesystem/watching' },
    { id: 'o6', kind: 'folder', name: 'src/watch/', detail: '' },
    { id: 'o7', kind: 'symbol', name: 'Watcher.watch', detail: 'src/build/watch.ts:70-81' },
];

const selectionChip: ShownAttachment = {
    id: 'a1',
    kind: 'lines',
    name: 'src/build/watch.ts:70-73',
    isAutomatic: true,
    fate: { state: 'whole', tokens: 48 },
};

function panel(change: Partial<ViewState>): ViewState {
    return {
        workspace: 'open',
        engine: { state: 'running' },
        index: { state: 'ready', counts: counts({}), hasMeaning: true },
        turns: [],
        answersBy: 'Quotes',
        history: [
            { id: 'c1', title: 'How does the watcher decide what to rebuild?', turns: 4, isPinned: true },
            { id: 'c2', title: 'Where are the settings read?', turns: 1 },
            { id: 'c3', title: 'What happens when a plugin throws while the server is starting up?', turns: 12 },
        ],
        ...change,
    };
}

function counts(change: Partial<IndexCounts>): IndexCounts {
    return { indexed: 1418, total: 1431, skipped: 13, chunks: 9120, ...change };
}

const coverage: Coverage = { searchedFiles: 1418, totalFiles: 1431, skippedFiles: 13, isPartial: false, hasMeaning: true };
const modelFailure = { kind: 'model-unreachable', origin: 'http://127.0.0.1:11434', detail: 'connect ECONNREFUSED' } as const;

const retrySource = `export async function retryBuild(run: Run, { retries, signal }: RetryOptions) {
  for (let n = 0; ; n++) {
    try { return await run({ signal }); }
    catch (error) {
      if (n >= retries || !isTransient(error)) throw error;
      await pause(250 * 2 ** n, signal);  // 250, 500, 1000 ms
    }
  }
}`;

function evidence(
    number: number,
    role: Evidence['role'],
    place: { readonly path: string; readonly start: number; readonly text: string; readonly language: string; readonly kind?: FileKind },
    origins: readonly PassageOrigin[],
): Evidence {
    const range = { startLine: place.start, endLine: place.start + place.text.split('\n').length - 1 };
    const { path, text, language, kind = 'code' } = place;
    return {
        number,
        role,
        passage: { path: workspacePath(path), range, language, kind, text, hash: `hash-${number}`, score: 1 / number, origins },
    };
}

const found: readonly Evidence[] = [
    evidence(1, 'definition', { path: 'src/build/retry.ts', start: 18, text: retrySource, language: 'typescript' }, [
        { signal: 'symbol', contribution: 0.4, detail: 'defines retryBuild' },
        { signal: 'words', contribution: 0.3 },
        { signal: 'meaning', contribution: 0.2 },
    ]),
    evidence(
        2,
        'configuration',
        {
            path: 'src/settings.ts',
            start: 44,
            text: "  'build.retries': z.number().int().min(0).max(10).default(3),",
            language: 'typescript',
        },
        [{ signal: 'words', contribution: 0.3, detail: 'names build.retries' }],
    ),
    evidence(
        3,
        'use',
        {
            path: 'packages/server/src/build/incremental/watchDependencies.ts',
            start: 70,
            text: 'watcher.on("change", async () => {\n  await retryBuild(build, options);\n  reload();\n});',
            language: 'typescript',
        },
        [{ signal: 'symbol', contribution: 0.2, detail: 'uses retryBuild' }],
    ),
    evidence(
        4,
        'test',
        {
            path: 'test/build/retry.test.ts',
            start: 5,
            text: 'test("gives up after three", () => {});',
            language: 'typescript',
            kind: 'test',
        },
        [
            { signal: 'words', contribution: 0.2, detail: 'path has retry' },
            { signal: 'kind', contribution: -0.1, detail: 'a test' },
        ],
    ),
];

function citation(mark: string, lines: Citation['range'], state: Citation['state'] = 'verified'): Citation {
    const number = Number(mark.split(':')[0]);
    const path = found.find(item => item.number === number)?.passage.path ?? workspacePath('unknown');
    return { mark, number, path, range: lines, hash: `hash-${mark}`, state };
}

const citations: readonly Citation[] = [
    citation('1', { startLine: 18, endLine: 26 }),
    citation('1:18-24', { startLine: 18, endLine: 24 }),
    citation('1:22', { startLine: 22, endLine: 22 }),
    citation('2', { startLine: 44, endLine: 44 }),
    citation('3', { startLine: 73, endLine: 76 }, 'moved'),
    citation('4', { startLine: 5, endLine: 5 }, 'stale'),
];

const answerText = `A failed build is retried by \`retryBuild\`, at most three times, waiting twice as long each time.[1] The limit comes from the setting \`build.retries\`, whose default is 3.[2] Only errors marked as transient are retried; the others are thrown at once.[1:22]

\`\`\`typescript src/build/retry.ts:18-24 [1:18-24]
${retrySource.split('\n').slice(0, 7).join('\n')}
\`\`\`

The watcher starts it after each change.[3] A test says when it gives up.[4]
`;

function finishedTurn(): Turn {
    const answer = { text: answerText, citations, evidence: found, coverage, answeredBy: 'Quotes', isAnswered: true, tookMs: 212 };
    return {
        ...newTurn('t1', 'Where is a build retried, and how often?'),
        text: answerText,
        evidence: found,
        citations,
        coverage,
        searchedMs: 14,
        progress: { state: 'finished', answer },
    };
}

function answeringTurn(): Turn {
    const text = answerText.slice(0, 470);
    return {
        ...newTurn('t1', 'Where is a build retried, and how often?', [
            { kind: 'lines', path: workspacePath('src/build/watch.ts'), range: { startLine: 70, endLine: 73 } },
        ]),
        text,
        evidence: found,
        citations: citations.slice(0, 4),
        coverage: { ...coverage, searchedFiles: 312, isPartial: true, hasMeaning: false },
        searchedMs: 14,
        progress: { state: 'answering' },
    };
}

const markdownText = `## Retrying

1. The first try has *no* delay
2. the next ones wait **250 ms, 500 ms** and one second[1]
   - with \`signal\`, a wait ends early

| setting | default | where |
| --- | --- | --- |
| \`build.retries\` | 3 | src/settings.ts[2] |
| \`build.retryDelayMs\` | 250 | src/settings.ts |

> Errors that are not transient are thrown at once.

### See also
The method is described at [Amazon's builders' library](https://aws.amazon.com/builders-library/) and in a [local note](docs/retry.md). [7] cites nothing.

\`\`\`python
def pause(ms: int) -> None:
    time.sleep(ms / 1000)  # seconds
\`\`\`

\`\`\`typescript src/build/retry.ts:18-19 [1:18-24]
export async function retryBuild(run: Run, { retries, signal }: RetryOptions) {
  for (let n = 0; n < 1000; n++) {
\`\`\`
`;

const doubtedText = `A failed build is retried by \`retryBuild\` [1:18-24]. It waits in \`sleepQuietly\` between two tries [1:22]. The limit of retries is 3 [2]. The watcher starts it after each change [3]. A test says when it gives up [4]. \`buildQueue\` holds back what comes in the meantime.

General knowledge: waiting twice as long each time is called exponential backoff.
`;

/** Every state of a footnote, and every doubt. */
function doubtedTurn(): Turn {
    const turn = finishedTurn();
    const marked = [
        citation('1:18-24', { startLine: 18, endLine: 24 }),
        citation('1:22', { startLine: 22, endLine: 22 }, 'unsupported'),
        ...citations.slice(3),
    ];
    const behind = (words: string): number => doubtedText.indexOf(words) + words.length;
    const doubts: readonly Doubt[] = [
        { at: behind('two tries [1:22].'), why: 'unsupported', missing: ['sleepQuietly'] },
        { at: behind('in the meantime.'), why: 'uncited', missing: [] },
        { at: behind('exponential backoff.'), why: 'general', missing: [] },
    ];
    const trace: readonly TraceStep[] = [
        { round: 1, tool: 'references', asked: 'retryBuild', found: '3 passages', tookMs: 2, tokens: 3_120 },
        { round: 1, tool: 'read', asked: 'src/build/watch.ts:60-80', found: '1 passage', tookMs: 1 },
        { round: 2, tool: 'search', asked: 'build queue', found: 'already shown', tookMs: 21, tokens: 4_012 },
    ];
    const answer = {
        text: doubtedText,
        citations: marked,
        doubts,
        evidence: found,
        coverage,
        answeredBy: 'llama-3.1-70b',
        isAnswered: true,
        trace,
        tookMs: 8400,
    };
    return { ...turn, text: doubtedText, citations: marked, trace, progress: { state: 'finished', answer } };
}

function markdownTurn(): Turn {
    const turn = finishedTurn();
    const answer = {
        text: markdownText,
        citations,
        evidence: found,
        coverage: { ...coverage, isPartial: true },
        answeredBy: 'llama-3.1-70b',
        isAnswered: true,
        tookMs: 8400,
    };
    const notice = 'The answer of llama-3.1-70b is incomplete. Ask again, or choose another model (it ended in the middle).';
    return { ...turn, text: markdownText, coverage: answer.coverage, progress: { state: 'finished', answer: { ...answer, notice } } };
}

/** With questions that go on from it. */
function followedTurn(): Turn {
    const turn = finishedTurn();
    if (turn.progress.state !== 'finished') return turn;
    const followUps = ['What uses retryBuild?', 'Which tests cover retryBuild?', 'Where is retryBuild configured?'];
    return { ...turn, progress: { state: 'finished', answer: { ...turn.progress.answer, answeredBy: 'llama-3.1-70b', followUps } } };
}

/** A model broke off and quotations stood in. */
function incompleteTurn(): Turn {
    const turn = finishedTurn();
    if (turn.progress.state !== 'finished') return turn;
    const said = 'A failed build is retried by `retryBuild`, at most three ti';
    const text = `${said}\n\n---\n\n${answerText}`;
    const notice =
        'http://127.0.0.1:11434 does not answer; what llama-3.1-70b had said is incomplete, and quotations follow it. Is the server running? (ECONNRESET)';
    return { ...turn, text, progress: { state: 'finished', answer: { ...turn.progress.answer, text, notice, incompleteAt: said.length } } };
}

function rightToLeftTurn(): Turn {
    const turn = finishedTurn();
    if (turn.progress.state !== 'finished') return turn;
    const text = `البناء الفاشل يُعاد بواسطة \`retryBuild\` ثلاث مرات على الأكثر.[1] الحد يأتي من الإعداد \`build.retries\`.[2]

- المحاولة الأولى بلا انتظار
- ثم 250 ms و 500 ms[1:22]

\`\`\`typescript src/build/retry.ts:18-24 [1:18-24]
${retrySource.split('\n').slice(0, 7).join('\n')}
\`\`\`

An English sentence reads from left to right.[3]
`;
    return {
        ...turn,
        question: 'أين تُعاد محاولة البناء في retryBuild؟',
        text,
        progress: { state: 'finished', answer: { ...turn.progress.answer, text } },
    };
}
