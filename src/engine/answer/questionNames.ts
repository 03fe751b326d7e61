/**
 * Names a question spells out: identifiers with inner capitals, underscores, dots, `()` or in backticks or quotes, file names and paths.
 * A plain lower-case word is not a name, however many definitions bear it.
 */
export function namesIn(question: string): readonly string[] {
    const names = new Set<string>();
    for (const [, quoted] of question.matchAll(/[`"'“]([^`"'“”\s]{2,80})[`"'”]/g)) if (quoted !== undefined) add(names, quoted);
    for (const [word] of question.matchAll(/[\w$][\w$.:/-]*[\w$](\(\))?/g)) {
        if (LOOKS_LIKE_NAME.test(word)) add(names, word);
    }
    return [...names];
}

/** `camelCase`, `PascalCase` with a second capital, `snake_case`, `a.b`, `A::b`, `f()`, `src/a.ts`, `HTTPServer`; not `e.g.` or `built-in`. */
const LOOKS_LIKE_NAME = /[a-z\d][A-Z]|[A-Z]{2,}[a-z]|\w_\w|^_\w|\(\)$|::|\w\/\w|[A-Za-z]{2}\.[A-Za-z]{2}/;

function add(names: Set<string>, written: string): void {
    const name = written.replace(/\(\)$/, '').replace(/^[.:/]+|[.:/]+$/g, '');
    if (name === '') return;
    names.add(name);
    // `Cart#total` is written with its class; the mark of `#total`, a private name of JavaScript, belongs to it.
    const last = name.startsWith('#') ? undefined : name.split(/\.|::|#/).at(-1);
    if (last !== undefined && last.length > 2 && !name.includes('/')) names.add(last);
}
