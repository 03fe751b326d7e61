/** The part of a drag or of the clipboard that is read here; a type that is not there gives an empty text. */
export interface Carried {
    getData(type: string): string;
}

/**
 * Addresses of files that are dropped: what VS Code gives for its explorer and its tabs, and what other programs give. Empty when what
 * is dropped is only text.
 */
export function droppedAddresses(carried: Carried): readonly string[] {
    const lists = [carried.getData('application/vnd.code.uri-list'), carried.getData('text/uri-list')];
    const addresses = [
        ...lists.flatMap(list => list.split(/\r?\n/)).map(line => line.trim()),
        ...namesIn(carried.getData('resourceurls')),
        ...namesIn(carried.getData('codefiles')),
    ];
    const known = addresses.filter(
        address => address !== '' && !address.startsWith('#') && !/^(?:https?|data|blob|javascript):/i.test(address),
    );
    return [...new Set(known)].slice(0, MOST);
}

const MOST = 200;

/** A JSON list of texts, as older versions of VS Code write it; anything else is none. */
function namesIn(json: string): readonly string[] {
    if (json === '') return [];
    try {
        const parsed: unknown = JSON.parse(json);
        return Array.isArray(parsed) ? parsed.filter(one => typeof one === 'string') : [];
    } catch (error) {
        if (error instanceof SyntaxError) return [];
        throw error;
    }
}

/** True while something that may be attached is dragged; what it is can be read only when it is dropped. */
export function carriesFiles(types: readonly string[]): boolean {
    return types.some(type => FILE_TYPES.has(type.toLowerCase()));
}

const FILE_TYPES: ReadonlySet<string> = new Set([
    'application/vnd.code.uri-list',
    'text/uri-list',
    'resourceurls',
    'codefiles',
    'codeeditors',
]);

/** What a paste is taken for: a text too long for a question, a line that may be the path of a file, or words. */
export function pastedAs(text: string): 'text' | 'path' | 'words' {
    if (text.length > LONGEST_WORDS) return 'text';
    const line = text.trim();
    const isOneLine = line !== '' && line.length <= LONGEST_PATH && !/[\r\n]/.test(line);
    return isOneLine && /[/\\]|\.\w{1,10}$/u.test(line) && !/\s\S*\s\S*\s/u.test(line) ? 'path' : 'words';
}

/** About forty lines: more than a question, and more than anybody wants to see in its box. */
const LONGEST_WORDS = 2_000;
const LONGEST_PATH = 1_000;
