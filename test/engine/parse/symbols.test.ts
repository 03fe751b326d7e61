import { describe, expect, test } from 'vitest';
import { parseText, printDefinitions, printImports, printReferences, snippet } from './parseText.ts';

/** What is known about a file, as `kind Container.name first-last`, `module line` and `name lines`. */
interface Known {
    readonly definitions: readonly string[];
    readonly imports?: readonly string[];
    readonly references?: string;
}

function check(rule: string, path: string, text: string, expected: Known): void {
    test(rule, async () => {
        const file = await parseText(path, snippet(text));
        const known = { definitions: printDefinitions(file), imports: printImports(file), references: printReferences(file).join('; ') };
        expect(known).toEqual({ imports: [], references: '', ...expected });
        expect(file.problem).toBeUndefined();
    });
}

describe('definitions, imports and references', () => {
    check(
        'TypeScript: members, overloads and arrow functions; decorators and comments go with what follows them',
        'cart.ts',
        `
        import { Base, type Item as Thing } from './base.ts';
        import type * as shop from 'shop';
        export { tax } from './tax.ts';

        /** Holds items. */
        @Injectable()
        export abstract class Cart<T> extends Base {
            private readonly items: T[] = [];

            /**
             * Adds one.
             */
            @memo()
            add(
                item: T,
                count = 1,
            ): void {
                const twice = () => item;
                this.items.push(twice(), shop.wrap(item));
            }
            onChange = (item: T) => {};
            abstract total(): number;
        }
        interface Priced { price: number; withTax(rate: number): number }
        type Shape = { area: number } | Circle;
        export enum Colour { Red, Green = 2 }

        // Not documentation: a blank line follows.

        export const empty = { make() { return lazy(); }, of: (x: number) => x };
        let counter = 0;
        export const twice = async (n: number) => {
            return tax(n);
        };
        namespace Inner { export function deep(): void {} }
        declare function declared(a: string): void;
        const later = await import('./later.ts');
        `,
        {
            definitions: [
                'class Cart 6-23 name 7 doc 5-5',
                'field Cart.items 8-8',
                'method Cart.add 13-20 name 14 sig 14-17 doc 10-12',
                'function Cart.add.twice 18-18',
                'method Cart.onChange 21-21',
                'method Cart.total 22-22',
                'interface Priced 24-24',
                'field Priced.price 24-24',
                'method Priced.withTax 24-24',
                'type Shape 25-25',
                'enum Colour 26-26',
                'field Colour.Red 26-26',
                'field Colour.Green 26-26',
                'constant empty 30-30',
                'method empty.make 30-30',
                'method empty.of 30-30',
                'variable counter 31-31',
                'function twice 32-34',
                'module Inner 35-35',
                'function Inner.deep 35-35',
                'function declared 36-36',
                'constant later 37-37',
            ],
            imports: ['./base.ts 1', 'shop 2', './tax.ts 3', './later.ts 37'],
            references:
                'Base 1,7; Item 1; Thing 1; shop 2,19; tax 3,33; Injectable 6; memo 13; items 19; push 19; twice 19; wrap 19; area 25; Circle 25; lazy 30',
        },
    );

    check(
        'JavaScript: prototypes, assigned functions, private fields, generators, JSX',
        'old.js',
        `
        const base = require('./base');
        var Cart = function (items) {
          this.items = items;
        };
        Cart.prototype.add = function (item) {
          return base.push(this.items, item);
        };
        class Shop { #open = false; close() {} handler = () => {} }
        module.exports = Cart;
        function* walk({ from, to: end }, ...rest) { yield* from(end, rest); }
        const View = () => <Panel title={Cart.name} />;
        `,
        {
            definitions: [
                'constant base 1-1',
                'function Cart 2-4',
                'method Cart.add 5-7',
                'class Shop 8-8',
                'field Shop.#open 8-8',
                'method Shop.close 8-8',
                'method Shop.handler 8-8',
                'function walk 10-10',
                'function View 11-11',
            ],
            imports: ['./base 1'],
            references: 'items 3,6; Cart 5,9,11; prototype 5; base 6; push 6; to 10; Panel 11; title 11; name 11',
        },
    );

    check(
        'Python: decorators, docstrings, nested classes, fields set by methods',
        'cart.py',
        `
        """Module text."""
        import os.path as osp, json
        from .shop import Till, price as cost
        from . import near

        LIMIT: int = 3
        names = []


        @dataclass(frozen=True)
        @other
        class Cart(Base):
            """Holds items."""

            size: int = 0

            class Line:
                pass

            @property
            async def total(
                self, rate, *extra, **more
            ) -> float:
                """Adds
                up."""
                self.cache = cost(self.size, rate=rate)
                for line in self.lines:
                    self.cache += line.amount
                return self.cache

            # Removes one.
            def drop(self):
                self.cache = None
                def inner(): pass
                inner()
        `,
        {
            definitions: [
                'constant LIMIT 6-6',
                'variable names 7-7',
                'class Cart 10-35 name 12 doc 13-13',
                'field Cart.size 15-15',
                'class Cart.Line 17-18',
                'method Cart.total 20-29 name 21 sig 21-23 doc 24-25',
                'field Cart.cache 26-26',
                'method Cart.drop 32-35 doc 31-31',
                'function Cart.drop.inner 34-34',
            ],
            imports: ['os.path 2', 'json 2', '.shop 3', '. 4', 'near 4'],
            references:
                'os 2; path 2; osp 2; json 2; shop 3; Till 3; price 3; cost 3,26; near 4; dataclass 10; other 11; Base 12; size 26; lines 27; cache 28,29,33; amount 28; inner 35',
        },
    );

    check(
        'Go: methods belong to their receiver, groups of types and constants',
        'cart.go',
        `
        package cart

        import (
        	"fmt"
        	m "example.com/shop/money"
        )

        // Cart holds items.
        // It is not safe for concurrent use.
        type Cart[T any] struct {
        	Items []T // in order
        	*Base
        	a, b  int
        }

        type (
        	ID    = string
        	Priced interface {
        		Price(rate float64) m.Amount
        	}
        )

        const (
        	First = iota
        	Second
        )

        var total, count = 0, 1

        // Add adds.
        func (c *Cart[T]) Add(item T, n ...int) (err error) {
        	twice := wrap(item)
        	for i, v := range c.Items {
        		fmt.Println(i, v, twice)
        	}
        	c.Items = append(c.Items, Line{Item: item})
        	return err
        }

        func New() *Cart[int] { return nil }
        `,
        {
            definitions: [
                'class Cart 10-14 doc 8-9',
                'field Cart.Items 11-11',
                'field Cart.a 13-13',
                'field Cart.b 13-13',
                'type ID 17-17',
                'interface Priced 18-20',
                'method Priced.Price 19-19',
                'constant First 24-24',
                'constant Second 25-25',
                'variable total 28-28',
                'variable count 28-28',
                'method Cart.Add 31-38 doc 30-30',
                'function New 40-40',
            ],
            imports: ['fmt 4', 'example.com/shop/money 5'],
            references: 'Base 12; Amount 19; Cart 31,40; wrap 32; Items 33,36; fmt 34; Println 34; Line 36; Item 36',
        },
    );

    check(
        'Rust: methods of an impl belong to its type, attributes and doc comments',
        'cart.rs',
        `
        //! About this module.
        use crate::shop::{Till, money::Amount};
        mod lines;

        /// Holds items.
        ///
        /// More text.
        #[derive(Debug, Clone)]
        pub struct Cart<T> {
            pub items: Vec<T>,
        }
        enum Colour { Red, Rgb { r: u8 } }
        pub trait Priced {
            const RATE: f64;
            fn price(&self) -> Amount;
            fn twice(&self) -> f64 { self.price() * 2.0 }
        }
        impl<T> Priced for Cart<T>
        where
            T: Clone,
        {
            /// Sums up.
            #[inline]
            fn price(&self) -> Amount {
                let first = self.items.first();
                Till::sum(first, |each| each.amount())
            }
        }
        macro_rules! cart { () => {} }
        static COUNT: usize = 0;
        mod inner {
            pub(crate) async fn deep() {}
        }
        `,
        {
            definitions: [
                'class Cart 8-11 name 9 doc 5-7',
                'field Cart.items 10-10',
                'enum Colour 12-12',
                'field Colour.Red 12-12',
                'field Colour.Rgb 12-12',
                'field Colour.Rgb.r 12-12',
                'interface Priced 13-17',
                'constant Priced.RATE 14-14',
                'method Priced.price 15-15',
                'method Priced.twice 16-16',
                'method Cart.price 23-27 name 24 doc 22-22',
                'macro cart 29-29',
                'constant COUNT 30-30',
                'module inner 31-33',
                'function inner.deep 32-32',
            ],
            imports: ['crate::shop::{Till, money::Amount} 2', 'lines 3'],
            references:
                'shop 2; Till 2,26; money 2; Amount 2,15,24; lines 3; Debug 8; Clone 8,20; price 16; Priced 18; Cart 18; inline 23; items 25; first 25; sum 26; amount 26',
        },
    );

    check(
        'Java: records, annotations, enums, inner interfaces',
        'Cart.java',
        `
        package shop;

        import java.util.List;
        import static shop.Money.sum;
        import shop.tax.*;

        /** Holds items. */
        @Service
        public class Cart<T> extends Base implements Priced {
            private static final int MAX = 1, MIN = 2;

            /** Adds one. */
            @Override
            public void add(T item, int... counts)
                    throws Full {
                int twice = counts.length;
                till.ring(item, twice);
            }

            Cart() {}

            enum Colour { RED, GREEN }
            record Line(Item item, int count) {}
            @interface Checked { String value() default ""; }
            interface Inner { int K = 1; void go(); }
        }
        `,
        {
            definitions: [
                'class Cart 8-26 name 9 doc 7-7',
                'field Cart.MAX 10-10',
                'field Cart.MIN 10-10',
                'method Cart.add 13-18 name 14 sig 14-15 doc 12-12',
                'method Cart.Cart 20-20',
                'enum Cart.Colour 22-22',
                'field Cart.Colour.RED 22-22',
                'field Cart.Colour.GREEN 22-22',
                'class Cart.Line 23-23',
                'field Cart.Line.item 23-23',
                'field Cart.Line.count 23-23',
                'interface Cart.Checked 24-24',
                'method Cart.Checked.value 24-24',
                'interface Cart.Inner 25-25',
                'constant Cart.Inner.K 25-25',
                'method Cart.Inner.go 25-25',
            ],
            imports: ['java.util.List 3', 'shop.Money.sum 4', 'shop.tax 5'],
            references:
                'shop 1,4,5; java 3; util 3; Money 4; sum 4; tax 5; Service 8; Base 9; Priced 9; Full 15; length 16; till 17; ring 17; Item 23',
        },
    );

    check(
        'JSON: keys of the first two levels',
        'pack.json',
        `
        {
          "name": "cart",
          "scripts": {
            "build": "tsc",
            "test": { "unit": "vitest" }
          }
        }
        `,
        {
            definitions: ['key name 2-2', 'key scripts 3-6', 'key scripts.build 4-4', 'key scripts.test 5-5'],
        },
    );

    check(
        'YAML: keys of the first two levels, of every document',
        'ci.yaml',
        `
        # When it runs.
        on: push
        jobs:
          build:
            runs-on: linux
          "the tests":
            script: |
              key: not a key
        ---
        second: {a: 1}
        `,
        {
            definitions: ['key on 2-2 doc 1-1', 'key jobs 3-8', 'key jobs.build 4-5', 'key jobs.the tests 6-8', 'key second 10-10'],
        },
    );

    check(
        'TOML: tables and keys',
        'Cargo.toml',
        `
        title = "cart"

        [package]
        name = "cart"
        [dependencies.serde]
        version = "1"
        [[bin]]
        name = "till"
        `,
        {
            definitions: [
                'key title 1-1',
                'key package 3-4',
                'key package.name 4-4',
                'key dependencies.serde 5-6',
                'key dependencies.serde.version 6-6',
                'key bin 7-8',
                'key bin.name 8-8',
            ],
        },
    );

    check(
        'Markdown: sections by headings of both forms, none in code or front matter',
        'guide.md',
        `
        ---
        title: not a heading
        ---
        Before.

        # The [cart](cart.md) \`Cart\`

        Text.

        ## Adding #

        \`\`\`sh
        # a comment, not a heading
        \`\`\`

        Removing
        --------

        Text.

        # Last

        - item
        ---
        `,
        {
            definitions: [
                'section The cart Cart 6-19',
                'section The cart Cart.Adding 10-14',
                'section The cart Cart.Removing 16-19',
                'section Last 21-24',
            ],
        },
    );

    check(
        'reStructuredText: levels in the order in which adornments appear',
        'guide.rst',
        `
        =====
        Guide
        =====

        Text.

        Adding
        ======

        Words
        -----

        ::

            code
            ----

        Removing
        ========

        Text.
        `,
        {
            definitions: [
                'section Guide 1-21',
                'section Guide.Adding 7-16',
                'section Guide.Adding.Words 10-16',
                'section Guide.Removing 18-21',
            ],
        },
    );
});
