/** What a question wants of the history of a repository. */
export interface HistoryQuestion {
    /** Which commits come first where several have brought lines: those that began it, those that touched it last, or those that have most. */
    readonly first: 'oldest' | 'newest' | 'largest';
    /** The question without the words that ask for the history, to search messages with. */
    readonly words: string;
}

/**
 * Reads "why was src/a.ts:12 added", "who introduced retryBuild", "which commit dropped node 16", "what changed in the parser lately", in the
 * six languages of the interface: questions that only the commits answer. A question about what code does is none, however close its words
 * come ("who adds items", "when is the cart cleared", "where is the history kept"): what is asked for must have been done, to the text of the
 * repository. Undefined for every other question.
 */
export function historyQuestion(question: string): HistoryQuestion | undefined {
    const text = question
        .trim()
        .replaceAll(/[’‘]/g, "'")
        .replaceAll(/\s+/g, ' ')
        .replace(/^(?:hi|hello|hey|please|so|and|ok|okay|can you tell me|could you tell me|tell me|do you know)[,!]? /i, '');
    if (text.length > LONGEST) return undefined;
    for (const [first, pattern] of PATTERNS) {
        const match = pattern.exec(text);
        if (match) return { first: match.groups?.['last'] === undefined ? first : 'newest', words: wordsLeft(text) };
    }
    return undefined;
}

/** A longer text is a report, not a question. */
const LONGEST = 300;

/** Done to text: code of which this is said is hardly ever meant to do it at run time. */
const BEGAN = 'added|introduced|implemented|written|authored|committed|landed|brought in|put in|put here|put there';
const ENDED = 'removed|deleted|dropped|reverted|renamed|deprecated|refactored|rewritten|moved';
const TOUCHED = 'changed|modified|edited|touched|bumped|fixed|tweaked|updated';
const DID = `added|introduced|implemented|wrote|authored|committed|removed|deleted|dropped|reverted|renamed|deprecated|refactored|rewrote|moved|changed|modified|edited|touched|fixed|updated`;
const DO = 'add|introduce|implement|write|remove|delete|drop|revert|rename|deprecate|refactor|rewrite|move|change|switch';
const WHO = 'we|they|you|the (?:team|authors?|maintainers?|developers?)|someone|somebody|anyone|anybody';
const PLACE =
    '(?:this|that|these|those|the) (?:[\\w-]+ ){0,2}?(?:lines?|code|functions?|methods?|class(?:es)?|files?|checks?|conditions?|comments?|constants?)|it|\\S+:\\d+\\S*';

const PATTERNS: readonly (readonly [HistoryQuestion['first'], RegExp])[] = [
    [
        'oldest',
        new RegExp(
            `^(?:why|when|since when|by whom|in (?:which|what) (?:commit|version|release)) (?:was|were|has|have|had|is) (?=.*\\S).{1,200}?\\b(?:been )?(?:${BEGAN}|${ENDED})\\b`,
            'i',
        ),
    ],
    [
        'newest',
        new RegExp(
            `^(?:why|when|by whom) (?:was|were|has|have) .{1,200}?\\b(?:been )?(?:last )?(?:${TOUCHED})\\b(?! (?:by|on|when|if|whenever|during|after|before)\\b)`,
            'i',
        ),
    ],
    ['oldest', new RegExp(`^(?:why|when) did (?:${WHO}) (?:first |ever |once )?(?:${DO})\\b`, 'i')],
    ['newest', /^when did .{1,160}? (?:last )?(?:change|get (?:added|removed|changed|introduced|deleted|renamed|dropped))\??$/i],
    ['oldest', new RegExp(`^who(?: (?<last>last|most recently))?(?: (?:first|originally|actually))? (?:${DID})\\b`, 'i')],
    ['oldest', /^who (?:is|was|are) the (?:original )?authors? of\b/i],
    [
        'oldest',
        /^(?:which|what|in (?:which|what)|show(?: me)?(?: the)?|find(?: the)?|what (?:is|was) the) (?:(?<last>last|latest|most recent|newest) )?(?:git )?(?:commits?|change ?sets?|revisions?)\b(?! (?:should|must|can|may|will|would|messages?|hooks?|format|style|convention|lint)\b)/i,
    ],
    ['oldest', new RegExp(`^since when (?:do|does|did|is|are|has|have|can)\\b`, 'i')],
    ['largest', new RegExp(`^why (?:is|are) (?:${PLACE}) (?:here|there|in here)\\b`, 'i')],
    [
        'newest',
        /^(?:(?:show|give|tell|explain)(?: me)? |what(?:'s| is) )?(?:the )?(?:(?:git|commit|change|version|revision) (?:history|log)|git blame|blame) (?:of|for|on|behind|about)\b/i,
    ],
    [
        'newest',
        new RegExp(
            `^(?:(?:show|give|tell|explain)(?: me)? |what(?:'s| is) )?(?:the )?history (?:of|behind) (?:${PLACE}|[\`"']?[\\w./-]+\\.[a-z]{1,5}\\b|[\`"']\\S+[\`"']|\\w+\\(\\))[^ ]*\\??$`,
            'i',
        ),
    ],
    [
        'newest',
        /^what (?:has |have |was |were )?(?:been )?changed(?: .{1,160})? (?:lately|recently|last (?:week|month|year)|in the (?:last|past) .{1,20}|since .{1,40})\??$/i,
    ],
    [
        'newest',
        /^(?:what (?:are|were) the |show (?:me )?(?:the )?|list (?:the )?)?(?:recent|latest|last) (?:changes|commits|edits) (?:to|in|of|on|for)\b/i,
    ],
    // German
    [
        'oldest',
        /^(?:warum|wieso|weshalb|wann|seit wann|von wem|in welchem commit) (?:wurden?|ist|sind|haben wir|hat man)\b.{1,200}(?:hinzugefügt|eingeführt|eingebaut|entfernt|gelöscht|umbenannt|geschrieben|ergänzt|verschoben)/i,
    ],
    ['newest', /^(?:warum|wieso|weshalb|wann|von wem) (?:wurden?|haben wir|hat man)\b.{1,200}(?:geändert|angepasst|bearbeitet)\??$/i],
    ['oldest', /^wer hat\b.{1,200}(?:hinzugefügt|eingeführt|eingebaut|entfernt|gelöscht|umbenannt|geschrieben|geändert|angefasst)/i],
    [
        'oldest',
        /^(?:(?:in )?welche[rmns]? (?<last>letzten? |neueste[rn]? )?(?:commits?|änderung)\b|was hat sich .{0,160}(?:geändert|verändert))/i,
    ],
    // French
    [
        'oldest',
        /^(?:pourquoi|quand|depuis quand|par qui) .{0,200}(?<!\p{L})(?:été|a-t-on|avons-nous)(?!\p{L}).{0,80}(?:ajouté|introduit|supprimé|retiré|renommé|écrit|modifié|changé)/iu,
    ],
    [
        'oldest',
        /^(?:qui (?:a|avait) (?:ajouté|introduit|supprimé|retiré|renommé|écrit|modifié|changé)|(?:dans )?quels? commits?\b|qu'est-ce qui a changé)/i,
    ],
    // Spanish
    [
        'oldest',
        /^¿?(?:por qué|cuándo|desde cuándo|quién)(?!\p{L}).{0,40}(?:se (?:añadió|agregó|introdujo|eliminó|quitó|renombró|cambió|modificó)|(?:añadió|agregó|introdujo|eliminó|escribió|cambió|modificó))(?![\p{L}])/iu,
    ],
    ['oldest', /^¿?(?:(?:en )?(?:qué|cuál(?:es)?) commits?\b|qué (?:ha cambiado|cambió))/i],
    // Japanese and Chinese
    [
        'oldest',
        /(?:なぜ|いつ|誰が|だれが|どうして).{0,160}(?:追加|導入|削除|変更|実装|書)(?:し|さ|い|か)|どのコミット|(?:の|変更)履歴(?:を|は)/u,
    ],
    [
        'oldest',
        /(?:为什么|为何|什么时候|何时|谁).{0,160}(?:添加|加入|引入|删除|移除|修改|改|写)(?:了|的)|哪(?:个|一个|次|些)提交|(?:的)?(?:修改|提交|变更)历史/u,
    ],
];

function wordsLeft(text: string): string {
    return text
        .replace(
            /^(?:why|when|since when|by whom|who|which|what|in which|in what|show me|show|find|warum|wann|wer|welcher|pourquoi|quand|qui|quel)\b/i,
            ' ',
        )
        .replaceAll(
            /\b(?:git|commits?|change ?sets?|history|blame|message|was|were|did|has|been|have|lately|recently|hat|wurde|wir|we|they|last|latest|first|originally)\b/gi,
            ' ',
        )
        .replaceAll(/\s+/g, ' ')
        .trim();
}
