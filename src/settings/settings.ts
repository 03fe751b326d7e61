/**
 * Every setting once: its id, schema, default, scope, and the words users read.
 * `npm run manifest` writes `contributes.configuration` of package.json and the table of README.md from here.
 */
import * as z from 'zod';
import { answerStyles, defaultPersonas, personaSearches, rerankers, rewritings } from '../protocol/answering.ts';

/**
 * `application`: decides where data goes or what runs, so only the user's own settings count, never a workspace's.
 * `machine`: likewise, but a remote machine may need its own. `resource`: a folder may choose.
 * `language-overridable`: a folder may choose, and a language (`"[python]": { … }`).
 */
export type SettingScope = 'application' | 'machine' | 'window' | 'resource' | 'language-overridable';

export interface SettingMeta {
    readonly scope: SettingScope;
    readonly markdownDescription: string;
    readonly enumDescriptions?: readonly string[];
}

/** The words and scope of each setting, beside its schema. */
export const settingMeta = z.registry<SettingMeta>();

function described<Schema extends z.ZodType>(schema: Schema, meta: SettingMeta): Schema {
    settingMeta.add(schema, meta);
    return schema;
}

const MiB = 1024 * 1024;

const persona = z.object({
    name: z.string().min(1).max(40),
    alsoSearches: z.array(z.enum(personaSearches)).default([]),
    instructions: z.string().max(2_000).default(''),
    models: z.array(z.string().min(1)).max(8).default([]),
});

const modelPrice = z.object({
    model: z.string().min(1).max(200),
    host: z.string().min(1).max(253).exactOptional(),
    inputUsd: z.number().min(0).max(100_000),
    outputUsd: z.number().min(0).max(100_000),
});

/** What code lenses tell apart. */
const lensKind = z.enum(['function', 'method', 'class', 'type']);

export type LensKind = z.infer<typeof lensKind>;

export const settingsSchema = z.object({
    'footnote.model.provider': described(z.enum(['quotes', 'vscode-lm', 'openai-compatible']).default('quotes'), {
        scope: 'application',
        markdownDescription: 'What answers. Nothing leaves this machine until you choose a model.',
        enumDescriptions: [
            'Answers by quoting what was found. No model, no network, no account.',
            'A language model that VS Code has, of an extension such as GitHub Copilot. VS Code asks before it is used.',
            'Any server that speaks the OpenAI chat API: OpenAI, Azure OpenAI, Ollama, LM Studio, vLLM, llama.cpp, OpenRouter.',
        ],
    }),
    'footnote.model.baseUrl': described(z.string().default('http://127.0.0.1:11434/v1'), {
        scope: 'application',
        markdownDescription:
            'Address of the model server, up to and including `/v1`. The key belongs to this address alone (command *Footnote: Set API Key*).',
    }),
    'footnote.model.id': described(z.string().default(''), {
        scope: 'application',
        markdownDescription:
            "The model's name as the server knows it, such as `llama3.1` or `gpt-4.1-mini`; of a model of VS Code, vendor and id (`copilot/gpt-4.1`).",
    }),
    'footnote.model.fallbacks': described(z.array(z.string().min(1)).max(8).default([]), {
        scope: 'application',
        markdownDescription:
            'Models of the same server, or of VS Code, that are asked in this order when the first cannot answer. Below an answer stands which one it was.',
    }),
    'footnote.model.roles': described(
        z
            .object({ rewrite: z.string().default(''), rerank: z.string().default(''), title: z.string().default('') })
            .default({ rewrite: '', rerank: '', title: '' }),
        {
            scope: 'application',
            markdownDescription:
                'Smaller models of the same server, or of VS Code, for what a model does beside answering: `rewrite` says in other words what to search for, `rerank` puts files in order, `title` names conversations. Empty: the model that answers, and no titles by a model.',
        },
    ),
    'footnote.model.contextTokens': described(z.int().min(2_000).max(2_000_000).default(16_000), {
        scope: 'application',
        markdownDescription:
            'How many tokens the model of a server takes, question and answer together. Evidence that does not fit is left out. Servers on your machine often run with less than the model could take: Ollama with 4096 unless told otherwise.',
    }),
    'footnote.model.firstWordSeconds': described(z.int().min(1).max(600).default(60), {
        scope: 'application',
        markdownDescription: 'How long to wait for the first word of a model server. A large model on your own machine may need minutes.',
    }),
    'footnote.model.idleSeconds': described(z.int().min(1).max(600).default(30), {
        scope: 'application',
        markdownDescription: 'How long a model server may fall silent in the middle of an answer.',
    }),
    'footnote.embedder.provider': described(z.enum(['local', 'openai-compatible']).default('local'), {
        scope: 'application',
        markdownDescription: 'What turns code and questions into vectors, to find by meaning.',
        enumDescriptions: [
            'A model that runs inside Footnote, on this machine: `footnote.embedder.model`. Nothing is sent.',
            'A server that speaks the OpenAI API of embeddings: Ollama, LM Studio, llama.cpp, Text Embeddings Inference, vLLM, OpenAI. The text of every indexed file is sent to it, without the secrets that Footnote recognises; to another machine only after you agreed, for each workspace.',
        ],
    }),
    'footnote.embedder.baseUrl': described(z.string().default('http://127.0.0.1:11434/v1'), {
        scope: 'application',
        markdownDescription:
            'Address of the embedding server, up to and including `/v1`. A key belongs to this address alone. Counts with `footnote.embedder.provider` `openai-compatible`.',
    }),
    'footnote.embedder.id': described(z.string().default('bge-m3'), {
        scope: 'application',
        markdownDescription:
            "The embedding model's name as the server knows it, such as `bge-m3` or `text-embedding-3-large`. Another model builds a new index; vectors of two models never mix.",
    }),
    'footnote.embedder.dimensions': described(z.int().min(0).max(16_384).default(0), {
        scope: 'application',
        markdownDescription:
            'Asks the server for vectors of so many numbers, for models that can shorten theirs (`text-embedding-3-large`). 0: as many as the model gives.',
    }),
    'footnote.answer.persona': described(z.string().default('Developer'), {
        scope: 'application',
        markdownDescription: 'Whom answers are written for: the name of one of *Footnote › Answer: Personas*.',
    }),
    'footnote.answer.personas': described(
        z
            .array(persona)
            .max(20)
            .default(() => defaultPersonas.map(one => ({ ...one, alsoSearches: [...one.alsoSearches], models: [...one.models] }))),
        {
            scope: 'application',
            markdownDescription:
                'Personas: `name`, `alsoSearches` (any of `documentation`, `configuration`, `tests`, `architecture`), `instructions` for a model, and `models` in the order in which they are asked (empty: the one that is set).',
        },
    ),
    'footnote.answer.language': described(z.string().max(40).default(''), {
        scope: 'application',
        markdownDescription:
            'The language of answers, such as `German`. Empty: that of the question. Quoting speaks English, German, Spanish, French, Japanese and Simplified Chinese; quoted code stays as it is.',
    }),
    'footnote.answer.style': described(z.enum(answerStyles).default('brief'), {
        scope: 'application',
        markdownDescription: 'How much a model says.',
        enumDescriptions: ['A few sentences, or a short list.', 'Steps, special cases, and what takes part.'],
    }),
    'footnote.answer.quoteProjectNotes': described(z.boolean().default(false), {
        scope: 'application',
        markdownDescription:
            'Quote `AGENTS.md` of a trusted folder to the model, as data: it can tell words and conventions, and changes no rule.',
    }),
    'footnote.answer.evidenceRounds': described(z.int().min(0).max(4).default(4), {
        scope: 'application',
        markdownDescription:
            'In how many rounds a model may ask for further passages of this folder before it answers a hard question. 0: none; what is sent is then known before.',
    }),
    'footnote.retrieval.reranker': described(z.enum(rerankers).default('off'), {
        scope: 'application',
        markdownDescription:
            'Who has the last word on the order of the files that were found for a question. A model takes one request more, and time.',
        enumDescriptions: [
            'The search alone; nothing is sent for it.',
            'The chosen model is sent path, names and first lines of the best 20 files, and may put them in another order.',
        ],
    }),
    'footnote.retrieval.rewriting': described(z.enum(rewritings).default('off'), {
        scope: 'application',
        markdownDescription:
            'Whether a model says in other words what to search for, before a question is searched: one small request more (`#footnote.model.roles#`, `rewrite`). What these words find comes beside what the question finds, never in its place.',
        enumDescriptions: [
            'The question is searched as it stands. A question that leans on the one before is understood without a model.',
            'For a question how or why something happens, one that leans on the conversation, and one that nothing was found for.',
        ],
    }),
    'footnote.cost.monthlyLimit': described(z.number().min(0).max(1_000_000).default(0), {
        scope: 'application',
        markdownDescription:
            'US dollars that models may cost in a calendar month, all windows and the command line together; 0 for no limit. A request that could pass it is not sent, and quotations answer. With a limit, a server elsewhere whose prices are not known is not asked (`#footnote.cost.prices#`). Models of VS Code are paid for elsewhere and not counted.',
    }),
    'footnote.cost.prices': described(z.array(modelPrice).max(200).default([]), {
        scope: 'application',
        markdownDescription:
            'Your own prices, before those that Footnote knows: `model` (`*` stands for anything), `host` of the server (any when absent), `inputUsd` and `outputUsd` for a million tokens. A model on this machine costs nothing unless it stands here; one without a price has an unknown price, never none.',
    }),
    'footnote.embedder.model': described(z.string().min(1).default('code-static-384'), {
        scope: 'application',
        markdownDescription:
            'The embedding model that finds code by meaning, on this machine. `code-static-384` ships with Footnote. Another model builds a new index.',
    }),
    'footnote.embedder.path': described(z.string().default(''), {
        scope: 'application',
        markdownDescription: 'A folder that holds further embedding models in ONNX form, one folder each. Nothing is ever downloaded.',
    }),
    'footnote.index.enabled': described(z.boolean().default(true), {
        scope: 'resource',
        markdownDescription: 'Index the open folder in the background.',
    }),
    'footnote.index.location': described(z.string().default(''), {
        scope: 'machine',
        markdownDescription: 'Where indexes are kept. Empty: the data directory of your user account, shared with the command line.',
    }),
    'footnote.index.maxFileBytes': described(
        z
            .int()
            .min(1024)
            .max(64 * MiB)
            .default(MiB),
        {
            scope: 'resource',
            markdownDescription: 'Larger files are not indexed. They are listed with this reason.',
        },
    ),
    'footnote.index.submodules': described(z.enum(['include', 'skip']).default('include'), {
        scope: 'resource',
        markdownDescription:
            'Whether git submodules are part of the index. One that is skipped can be opened as a folder of its own, or let in by a line `!its-folder` in `.footnoteignore`. Their addresses are never contacted.',
    }),
    'footnote.index.quotaBytes': described(
        z
            .int()
            .min(64 * MiB)
            .max(1024 * 1024 * MiB)
            .default(2048 * MiB),
        {
            scope: 'machine',
            markdownDescription:
                'What all indexes and vectors together may take on disk. At the quota indexing stops and says so; what is indexed can be asked about.',
        },
    ),
    'footnote.index.chunkTokens': described(z.int().min(0).max(4_000).default(0), {
        scope: 'machine',
        markdownDescription:
            'Size of the passages that files without syntax are cut into, in tokens of about four characters. 0 cuts all files along definitions and lines as measured best; anything else makes the index anew.',
    }),
    'footnote.index.chunkOverlapTokens': described(z.int().min(0).max(2_000).default(200), {
        scope: 'machine',
        markdownDescription: 'What such a passage repeats of the one before it, where `#footnote.index.chunkTokens#` is not 0.',
    }),
    'footnote.index.chunkMaxTokens': described(z.int().min(100).max(16_000).default(4_000), {
        scope: 'machine',
        markdownDescription: 'A definition up to this size is one passage, where `#footnote.index.chunkTokens#` is not 0.',
    }),
    'footnote.index.concurrency': described(z.int().min(0).max(10).default(0), {
        scope: 'machine',
        markdownDescription: 'Parser threads. 0: one for each two cores, and two on a machine of two or three.',
    }),
    'footnote.index.pauseAboveCpu': described(z.int().min(0).max(100).default(70), {
        scope: 'machine',
        markdownDescription:
            'Indexing in the background waits while other programs use more than this share of the processor, in percent, for ten seconds. 0: it never waits. It says so while it waits, and *Resume Indexing* goes on at once.',
    }),
    'footnote.index.pauseOnBattery': described(z.boolean().default(false), {
        scope: 'machine',
        markdownDescription: 'Indexing in the background waits while the machine runs on battery. Known on Linux; elsewhere it goes on.',
    }),
    'footnote.hover.enabled': described(z.boolean().default(true), {
        scope: 'language-overridable',
        markdownDescription:
            'Explain what is under the mouse from the index: what it is, where it is defined, who uses it. No model is asked.',
    }),
    'footnote.chat.attachSelection': described(z.boolean().default(true), {
        scope: 'resource',
        markdownDescription:
            'Put the lines that are selected in the editor beside the next question. They stand below the question box with what they cost, and can be removed there.',
    }),
    'footnote.codeLens.references': described(z.boolean().default(true), {
        scope: 'language-overridable',
        markdownDescription:
            'Show how often a definition is referenced, above it: by the language server where one answers, otherwise by the index. One language: `"[python]": { "footnote.codeLens.references": false }`.',
    }),
    'footnote.codeLens.ask': described(z.boolean().default(true), {
        scope: 'language-overridable',
        markdownDescription: 'Show *Ask* above definitions.',
    }),
    'footnote.codeLens.kinds': described(z.array(lensKind).default(['function', 'method', 'class', 'type']), {
        scope: 'language-overridable',
        markdownDescription: 'Above which definitions; `type` stands for interfaces, enums and type aliases as well.',
    }),
    'footnote.network.caFile': described(z.string().max(4_096).default(''), {
        scope: 'machine',
        markdownDescription:
            'A PEM file with certificates that are trusted beside those of the system, such as the one of your organisation’s proxy. Certificates are always checked.',
    }),
    'footnote.network.enabled': described(z.boolean().default(true), {
        scope: 'application',
        markdownDescription: 'Switches off every way out of this machine when false: model servers, models of VS Code and permalinks.',
    }),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingId = keyof Settings;

export const defaultSettings: Settings = settingsSchema.parse({});

/** The scope of a setting; the reader ignores workspace values of `application` and `machine` ones. */
export function scopeOf(id: SettingId): SettingScope {
    const meta = settingMeta.get(settingsSchema.shape[id]);
    if (!meta) throw new Error(`${id} has no scope`);
    return meta.scope;
}

/**
 * Parses what was found, key by key: a value that does not fit falls back to its default and is named in `ignored`,
 * so that one bad value never takes the others down with it.
 */
export function parseSettings(found: Readonly<Record<string, unknown>>): {
    readonly settings: Settings;
    readonly ignored: readonly IgnoredSetting[];
} {
    const ignored: IgnoredSetting[] = [];
    const kept: Record<string, unknown> = {};
    for (const [id, schema] of Object.entries(settingsSchema.shape)) {
        const value = found[id];
        if (value === undefined) continue;
        const parsed = schema.safeParse(value);
        if (parsed.success) kept[id] = parsed.data;
        else ignored.push({ id, reason: z.prettifyError(parsed.error) });
    }
    return { settings: settingsSchema.parse(kept), ignored };
}

export interface IgnoredSetting {
    readonly id: string;
    readonly reason: string;
}
