import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A text of the interface as it stands in the sources. */
export interface InterfaceText {
    readonly text: string;
    /** `src/protocol/failure.ts:58` */
    readonly place: string;
    /** True for one that is made when its module is loaded, when nobody has said the language yet. */
    readonly isTooEarly: boolean;
}

/**
 * Every text that goes through `t` or `plural`, and every text of a `textTable`, by the syntax of the sources. A call whose text is neither
 * a literal nor taken from a table is one that nobody can translate: it is returned as `unknown`, with its place.
 */
export function interfaceTexts(root: string): { readonly texts: readonly InterfaceText[]; readonly unknown: readonly string[] } {
    const texts: InterfaceText[] = [];
    const tables = new Set(['commandTable']);
    const fromTables: { readonly table: string; readonly told: string }[] = [];
    for (const file of LAYERS.flatMap(folder => sourcesIn(path.join(root, folder)))) {
        const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
        const placeOf = (node: ts.Node): string =>
            `${path.relative(root, file).replaceAll(path.sep, '/')}:${String(source.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
        const visit = (node: ts.Node): void => {
            if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
                for (const argument of textArguments(node.expression.text, node.arguments)) {
                    if (ts.isStringLiteralLike(argument))
                        texts.push({ text: argument.text, place: placeOf(node), isTooEarly: !isInFunction(node) });
                    else fromTables.push({ table: tableOf(argument) ?? '', told: `${placeOf(node)}: ${argument.getText()}` });
                }
                if (node.expression.text === 'textTable') {
                    for (const text of stringsIn(node)) texts.push({ text, place: placeOf(node), isTooEarly: false });
                    if (ts.isVariableDeclaration(node.parent)) tables.add(node.parent.name.getText());
                }
            }
            ts.forEachChild(node, visit);
        };
        visit(source);
    }
    return { texts, unknown: fromTables.filter(({ table }) => !tables.has(table)).map(({ told }) => told) };
}

/** The name of the table that `KIND_WORDS[kind]` or `commandTable[id].title` is taken from; undefined for anything else. */
function tableOf(argument: ts.Expression): string | undefined {
    let at = argument;
    while (ts.isElementAccessExpression(at) || ts.isPropertyAccessExpression(at)) at = at.expression;
    return at !== argument && ts.isIdentifier(at) ? at.text : undefined;
}

const LAYERS = ['src', 'webview-ui/src'];

/** The definitions themselves pass texts on. */
const DEFINES_TEXTS = path.join('protocol', 'l10n.ts');

function textArguments(called: string, given: ts.NodeArray<ts.Expression>): readonly ts.Expression[] {
    if (called === 't') return given.slice(0, 1);
    return called === 'plural' ? given.slice(1, 3) : [];
}

/** All but the names of what the strings stand for. Addresses and ids are no texts. */
function stringsIn(node: ts.Node): readonly string[] {
    if (ts.isStringLiteralLike(node)) return /^[a-z][\w+.-]*:\/\//.test(node.text) || node.text === '' ? [] : [node.text];
    const found: string[] = [];
    ts.forEachChild(node, child => {
        if (ts.isPropertyAssignment(child)) {
            if (!NO_TEXTS.has(child.name.getText())) found.push(...stringsIn(child.initializer));
        } else found.push(...stringsIn(child));
    });
    return found;
}

/** What an entry of a table holds beside its text. */
const NO_TEXTS: ReadonlySet<string> = new Set(['name', 'model', 'field', 'baseUrl']);

function isInFunction(node: ts.Node): boolean {
    let at = node;
    while (!ts.isSourceFile(at)) {
        if (ts.isFunctionLike(at)) return true;
        at = at.parent;
    }
    return false;
}

function sourcesIn(folder: string): readonly string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
        .map(entry => path.join(entry.parentPath, entry.name))
        .filter(file => !file.endsWith(DEFINES_TEXTS))
        .sort();
}
