import type { Evidence } from '../../protocol/answer.ts';
import type { FileKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { Translations } from '../../protocol/l10n.ts';
import { spokenIn, t } from '../../protocol/l10n.ts';
import { overlaps } from '../../protocol/text.ts';

export interface FollowUpPorts {
    readonly symbols: Pick<SymbolTable, 'definitionsOf' | 'referencesTo'>;
    readonly fileTable: { kindOf(path: WorkspacePath): FileKind | undefined };
}

/**
 * Questions that go on from an answer, made from its evidence without a model, and only such as the index can answer: what uses the thing
 * that was defined, which tests have it, where it is configured or documented. What the answer shows already is not asked.
 */
export function followUps(question: string, evidence: readonly Evidence[], ports: FollowUpPorts, speaks?: Translations): readonly string[] {
    return spokenIn(speaks, () => suggestions(question, evidence, ports));
}

function suggestions(question: string, evidence: readonly Evidence[], { symbols, fileTable }: FollowUpPorts): readonly string[] {
    const asked = question.toLowerCase();
    const suggested: string[] = [];
    for (const name of namesOf(evidence)) {
        const definitions = symbols.definitionsOf(name);
        const places = symbols
            .referencesTo(name)
            .filter(
                ({ path, line }) =>
                    !definitions.some(
                        definition => definition.path === path && overlaps(definition.range, { startLine: line, endLine: line }),
                    ),
            )
            .filter(
                ({ path, line }) =>
                    !evidence.some(({ passage }) => passage.path === path && overlaps(passage.range, { startLine: line, endLine: line })),
            );
        const kinds = new Set(places.map(({ path }) => fileTable.kindOf(path) ?? 'code'));
        const candidates: readonly (readonly [FileKind, string, RegExp])[] = [
            ['code', t('What uses {0}?', name), /\b(?:us(?:e[sd]?|ing)|call(?:s|ed|ers?)?)\b/],
            ['test', t('Which tests cover {0}?', name), /\btest/],
            ['config', t('Where is {0} configured?', name), /\b(?:config|setting)/],
            ['docs', t('What does the documentation say about {0}?', name), /\bdoc/],
        ];
        for (const [kind, text, alreadyAsked] of candidates)
            if (kinds.has(kind) && !(asked.includes(name.toLowerCase()) && alreadyAsked.test(asked))) suggested.push(text);
    }
    return [...new Set(suggested)].slice(0, MOST);
}

const MOST = 3;

/** Names of what the evidence defines, that with the most room first: the subject before what was found beside it. */
function namesOf(evidence: readonly Evidence[]): readonly string[] {
    const defining = evidence.filter(
        ({ role, passage }) => (role === 'definition' || role === 'found') && passage.symbol !== undefined && passage.kind === 'code',
    );
    const ordered = [...defining.filter(({ role }) => role === 'definition'), ...defining.filter(({ role }) => role === 'found')];
    return [
        ...new Set(ordered.flatMap(({ passage }) => (passage.symbol && IDENTIFIER.test(passage.symbol.name) ? [passage.symbol.name] : []))),
    ].slice(0, 2);
}

/** One word that can be asked about and stands for something: not `x`, not `main`. */
const IDENTIFIER = /^(?!main$|init$|new$|test$|run$)[A-Za-z_$][\w$]{2,59}$/;
