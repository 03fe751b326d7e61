import { answerCommandWords, answerCommands } from '../protocol/answering.ts';
import type { CommandName } from './parseArguments.ts';

/** What `--help` prints, for everything or for one command. */
export function helpText(command: CommandName | undefined): string {
    return `${command === undefined ? OVERVIEW : COMMANDS[command]}\n${command === undefined ? ENDING : ''}`;
}

const OVERVIEW = `footnote: ask about a repository and get an answer whose every claim names its lines

  footnote ask "<question>" [dir]     answer with footnotes
  footnote search "<words>" [dir]     the files and passages that fit best
  footnote search --batch <file> [dir]  one JSON query a line: {"id", "query"}
  footnote index [dir]                bring the index up to date
  footnote status [dir]               what is indexed, what is not and why
  footnote verify [dir]               prove that the index is what a fresh one would be
  footnote prune                      remove indexes that nobody needs any more
  footnote why <file> [dir]           why a file is in the index or not, and what is held of it

dir is the folder to look at, the current one when absent. search and ask bring the index up to date first.

  --json             machine-readable output, described by schema.json beside this program
  -n <number>        the most files, and the most passages (10)
  --no-index         take the index as it is
  --index-dir <dir>  where indexes are kept
  --embedder-model <name>  what finds by meaning, instead of what the index was made with: a model of Footnote, or with
  --embedder-url <url>     of a server that speaks the OpenAI API of embeddings; the text of every indexed file is sent there.
                     A key is taken from FOOTNOTE_EMBEDDER_KEY
  -q, --quiet        no progress
  -h, --help         this, or the help of one command
  -v, --version`;

const ENDING = `
Exit codes: 0 done, 1 failed, 2 not understood, 3 nothing relevant found, 130 stopped by Ctrl-C.
Nothing leaves this machine, unless you name a model server with --base-url and --model, or an embedding server with --embedder-url.`;

const COMMANDS: Readonly<Record<CommandName, string>> = {
    index: `footnote index [dir] [--rebuild] [--take-over] [--json] [--index-dir <dir>] [-q]

Reads what changed since the last time. Ctrl-C stops it; what is done stays done, and the next run goes on from there.
  --rebuild    read every file again; the index there is serves until the new one is complete
  --take-over  from a process that holds the index and does not answer; it writes no more`,
    verify: `footnote verify [dir] [--quick] [--repair] [--json] [--index-dir <dir>]

Holds the index against itself and against the files: every file is read, parsed and cut again, and its rows and vectors compared.
Lists what differs, by kind and path. Exit code 1: something differs (still, after --repair).
  --quick   compares rows, symbols, hashes and files, and cuts nothing again
  --repair  indexes again what differs, and looks once more`,
    prune: `footnote prune [--json] [--index-dir <dir>]

Removes indexes that were not opened for 90 days or whose folder is gone, and vectors that no index uses, and says what is left.`,
    search: `footnote search "<words>" [dir] [-n <number>] [--in <folder>] [--kind <kinds>] [--language <ids>] [--glob <pattern>]
        [--explain] [--expect <file>] [--json] [--no-index] [--index-dir <dir>]
footnote search --batch <file> [dir] [-n <number>] [--json]

Finds files and passages, best first, with the reasons each was found.
  --in <folder>    only files below this folder of dir
  --kind <kinds>   only files of these kinds: code, tests, docs, config, build, data, generated; several with commas
  --language <ids> only files in these languages, such as python,go
  --glob <pattern> only files whose path fits, such as "src/**" or "*.test.ts"
  --explain        what each signal gave each file, and what was cut and why
  --expect <file>  why this file ranked where it did; a path of dir, or the end of one
  --batch <file>   queries from a file, or from standard input for -: one {"id", "query"} a line, other keys are ignored;
                   prints one {"id", "files", "passages"} a line`,
    ask: `footnote ask "<question>" [dir] [--json] [--no-index] [--index-dir <dir>] [--base-url <url> --model <name> [--rerank] [--show-payload | --dry-run]
        [--monthly-limit <usd>] [--price <in>/<out>]] [--attach <place> ...] [--persona <name>] [--verbose]

Answers by quoting what was found. Every claim carries a footnote: [1:12-18] is lines 12 to 18 of source 1.
  --base-url <url>  a server that speaks the OpenAI chat API, up to and including /v1
  --model <name>    the model's name there; a key is taken from FOOTNOTE_API_KEY
  --rerank          let the model put the files that were found in order first, in one request more
  --show-payload    print what the model was sent, word for word
  --dry-run         print what it would be sent, and send nothing
  --monthly-limit <usd>  what models may cost in a month, with all windows and command lines: beyond it nothing is sent
  --price <in>/<out>     US dollars for a million tokens, for a model whose price is not known: 2.5/10
  --attach <place>  what the question is about: a file, a folder, lines such as src/cart.ts:12-18, @changes for what differs from the
                    last commit, git:<rev> for what a commit or a branch changed, or - for a text from standard input; it may be given several times
  --persona <name>  whom to answer: Developer, Architect or Product
  --verbose         print what the model asked to see before it answered

A question may begin with a command that says what kind of answer is wanted:
${answerCommands.map(command => `  ${`/${command}`.padEnd(16)}${answerCommandWords[command]}`).join('\n')}`,
    status: `footnote status [dir] [--json] [--no-index] [--index-dir <dir>]

How many files are indexed, where the index is, and which files are left out for which reason.`,
    why: `footnote why <file> [dir] [--json] [--no-index] [--index-dir <dir>]

Is the file in the index? If not, the rule with its file and line, or the size, kind or name that keeps it out.
If so, its language, kind, hash and age, and the passages it was cut into with their lines and names. Exit code 3: there is no such file.`,
};
