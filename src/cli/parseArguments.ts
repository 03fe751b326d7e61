import { parseArgs } from 'node:util';
import type { FileKind } from '../protocol/code.ts';
import type { VerifyRequest } from '../protocol/verification.ts';

/** What `footnote search` is asked for. */
export interface SearchRequest {
    readonly query: string;
    readonly limit: number;
    /** Relative to the folder; empty for all of it. */
    readonly folder: string;
    /** Empty for all. */
    readonly kinds: readonly FileKind[];
    readonly languages: readonly string[];
    readonly glob: string;
    /** Tells how the order came about. */
    readonly explains: boolean;
    /** A file that should be found; empty for none. */
    readonly expected: string;
}

/** What the command line asks for. */
export type Invocation =
    | { readonly do: 'help'; readonly command: CommandName | undefined }
    | { readonly do: 'version' }
    | { readonly do: 'usage'; readonly problem: string }
    | { readonly do: 'index'; readonly options: CommonOptions; readonly rebuild: boolean; readonly takesOver: boolean }
    | { readonly do: 'verify'; readonly options: CommonOptions; readonly request: VerifyRequest }
    | { readonly do: 'prune'; readonly options: CommonOptions }
    | { readonly do: 'status'; readonly options: CommonOptions }
    | { readonly do: 'why'; readonly options: CommonOptions; readonly file: string }
    | ({ readonly do: 'search'; readonly options: CommonOptions } & SearchRequest)
    /** `file` is a path, or `-` for standard input. */
    | { readonly do: 'batch'; readonly options: CommonOptions; readonly file: string; readonly limit: number }
    | {
          readonly do: 'ask';
          readonly options: CommonOptions;
          readonly question: string;
          readonly model: ModelOptions | undefined;
          readonly showsPayload: boolean;
          /** True: what would be sent is printed, and nothing is. */
          readonly isDryRun: boolean;
          /** What goes with the question, as written: `src/cart.ts:12-18`, `src`, `@changes`, `-`. */
          readonly attached: readonly string[];
          /** Empty for the one that is set. */
          readonly persona: string;
          /** True: what the model asked to see is printed, too. */
          readonly isVerbose: boolean;
      };

export interface CommonOptions {
    readonly directory: string;
    readonly json: boolean;
    /** False: the index is taken as it is. */
    readonly bringsUpToDate: boolean;
    /** Empty for the directory of the user account. */
    readonly indexDirectory: string;
    readonly quiet: boolean;
    /** Undefined: the one that the index was made with, or the one that ships. */
    readonly embedder: EmbedderOptions | undefined;
}

export interface EmbedderOptions {
    readonly model: string;
    /** Of its server; undefined for a model that runs here. */
    readonly baseUrl: string | undefined;
}

export interface ModelOptions {
    readonly baseUrl: string;
    readonly model: string;
    /** It also puts the files that were found in order. */
    readonly reranks?: true;
    /** US dollars a month; no limit when absent. */
    readonly monthlyLimitUsd?: number;
    /** US dollars for a million tokens, where Footnote does not know the model's price. */
    readonly price?: { readonly inputUsd: number; readonly outputUsd: number };
}

const commandNames = ['index', 'search', 'ask', 'status', 'why', 'verify', 'prune'] as const;
export type CommandName = (typeof commandNames)[number];

/** Reads the arguments after the program's name; what cannot be understood comes back as a sentence to show. */
export function parseArguments(args: readonly string[]): Invocation {
    let parsed: ReturnType<typeof parse>;
    try {
        parsed = parse(args);
    } catch (error) {
        if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return usage(error.message);
        throw error;
    }
    const { values, positionals } = parsed;
    const [command, ...words] = positionals;
    const name = commandNames.find(known => known === command);
    if (values.help) return { do: 'help', command: name };
    if (values.version) return { do: 'version' };
    if (command === undefined) return { do: 'help', command: undefined };
    if (!name) return usage(`There is no command "${command}".`);
    const limit = values.n === undefined ? DEFAULT_LIMIT : Number(values.n);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return usage('-n takes a whole number from 1 to 1000.');
    const alien = alienOption(name, values);
    if (alien) return usage(`--${alien} does not go with "footnote ${name}".`);
    const embedderModel = values['embedder-model'];
    if (values['embedder-url'] !== undefined && embedderModel === undefined) return usage('--embedder-url goes with --embedder-model.');
    const common = (directory: string | undefined): CommonOptions => ({
        directory: directory ?? '.',
        json: values.json,
        bringsUpToDate: !values['no-index'],
        indexDirectory: values['index-dir'] ?? '',
        quiet: values.quiet,
        embedder: embedderModel === undefined ? undefined : { model: embedderModel, baseUrl: values['embedder-url'] },
    });

    if (name === 'index' || name === 'status' || name === 'verify' || name === 'prune') {
        if (words.length > 1) return usage(`"footnote ${name}" takes one folder.`);
        const options = common(words[0]);
        switch (name) {
            case 'index':
                return { do: name, options, rebuild: values.rebuild, takesOver: values['take-over'] };
            case 'verify':
                return { do: name, options, request: { depth: values.quick ? 'quick' : 'full', repairs: values.repair } };
            case 'status':
            case 'prune':
                return { do: name, options };
        }
    }
    if (name === 'why') {
        const [file, folder, ...others] = words;
        if (file === undefined || others.length > 0)
            return usage('"footnote why" takes a file and, if it is not here, the folder that is indexed.');
        return { do: 'why', options: common(folder), file };
    }
    if (name === 'search' && values.batch !== undefined) {
        if (words.length > 1) return usage('"footnote search --batch" takes one folder; the queries stand in the file.');
        return { do: 'batch', options: common(words[0]), file: values.batch, limit };
    }
    const [text, directory, ...rest] = words;
    if (text === undefined || text.trim() === '')
        return usage(`"footnote ${name}" needs ${name === 'ask' ? 'a question' : 'words to look for'}.`);
    if (rest.length > 0)
        return usage(
            `Put the ${name === 'ask' ? 'question' : 'words'} in quotes: footnote ${name} "${words.slice(0, -1).join(' ')}" ${words.at(-1) ?? ''}`,
        );
    if (name === 'search') {
        const expected = (values.expect ?? '').replaceAll('\\', '/').replace(/^\.\//, '');
        const explains = values.explain || expected !== '';
        const kinds = listOf(values.kind).map(kind => KINDS[kind]);
        if (kinds.some(kind => kind === undefined)) return usage(`--kind takes ${Object.keys(KINDS).join(', ')}.`);
        return {
            do: 'search',
            options: common(directory),
            query: text,
            limit,
            folder: values.in ?? '',
            kinds: kinds.flatMap(kind => kind ?? []),
            languages: listOf(values.language),
            glob: values.glob ?? '',
            explains,
            expected,
        };
    }
    if ((values.model === undefined) !== (values['base-url'] === undefined)) return usage('--model and --base-url go together.');
    const cost = readCost(values['monthly-limit'], values.price);
    if (typeof cost === 'string') return usage(cost);
    const model =
        values.model === undefined || values['base-url'] === undefined
            ? undefined
            : { model: values.model, baseUrl: values['base-url'], ...(values.rerank ? { reranks: true as const } : {}), ...cost };
    if (values.rerank && model === undefined) return usage('--rerank goes with --base-url and --model: the model puts the files in order.');
    const isDryRun = values['dry-run'];
    if (isDryRun && model === undefined) return usage('--dry-run goes with --base-url and --model: without them nothing is sent.');
    return {
        do: 'ask',
        options: common(directory),
        question: text,
        model,
        showsPayload: values['show-payload'],
        isDryRun,
        attached: values.attach ?? [],
        persona: values.persona ?? '',
        isVerbose: values.verbose,
    };
}

const DEFAULT_LIMIT = 10;

/** What people call the kinds of files. */
const KINDS: Readonly<Partial<Record<string, readonly FileKind[]>>> = {
    code: ['code'],
    tests: ['test'],
    docs: ['docs'],
    config: ['config', 'build'],
    build: ['build'],
    data: ['data'],
    generated: ['generated'],
};

function listOf(written: string | undefined): readonly string[] {
    return (written ?? '').split(',').flatMap(each => (each.trim() === '' ? [] : [each.trim()]));
}

/** What was said about money; a sentence when it cannot be understood. */
function readCost(limit: string | undefined, price: string | undefined): Pick<ModelOptions, 'monthlyLimitUsd' | 'price'> | string {
    const monthlyLimitUsd = limit === undefined ? undefined : Number(limit);
    if (monthlyLimitUsd !== undefined && !(monthlyLimitUsd >= 0 && monthlyLimitUsd <= 1_000_000))
        return '--monthly-limit takes US dollars, such as 670; 0 for no limit.';
    const written = price === undefined ? undefined : /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(price);
    if (written === null) return '--price takes US dollars for a million tokens in and out, such as 2.5/10.';
    return {
        ...(monthlyLimitUsd === undefined ? {} : { monthlyLimitUsd }),
        ...(written === undefined ? {} : { price: { inputUsd: Number(written[1]), outputUsd: Number(written[2]) } }),
    };
}

function parse(args: readonly string[]) {
    return parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
            help: { type: 'boolean', short: 'h', default: false },
            version: { type: 'boolean', short: 'v', default: false },
            json: { type: 'boolean', default: false },
            n: { type: 'string', short: 'n' },
            'no-index': { type: 'boolean', default: false },
            'index-dir': { type: 'string' },
            quiet: { type: 'boolean', short: 'q', default: false },
            rebuild: { type: 'boolean', default: false },
            'take-over': { type: 'boolean', default: false },
            quick: { type: 'boolean', default: false },
            repair: { type: 'boolean', default: false },
            batch: { type: 'string' },
            in: { type: 'string' },
            kind: { type: 'string' },
            language: { type: 'string' },
            glob: { type: 'string' },
            explain: { type: 'boolean', default: false },
            expect: { type: 'string' },
            model: { type: 'string' },
            'base-url': { type: 'string' },
            'embedder-model': { type: 'string' },
            'embedder-url': { type: 'string' },
            'show-payload': { type: 'boolean', default: false },
            'dry-run': { type: 'boolean', default: false },
            rerank: { type: 'boolean', default: false },
            'monthly-limit': { type: 'string' },
            price: { type: 'string' },
            attach: { type: 'string', multiple: true },
            persona: { type: 'string' },
            verbose: { type: 'boolean', default: false },
        },
    });
}

const WITH_EMBEDDER: readonly CommandName[] = ['index', 'search', 'ask', 'status', 'why', 'verify'];

const OPTIONS_OF: Readonly<Record<string, readonly CommandName[]>> = {
    n: ['search'],
    'no-index': ['search', 'ask', 'status', 'why'],
    rebuild: ['index'],
    'take-over': ['index'],
    quick: ['verify'],
    repair: ['verify'],
    batch: ['search'],
    in: ['search'],
    kind: ['search'],
    language: ['search'],
    glob: ['search'],
    explain: ['search'],
    expect: ['search'],
    model: ['ask'],
    'base-url': ['ask'],
    'embedder-model': WITH_EMBEDDER,
    'embedder-url': WITH_EMBEDDER,
    rerank: ['ask'],
    'show-payload': ['ask'],
    'dry-run': ['ask'],
    'monthly-limit': ['ask'],
    price: ['ask'],
    attach: ['ask'],
    persona: ['ask'],
    verbose: ['ask'],
};

function alienOption(command: CommandName, values: Readonly<Record<string, unknown>>): string | undefined {
    return Object.entries(OPTIONS_OF).find(
        ([option, commands]) => values[option] !== undefined && values[option] !== false && !commands.includes(command),
    )?.[0];
}

function usage(problem: string): Invocation {
    return { do: 'usage', problem };
}
