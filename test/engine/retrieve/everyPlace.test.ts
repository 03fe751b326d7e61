import { describe, expect, it } from 'vitest';
import { placesIn } from '../../../src/engine/retrieve/everyPlace.ts';
import { parseText } from '../parse/parseText.ts';

/** `5 call`, a line each; the text is parsed by the real parser. */
async function roles(path: string, name: string, lines: readonly string[]): Promise<readonly string[]> {
    const { facts, kind, language } = await parseText(path, lines.join('\n'));
    return placesIn(lines, name, { facts, kind, language }).map(({ line, role }) => `${String(line)} ${role}`);
}

function check(rule: string, path: string, name: string, lines: readonly string[], expected: readonly string[]): void {
    it(rule, async () => {
        expect(await roles(path, name, lines)).toEqual(expected);
    });
}

describe('what a line does with a name', () => {
    check(
        'a definition, a call, a use and an import are told apart',
        'a.ts',
        'pause',
        [
            "import { pause } from './pause.ts';",
            'export function pause(ms: number) {}',
            'await pause(250);',
            'later.then(pause);',
            'pause.name;',
            'const pauses = 1;',
        ],
        ['1 import', '2 definition', '3 call', '4 use', '5 use'],
    );
    check(
        'names within the brackets of an import are imports, arguments on lines of their own are not',
        'a.ts',
        'pause',
        ['import {', '    other,', '    pause,', "} from './pause.ts';", 'run(', '    pause,', ');'],
        ['3 import', '4 text', '6 use'],
    );
    check(
        'comments and strings are text',
        'a.ts',
        'retryBuild',
        [
            '// retryBuild is nice',
            '/** See retryBuild. */',
            "log('retryBuild failed');",
            'run(1); // retryBuild',
            "retryBuild('x'); // retryBuild",
        ],
        ['1 text', '2 text', '3 text', '4 text', '5 call'],
    );
    check(
        'what stands in braces of a template is code',
        'a.ts',
        'total',
        ['const total = 1;', 'log(`sum ${total}`);', 'log(`total`);'],
        ['1 definition', '2 use', '3 text'],
    );
    check(
        'Python: from-import in brackets, decorator, comment',
        'a.py',
        'cached',
        ['from tools import (', '    cached,', ')', '', '@cached', 'def load():', '    return cached(1)  # cached'],
        ['2 import', '5 call', '7 call'],
    );
    check(
        'Go and Rust',
        'a.rs',
        'Cart',
        ['use crate::cart::Cart;', "struct Shop<'a> { cart: &'a Cart }", 'fn new() -> Cart { Cart::new() }', '// Cart'],
        ['1 import', '2 use', '3 use', '4 text'],
    );
    check('documents only mention', 'a.md', 'retryBuild', ['# Building', '`retryBuild()` tries again'], ['2 text']);
    check('a longer name is another name', 'a.ts', 'pause', ['pauseAll();', '$pause();', 'pause_more;'], []);
});

describe('languages that call without brackets', () => {
    check(
        'Haskell: what an expression begins with is called, what is handed on is used; equations define',
        'Cart.hs',
        'add',
        [
            'module Cart (add) where',
            '-- | add is nice',
            'add :: Int -> Int',
            'add n = n',
            'one = add 1',
            'all xs = map add xs',
            'go = print $ add 2 -- add',
        ],
        ['1 use', '2 text', '3 definition', '4 definition', '5 call', '6 use', '7 call'],
    );
    check(
        'Clojure: the first of a list is called',
        'cart.clj',
        'wrap',
        ['(ns cart)', '(defn wrap [x] x)', ';; wrap it', '(wrap 1)', '(map wrap xs)', '(cart/wrap 2)'],
        ['2 definition', '3 text', '4 call', '5 use', '6 call'],
    );
    check(
        'Elixir: a piped function is called, its specification is part of its definition',
        'cart.ex',
        'add',
        [
            'defmodule Cart do',
            '  @spec add(t) :: t',
            '  def add(cart), do: cart',
            '  def two(cart), do: cart |> add() |> then(&add/1)',
            'end',
        ],
        ['2 definition', '3 definition', '4 call'],
    );
    check(
        'PowerShell: a command is called, in a comment it is text',
        'cart.ps1',
        'Get-Cart',
        ['function Get-Cart { 1 }', '# Get-Cart gives the cart', '$cart = Get-Cart -Name x', 'Get-Cart | Sort-Object'],
        ['1 definition', '2 text', '3 call', '4 call'],
    );
    check(
        'Lua: a string or a table may follow a function; a comment begins with two dashes',
        'cart.lua',
        'open',
        ['local function open(x) end', 'open "a"', 'open { a = 1 }', 'run(open) -- open', '-- open'],
        ['1 definition', '2 call', '3 call', '4 use', '5 text'],
    );
});
