import type { AssetPaths, OpenedEngine } from './openEngine.ts';
import type { Invocation } from './parseArguments.ts';
import type { Terminal } from './terminal.ts';
import { BadBatch, batchCommand } from './batchCommand.ts';
import { FailureError, describeFailure, fail, isAbort } from '../protocol/failure.ts';
import { NoSuchFolder, openEngine, presentStatus } from './openEngine.ts';
import { askCommand, previewCommand } from './askCommand.ts';
import { indexStory, servedWords } from '../protocol/indexStory.ts';
import { failureJson } from './jsonShapes.ts';
import { helpText } from './helpText.ts';
import { indexCommand, indexWithProgress } from './indexCommand.ts';
import { NotAttached } from './readAttachments.ts';
import { pruneCommand, verifyCommand } from './verifyCommand.ts';
import { searchCommand } from './searchCommand.ts';
import { shown } from './terminal.ts';
import { statusCommand } from './statusCommand.ts';
import { whyCommand } from './whyCommand.ts';

/** What the shell learns; `--help` lists them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, nothingFound: 3, stopped: 130 } as const;

export interface RunContext {
    readonly terminal: Terminal;
    readonly assets: AssetPaths;
    readonly version: string;
    readonly signal: AbortSignal;
}

/** Does what the command line asks and returns the exit code. The engine is closed whatever happens, so that the index stays sound. */
export async function runInvocation(invocation: Invocation, context: RunContext): Promise<number> {
    const { terminal } = context;
    switch (invocation.do) {
        case 'help':
            terminal.print(helpText(invocation.command));
            return exitCodes.done;
        case 'version':
            terminal.print(`${context.version}\n`);
            return exitCodes.done;
        case 'usage':
            terminal.tell(`footnote: ${invocation.problem}\nTry: footnote --help\n`);
            return exitCodes.usage;
        case 'index':
        case 'status':
        case 'verify':
        case 'prune':
        case 'why':
        case 'search':
        case 'batch':
        case 'ask':
            return await reportProblems(invocation.options.json, context, () => withEngine(invocation, context));
    }
}

type EngineInvocation = Extract<Invocation, { readonly options: unknown }>;

async function withEngine(invocation: EngineInvocation, context: RunContext): Promise<number> {
    const { terminal, signal } = context;
    const { options } = invocation;
    const opened = await openEngine(options, context.assets, {
        model: invocation.do === 'ask' ? invocation.model : undefined,
        onlyLooks: ONLY_LOOK.has(invocation.do) || (invocation.do !== 'index' && !options.bringsUpToDate),
    });
    try {
        signal.throwIfAborted();
        if (invocation.do === 'why' || invocation.do === 'search' || invocation.do === 'batch' || invocation.do === 'ask')
            await makeReady(opened, options, context);
        switch (invocation.do) {
            case 'index':
                await indexCommand(opened, { ...options, rebuild: invocation.rebuild, takesOver: invocation.takesOver }, terminal, signal);
                return exitCodes.done;
            case 'status':
                await statusCommand(opened, options, terminal);
                return exitCodes.done;
            case 'verify':
                return (await verifyCommand(opened, { ...options, request: invocation.request }, terminal, signal))
                    ? exitCodes.done
                    : exitCodes.failed;
            case 'prune':
                await pruneCommand(opened, options, terminal);
                return exitCodes.done;
            case 'why':
                return (await whyCommand(opened, { file: invocation.file, json: options.json }, terminal))
                    ? exitCodes.done
                    : exitCodes.nothingFound;
            case 'search':
                return (await searchCommand(opened, { ...invocation, json: options.json }, terminal, signal))
                    ? exitCodes.done
                    : exitCodes.nothingFound;
            case 'batch':
                await batchCommand(opened, invocation, terminal, signal);
                return exitCodes.done;
            case 'ask':
                return (await (invocation.isDryRun ? previewCommand : askCommand)(
                    opened,
                    { ...invocation, json: options.json },
                    terminal,
                    signal,
                ))
                    ? exitCodes.done
                    : exitCodes.nothingFound;
        }
    } finally {
        await opened.engine.close(undefined);
    }
}

/** These tell what there is, and leave nothing behind in a folder that was never indexed. */
const ONLY_LOOK: ReadonlySet<EngineInvocation['do']> = new Set(['status', 'verify', 'prune']);

async function makeReady(opened: OpenedEngine, options: EngineInvocation['options'], context: RunContext): Promise<void> {
    const { terminal } = context;
    // Whoever holds the index does not answer: what it has committed can be read all the same.
    if (opened.status.state === 'held') terminal.tell(`footnote: ${indexStory(opened.status).sentence} (footnote index --take-over)\n`);
    else if (options.bringsUpToDate) await bringUpToDateIfPossible(opened, options, context);
    else if (opened.status.state === 'empty') fail({ kind: 'index-missing' });
}

/** A full disk keeps nobody from asking about what was indexed before it was full: that it was not brought up to date is told, and that is all. */
async function bringUpToDateIfPossible(
    opened: OpenedEngine,
    options: EngineInvocation['options'],
    { terminal, signal }: RunContext,
): Promise<void> {
    try {
        await indexWithProgress(opened, 'update', options.quiet, terminal, signal);
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const status = await presentStatus(opened.engine, signal);
        if (status?.state !== 'failed' || servedWords(status) === undefined) throw error;
        terminal.tell(`footnote: ${shown(indexStory(status).sentence)}\n`);
    }
}

/** Expected failures in a sentence (or as JSON); anything else is a defect and is shown with its stack. */
async function reportProblems(isJson: boolean, { terminal, signal }: RunContext, run: () => Promise<number>): Promise<number> {
    const complain = (kind: string, title: string, remedy: string): void => {
        if (isJson) terminal.print(`${JSON.stringify({ error: { kind, title, remedy } })}\n`);
        else terminal.tell(`footnote: ${shown(title)}\n${remedy === '' ? '' : `${shown(remedy)}\n`}`);
    };
    try {
        return await run();
    } catch (error) {
        if (signal.aborted) return exitCodes.stopped;
        if (isAbort(error)) {
            // Nobody pressed Ctrl-C here: a window has rebuilt or cleared the index that this was asked of.
            complain('stopped-elsewhere', 'Another process has stopped this, to rebuild or clear the index', 'Try again.');
            return exitCodes.failed;
        }
        if (error instanceof FailureError) {
            const { title, remedy } = describeFailure(error.failure);
            if (isJson) terminal.print(`${JSON.stringify({ error: failureJson(error.failure) })}\n`);
            else complain(error.failure.kind, title, remedy);
            return exitCodes.failed;
        }
        if (error instanceof NoSuchFolder) {
            complain('no-such-folder', `There is no folder ${error.message}`, '');
            return exitCodes.usage;
        }
        if (error instanceof NotAttached) {
            complain('not-attached', error.message, '');
            return exitCodes.usage;
        }
        if (error instanceof BadBatch) {
            complain('bad-batch', error.message, 'Each line is one JSON object with "id" and "query".');
            return exitCodes.usage;
        }
        throw error;
    }
}
