import type { PointedAt } from '../../protocol/explanation.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';

/** What a link of a hover or a lens is about. */
export interface Pointed {
    /** As the index knows the place; its line may be behind the editor. */
    readonly at: PointedAt;
    /** In the editor as it is now, both counted from 0. */
    readonly position: { readonly line: number; readonly column: number };
    /** Where it is defined, when that is elsewhere. */
    readonly definition: Lines | undefined;
    /** Goes with the question. */
    readonly selection: Lines;
    readonly question: string;
}

export interface Lines {
    readonly path: WorkspacePath;
    readonly range: TextRange;
}

/**
 * Numbers for what links are about. A link in a hover stands in text that may run commands, so it carries a number and nothing that the
 * repository has written. The latest are kept; a hover does not outlive fifty others.
 */
export class PointedThings {
    private readonly things = new Map<number, Pointed>();
    private last = 0;

    remember(thing: Pointed): number {
        this.things.set(++this.last, thing);
        this.things.delete(this.last - MOST_KEPT);
        return this.last;
    }

    /** What a command was called with: a number of ours, or the thing itself from a lens. Undefined for anything else. */
    find(argument: unknown): Pointed | undefined {
        return typeof argument === 'number' ? this.things.get(argument) : argument instanceof PointedArgument ? argument.thing : undefined;
    }
}

/** What a lens hands to its command; lenses are no text, so no number is needed. */
export class PointedArgument {
    readonly thing: Pointed;

    constructor(thing: Pointed) {
        this.thing = thing;
    }
}

const MOST_KEPT = 50;
