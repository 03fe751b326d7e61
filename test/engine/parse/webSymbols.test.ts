import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

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
        'CSS: rules, keyframes, custom properties',
        'cart.css',
        `
        @import "base.css";
        :root { --main: red; }
        .cart, .cart > li:hover { color: var(--main); }
        @media (max-width: 3px) { .a { b: c } }
        @keyframes spin { from { a: b } }
        #id { x: y }
        `,
        {
            definitions: [
                'key :root 2-2',
                'variable :root.--main 2-2',
                'key .cart, .cart > li:hover 3-3',
                'key .a 4-4',
                'key spin 5-5',
                'key #id 6-6',
            ],
            imports: ['base.css 1'],
        },
    );

    check(
        'Vue: the script of a component',
        'cart.vue',
        `
        <script setup lang="ts">
        import { ref } from 'vue'
        const count = ref(0)
        function add() { count.value++ }
        </script>

        <template>
          <button @click="add">{{ count }}</button>
        </template>
        `,
        {
            definitions: ['constant count 3-3', 'function add 4-4'],
            imports: ['vue 2'],
            references: 'ref 2,3; count 4; value 4',
        },
    );
});
