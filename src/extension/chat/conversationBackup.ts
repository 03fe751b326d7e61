import * as z from 'zod';
import type { ConversationFiles } from './conversationFiles.ts';
import type { ConversationRecord } from './recordSchema.ts';
import { recordOf } from './recordSchema.ts';

/** A conversation as its file has it: what happened, record by record. */
export interface KeptConversation {
    readonly id: string;
    readonly records: readonly ConversationRecord[];
}

/** What a file of a backup holds, or that it is none. */
export type ReadBackup =
    | {
          readonly state: 'read';
          readonly conversations: readonly KeptConversation[];
          /** Conversations in it that cannot be read. */ readonly damaged: number;
      }
    | { readonly state: 'newer' }
    | { readonly state: 'no-backup' };

/** All conversations as one file. Private ones are in no file, and so not here. */
export function writeBackup(conversations: readonly KeptConversation[], at: Date): string {
    return `${JSON.stringify({ format: FORMAT, version: VERSION, at: at.toISOString(), conversations }, undefined, 1)}\n`;
}

/** Believes nothing: records of another form are left out, and a conversation without a beginning is counted as damaged. */
export function readBackup(text: string): ReadBackup {
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) return { state: 'no-backup' };
        throw error;
    }
    const read = backupSchema.safeParse(parsed).data;
    if (!read) return { state: 'no-backup' };
    if (read.version > VERSION) return { state: 'newer' };
    const conversations = new Map<string, KeptConversation>();
    let damaged = 0;
    for (const one of read.conversations) {
        const kept = conversationSchema.safeParse(one).data;
        const records = kept?.records.map(recordOf).filter(record => record !== undefined) ?? [];
        if (kept && records[0]?.record === 'begun' && !conversations.has(kept.id)) conversations.set(kept.id, { id: kept.id, records });
        else damaged++;
    }
    return { state: 'read', conversations: [...conversations.values()], damaged };
}

const FORMAT = 'footnote-conversations';
const VERSION = 1;
const backupSchema = z.object({ format: z.literal(FORMAT), version: z.int().min(1), conversations: z.array(z.unknown()).max(100_000) });
const conversationSchema = z.object({ id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/), records: z.array(z.unknown()) });

/**
 * What is to be done with a conversation of a backup that may be there already. Files are only ever appended to, so that of two with the same
 * beginning the longer one is the newer. Where both went on differently, what is there stays.
 */
export function mergeInto(there: readonly ConversationRecord[] | undefined, backup: readonly ConversationRecord[]): MergeStep {
    if (!there || there.length === 0) return { type: 'add', records: backup };
    const shorter = Math.min(there.length, backup.length);
    for (let nth = 0; nth < shorter; nth++) if (JSON.stringify(there[nth]) !== JSON.stringify(backup[nth])) return { type: 'differs' };
    return backup.length > there.length ? { type: 'extend', records: backup.slice(there.length) } : { type: 'have' };
}

export type MergeStep =
    | { readonly type: 'add' | 'extend'; readonly records: readonly ConversationRecord[] }
    /** It is there, as it is in the backup or newer. */
    | { readonly type: 'have' }
    | { readonly type: 'differs' };

/** All conversations that are on the disk, newest first. */
export async function keptIn(files: ConversationFiles): Promise<readonly KeptConversation[]> {
    const kept: KeptConversation[] = [];
    for (const { id } of await files.list()) kept.push({ id, records: (await files.records(id)) ?? [] });
    return kept;
}

/** Takes the conversations of a backup among those that are there. The one on show (`shown`) goes on and is not touched. */
export async function restoreInto(
    files: ConversationFiles,
    { conversations, damaged }: Pick<Extract<ReadBackup, { state: 'read' }>, 'conversations' | 'damaged'>,
    shown: string,
): Promise<Restored> {
    const counts = { add: 0, extend: 0, have: 0, differs: 0 };
    for (const { id, records } of conversations) {
        const merged = mergeInto(await files.records(id), records);
        const step: MergeStep = merged.type === 'extend' && id === shown ? { type: 'differs' } : merged;
        if ('records' in step) files.append(id, ...step.records);
        counts[step.type]++;
    }
    await files.written();
    return { added: counts.add, extended: counts.extend, had: counts.have, differing: counts.differs, damaged };
}

/** What came of restoring, in conversations. */
export interface Restored {
    readonly added: number;
    readonly extended: number;
    readonly had: number;
    readonly differing: number;
    readonly damaged: number;
}
