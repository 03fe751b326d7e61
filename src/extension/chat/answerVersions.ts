import { isBusy, type Turn } from '../../protocol/conversation.ts';

/** All answers to one question, oldest first; the one on show may have moved on since, so its turn counts, not what is here. */
export type AnswerVersions = readonly Turn[];

export interface VersionedTurn {
    /** With `versions` saying which one it is. */
    readonly turn: Turn;
    readonly versions: AnswerVersions;
}

/** The question is asked again: what was answered stays beside the new answer, unless there was nothing. */
export function withNewVersion(versions: AnswerVersions, current: Turn, fresh: Turn): VersionedTurn {
    const before = noted(versions, current);
    const kept = current.text === '' ? before.filter((_, nth) => nth !== shownOf(current)) : before;
    const all = [...kept.slice(1 - MOST_VERSIONS), fresh];
    return { turn: numbered(fresh, all.length - 1, all.length), versions: all };
}

/** Another answer to the same question is shown; undefined when there is none of that number, from 1, or one is being written. */
export function withVersionShown(versions: AnswerVersions, current: Turn, version: number): VersionedTurn | undefined {
    const wanted = versions[version - 1];
    if (!wanted || isBusy(current) || version - 1 === shownOf(current)) return undefined;
    return { turn: numbered(wanted, version - 1, versions.length), versions: noted(versions, current) };
}

/** The answers of the questions of one conversation that have several. */
export class VersionBook {
    private readonly versions: Map<string, AnswerVersions>;

    constructor(versions: ReadonlyMap<string, AnswerVersions> = new Map()) {
        this.versions = new Map(versions);
    }

    /** See `withNewVersion`. */
    anew(current: Turn, fresh: Turn): Turn {
        return this.take(withNewVersion(this.versions.get(current.id) ?? [], current, fresh));
    }

    /** See `withVersionShown`. */
    shown(current: Turn, version: number): Turn | undefined {
        const next = withVersionShown(this.versions.get(current.id) ?? [], current, version);
        return next && this.take(next);
    }

    /** As a map by the turns' ids. */
    all(): ReadonlyMap<string, AnswerVersions> {
        return this.versions;
    }

    private take({ turn, versions }: VersionedTurn): Turn {
        this.versions.set(turn.id, versions);
        return turn;
    }
}

/** Nobody goes through more. */
const MOST_VERSIONS = 9;

function noted(versions: AnswerVersions, current: Turn): AnswerVersions {
    return versions.length === 0 ? [current] : versions.map((one, nth) => (nth === shownOf(current) ? current : one));
}

function shownOf({ versions }: Turn): number {
    return (versions?.shown ?? 1) - 1;
}

function numbered(turn: Turn, nth: number, of: number): Turn {
    return of === 1 ? turn : { ...turn, versions: { shown: nth + 1, of } };
}
