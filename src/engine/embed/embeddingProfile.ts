import type { EmbeddingProfile } from '../ports.ts';
import { contentHash } from '../contentHash.ts';

/** What a model's folder says about it; each part as parsed JSON, undefined where there is no such file. */
export interface ModelDescription {
    readonly model: string;
    /** `config.json`. */
    readonly config: unknown;
    /** `1_Pooling/config.json`, as sentence-transformers writes it. */
    readonly pooling: unknown;
    /** `footnote.json`: what its owner knows better than we do. Keys as in `EmbeddingProfile`. */
    readonly own: unknown;
    /** Hash over the contents of the model's files. */
    readonly filesHash: string;
}

/** A profile of a model whose output we pool ourselves. */
export interface LocalProfile extends EmbeddingProfile {
    readonly pooling: 'cls' | 'mean';
}

/**
 * How texts must be given to a model and its output read, so that a query's vector can be compared with a document's.
 * The folder's own word comes first, then what its makers are known to recommend. Everything goes into the fingerprint.
 */
export function embeddingProfile({ model, config, pooling, own, filesHash }: ModelDescription): LocalProfile {
    const dimensions = numberIn(own, 'dimensions') ?? numberIn(config, 'hidden_size') ?? numberIn(config, 'd_model');
    if (dimensions === undefined) throw new Error(`config.json of ${model} names no hidden_size`);
    const family = familyOf(model);
    const tokens = Math.min(numberIn(config, 'max_position_embeddings') ?? DEFAULT_TOKENS, MAX_TOKENS);
    const profile = {
        model,
        dimensions,
        pooling: poolingIn(own) ?? poolingIn(config) ?? sentencePooling(pooling) ?? family?.pooling ?? 'mean',
        queryPrefix: stringIn(own, 'queryPrefix') ?? family?.queryPrefix ?? '',
        documentPrefix: stringIn(own, 'documentPrefix') ?? family?.documentPrefix ?? '',
        maxCharacters: numberIn(own, 'maxCharacters') ?? tokens * CHARACTERS_PER_TOKEN,
        batchSize: numberIn(own, 'batchSize') ?? (field(config, 'static_embedding') === true ? STATIC_BATCH : DEFAULT_BATCH),
    } as const;
    return { ...profile, fingerprint: contentHash(JSON.stringify({ ...profile, filesHash })) };
}

/** What the makers of a model recommend; undefined for one that we do not know. */
export function familyOf(model: string): (typeof FAMILIES)[number] | undefined {
    return FAMILIES.find(({ names }) => names.test(model));
}

/** BERT's own limit; longer inputs are cut by the tokenizer anyway, and attention costs grow with the square. */
const DEFAULT_TOKENS = 512;
const MAX_TOKENS = 2048;
/** Code has 3 to 6 characters to a token; more text than this cannot fit and need not be tokenized. */
const CHARACTERS_PER_TOKEN = 8;
/** Attention keeps the cores busy with a few texts at a time; more only pads. */
const DEFAULT_BATCH = 8;
/** A static model only looks rows up: any padding costs more than a call (9,700 texts a second one by one, 6,600 by sixteen). */
const STATIC_BATCH = 1;

/** Pooling and prefixes as the model cards say. */
const FAMILIES: readonly {
    readonly names: RegExp;
    readonly pooling: LocalProfile['pooling'];
    readonly queryPrefix: string;
    readonly documentPrefix: string;
}[] = [
    // `config.json` of each static model of ours says the same; here for a copy that lost it.
    { names: /code-static/i, pooling: 'cls', queryPrefix: '', documentPrefix: '' },
    { names: /\be5-/i, pooling: 'mean', queryPrefix: 'query: ', documentPrefix: 'passage: ' },
    {
        names: /\bbge-.*-(en|zh)/i,
        pooling: 'cls',
        queryPrefix: 'Represent this sentence for searching relevant passages: ',
        documentPrefix: '',
    },
    { names: /\bbge-/i, pooling: 'cls', queryPrefix: '', documentPrefix: '' },
    {
        names: /arctic-embed/i,
        pooling: 'cls',
        queryPrefix: 'Represent this sentence for searching relevant passages: ',
        documentPrefix: '',
    },
    { names: /nomic-embed/i, pooling: 'mean', queryPrefix: 'search_query: ', documentPrefix: 'search_document: ' },
    { names: /MiniLM|mpnet|gte-|jina-embeddings/i, pooling: 'mean', queryPrefix: '', documentPrefix: '' },
];

function field(value: unknown, key: string): unknown {
    return typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
}

function numberIn(value: unknown, key: string): number | undefined {
    const found = field(value, key);
    return typeof found === 'number' && Number.isInteger(found) && found > 0 ? found : undefined;
}

function stringIn(value: unknown, key: string): string | undefined {
    const found = field(value, key);
    return typeof found === 'string' ? found : undefined;
}

function poolingIn(value: unknown): LocalProfile['pooling'] | undefined {
    const found = field(value, 'pooling');
    return found === 'cls' || found === 'mean' ? found : undefined;
}

function sentencePooling(value: unknown): LocalProfile['pooling'] | undefined {
    if (field(value, 'pooling_mode_cls_token') === true) return 'cls';
    return field(value, 'pooling_mode_mean_tokens') === true ? 'mean' : undefined;
}
