import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import clojure from 'highlight.js/lib/languages/clojure';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dart from 'highlight.js/lib/languages/dart';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import dos from 'highlight.js/lib/languages/dos';
import elixir from 'highlight.js/lib/languages/elixir';
import elm from 'highlight.js/lib/languages/elm';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import haskell from 'highlight.js/lib/languages/haskell';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import julia from 'highlight.js/lib/languages/julia';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import nix from 'highlight.js/lib/languages/nix';
import ocaml from 'highlight.js/lib/languages/ocaml';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import scss from 'highlight.js/lib/languages/scss';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

/** A stretch of one line in one colour; `tone` is one of the classes that `codeFigure.ts` gives a colour. */
export interface CodeSpan {
    readonly text: string;
    readonly tone: CodeTone | '';
}

export type CodeTone = 'keyword' | 'string' | 'number' | 'comment' | 'function' | 'type' | 'added' | 'removed';

/** Code as lines of coloured spans. A language that is not known, or a text too long to be worth it, comes back without colours. */
export function highlightLines(code: string, language: string): readonly (readonly CodeSpan[])[] {
    const key = `${language}\n${code}`;
    const held = remembered.get(key);
    if (held) return held;
    const lines = splitLines(coloured(code, language));
    // An answer that is still arriving asks for the same finished blocks twenty times a second.
    if (remembered.size >= REMEMBERED_BLOCKS) remembered.clear();
    remembered.set(key, lines);
    return lines;
}

const remembered = new Map<string, readonly (readonly CodeSpan[])[]>();
const REMEMBERED_BLOCKS = 64;
/** Highlighting takes about 1 ms per KB. */
const MAX_HIGHLIGHTED_CHARS = 30_000;

/**
 * Code in parts that are highlighted and drawn one by one, each as it would be by itself: a block that is still growing is not done from
 * the beginning each time. Cut at a blank line before a line that is not indented, where hardly ever a string or a comment goes on.
 */
export function partsOfCode(code: string): readonly string[] {
    const parts: string[] = [];
    let rest = code;
    while (rest.length > LONGEST_PART) {
        const before = rest.slice(0, LONGEST_PART);
        const blank = [...before.matchAll(/\n\n(?=\S)/g)].at(-1)?.index;
        const cut = blank ?? before.lastIndexOf('\n');
        if (cut <= 0) break;
        // The line break between two parts belongs to neither, as that between two lines.
        parts.push(rest.slice(0, cut));
        rest = rest.slice(cut + 1);
    }
    return [...parts, rest];
}

const LONGEST_PART = 6 * 1024;

const grammars: Readonly<Record<string, LanguageFn>> = {
    bash,
    c,
    clojure,
    cpp,
    csharp,
    css,
    dart,
    diff,
    dockerfile,
    dos,
    elixir,
    elm,
    go,
    graphql,
    haskell,
    ini,
    java,
    javascript,
    json,
    julia,
    kotlin,
    lua,
    makefile,
    markdown,
    nix,
    ocaml,
    perl,
    php,
    powershell,
    protobuf,
    python,
    r,
    ruby,
    rust,
    scala,
    scss,
    sql,
    swift,
    typescript,
    xml,
    yaml,
};
const lowlight = createLowlight(grammars);
// Names of our own languages that highlight.js does not know as aliases.
lowlight.registerAlias({
    typescript: ['typescriptreact'],
    javascript: ['javascriptreact'],
    bash: ['shellscript'],
    protobuf: ['proto'],
    dos: ['bat'],
    ocaml: ['ocaml.interface'],
    xml: ['vue', 'svelte'],
    // highlight.js has no grammar of its own for these; keys, strings, numbers and comments look the same, as do the words of Zig in Rust.
    ini: ['terraform', 'hcl'],
    rust: ['zig'],
});

type HighlightNode = ReturnType<typeof lowlight.highlight>['children'][number];

function coloured(code: string, language: string): readonly CodeSpan[] {
    if (code.length > MAX_HIGHLIGHTED_CHARS || !lowlight.registered(language)) return [{ text: code, tone: '' }];
    const spans: CodeSpan[] = [];
    const visit = (node: HighlightNode, tone: CodeSpan['tone']): void => {
        if (node.type === 'text') spans.push({ text: node.value, tone });
        if (node.type !== 'element') return;
        const names = node.properties['className'];
        const inner = Array.isArray(names) ? toneOf(names.map(String)) : undefined;
        for (const child of node.children) visit(child, inner ?? tone);
    };
    for (const node of lowlight.highlight(language, code).children) visit(node, '');
    return spans;
}

/** `hljs-title function_` and its like, as one of our few tones; undefined leaves the colour of what is around it. */
function toneOf(classNames: readonly string[]): CodeSpan['tone'] | undefined {
    if (classNames.includes('class_')) return 'type';
    for (const name of classNames) {
        const tone = TONES[name.replace('hljs-', '')];
        if (tone !== undefined) return tone;
    }
    return undefined;
}

const TONES: Readonly<Record<string, CodeSpan['tone']>> = {
    keyword: 'keyword',
    literal: 'keyword',
    'selector-tag': 'keyword',
    meta: 'keyword',
    doctag: 'keyword',
    name: 'keyword',
    string: 'string',
    regexp: 'string',
    char: 'string',
    symbol: 'string',
    code: 'string',
    link: 'string',
    number: 'number',
    bullet: 'number',
    comment: 'comment',
    quote: 'comment',
    title: 'function',
    function: 'function',
    section: 'function',
    attr: 'function',
    attribute: 'function',
    type: 'type',
    built_in: 'type',
    class: 'type',
    'selector-class': 'type',
    tag: '',
    addition: 'added',
    deletion: 'removed',
    // What is substituted into a string is code again.
    subst: '',
};

function splitLines(spans: readonly CodeSpan[]): readonly (readonly CodeSpan[])[] {
    const lines: CodeSpan[][] = [[]];
    for (const span of spans) {
        for (const [position, text] of span.text.split('\n').entries()) {
            if (position > 0) lines.push([]);
            if (text !== '') lines.at(-1)?.push({ text, tone: span.tone });
        }
    }
    return lines;
}
