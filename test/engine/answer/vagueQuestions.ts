import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builderFixture } from './builderFixture.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Some folders of this repository's engine beside the small build tool. */
export const vagueTree: Readonly<Record<string, string>> = {
    ...builderFixture,
    ...Object.fromEntries(
        ['scan', 'store', 'redact', 'models', 'indexing'].flatMap(folder =>
            readdirSync(path.join(root, 'src/engine', folder))
                .filter(name => name.endsWith('.ts'))
                .map(name => [`src/engine/${folder}/${name}`, readFileSync(path.join(root, 'src/engine', folder, name), 'utf8')] as const),
        ),
    ),
};

/** Asked as somebody asks who knows nothing of the code, with the words of somebody who knows it, and the file that both want. */
export const vagueQuestions: readonly { readonly question: string; readonly words: string; readonly file: string }[] = [
    {
        question: 'How does it make sure that two programs do not get in each other’s way when they run at once?',
        words: 'store lease socket holder epoch exclusive lock',
        file: 'src/engine/store/storeLease.ts',
    },
    {
        question: 'How are things that I told it to leave out really left out?',
        words: 'ignore rules gitignore pattern match eligibility',
        file: 'src/engine/scan/ignoreRules.ts',
    },
    {
        question: 'How does it notice that somebody pulled the plug in the middle of everything?',
        words: 'journal record log checksum torn record recovery',
        file: 'src/engine/store/recordLog.ts',
    },
    {
        question: 'How is something embarrassing kept from going out with the rest of what is said?',
        words: 'redact secrets text redactText withoutSecrets',
        file: 'src/engine/redact/redactText.ts',
    },
    {
        question: 'How does it cope when the other side keeps asking us to come back later?',
        words: 'retry policy Retry-After wait status 429',
        file: 'src/engine/models/retryPolicy.ts',
    },
    {
        question: 'How does it keep its hands off the computer when I am busy with something else?',
        words: 'courtesy pause cpu share battery other programs',
        file: 'src/engine/indexing/courtesyPause.ts',
    },
    {
        question: 'How is it decided that there is now too much lying around and some of it has to go?',
        words: 'data quota prune bytes limit',
        file: 'src/engine/store/dataQuota.ts',
    },
    {
        question: 'How long until it is through, and how does it come to that number?',
        words: 'time left seconds estimate rate indexing',
        file: 'src/engine/indexing/timeLeft.ts',
    },
    {
        question: 'How does it stay inside the place that I opened and not wander off through side doors?',
        words: 'resolveInside symlink realpath root escape',
        file: 'src/engine/scan/resolveInside.ts',
    },
    {
        question: 'How does it give up on somebody who has fallen silent in the middle of a sentence?',
        words: 'patience timeout idle first word abort',
        file: 'src/engine/models/patience.ts',
    },
];
