import { followTo, type ScrollPlace } from './followAnswer.ts';

/** Where the reader is in the conversation: follows an answer that grows, brings them back after a reload, and else leaves them alone. */
export class ReadingPlace {
    /** Where the reader was when they or we last scrolled; growth since then is measured against it. */
    private place: ScrollPlace | undefined;
    /** Where the reader was on the page before this one, until it is reached. */
    private returningTo: number | undefined;
    /** Until then, in page milliseconds, growth is an answer arriving and not the reader unfolding something. */
    private followUntil = 0;

    /** Something has come that will be drawn. */
    expectGrowth(): void {
        this.followUntil = performance.now() + ARRIVAL_MS;
    }

    /** Who asks wants to see the answer, wherever they were reading. */
    goToEnd(): void {
        this.place = { scrollTop: 0, viewHeight: 0, contentHeight: 0 };
        this.returningTo = undefined;
    }

    /** A long answer is drawn in steps, and the place may come with one of the later ones. */
    returnTo(main: HTMLElement, place: number): void {
        main.scrollTop = place;
        this.returningTo = main.scrollTop >= place - 1 ? undefined : place;
        this.place = placeOf(main);
    }

    /** The reader moves by themselves: they are not brought anywhere any more. */
    stay(): void {
        this.returningTo = undefined;
    }

    /** The place to remember, after something has scrolled; undefined on the way back to one. */
    remember(main: HTMLElement): number | undefined {
        this.place = placeOf(main);
        return this.returningTo === undefined ? main.scrollTop : undefined;
    }

    /** The content has another height. */
    follow(main: HTMLElement, lastTurnTop: number | undefined): void {
        if (this.returningTo !== undefined) {
            this.returnTo(main, this.returningTo);
            return;
        }
        const after = placeOf(main);
        if (this.place && lastTurnTop !== undefined && performance.now() < this.followUntil)
            main.scrollTop = followTo(this.place, after, lastTurnTop);
        this.place = placeOf(main);
    }
}

/** Long enough for the last drawing of an answer, at most 50 ms late, to be measured. */
const ARRIVAL_MS = 300;

function placeOf(scroller: HTMLElement): ScrollPlace {
    return { scrollTop: scroller.scrollTop, viewHeight: scroller.clientHeight, contentHeight: scroller.scrollHeight };
}
