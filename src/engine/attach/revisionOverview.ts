import type { Commit } from '../../git/commits.ts';
import type { Attachment } from '../../protocol/attachment.ts';
import { shortRevision } from '../../protocol/attachment.ts';
import { visibleName, visibleText } from '../../protocol/visibleText.ts';

/** What a commit or a branch is, as lines that can be quoted and cited: who made it and when, its message, or its commits and where it began. */
export function revisionOverview({
    attachment,
    tip,
    base,
    commits,
}: {
    readonly attachment: Extract<Attachment, { kind: 'commit' | 'branch' }>;
    readonly tip: Commit;
    readonly base: Commit | undefined;
    readonly commits: readonly Commit[];
}): readonly string[] {
    if (attachment.kind === 'commit') return [`commit ${tip.id}, ${byAndWhen(tip)}`, ...messageLines(tip.message)];
    return [
        `branch ${visibleName(attachment.rev)} at ${shortRevision(tip.id)}, since ${shortRevision(base?.id ?? '')}, ${commits.length === 1 ? '1 commit' : `${String(commits.length)} commits`}`,
        ...commits.map(commit => `${shortRevision(commit.id)} ${byAndWhen(commit)}: ${visibleName(cut(commit.subject))}`),
    ];
}

/** The day is that of UTC, so that it is the same on every machine. */
function byAndWhen({ author, committedAt }: Commit): string {
    const day = new Date(committedAt * 1_000).toISOString().slice(0, 10);
    return author === '' ? day : `${visibleName(cut(author))}, ${day}`;
}

function messageLines(message: string): readonly string[] {
    const lines = message.split(/\r?\n/).map(line => visibleText(cut(line)));
    const rest = lines.length - MOST_LINES;
    return rest > 0 ? [...lines.slice(0, MOST_LINES), `and ${String(rest)} lines more`] : lines;
}

function cut(line: string): string {
    return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}…`;
}

const MOST_LINES = 200;
const LONGEST_LINE = 1_000;
