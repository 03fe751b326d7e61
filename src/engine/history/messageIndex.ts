import type { Commit } from '../../git/commits.ts';
import type { GitObjects } from '../../git/gitObjects.ts';
import type { GitObject } from '../../git/gitObject.ts';
import type { StopOptions } from '../ports.ts';
import { commitsFrom } from '../../git/history.ts';
import { isStopWord, termsOf } from '../retrieve/terms.ts';

/** Ids of commits whose messages answer, best first, out of so many. */
export interface MessageHits {
    readonly hits: readonly string[];
    readonly searched: number;
    /** There are older commits that were not read. */
    readonly isCut: boolean;
}

/**
 * The messages of the newest commits before what is checked out, searched by words (BM25, Robertson and Zaragoza, "The Probabilistic
 * Relevance Framework", 2009) as the index cuts them. Kept in memory for some minutes, for one commit and repository; another one is read anew.
 */
export class MessageIndex {
    private known: KnownMessages | undefined;
    private readonly commits = new Map<string, GitObject>();
    private forgetting: NodeJS.Timeout | undefined;

    async search(words: string, top: string, tip: Commit, objects: GitObjects, { signal }: StopOptions): Promise<MessageHits> {
        clearTimeout(this.forgetting);
        this.forgetting = setTimeout(() => this.forget(), KEPT_MS).unref();
        let known = this.known;
        if (known?.top !== top || known.tip !== tip.id) {
            known = await readMessages(top, tip, this.remembering(objects), signal);
            // What there was no time for is read when the next one asks; what was read by then is remembered.
            this.known = known.isCut && known.messages.length < MOST_MESSAGES ? undefined : known;
        }
        const { messages, holders, meanLength, isCut } = known;
        return { hits: bestMessages(words, messages, holders, meanLength), searched: messages.length, isCut };
    }

    private forget(): void {
        this.known = undefined;
        this.commits.clear();
    }

    private remembering(objects: GitObjects): Pick<GitObjects, 'read'> {
        return {
            read: async id => {
                const known = this.commits.get(id);
                if (known) return known;
                const found = await objects.read(id);
                if (found?.type === 'commit' && found.data.length <= LARGEST_KEPT && this.commits.size < MOST_MESSAGES)
                    this.commits.set(id, { type: found.type, data: Buffer.from(found.data) });
                return found;
            },
        };
    }
}

/** Of some hundred bytes each: ten megabytes altogether, or fifty where every one is as large as may be. */
const LARGEST_KEPT = 2_500;

const KEPT_MS = 10 * 60_000;
const MOST_MESSAGES = 20_000;
const LONGEST_SUBJECT = 120;
/** Of one message; what is longer is a list of everything that was merged. */
const LONGEST_MESSAGE = 4_000;

interface Message {
    readonly id: string;
    readonly length: number;
    readonly isMerge: boolean;
    readonly subject: string;
    readonly terms: ReadonlyMap<string, number>;
}

interface KnownMessages {
    readonly top: string;
    readonly tip: string;
    readonly messages: readonly Message[];
    readonly holders: ReadonlyMap<string, number>;
    readonly meanLength: number;
    readonly isCut: boolean;
}

async function readMessages(
    top: string,
    tip: Commit,
    objects: Pick<GitObjects, 'read'>,
    signal: AbortSignal | undefined,
): Promise<KnownMessages> {
    const commits = await commitsFrom(tip.id, objects, { most: MOST_MESSAGES, signal });
    const holders = new Map<string, number>();
    let length = 0;
    const messages = commits.map((commit): Message => {
        const terms = new Map<string, number>();
        // The subject says what a commit is about.
        const said = [...termsOf(commit.subject), ...termsOf(commit.message.slice(0, LONGEST_MESSAGE))].filter(term => !isStopWord(term));
        for (const term of said) terms.set(term, (terms.get(term) ?? 0) + 1);
        for (const term of terms.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
        length += said.length;
        return {
            id: commit.id,
            length: said.length,
            isMerge: commit.parents.length > 1,
            subject: commit.subject.slice(0, LONGEST_SUBJECT),
            terms,
        };
    });
    const known = new Set(commits.map(({ id }) => id));
    const isCut = commits.some(({ parents }) => parents.some(parent => !known.has(parent)));
    return { top, tip: tip.id, messages, holders, meanLength: length / Math.max(1, messages.length), isCut };
}

/** The ids of at most three: such as have most of what the question says, weighed by how rare it is. */
function bestMessages(
    words: string,
    messages: readonly Message[],
    holders: ReadonlyMap<string, number>,
    meanLength: number,
): readonly string[] {
    const asked = [...new Set(termsOf(words))].filter(term => !isStopWord(term));
    const weightOf = (term: string): number => {
        const count = holders.get(term) ?? 0;
        return Math.log(1 + (messages.length - count + 0.5) / (count + 0.5)) * (DEEDS.has(term) ? SHARE_OF_DEED : 1);
    };
    const weights = new Map(asked.map(term => [term, weightOf(term)]));
    const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    if (whole === 0 || !asked.some(term => !DEEDS.has(term))) return [];
    // Numbers of one digit are no terms, and yet `python 2` is not `python 3`.
    const numbers = words.match(/(?<![\w.])\d+(?:\.\d+)*(?![\w])/g) ?? [];
    const scored = messages.flatMap(({ id, terms, length, isMerge, subject }, nth) => {
        let [score, held] = [0, 0];
        for (const [term, weight] of weights) {
            const count = terms.get(term) ?? 0;
            if (count === 0) continue;
            held += weight;
            score += (weight * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));
        }
        for (const number of numbers) score *= hasNumber(subject, number) ? 1 : SHARE_WITHOUT_NUMBER;
        return held / whole < LEAST_HELD ? [] : [{ id, nth, score: score * (isMerge ? SHARE_OF_MERGE : 1) }];
    });
    const best = scored.sort((a, b) => b.score - a.score || b.nth - a.nth);
    const most = best[0]?.score ?? 0;
    return best
        .filter(({ score }) => score >= most * NEAR_THE_BEST)
        .slice(0, MOST_HITS)
        .map(({ id }) => id);
}

/** `2` stands in `python 2.7`, and not in `3.2` or `12`. */
function hasNumber(subject: string, number: string): boolean {
    return new RegExp(`(?<![\\d.])${number.replaceAll('.', '\\.')}(?!\\d)`).test(subject);
}

const SHARE_WITHOUT_NUMBER = 0.5;
const K1 = 1.2;
const B = 0.6;
/** Less is about something else: `which commit added zstd` is not answered by any commit that added something. */
const LEAST_HELD = 0.65;
const NEAR_THE_BEST = 0.6;
const MOST_HITS = 3;
/** The commits of a merge say it themselves. */
const SHARE_OF_MERGE = 0.7;
const SHARE_OF_DEED = 0.3;
/** What commits do, by the stems of `termsOf`; it says less than what they do it to. */
const DEEDS: ReadonlySet<string> = new Set(
    'add introduc implement remov delet drop chang fix updat support mov renam switch refactor improv clean writ wrote revert deprecat bump'
        .split(' ')
        .flatMap(word => [word, ...termsOf(word)])
        .concat(
            termsOf(
                'introduce introduced remove removed delete deleted change changed update updated move moved rename renamed improve write deprecate deprecated dropped implemented',
            ),
        ),
);
