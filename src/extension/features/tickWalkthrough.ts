import { commands, window } from 'vscode';

/** What the reader has done so far, by the context key under which the walkthrough listens for it. */
export type Deeds = Readonly<Record<`footnote.did.${string}`, boolean>>;

/**
 * Ticks off the steps of the walkthrough that were done before it was opened. VS Code counts a step as done when its context key becomes
 * true while the walkthrough is known, and never when it was true before; so the keys are true for a moment only, each time a page of
 * VS Code's own, as the walkthrough is, comes up.
 */
export function tickWalkthrough(deeds: () => Deeds): { dispose(): void } {
    let timers: NodeJS.Timeout[] = [];
    const setAll = (isTrue: boolean): void => {
        for (const [key, isDone] of Object.entries(deeds())) if (isDone) void commands.executeCommand('setContext', key, isTrue);
    };
    const listener = window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        // VS Code tells extensions nothing of what is in its own pages.
        if (![...opened, ...changed].some(({ input }) => input === undefined)) return;
        for (const timer of timers) clearTimeout(timer);
        timers = [setTimeout(() => setAll(true), UNTIL_KNOWN_MS), setTimeout(() => setAll(false), UNTIL_KNOWN_MS + TRUE_MS)];
    });
    return {
        dispose() {
            for (const timer of timers) clearTimeout(timer);
            listener.dispose();
        },
    };
}

/** The page is on its way when its tab is there. */
const UNTIL_KNOWN_MS = 700;
const TRUE_MS = 1_000;
