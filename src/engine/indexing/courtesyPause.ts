import type { Courtesy } from '../../protocol/engineContract.ts';
import type { LoadMeter, MachineLoad } from './machineLoad.ts';
import { openLoadMeter } from './machineLoad.ts';
import { PauseGate } from './pauseGate.ts';

/** How a run over everything is to mind the machine. */
export interface MachineOptions {
    /** Read at each look; undefined where somebody waits for the run and nothing holds it. */
    readonly courtesy: () => Courtesy | undefined;
    /** What is measured otherwise: this machine. */
    readonly meter?: LoadMeter;
    /** Milliseconds between two looks; two seconds when absent. */
    readonly lookEvery?: number;
}

/** Holds a run over the whole workspace while other programs need the machine, until they do not, or somebody says that it is to go on. */
export class CourtesyPause {
    readonly gate = new PauseGate();
    private readonly courtesy: () => Courtesy | undefined;
    private readonly meter: LoadMeter;
    private readonly lookEvery: number;
    private readonly onChange: () => void;
    private looks: readonly MachineLoad[] = [];
    private timer: NodeJS.Timeout | undefined;
    private isOverruled = false;
    private reason: string | undefined;

    /** `onChange`: the run is held, or goes on. */
    constructor(machine: MachineOptions | undefined, onChange: () => void) {
        this.courtesy = machine?.courtesy ?? (() => undefined);
        this.meter = machine?.meter ?? openLoadMeter();
        this.lookEvery = machine?.lookEvery ?? 2_000;
        this.onChange = onChange;
    }

    /** Why the run is held; undefined while it is not. */
    get because(): string | undefined {
        return this.reason;
    }

    /** Looks at the machine as long as `run` lasts. */
    async during<Result>(run: () => Promise<Result>): Promise<Result> {
        if (!this.courtesy()) return run();
        this.isOverruled = false;
        this.looks = [];
        // What came before the run says nothing about it.
        await this.meter.look();
        this.timer = setInterval(() => void this.look(), this.lookEvery).unref();
        try {
            return await run();
        } finally {
            clearInterval(this.timer);
            this.timer = undefined;
            this.reason = undefined;
            this.gate.open();
        }
    }

    /** The rest of this run does not wait for the machine any more. */
    overrule(): void {
        this.isOverruled = true;
        this.hold(undefined);
    }

    private async look(): Promise<void> {
        const load = await this.meter.look();
        if (this.timer === undefined) return;
        this.looks = [...this.looks, load].slice(-LOOKS);
        this.hold(this.isOverruled ? undefined : reasonToWait(this.looks, this.courtesy(), this.reason !== undefined));
    }

    private hold(because: string | undefined): void {
        const wasHeld = this.reason !== undefined;
        this.reason = because;
        if (wasHeld === (because !== undefined)) return;
        if (because === undefined) this.gate.open();
        else this.gate.close();
        this.onChange();
    }
}

/**
 * Whether a run is to wait, and why: for the processor only when others have used more than their share in every one of the last looks,
 * and until it is well below it, so that neither a moment of compiling nor its end stops and starts anything.
 */
export function reasonToWait(looks: readonly MachineLoad[], courtesy: Courtesy | undefined, isWaiting: boolean): string | undefined {
    if (!courtesy) return undefined;
    if (courtesy.pausesOnBattery && looks.at(-1)?.isOnBattery) return 'the machine runs on battery';
    if (courtesy.maxOthersShare <= 0) return undefined;
    const shares = looks.map(({ othersShare }) => othersShare ?? 0);
    const limit = courtesy.maxOthersShare - (isWaiting ? LEEWAY : 0);
    const isBusy = isWaiting ? shares.some(share => share > limit) : shares.length >= LOOKS && shares.every(share => share > limit);
    if (!isBusy) return undefined;
    return `other programs use more than ${String(Math.round(courtesy.maxOthersShare * 100))} % of the processor`;
}

/** Ten seconds, two seconds apart. */
const LOOKS = 5;
const LEEWAY = 0.1;
