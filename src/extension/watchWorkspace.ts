import { FileType, RelativePattern, Uri, window, workspace, type Disposable, type TextDocument } from 'vscode';
import type { Engine, WorkspaceRoot } from '../protocol/engineContract.ts';
import type { FileChanges } from '../protocol/indexing.ts';
import type { WorkspacePath } from '../protocol/text.ts';
import { collectChanges, isWatched } from './changeCollector.ts';
import { pathOfDocument } from './workspacePaths.ts';

export interface WatchOptions {
    readonly roots: readonly WorkspaceRoot[];
    readonly engine: Pick<Engine, 'filesChanged' | 'editorChanged' | 'index'>;
    /** False while there is no index: whether one is made is for the user, and not for a folder that appears. */
    readonly isIndexed: () => boolean;
    /** Unsaved text above this is not sent: the file is not indexed either. */
    readonly maxCharacters: number;
    /** The engine has been told; footnotes may have moved. */
    readonly onTold: () => void;
    readonly onError: (error: unknown) => void;
}

/**
 * Tells the engine what changes on disk and in unsaved editors. The engine watches nothing itself:
 * VS Code's watcher already honours excludes and works in remotes.
 */
export class WorkspaceWatcher implements Disposable {
    private readonly options: WatchOptions;
    private readonly disposables: { dispose(): unknown }[] = [];
    private readonly typing = new Map<string, NodeJS.Timeout>();
    /** Documents whose unsaved text the engine holds. */
    private readonly unsaved = new Set<string>();

    constructor(options: WatchOptions) {
        this.options = options;
        const collector = collectChanges(changes => this.tell(changes));
        this.disposables.push(collector);
        const note = (uri: Uri, kind: 'changed' | 'removed'): void => {
            const path = this.pathOf(uri);
            if (path !== undefined && isWatched(path)) collector.add(path, kind);
        };
        for (const { folder } of options.roots) {
            const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), '**/*'));
            this.disposables.push(
                watcher,
                watcher.onDidCreate(uri => {
                    note(uri, 'changed');
                    this.scanIfFolder(uri);
                }),
                watcher.onDidChange(uri => note(uri, 'changed')),
                watcher.onDidDelete(uri => note(uri, 'removed')),
            );
        }
        this.disposables.push(
            workspace.onDidChangeTextDocument(({ document }) => this.typed(document)),
            workspace.onDidSaveTextDocument(document => {
                this.settled(document);
                note(document.uri, 'changed');
            }),
            workspace.onDidCloseTextDocument(document => this.settled(document)),
        );
    }

    /** After a start of the engine, which knows nothing of editors that were changed before it. */
    resend(): void {
        this.unsaved.clear();
        for (const document of workspace.textDocuments) {
            if (document.isDirty) this.sendText(document);
        }
    }

    dispose(): void {
        for (const timer of this.typing.values()) clearTimeout(timer);
        for (const disposable of this.disposables) disposable.dispose();
    }

    private tell(changes: FileChanges): void {
        this.attempt(async () => {
            await this.options.engine.filesChanged(changes);
            this.options.onTold();
        });
    }

    /** A folder that is moved into the workspace comes as one event, without its files. */
    private scanIfFolder(uri: Uri): void {
        this.attempt(async () => {
            let type: FileType;
            try {
                ({ type } = await workspace.fs.stat(uri));
            } catch {
                // Gone again: its removal is reported as well.
                return;
            }
            if (type === FileType.Directory && this.options.isIndexed()) await this.options.engine.index('update');
        });
    }

    private typed(document: TextDocument): void {
        const key = document.uri.toString();
        clearTimeout(this.typing.get(key));
        this.typing.set(
            key,
            setTimeout(() => {
                this.typing.delete(key);
                if (document.isClosed || !document.isDirty) this.settled(document);
                else this.sendText(document);
            }, TYPING_PAUSE_MS),
        );
    }

    private sendText(document: TextDocument): void {
        const path = this.pathOf(document.uri);
        if (path === undefined) return;
        const text = document.getText();
        if (text.length > this.options.maxCharacters) return;
        this.unsaved.add(document.uri.toString());
        this.attempt(async () => {
            await this.options.engine.editorChanged({ path, text });
            this.options.onTold();
        });
    }

    /** Saved, undone or closed: the disk counts again. */
    private settled(document: TextDocument): void {
        const key = document.uri.toString();
        clearTimeout(this.typing.get(key));
        this.typing.delete(key);
        const path = this.pathOf(document.uri);
        if (path === undefined || !this.unsaved.delete(key)) return;
        this.attempt(() => this.options.engine.editorChanged({ path, text: undefined }));
    }

    private pathOf(uri: Uri): WorkspacePath | undefined {
        return pathOfDocument(this.options.roots, uri);
    }

    private attempt(work: () => Promise<void>): void {
        work().catch(this.options.onError);
    }
}

/** The engine waits for a pause as well before it parses; this one only spares it a message for every key. */
const TYPING_PAUSE_MS = 100;

/** The file in the active editor, if it belongs to the workspace. */
export function activePath(roots: readonly WorkspaceRoot[]): WorkspacePath | undefined {
    return pathOfDocument(roots, window.activeTextEditor?.document.uri);
}
