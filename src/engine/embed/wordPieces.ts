import * as z from 'zod';

/**
 * The tokenizer of our static models (`training/export_model.py`), with the same tokens as transformers.js gives for their `tokenizer.json`:
 * words are split where camelCase begins a new one, made lower case, and cut greedily into the longest known pieces (WordPiece).
 * Words come again and again, so what the latest were cut into is remembered; plain ASCII is split without regular expressions.
 */
export class WordPieces {
    /** Ids of tokens that carry no meaning: `[PAD]`, `[UNK]`, `[CLS]` and the like. */
    readonly special: ReadonlySet<number>;
    private readonly vocabulary: ReadonlyMap<string, number>;
    private readonly specialNames: RegExp;
    private readonly unknown: number;
    private readonly begin: number;
    private readonly remembered = new Map<string, number | readonly number[]>();

    private constructor(description: TokenizerDescription, begin: number, unknown: number) {
        this.vocabulary = new Map(Object.entries(description.model.vocab));
        this.special = new Set(description.added_tokens.map(({ id }) => id));
        this.specialNames = new RegExp(description.added_tokens.map(({ content }) => `(${content.replace(/[[\]]/g, '\\$&')})`).join('|'));
        [this.begin, this.unknown] = [begin, unknown];
    }

    /** `tokenizer.json`, parsed. Undefined when it describes any other way of splitting than this one. */
    static from(json: unknown): WordPieces | undefined {
        const { success, data } = described.safeParse(json);
        if (!success) return undefined;
        const { vocab, unk_token: unknown } = data.model;
        const [begin, id] = [vocab['[CLS]'], vocab[unknown]];
        return begin === undefined || id === undefined ? undefined : new WordPieces(data, begin, id);
    }

    /** Ids are below this. */
    get size(): number {
        return this.vocabulary.size;
    }

    /** Ids, the first one that of `[CLS]`, `most` at most. */
    encode(text: string, most: number): number[] {
        const ids = [this.begin];
        // A text may hold the name of a special token, which stands for that token then.
        if (!text.includes('[')) this.take(text, ids, most);
        else
            for (const section of text.split(this.specialNames)) {
                const id = section ? this.vocabulary.get(section) : undefined;
                if (id !== undefined && this.special.has(id)) ids.push(id);
                else if (section) this.take(section, ids, most);
            }
        if (ids.length > most) ids.length = most;
        return ids;
    }

    private take(text: string, ids: number[], most: number): void {
        if (isAscii(text)) {
            this.takeAscii(text, ids, most);
            return;
        }
        const split = text.replaceAll(CAMEL, ' ').replaceAll(ACRONYM, ' ').toLowerCase();
        for (const word of split.match(WORDS) ?? []) this.takeWord(word, ids);
    }

    /** What the three expressions do to characters below 128, in one pass. */
    private takeAscii(text: string, ids: number[], most: number): void {
        let [start, before, isLower] = [0, OTHER, true];
        for (let at = 0; at <= text.length; at++) {
            const kind = at < text.length ? (KINDS[text.charCodeAt(at)] ?? OTHER) : OTHER;
            const goesOn =
                kind === before
                    ? // The last capital of several belongs to the word that it begins: `HTTPServer`.
                      kind !== UPPER || KINDS[text.charCodeAt(at + 1)] !== LOWER
                    : before === UPPER && kind === LOWER;
            if (!goesOn) {
                if (before !== OTHER) {
                    const word = text.slice(start, at);
                    this.takeWord(isLower ? word : word.toLowerCase(), ids);
                    if (ids.length >= most) return;
                }
                [start, isLower] = [at, true];
            }
            if (kind === UPPER) isLower = false;
            before = kind;
        }
    }

    private takeWord(word: string, ids: number[]): void {
        let pieces = this.remembered.get(word);
        if (pieces === undefined) {
            pieces = this.vocabulary.get(word) ?? this.piecesOf(word);
            if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
            // A copy, because a part of a text keeps the whole text in memory.
            this.remembered.set(Buffer.from(word).toString(), pieces);
        }
        if (typeof pieces === 'number') ids.push(pieces);
        else for (const piece of pieces) ids.push(piece);
    }

    private piecesOf(word: string): number | readonly number[] {
        const characters = Array.from(word);
        if (characters.length > LONGEST_WORD) return this.unknown;
        const pieces: number[] = [];
        for (let start = 0; start < characters.length;) {
            let end = characters.length;
            let piece: number | undefined;
            for (; end > start; end--) {
                piece = this.vocabulary.get((start > 0 ? CONTINUED : '') + characters.slice(start, end).join(''));
                if (piece !== undefined) break;
            }
            if (piece === undefined) return this.unknown;
            pieces.push(piece);
            start = end;
        }
        return pieces;
    }
}

const CAMEL = /(?<=[a-z0-9])(?=[A-Z])/gu;
const ACRONYM = /(?<=[A-Z])(?=[A-Z][a-z])/gu;
const WORDS = /[a-z]+|[0-9]+|[^\P{L}a-z]+/gu;
const CONTINUED = '##';
const LONGEST_WORD = 100;
/** Of a large repository, the words of some hundred files: 2 MB. */
const MOST_REMEMBERED = 20_000;

const [OTHER, LOWER, UPPER, DIGIT] = [0, 1, 2, 3];
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
    const character = String.fromCharCode(code);
    if (/[a-z]/.test(character)) return LOWER;
    if (/[A-Z]/.test(character)) return UPPER;
    return /[0-9]/.test(character) ? DIGIT : OTHER;
});

function isAscii(text: string): boolean {
    for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
    return true;
}

const replace = (pattern: RegExp) =>
    z.object({ type: z.literal('Replace'), pattern: z.object({ Regex: z.literal(pattern.source) }), content: z.literal(' ') });
const token = (id: string) => z.object({ SpecialToken: z.object({ id: z.literal(id) }) });
const described = z.object({
    truncation: z.null(),
    padding: z.null(),
    added_tokens: z
        .array(z.object({ id: z.int(), content: z.string().regex(/^\[\w+\]$/), lstrip: z.literal(false), rstrip: z.literal(false) }))
        .min(1),
    normalizer: z.object({
        type: z.literal('Sequence'),
        normalizers: z.tuple([replace(CAMEL), replace(ACRONYM), z.object({ type: z.literal('Lowercase') })]),
    }),
    pre_tokenizer: z.object({
        type: z.literal('Split'),
        pattern: z.object({ Regex: z.literal(WORDS.source) }),
        behavior: z.literal('Removed'),
        invert: z.literal(true),
    }),
    post_processor: z.object({
        type: z.literal('TemplateProcessing'),
        single: z.tuple([token('[CLS]'), z.object({ Sequence: z.object({ id: z.literal('A') }) })]),
    }),
    model: z.object({
        type: z.literal('WordPiece'),
        unk_token: z.string(),
        continuing_subword_prefix: z.literal(CONTINUED),
        max_input_chars_per_word: z.literal(LONGEST_WORD),
        // Tens of thousands of them, which are looked at where they are used.
        vocab: z.custom<Readonly<Record<string, number>>>(value => typeof value === 'object' && value !== null),
    }),
});
type TokenizerDescription = z.infer<typeof described>;
