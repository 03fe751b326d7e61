import type { TextRange } from '../../../protocol/text.ts';

/** How a file states commands. `manifest` says only what kind of project it is. */
export type CommandFormat = 'npm' | 'composer' | 'make' | 'just' | 'tox' | 'nox' | 'rake' | 'docs' | 'ci' | 'manifest';

/** Lines of a file that state a command. */
export interface StatedCommand {
    /** The line that states it, and the few around it that belong to it. */
    readonly line: number;
    readonly range: TextRange;
    /** The script, target or session; empty where the line is what is typed. */
    readonly name: string;
    /** What is typed, as it stands in the line; empty where that follows from the name. */
    readonly typed: string;
    /** 0 to 1: how surely this is what was asked for. */
    readonly fit: number;
}
