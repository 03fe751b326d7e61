import { noChange, nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/**
 * How much may be drawn in one go, in characters. What does not fit keeps its last drawing until the next one, so that no drawing
 * holds up a key or the scroll wheel, however much has changed.
 */
export class DrawingPace {
    /** True when something that has changed was not drawn. */
    isBehind = false;
    /** For tests and figures: how many pieces were drawn. */
    drawn = 0;
    private left: number;

    constructor(characters: number = CHARACTERS_AT_ONCE) {
        this.left = characters;
    }

    /** Something is always drawn, so that a piece that is larger than all there is comes as well. */
    take(characters: number): boolean {
        if (this.left <= 0) {
            this.isBehind = true;
            return false;
        }
        this.left -= characters;
        this.drawn += 1;
        return true;
    }
}

/** About 15 ms of work on a machine of 2020, the layout included. */
const CHARACTERS_AT_ONCE = 16 * 1024;

class KeptDrawing extends Directive {
    private key: string | undefined;

    render(key: string, size: number, pace: DrawingPace, draw: () => unknown): unknown {
        if (key === this.key) return noChange;
        if (!pace.take(size)) return this.key === undefined ? nothing : noChange;
        this.key = key;
        return draw();
    }
}

/** Draws a piece when its key has changed and the pace allows it; otherwise what stands there stays as it is. */
export const keptDrawing = directive(KeptDrawing);
