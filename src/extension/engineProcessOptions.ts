import type { OpenWorkspace } from '../protocol/engineContract.ts';
import type { Host } from '../protocol/hostContract.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { ViewState } from '../protocol/view.ts';

export type EngineState = ViewState['engine'];

export interface EngineProcessOptions {
    /** `engine.mjs` of the build. */
    readonly entry: string;
    readonly environment: Readonly<Record<string, string>>;
    /** What the engine may ask back. */
    readonly host: Host;
    /** Asked at every start: folders and settings may have changed since the last one. */
    readonly workspace: () => Promise<OpenWorkspace>;
    /** After every opening of the workspace, the first one and those after a crash. */
    readonly onOpened: () => void;
    readonly onState: (state: EngineState) => void;
    readonly onIndexStatus: (status: IndexStatus) => void;
    /** A line that the process wrote: a log record, or the last words of a native crash. */
    readonly onLine: (line: string) => void;
    /** A defect of the engine that no caller waits for. */
    readonly onDefect: (error: unknown) => void;
    /** How long a process may leave a call unanswered that takes no time; 20 s when absent. */
    readonly patienceMs?: number | undefined;
    /** When what kept it from opening may have passed; a minute when absent. */
    readonly openAgainMs?: number | undefined;
}
