import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { isMissing, readIfThere } from '../../git/missingFile.ts';
import type { FoundElsewhere } from '../../protocol/view.ts';
import { conversationFiles, type ConversationSummary } from './conversationFiles.ts';
import type { SavedConversation } from './conversationRecord.ts';
import { searchConversations } from './searchConversations.ts';

/** Conversations about another folder, as its own window keeps them. */
export interface FolderConversations {
    /** Under which VS Code keeps what belongs to that workspace; a name without a path. */
    readonly key: string;
    readonly name: string;
    /** To open it with; as VS Code writes a folder or a `.code-workspace` file. */
    readonly uri: string;
    readonly conversations: readonly { readonly id: string; readonly title: string; readonly turns: number }[];
}

/** Notes which folder the conversations of this storage are about, for the windows of other folders. */
export async function noteFolder(storage: string, folder: { readonly name: string; readonly uri: string }): Promise<void> {
    await mkdir(storage, { recursive: true, mode: 0o700 });
    await writeFile(path.join(storage, NOTE), JSON.stringify(folder), { mode: 0o600 });
}

/**
 * What the windows of other folders have kept, by folder. VS Code keeps the storage of an extension as `<all>/<workspace>/<extension>`, so
 * the others lie beside ours. Nothing there is ever written from here. A folder that never noted its name is left out.
 */
export async function conversationsElsewhere(storage: string): Promise<readonly FolderConversations[]> {
    return (await foldersElsewhere(storage)).map(({ conversations, ...folder }) => ({
        ...folder,
        conversations: conversations.map(({ id, title, turns }) => ({ id, title, turns })),
    }));
}

async function foldersElsewhere(storage: string): Promise<readonly SearchedFolder[]> {
    const found: SearchedFolder[] = [];
    const own = path.basename(path.dirname(storage));
    for (const key of (await namesIn(path.dirname(path.dirname(storage)))).filter(name => KEY.test(name) && name !== own)) {
        const note = readNote(await readIfThere(path.join(storageOf(storage, key), NOTE), ['ENOENT', 'ENOTDIR']));
        if (!note) continue;
        const conversations = await filesOf(storage, key).list();
        if (conversations.length > 0) found.push({ key, ...note, conversations });
    }
    return found.sort((one, other) => one.name.localeCompare(other.name));
}

/** A folder with all that is searched of its conversations. */
export type SearchedFolder = Omit<FolderConversations, 'conversations'> & { readonly conversations: readonly ConversationSummary[] };

/**
 * Searches the conversations of other folders. They are read once for the searches of a minute: whoever types a word asks with each letter,
 * and what another window writes meanwhile can wait that long.
 */
export function searchElsewhere(
    storage: string,
    { now = () => Date.now() }: { readonly now?: () => number } = {},
): (text: string) => Promise<readonly FoundElsewhere[]> {
    let known: { readonly at: number; readonly folders: Promise<readonly SearchedFolder[]> } | undefined;
    return async text => {
        if (text.trim() === '') return [];
        if (!known || now() - known.at > KEPT_MS) {
            const folders = foldersElsewhere(storage);
            known = { at: now(), folders };
            folders.catch(() => (known = undefined));
        }
        return (await known.folders).flatMap(({ key, name, conversations }) => {
            const { found, of } = searchConversations(conversations, text);
            return of === 0 ? [] : [{ key, name, found: found.slice(0, MOST_OF_A_FOLDER), of }];
        });
    };
}

const KEPT_MS = 60_000;
const MOST_OF_A_FOLDER = 20;

/** One of them, to be read; undefined when it is not there. */
export async function conversationElsewhere(storage: string, key: string, id: string): Promise<SavedConversation | undefined> {
    return KEY.test(key) ? await filesOf(storage, key).load(id) : undefined;
}

const NOTE = 'folder.json';
const KEY = /^[A-Za-z0-9-]{1,64}$/;
const noteSchema = z.object({ name: z.string().max(500), uri: z.string().max(4_096) });

function storageOf(storage: string, key: string): string {
    return path.join(path.dirname(path.dirname(storage)), key, path.basename(storage));
}

function filesOf(storage: string, key: string) {
    return conversationFiles(path.join(storageOf(storage, key), 'conversations'), () => undefined);
}

function readNote(text: string | undefined): z.infer<typeof noteSchema> | undefined {
    if (text === undefined) return undefined;
    try {
        return noteSchema.safeParse(JSON.parse(text)).data;
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}

async function namesIn(folder: string): Promise<readonly string[]> {
    try {
        return await readdir(folder);
    } catch (error) {
        if (isMissing(error)) return [];
        throw error;
    }
}
