/**
 * A saved conversation as somebody would write it who wants more than to be read: every field that is text holds an attack, every number
 * is wild, ids and marks name things that are no ids and marks.
 */
export function hostileConversation(attack: string, id = '../../../../outside'): readonly string[] {
    const passage = {
        path: `../../../etc/passwd${attack}`,
        range: { startLine: 1, endLine: 3 },
        language: attack,
        kind: 'code',
        symbol: { name: attack, kind: 'function', container: attack },
        text: `${attack}\n${attack}\n${attack}`,
        hash: attack,
        score: 1e308,
        origins: [{ signal: 'words', contribution: -1e308, detail: attack }],
        __proto__: { polluted: true },
    };
    const evidence = [1, 2, 2, 9_999].map(number => ({ number, role: 'found', passage }));
    const citations = ['1', '1:1-2', '2', '9999:1', '1:9-1', '__proto__', 'constructor', attack].map(mark => ({
        mark,
        number: 1,
        path: `..\\..\\${attack}`,
        range: { startLine: 1, endLine: 2 },
        hash: attack,
        state: 'verified',
    }));
    const coverage = { searchedFiles: -1, totalFiles: 1e21, skippedFiles: 0.5, isPartial: true, hasMeaning: false };
    const answer = {
        text: `${attack} [1] [1:1-2] [9999:1] [__proto__]\n\n\`\`\`ts [1:1-2]\n${attack}\n\`\`\`\n\n${attack}`,
        citations: citations.slice(0, 4),
        evidence,
        coverage,
        answeredBy: attack,
        notice: attack,
        isAnswered: true,
        redacted: -7,
        tookMs: 1e300,
    };
    const asked = (turnId: string) => ({
        record: 'asked',
        turnId,
        question: attack,
        attached: attack,
        attachments: [
            { kind: 'file', path: '../../../../etc/passwd' },
            { kind: 'pasted', text: attack },
            {
                kind: 'problems',
                problems: [
                    {
                        path: '/etc/passwd',
                        range: { startLine: 1, endLine: 1 },
                        severity: 'error',
                        message: attack,
                        source: attack,
                        code: attack,
                    },
                ],
            },
        ],
    });
    const event = (turnId: string, told: unknown) => ({ record: 'event', turnId, event: told });
    return [
        { record: 'begun', version: 1, id, at: attack },
        asked('t1'),
        event('t1', { type: 'evidence', evidence, coverage, tookMs: 1 }),
        event('t1', { type: 'text', text: attack }),
        ...citations.map(citation => event('t1', { type: 'citation', citation })),
        event('t1', { type: 'citation', citation: { ...citations[0], range: { startLine: -5, endLine: 1e300 } } }),
        event('t1', { type: 'finished', answer }),
        asked('t2'),
        { record: 'failed', turnId: 't2', failure: { kind: 'model-refused', origin: attack, detail: attack } },
        asked('t3'),
        event('t3', { type: 'text', text: attack }),
        asked('../t4'),
        asked('__proto__'),
        asked(attack),
        event('t1', { type: 'execute', command: 'rm -rf' }),
        { record: 'renamed', title: attack },
        { record: 'run', command: attack },
        { __proto__: { record: 'asked', turnId: 't9', question: 'polluted' } },
    ].map(record => JSON.stringify(record));
}
