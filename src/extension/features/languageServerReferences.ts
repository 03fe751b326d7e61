import { setTimeout as pause } from 'node:timers/promises';
import { commands, EventEmitter, Location, type Disposable, type Position, type Uri } from 'vscode';

/**
 * References as the language's own extension finds them, one question after the other: a server answers them in turn anyway, and this way
 * each has the whole deadline. A language that misses it is not asked again until the late answer has come.
 */
export class LanguageServerReferences implements Disposable {
    /** A language server that was too slow has answered after all. */
    readonly onDidWarm;
    private readonly warm = new EventEmitter<void>();
    private readonly onError: (error: unknown) => void;
    private readonly slowLanguages = new Set<string>();
    private last: Promise<unknown> = Promise.resolve();

    constructor(onError: (error: unknown) => void) {
        this.onDidWarm = this.warm.event;
        this.onError = onError;
    }

    dispose(): void {
        this.warm.dispose();
    }

    /** Undefined when nobody answers in time. The definition itself is among what is found, so an empty answer is none. */
    at(
        uri: Uri,
        position: Position,
        languageId: string,
        options: { readonly signal: AbortSignal },
    ): Promise<readonly Location[] | undefined> {
        const answer = this.last.then(() => this.ask(uri, position, languageId, options.signal));
        // The next one waits for this one, however it ends.
        this.last = answer.catch(() => undefined);
        return answer;
    }

    private async ask(uri: Uri, position: Position, languageId: string, signal: AbortSignal): Promise<readonly Location[] | undefined> {
        if (signal.aborted || this.slowLanguages.has(languageId)) return undefined;
        const asked = Promise.resolve(commands.executeCommand('vscode.executeReferenceProvider', uri, position)).then(
            found => (Array.isArray(found) ? found.filter(one => one instanceof Location) : []),
            (error: unknown) => {
                this.onError(error);
                return [];
            },
        );
        const found = await Promise.race([asked, pause(DEADLINE_MS, undefined, { ref: false })]);
        if (found) return found.length === 0 ? undefined : found;
        this.slowLanguages.add(languageId);
        // Not waited for: that is the point.
        void asked.then(late => {
            this.slowLanguages.delete(languageId);
            if (late.length > 0) this.warm.fire();
        });
        return undefined;
    }
}

/** A lens may come late, but not so late that the reader has moved on. */
const DEADLINE_MS = 1_500;
