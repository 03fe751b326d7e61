import os from 'node:os';
import path from 'node:path';
import { env, EventEmitter, window, workspace, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { ChatModelChoice, Engine, EnginePaths, OpenWorkspace, WorkspaceRoot } from '../protocol/engineContract.ts';
import { FailureError, isAbort } from '../protocol/failure.ts';
import type { IndexCounts, IndexStatus } from '../protocol/indexing.ts';
import { t } from '../protocol/l10n.ts';
import { engineOptions } from '../settings/engineOptions.ts';
import type { Settings } from '../settings/settings.ts';
import { engineEnvironment } from './engineEnvironment.ts';
import { EngineProcess, type EngineState } from './engineProcess.ts';
import type { KeyStore } from './keyStore.ts';
import { LanguageServerReferences } from './features/languageServerReferences.ts';
import { lender } from './features/lendModel.ts';
import { lendReferences } from './features/lendReferences.ts';
import { logEngineLine } from './logChannel.ts';
import { accountFolder, readProxy, readDataFolder, readEngineOptions, readSettings } from './readSettings.ts';
import { settingsReaction, type SentSettings } from './settingsReaction.ts';
import { WorkspaceWatcher } from './watchWorkspace.ts';
import { openIgnoreFile } from './openIgnoreFile.ts';
import { openPaths } from './openPaths.ts';
import { reasonToAsk } from './wideFolder.ts';
import { workspaceRoots } from './workspacePaths.ts';

/**
 * The window's folders and the engine that indexes them: started when there is a folder and it is trusted,
 * kept up to date with settings and folders, told what changes. Nothing is started before trust is given.
 */
export class IndexedWorkspace implements Disposable {
    readonly engine: Engine;
    settings: Settings;
    roots: readonly WorkspaceRoot[] = [];
    /** One for lenses and answers alike: a server answers in turn anyway. */
    readonly languageServers: LanguageServerReferences;
    /** The engine or the index has moved on. */
    readonly onDidChange;
    /** Settings, trust or folders have changed. */
    readonly onDidChangeSettings;
    /** Files have changed and the engine knows. */
    readonly onDidTell;
    private readonly changed = new EventEmitter<void>();
    private readonly surroundingsChanged = new EventEmitter<void>();
    private readonly told = new EventEmitter<void>();
    private readonly process: EngineProcess;
    private readonly context: ExtensionContext;
    private readonly secrets: KeyStore;
    private readonly log: LogOutputChannel;
    private readonly disposables: { dispose(): unknown }[] = [];
    private watcher: WorkspaceWatcher | undefined;
    /** What the engine was opened or configured with last. */
    private sent: SentSettings | undefined;
    private turn: Promise<void> = Promise.resolve();
    private isNetworkCut = false;
    private latest: IndexStatus = { state: 'empty' };
    /** It is being decided whether to index by itself; until then nobody needs to be told that nothing is indexed. */
    private isDeciding = false;

    constructor(context: ExtensionContext, log: LogOutputChannel, secrets: KeyStore) {
        this.context = context;
        this.secrets = secrets;
        this.log = log;
        this.settings = readSettings(log);
        this.onDidChange = this.changed.event;
        this.onDidChangeSettings = this.surroundingsChanged.event;
        this.onDidTell = this.told.event;
        this.languageServers = new LanguageServerReferences(error => this.noteError(error));
        this.process = new EngineProcess({
            entry: context.asAbsolutePath('dist/engine.mjs'),
            environment: engineEnvironment(process.env, os.availableParallelism(), { proxy: readProxy(), remote: env.remoteName }),
            host: { ...lender, referencesTo: lendReferences({ server: this.languageServers, roots: () => this.roots }) },
            workspace: () => this.describe(),
            onOpened: () => this.opened(),
            onState: () => this.changed.fire(),
            onIndexStatus: status => {
                this.latest = status;
                if (status.state !== 'empty') this.isDeciding = false;
                this.changed.fire();
            },
            onLine: line => logEngineLine(log, line),
            onDefect: error => this.noteError(error),
        });
        this.engine = this.process.engine;
        const attempt = (work: () => Promise<void>) => (): void => {
            this.inTurn(work).catch((error: unknown) => this.noteError(error));
        };
        this.disposables.push(
            this.languageServers,
            this.changed,
            this.surroundingsChanged,
            this.told,
            workspace.onDidGrantWorkspaceTrust(() => this.begin()),
            workspace.onDidChangeWorkspaceFolders(attempt(() => this.restartNow())),
            workspace.onDidChangeConfiguration(event => {
                // Who sets it by hand means it: the switch that was thrown before no longer counts.
                if (event.affectsConfiguration('footnote.network.enabled') && readSettings(log)['footnote.network.enabled'])
                    this.isNetworkCut = false;
                if (['footnote', 'files.exclude', 'search.exclude'].some(section => event.affectsConfiguration(section)))
                    attempt(() => this.configure())();
            }),
            secrets.onDidChange(attempt(() => this.configure())),
        );
    }

    /** As the engine says it; while the files of a folder that is not indexed yet are counted, that they are looked for. */
    get index(): IndexStatus {
        return this.isDeciding && this.latest.state === 'empty' ? { state: 'scanning', counts: NOTHING } : this.latest;
    }

    get state(): EngineState {
        return this.process.state;
    }

    get enginePid(): number | undefined {
        return this.process.pid;
    }

    /** What answers, as it is set; the key is not part of it. */
    get chatModel(): ChatModelChoice {
        return engineOptions(this.settings, { apiKey: '', excludes: [], cores: 1 }).chatModel;
    }

    get hasFolder(): boolean {
        return (workspace.workspaceFolders ?? []).some(({ uri }) => uri.scheme === 'file');
    }

    /** A folder that is trusted: without one nothing is started and nothing can be asked. */
    get canAsk(): boolean {
        return workspace.isTrusted && this.hasFolder;
    }

    /** Starts what the window's state allows; harmless when it runs already. */
    begin(): void {
        this.surroundingsChanged.fire();
        if (!this.canAsk) return;
        this.watch();
        this.process.start();
    }

    restart(): Promise<void> {
        return this.inTurn(() => this.restartNow());
    }

    private async restartNow(): Promise<void> {
        this.surroundingsChanged.fire();
        if (!this.canAsk) {
            await this.stop();
            return;
        }
        this.watch();
        await this.process.restart();
    }

    /** Follows the folders as they are now. */
    private watch(): void {
        this.roots = workspaceRoots(
            (workspace.workspaceFolders ?? [])
                .filter(({ uri }) => uri.scheme === 'file')
                .map(({ uri, name }) => ({ folder: uri.fsPath, name })),
        );
        this.watcher?.dispose();
        this.watcher = new WorkspaceWatcher({
            roots: this.roots,
            engine: this.engine,
            isIndexed: () => this.latest.state !== 'empty',
            maxCharacters: this.settings['footnote.index.maxFileBytes'],
            onTold: () => this.told.fire(),
            onError: error => this.noteError(error),
        });
    }

    async stop(): Promise<void> {
        this.watcher?.dispose();
        this.watcher = undefined;
        await this.process.stop();
    }

    dispose(): void {
        for (const disposable of this.disposables) disposable.dispose();
    }

    private opened(): void {
        this.watcher?.resend();
        this.told.fire();
        if (!this.settings['footnote.index.enabled']) return;
        this.isDeciding = true;
        this.indexByItself().catch((error: unknown) => this.noteError(error));
    }

    /** Whoever opens a home folder may not know what that means; an index that is there already was agreed to. */
    private async indexByItself(): Promise<void> {
        if (this.latest.state === 'empty' && !(await this.isAgreed())) return;
        // Resolves when everything is indexed; what happens on the way comes as status.
        await this.engine.index('update');
    }

    private async isAgreed(): Promise<boolean> {
        const folders = this.roots.map(({ folder }) => folder);
        // What cannot be counted cannot be indexed either, and that run says why.
        const count = (): Promise<number> => this.engine.countFiles().catch(() => 0);
        const reason = await reasonToAsk(folders, os.homedir(), count);
        if (reason === undefined) return true;
        this.isDeciding = false;
        this.changed.fire();
        const all = t('Index All');
        const choose = t('Leave Folders Out…');
        const answer = await window.showWarningMessage(reason, all, choose);
        if (answer === choose) await openIgnoreFile(folders[0] ?? '');
        // With a rule or without, *Index This Folder* begins when the user is done.
        return answer === all;
    }

    private async describe(): Promise<OpenWorkspace> {
        const sent = await this.readSent();
        this.sent = sent;
        return { roots: this.roots, paths: this.paths(sent.data), settings: sent.options, openFiles: openPaths(this.roots) };
    }

    private paths(data: string): EnginePaths {
        return {
            grammars: this.context.asAbsolutePath(path.join('dist', 'grammars')),
            parseWorker: this.context.asAbsolutePath(path.join('dist', 'parseWorker.mjs')),
            models: this.context.asAbsolutePath(path.join('media', 'models')),
            translations: this.context.asAbsolutePath('l10n'),
            data,
            account: accountFolder(),
        };
    }

    /** The origin to which the user agreed to send this workspace's text to be embedded; empty for none. */
    get agreedEmbedder(): string {
        const agreed: unknown = this.context.workspaceState.get(AGREED_EMBEDDER);
        return typeof agreed === 'string' ? agreed : '';
    }

    /** From now on, or no more with an empty one. Resolves when the engine goes by it. */
    async agreeToEmbedder(origin: string): Promise<void> {
        await this.context.workspaceState.update(AGREED_EMBEDDER, origin === '' ? undefined : origin);
        await this.inTurn(() => this.configure());
    }

    /** Closes every way out of this window, whatever the settings say; false leaves it to them again. Resolves when the engine goes by it. */
    async cutNetwork(isCut: boolean): Promise<void> {
        this.isNetworkCut = isCut;
        await this.inTurn(() => this.configure());
    }

    /** A key was set: resolves when the engine goes by it. */
    async keyChanged(): Promise<void> {
        await this.inTurn(() => this.configure());
    }

    /** Resolves when every change of settings and keys so far has been taken up. */
    settled(): Promise<void> {
        return this.turn;
    }

    /** A setting or key has changed. */
    private async configure(): Promise<void> {
        const settings = readSettings(this.log);
        this.settings = this.isNetworkCut ? { ...settings, 'footnote.network.enabled': false } : settings;
        this.surroundingsChanged.fire();
        const { state } = this;
        // One that was stopped or has crashed waits for whoever starts it again; one that could not open may now be able to.
        if (!this.sent || (state.state === 'stopped' && state.failure.kind === 'engine-stopped')) return;
        const now = await this.readSent();
        switch (settingsReaction(this.sent, now)) {
            case 'nothing':
                return;
            case 'configure':
                this.sent = now;
                if (state.state !== 'stopped') await this.engine.configure(now.options);
                return;
            case 'open again':
                // In the engine that runs, so that an answer that is being given comes to its end, and no call is lost.
                if (now.isIndexing && now.data === this.sent.data && state.state === 'running' && this.latest.state !== 'empty') {
                    this.sent = now;
                    await this.engine.configure(now.options);
                } else await this.restartNow();
                return;
        }
    }

    private async readSent(): Promise<SentSettings> {
        return {
            data: readDataFolder(this.settings),
            isIndexing: this.settings['footnote.index.enabled'],
            options: await readEngineOptions(this.settings, this.secrets, this.agreedEmbedder),
        };
    }

    /** Changes that come together (three settings of one dialog) are taken up one after the other. */
    private inTurn(work: () => Promise<void>): Promise<void> {
        const done = this.turn.then(work);
        this.turn = done.catch(() => undefined);
        return done;
    }

    /** Background work that failed: the panel and the status bar show the engine's state; here is the rest. */
    private noteError(error: unknown): void {
        if (isAbort(error)) return;
        if (error instanceof FailureError) this.log.info(`background work: ${error.message} (${error.failure.kind})`);
        else this.log.error(error instanceof Error ? error : String(error));
    }
}

const AGREED_EMBEDDER = 'agreedEmbedder';

const NOTHING: IndexCounts = { indexed: 0, total: 0, skipped: 0, chunks: 0 };
