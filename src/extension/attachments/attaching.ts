import { stat } from 'node:fs/promises';
import { window, type Disposable, type Memento } from 'vscode';
import type { Attachment, AttachmentOffer } from '../../protocol/attachment.ts';
import { attachmentName, shortRevision } from '../../protocol/attachment.ts';
import { retold, t } from '../../protocol/l10n.ts';
import { baseName, folderName, placeLabel, type WorkspacePath } from '../../protocol/text.ts';
import type { ShownOffer, ViewIntent, ViewMessage } from '../../protocol/view.ts';
import { visibleName } from '../../protocol/visibleText.ts';
import { selectedLines } from '../asking.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { isShownPlace } from '../openCitation.ts';
import { openPaths } from '../openPaths.ts';
import { addressedPath, pastedPlaces } from './addresses.ts';
import { DraftAttachments } from './draftAttachments.ts';
import { editorProblems } from './editorProblems.ts';

export interface AttachingParts {
    readonly indexed: IndexedWorkspace;
    readonly memory: Memento;
    /** True: nothing of the conversation may be written anywhere. */
    readonly isPrivate: () => boolean;
    readonly tell: (message: ViewMessage) => void;
}

export type AttachIntent = Extract<
    ViewIntent,
    { type: 'search-attachments' | 'attach' | 'attach-dropped' | 'attach-pasted-path' | 'attach-text' }
>;

/** What the editor contributes to a question: its selection, its problems, what is dropped, pasted or picked in the panel. */
export class Attaching implements Disposable {
    readonly drafts: DraftAttachments;
    private readonly parts: AttachingParts;
    private readonly disposables: Disposable[];
    private readonly offered = new Map<string, Attachment>();
    private nextOffer = 1;
    private selectionTimer: NodeJS.Timeout | undefined;

    constructor(parts: AttachingParts) {
        this.parts = parts;
        const { indexed, memory, isPrivate, tell } = parts;
        this.drafts = new DraftAttachments({
            measure: attachments => indexed.engine.measureAttachments(attachments),
            problems: () => editorProblems(indexed.roots),
            memory: {
                load: () => memory.get(DRAFT),
                // Not waited for: at worst the chips of the last second are not there after a restart.
                save: attachments => void memory.update(DRAFT, isPrivate() ? undefined : attachments),
            },
            onChange: () => tell({ type: 'attachments', attachments: this.drafts.shown }),
            onRefused: reasons => tell({ type: 'not-attached', reasons: reasons.map(retold) }),
        });
        let wasRunning = false;
        this.disposables = [
            window.onDidChangeTextEditorSelection(() => this.selectionChanged()),
            window.onDidChangeActiveTextEditor(() => this.selectionChanged()),
            indexed.onDidChangeSettings(() => this.selectionChanged()),
            indexed.onDidTell(() => void this.drafts.measure()),
            indexed.onDidChange(() => {
                const isRunning = indexed.state.state === 'running';
                if (isRunning && !wasRunning) {
                    void this.drafts.measure();
                    this.selectionChanged();
                }
                wasRunning = isRunning;
            }),
        ];
    }

    async handle(intent: AttachIntent): Promise<void> {
        switch (intent.type) {
            case 'search-attachments':
                this.parts.tell({ type: 'attachment-offers', text: intent.text, offers: await this.offer(intent.text) });
                return;
            case 'attach': {
                const attachment = this.offered.get(intent.offerId);
                if (attachment) await this.drafts.add(attachment);
                return;
            }
            case 'attach-dropped':
                await this.attachAddresses(intent.addresses);
                return;
            case 'attach-pasted-path':
                await this.attachPastedPath(intent.text);
                return;
            case 'attach-text':
                await this.drafts.add({ kind: 'pasted', text: intent.text });
                return;
        }
    }

    /** What fits the words behind an `@`: what the editor has, then files, folders and definitions. */
    private async offer(text: string): Promise<readonly ShownOffer[]> {
        const { indexed } = this.parts;
        const typed = text.toLowerCase();
        const selection = selectionOf(indexed);
        const problems = editorProblems(indexed.roots);
        const own: (readonly [word: string, attachment: Attachment, detail: string])[] = [
            ...(selection ? [['selection', selection, placeLabel(selection)] as const] : []),
            ...(problems.problems.length > 0 ? [['problems', problems, ''] as const] : []),
            ['changes', { kind: 'changes' }, ''],
        ];
        const ofEditor = own.filter(([word]) => word.startsWith(typed) || `git ${word}`.startsWith(typed));
        const open = typed === '' ? openPaths(indexed.roots).slice(0, MOST_OPEN) : [];
        const found = indexed.state.state === 'running' ? await indexed.engine.offerAttachments({ text, limit: MOST_OF_A_KIND }) : [];
        const rest = found.filter(offer => offer.kind !== 'file' || !open.includes(offer.path));
        return [
            ...ofEditor.map(([, attachment, detail]) => this.toOffer(attachment, detail)),
            ...open.map(path => this.toOffer({ kind: 'file', path }, visibleName(folderName(path)))),
            ...rest.map(attachment => this.toOffer(attachment, offerDetail(attachment))),
        ];
    }

    private toOffer(attachment: Attachment, detail: string): ShownOffer {
        const id = `o${String(this.nextOffer++)}`;
        this.offered.set(id, attachment);
        const [oldest] = this.offered.keys();
        if (this.offered.size > MOST_REMEMBERED && oldest !== undefined) this.offered.delete(oldest);
        return { id, kind: attachment.kind, name: offerName(attachment), detail };
    }

    private async attachAddresses(addresses: readonly string[]): Promise<void> {
        const found = addresses.map(address => addressedPath(address, this.parts.indexed.roots));
        await this.drafts.add(...found.flatMap(one => ('path' in one ? [{ kind: 'file' as const, path: one.path }] : [])));
        const reasons = found.flatMap(one => ('reason' in one ? [one.reason] : []));
        if (reasons.length > 0) this.parts.tell({ type: 'not-attached', reasons });
    }

    /** Text that is no path stays what it is, without a word. */
    private async attachPastedPath(text: string): Promise<void> {
        const { roots } = this.parts.indexed;
        for (const place of pastedPlaces(text, roots)) {
            const found = await stat(place).catch(() => undefined);
            if (!found) continue;
            const addressed = addressedPath(place, roots);
            if ('reason' in addressed) {
                this.parts.tell({ type: 'not-attached', reasons: [addressed.reason] });
                return;
            }
            await this.drafts.add({ kind: found.isDirectory() ? 'folder' : 'file', path: addressed.path });
            const isThere = this.drafts.all.some(one => 'path' in one && one.path === addressed.path);
            if (isThere) this.parts.tell({ type: 'path-attached', text });
            return;
        }
    }

    private selectionChanged(): void {
        clearTimeout(this.selectionTimer);
        this.selectionTimer = setTimeout(() => {
            const { indexed } = this.parts;
            const isWanted = indexed.settings['footnote.chat.attachSelection'];
            this.drafts.select(isWanted && indexed.canAsk ? selectionOf(indexed) : undefined);
        }, SETTLED_MS);
    }

    dispose(): void {
        clearTimeout(this.selectionTimer);
        for (const disposable of this.disposables) disposable.dispose();
    }
}

/** Where drafts are kept for the next start of the window. */
const DRAFT = 'draftAttachments';
const MOST_OF_A_KIND = 8;
const MOST_OPEN = 5;
const MOST_REMEMBERED = 400;
/** Whoever drags a selection over lines has not chosen yet. */
const SETTLED_MS = 200;

/** The lines that the reader has selected; what a footnote has opened is no choice of theirs. */
function selectionOf(indexed: IndexedWorkspace): Extract<Attachment, { kind: 'lines' }> | undefined {
    const editor = window.activeTextEditor;
    if (!editor || editor.selection.isEmpty || isShownPlace(editor)) return undefined;
    const lines = selectedLines(indexed);
    return lines && { kind: 'lines', ...lines };
}

function offerDetail(offer: AttachmentOffer): string {
    switch (offer.kind) {
        case 'symbol':
            return placeLabel(offer);
        case 'file':
            return detailOf(offer.path);
        case 'commit':
            return visibleName(offer.subject);
        case 'folder':
        case 'branch':
            return '';
    }
}

/** A file by its own name, with its folder behind it: in a narrow list that is what tells it from others. */
function offerName(attachment: Attachment): string {
    if (attachment.kind === 'file') return visibleName(baseName(attachment.path));
    // The subject stands behind it.
    if (attachment.kind === 'commit') return shortRevision(attachment.rev);
    return attachment.kind === 'lines' ? t('Selection') : attachmentName(attachment);
}

function detailOf(path: WorkspacePath): string {
    return visibleName(folderName(path));
}
