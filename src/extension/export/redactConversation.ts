import type { Attachment } from '../../protocol/attachment.ts';
import type { Conversation, Turn } from '../../protocol/conversation.ts';
import type { WorkspacePath } from '../../protocol/text.ts';

export interface RedactionParts {
    /** Texts without their secrets, line by line where they were. */
    readonly redact: (texts: readonly string[]) => Promise<readonly string[]>;
    /** A whole file as it is now; undefined when it is gone. */
    readonly readFile: (path: WorkspacePath) => Promise<string | undefined>;
}

/**
 * A conversation without secrets, by the rules of questions to a model: what was found is looked at as whole files, since half of a
 * private key does not look like one, and a line that is taken out of a file is taken out wherever an answer quotes it.
 */
export async function redactConversation(conversation: Conversation, { redact, readFile }: RedactionParts): Promise<Conversation> {
    const { turns } = conversation;
    const paths = [...new Set(turns.flatMap(({ evidence }) => evidence.map(({ passage }) => passage.path)))];
    const files = (await Promise.all(paths.map(async path => ({ path, text: await readFile(path) })))).flatMap(({ path, text }) =>
        text === undefined ? [] : [{ path, text }],
    );
    const passages = [...new Set(turns.flatMap(({ evidence }) => evidence.map(({ passage }) => passage.text)))];
    const safeFiles = await redact(files.map(({ text }) => text));
    const safePassages = await redact(passages);

    const byPath = new Map(files.map(({ path, text }, nth) => [path, { lines: linesOf(text), safe: linesOf(safeFiles[nth] ?? '') }]));
    const byText = new Map(passages.map((text, nth) => [text, safePassages[nth] ?? '']));
    const quoted = new Map<string, string>();
    const safePassage = (path: WorkspacePath, startLine: number, text: string): string => {
        const file = byPath.get(path);
        const lines = linesOf(text);
        const start = startLine - 1;
        // The file may have changed since the passage was read; then the passage stands for itself.
        const isSame = file !== undefined && lines.every((line, nth) => file.lines[start + nth] === line);
        const safe = isSame ? file.safe.slice(start, start + lines.length) : linesOf(byText.get(text) ?? '');
        lines.forEach((line, nth) => {
            const instead = safe[nth];
            if (instead !== undefined && instead !== line && line.trim() !== '') quoted.set(line.trim(), instead.trim());
        });
        return safe.join('\n');
    };
    const found = turns.map(turn => withEvidence(turn, ({ path, range, text }) => safePassage(path, range.startLine, text)));

    const say = async (texts: readonly string[]): Promise<readonly string[]> => redact(texts.map(text => withoutLines(text, quoted)));
    const safeTurns: Turn[] = [];
    for (const turn of found) safeTurns.push(await redactWords(turn, say));
    const [title = ''] = await say([conversation.title]);
    return { ...conversation, title, turns: safeTurns };
}

type SafePassage = (passage: Turn['evidence'][number]['passage']) => string;

function withEvidence(turn: Turn, safe: SafePassage): Turn {
    const evidence = turn.evidence.map(one => ({ ...one, passage: { ...one.passage, text: safe(one.passage) } }));
    const { progress } = turn;
    return {
        ...turn,
        evidence,
        progress: progress.state === 'finished' ? { state: 'finished', answer: { ...progress.answer, evidence } } : progress,
    };
}

async function redactWords(turn: Turn, say: (texts: readonly string[]) => Promise<readonly string[]>): Promise<Turn> {
    const { progress } = turn;
    const answer = progress.state === 'finished' ? progress.answer : undefined;
    const doubts = answer?.doubts ?? [];
    const steps = turn.trace ?? [];
    const attachments = turn.attachments && (await Promise.all(turn.attachments.map(attachment => withoutItsSecrets(attachment, say))));
    const [question = '', text = '', notice = '', ...rest] = await say([
        turn.question,
        turn.text,
        answer?.notice ?? '',
        // Where a sentence ends moves with what was taken out before it.
        ...doubts.map(({ at }) => turn.text.slice(0, at)),
        ...doubts.map(({ missing }) => missing.join('\n')),
        ...steps.flatMap(({ asked, found }) => [asked, found]),
    ]);
    const safeDoubts = doubts.map((doubt, nth) => ({
        ...doubt,
        at: Math.min(rest[nth]?.length ?? 0, text.length),
        missing: doubt.missing.length === 0 ? [] : (rest[doubts.length + nth] ?? '').split('\n'),
    }));
    const trace = steps.map((step, nth) => ({
        ...step,
        asked: rest[doubts.length * 2 + nth * 2] ?? '',
        found: rest[doubts.length * 2 + nth * 2 + 1] ?? '',
    }));
    return {
        ...turn,
        question,
        text,
        ...(attachments === undefined ? {} : { attachments }),
        ...(turn.trace === undefined ? {} : { trace }),
        progress:
            answer === undefined
                ? progress
                : {
                      state: 'finished',
                      answer: {
                          ...answer,
                          text,
                          ...(answer.notice === undefined ? {} : { notice }),
                          ...(answer.doubts === undefined ? {} : { doubts: safeDoubts }),
                          ...(answer.trace === undefined ? {} : { trace }),
                      },
                  },
    };
}

async function withoutItsSecrets(
    attachment: Attachment,
    say: (texts: readonly string[]) => Promise<readonly string[]>,
): Promise<Attachment> {
    if (attachment.kind === 'pasted') {
        const [text = ''] = await say([attachment.text]);
        return { kind: 'pasted', text };
    }
    if (attachment.kind !== 'problems') return attachment;
    const messages = await say(attachment.problems.map(({ message }) => message));
    return { kind: 'problems', problems: attachment.problems.map((problem, nth) => ({ ...problem, message: messages[nth] ?? '' })) };
}

function withoutLines(text: string, quoted: ReadonlyMap<string, string>): string {
    let safe = text;
    for (const [line, instead] of quoted) safe = safe.replaceAll(line, () => instead);
    return safe;
}

function linesOf(text: string): readonly string[] {
    return text.split(/\r\n|\r|\n/);
}
