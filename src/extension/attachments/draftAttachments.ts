import type { Attachment, AttachmentFate, MeasuredAttachment } from '../../protocol/attachment.ts';
import { t } from '../../protocol/l10n.ts';
import type { ShownAttachment } from '../../protocol/view.ts';
import { refusalText } from '../../protocol/attachmentRefusal.ts';
import { MOST_ATTACHMENTS, attachmentName, isSameAttachment } from '../../protocol/attachment.ts';
import { attachmentsSchema } from './attachmentsSchema.ts';

export interface DraftAttachmentsParts {
    /** What would become of them, as the engine sees it; fails while there is no engine. */
    readonly measure: (attachments: readonly Attachment[]) => Promise<readonly MeasuredAttachment[]>;
    /** The problems of now: they change as the reader types. */
    readonly problems: () => Extract<Attachment, { kind: 'problems' }>;
    /** Kept for the next start of the window. */
    readonly memory: { load(): unknown; save(attachments: readonly Attachment[] | undefined): void };
    readonly onChange: () => void;
    /** Something was not attached, or is no longer; why, in sentences. Empty: there is nothing to say any more. */
    readonly onRefused: (reasons: readonly string[]) => void;
}

interface Draft {
    readonly id: string;
    readonly attachment: Attachment;
    readonly isAutomatic: boolean;
    readonly fate: AttachmentFate | undefined;
}

/**
 * What goes with the next question: what the reader has put there, and the selection of the editor, which comes and goes. Each is
 * measured by the engine as soon as it is there; what the engine refuses is taken out again and its reason told. Knows nothing of the editor.
 */
export class DraftAttachments {
    private readonly parts: DraftAttachmentsParts;
    private drafts: readonly Draft[];
    private next = 1;
    private round = 0;
    /** The selection that was taken away, or has gone with a question; it does not come back by itself. */
    private done: Attachment | undefined;
    private measuring: Promise<void> = Promise.resolve();

    constructor(parts: DraftAttachmentsParts) {
        this.parts = parts;
        this.drafts = [];
        const kept = attachmentsSchema.safeParse(parts.memory.load()).data ?? [];
        this.drafts = kept.map(attachment => this.draft(attachment, false));
    }

    get shown(): readonly ShownAttachment[] {
        return this.drafts.map(({ id, attachment, isAutomatic, fate }) => ({
            id,
            kind: attachment.kind,
            name: attachmentName(attachment),
            isAutomatic,
            ...(fate ? { fate } : {}),
        }));
    }

    get all(): readonly Attachment[] {
        return this.drafts.map(({ attachment }) => (attachment.kind === 'problems' ? this.parts.problems() : attachment));
    }

    /** Puts one beside the question; one that is there already stays where it is. Resolves when it is measured. */
    async add(...attachments: readonly Attachment[]): Promise<void> {
        const reasons: string[] = [];
        for (const attachment of attachments) {
            const known = this.drafts.find(draft => isSameAttachment(draft.attachment, attachment));
            if (known) this.drafts = this.drafts.map(draft => (draft === known ? { ...draft, isAutomatic: false } : draft));
            else if (this.drafts.length >= MOST_ATTACHMENTS)
                reasons.push(t('{0}: Not attached: a question takes at most {1}.', attachmentName(attachment), MOST_ATTACHMENTS));
            else this.drafts = [...this.drafts, this.draft(attachment, false)];
        }
        this.parts.onRefused(reasons);
        this.changed();
        await this.measure();
    }

    /** Like `add`, of what a command of the reader is about: what only happens to be selected is not meant then. */
    async addInstead(attachment: Attachment): Promise<void> {
        const selected = this.drafts.find(({ isAutomatic }) => isAutomatic);
        if (selected && !isSameAttachment(selected.attachment, attachment)) {
            this.done = selected.attachment;
            this.drafts = this.drafts.filter(draft => draft !== selected);
        }
        await this.add(attachment);
    }

    remove(id: string): void {
        const removed = this.drafts.find(draft => draft.id === id);
        if (!removed) return;
        if (removed.isAutomatic) this.done = removed.attachment;
        this.drafts = this.drafts.filter(draft => draft !== removed);
        this.parts.onRefused([]);
        this.changed();
        void this.measure();
    }

    /** The lines that are selected now; undefined when none are, or none that may be attached. */
    select(selection: Attachment | undefined): void {
        const current = this.drafts.find(({ isAutomatic }) => isAutomatic);
        const isDone = selection !== undefined && this.done !== undefined && isSameAttachment(this.done, selection);
        if (!isDone) this.done = undefined;
        const wanted = isDone ? undefined : selection;
        if (current && wanted && isSameAttachment(current.attachment, wanted)) return;
        if (!current && !wanted) return;
        const others = this.drafts.filter(draft => draft !== current);
        const isThere = wanted !== undefined && others.some(({ attachment }) => isSameAttachment(attachment, wanted));
        this.drafts = wanted && !isThere ? [this.draft(wanted, true), ...others] : others;
        this.changed();
        void this.measure();
    }

    /** All of them, for a question that is asked now: they go with it. */
    take(): readonly Attachment[] {
        const taken = this.all;
        this.done = this.drafts.find(({ isAutomatic }) => isAutomatic)?.attachment ?? this.done;
        this.drafts = [];
        if (taken.length > 0) this.changed();
        return taken;
    }

    /** Looks again: files have changed, or there is an engine now. Resolves when it is done; looks at the same time are one after another. */
    measure(): Promise<void> {
        const round = ++this.round;
        this.measuring = this.measuring.then(async () => {
            if (round === this.round) await this.measureNow(round);
        });
        return this.measuring;
    }

    private async measureNow(round: number): Promise<void> {
        const asked = this.drafts;
        if (asked.length === 0) return;
        let measured: readonly MeasuredAttachment[];
        try {
            measured = await this.parts.measure(this.all);
        } catch {
            // Without an engine nothing can be said; it is measured when there is one, and the engine decides again when it is asked.
            return;
        }
        if (round !== this.round) return;
        const refused: { readonly draft: Draft; readonly reason: string }[] = [];
        const drafts: Draft[] = [];
        for (const [at, draft] of asked.entries()) {
            const now = measured[at];
            // A folder may have been said to be a file, and stand there already.
            if (now && drafts.some(({ attachment }) => isSameAttachment(attachment, now.attachment))) continue;
            if (now?.fate.state !== 'refused') drafts.push(now ? { ...draft, attachment: now.attachment, fate: now.fate } : draft);
            // Nobody asked for a selection to be attached: it is passed over without a word.
            else if (!draft.isAutomatic) refused.push({ draft, reason: refusalText(now.fate.why) });
        }
        this.drafts = drafts;
        if (refused.length > 0)
            this.parts.onRefused(refused.map(({ draft, reason }) => t('{0}: {1}', attachmentName(draft.attachment), reason)));
        this.changed();
        // What was refused took a share.
        if (refused.length > 0) await this.measureNow(round);
    }

    private changed(): void {
        const kept = this.drafts.filter(({ isAutomatic }) => !isAutomatic).map(({ attachment }) => attachment);
        this.parts.memory.save(kept.length === 0 ? undefined : kept);
        this.parts.onChange();
    }

    private draft(attachment: Attachment, isAutomatic: boolean): Draft {
        return { id: `a${String(this.next++)}`, attachment, isAutomatic, fate: undefined };
    }
}
