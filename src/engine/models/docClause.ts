import type { SymbolKind } from '../../protocol/code.ts';
import { spokenLanguage } from '../../protocol/l10n.ts';
import { firstSentence } from '../answer/docText.ts';

/** What a doc comment says about its symbol: a predicate to follow `It`, or a sentence to quote as it stands. */
export type DocClause = { readonly form: 'predicate' | 'quote'; readonly text: string };

/**
 * The first sentence of a doc comment as a clause about its symbol: `Retry a failed build.` becomes `retries a failed build`.
 * Only the grammatical form is touched, and only where it is certain; everything else is quoted as it stands, and so is all of it in an
 * answer that is not in English.
 */
export function docClause(name: string, kind: SymbolKind, doc: string): DocClause | undefined {
    const sentence = firstSentence(doc);
    const words = sentence.split(' ');
    const first = words[0] ?? '';
    const rest = words.slice(1).join(' ');
    if (!/\p{L}{2}/u.test(sentence)) return undefined;
    if (spokenLanguage() !== 'en') return { form: 'quote', text: sentence };
    const verb = first.toLowerCase();
    // Go's convention: the comment begins with the name.
    if (first.replaceAll(/[`*_,:]/g, '') === name && /^(?:[a-z]+s|can|may|must|will)$/.test(words[1] ?? ''))
        return { form: 'predicate', text: rest };
    if (first.replaceAll(/[`*_,:]/g, '') === name && /^[a-z]+ly$/.test(words[1] ?? '') && VERBS_IN_THIRD_PERSON.has(words[2] ?? ''))
        return { form: 'predicate', text: rest };
    // `Run a build and try again`: a second verb would have to change with the first, and might as well be a noun.
    if (rest !== '' && DOES.has(kind) && VERBS.has(verb) && !NOUN_FOLLOWS.test(words[1] ?? '') && !hasSecondVerb(words))
        return { form: 'predicate', text: `${thirdPerson(verb)} ${rest}` };
    if (rest !== '' && VERBS_IN_THIRD_PERSON.has(verb) && words[1] !== 'of') return { form: 'predicate', text: `${verb} ${rest}` };
    if (!DOES.has(kind) && /^(?:An?|The)$/.test(first) && !IS_SENTENCE.test(rest)) return { form: 'predicate', text: `is ${verb} ${rest}` };
    return { form: 'quote', text: sentence };
}

/** `Set of names`, `Handle to a file`, `Return value that`: what looks like a verb is a noun. */
const NOUN_FOLLOWS = /^(?:of|for|to|in|is|that|which|used|value)$/;

function hasSecondVerb(words: readonly string[]): boolean {
    return words.some(
        (word, at) => at > 0 && /^(?:and|or|then|but)$|,$/.test(words[at - 1] ?? '') && VERBS.has(word.toLowerCase().replaceAll(/\W/g, '')),
    );
}

const IS_SENTENCE = /^[^,]*?\b(?:is|are|was|were|has|have|can|will|must|should)\b/;

const DOES: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'macro']);

function thirdPerson(verb: string): string {
    if (/(?:s|x|z|ch|sh)$/.test(verb)) return `${verb}es`;
    if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
    return `${verb}s`;
}

/** Verbs that comments of functions begin with. Words that are as often nouns at that place, such as `support` or `result`, are left out. */
const VERBS: ReadonlySet<string> = new Set(
    `accept acquire add adjust advance allocate allow append apply ask assert assign attach attempt await begin bind block bring build calculate call
    cancel check choose clean clear clone close collect collapse combine compare compile complete compute configure connect construct consume convert
    copy count create decode decrement delete deserialize destroy detect determine disable dispatch display drain drop emit enable encode
    encounter ensure enter escape evaluate examine execute exit expand expose extend extract fetch fill filter find finalize finish fire
    flatten flush force format forward free gather generate get give grab handle hold ignore implement import include increment indicate
    initialize inject insert inspect install instantiate invoke invalidate iterate join keep launch leave list listen load locate lock look make mark
    match merge modify monitor mount move normalize notify obtain offer open override parse pass peek perform poll pop populate prepare
    prevent print process produce propagate provide pull push put query queue raise reach read rebuild receive record recurse reduce
    refresh register reload release remove rename render reorder repeat replace report represent request require reserve reset resolve restore
    resume retrieve retry return reverse rewrite run save scan schedule search seek select send serialize serve set show shut shutdown signal skip
    sort spawn split start stop store strip subscribe substitute swap sync take tear tell terminate throw tokenize toggle transform
    translate traverse trigger trim truncate try turn unlock unmount unregister unwrap update use validate verify visit wait wake walk
    watch wrap write yield`.split(/\s+/),
);

const VERBS_IN_THIRD_PERSON: ReadonlySet<string> = new Set([...VERBS].map(thirdPerson));
