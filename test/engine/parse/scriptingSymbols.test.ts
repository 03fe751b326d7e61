import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
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
        'Ruby: singleton methods, accessors',
        'cart.rb',
        `
        require 'json'
        require_relative 'cart/line'
        module Shop
          # Doc
          class Cart < Base
            include Priced
            attr_accessor :items, :name
            LIMIT = 3
            def add(item, *rest, key: 1, &blk)
              @items << wrap(item)
              rest.each { |r| r.go }
            end
            def self.make; end
            class << self
              def inner; end
            end
          end
        end
        `,
        {
            definitions: [
                'module Shop 3-18',
                'class Shop.Cart 5-17 doc 4-4',
                'field Shop.Cart.items 7-7',
                'field Shop.Cart.name 7-7',
                'constant Shop.Cart.LIMIT 8-8',
                'method Shop.Cart.add 9-12',
                'method Shop.Cart.make 13-13',
                'method Shop.Cart.inner 15-15',
            ],
            imports: ['json 1', 'cart/line 2'],
            references: 'Base 5; Priced 6; wrap 10; each 11; go 11',
        },
    );

    check(
        'PHP: traits, promoted properties, enums',
        'cart.php',
        `
        <?php
        namespace Shop\\Core;
        use Foo\\Bar;
        use Foo\\{Baz, Qux as Q};
        const LIMIT = 3;
        /** Doc */
        #[Attr]
        abstract class Cart extends Base implements I {
            use T;
            const K = 1;
            private int $items = 1;
            public function __construct(private Till $till) {}
            public static function add(Item $item, int ...$n): int { $x = $this->items; return self::sum($x, helper($item)); }
        }
        interface I { function go(); }
        trait T { function t() {} }
        enum Suit: string { case Hearts = 'H'; }
        function helper() {}
        require_once 'a.php';
        `,
        {
            definitions: [
                'constant LIMIT 5-5',
                'class Cart 7-14 name 8 doc 6-6',
                'constant Cart.K 10-10',
                'field Cart.items 11-11',
                'method Cart.__construct 12-12',
                'field Cart.till 12-12',
                'method Cart.add 13-13',
                'interface I 15-15',
                'method I.go 15-15',
                'class T 16-16',
                'method T.t 16-16',
                'enum Suit 17-17',
                'field Suit.Hearts 17-17',
                'function helper 18-18',
            ],
            imports: ['Foo\\Bar 3', 'Baz 4', 'Qux 4', 'Q 4', 'a.php 19'],
            references: 'Shop 2; Core 2; Foo 3,4; Bar 3; Baz 4; Qux 4; Attr 7; Base 8; Till 12; Item 13; items 13; sum 13; helper 13',
        },
    );

    check(
        'Shell: functions in both spellings',
        'cart.sh',
        `
        #!/bin/bash
        source ./lib.sh
        . other.sh
        LIMIT=3
        readonly NAME=x
        # Doc
        add() {
          local item=$1
          helper "$item" | grep x
        }
        function go { add 1; }
        export PATH=$PATH:x
        `,
        {
            definitions: [
                'constant LIMIT 4-4',
                'constant NAME 5-5',
                'function add 7-10 doc 6-6',
                'function go 11-11',
                'constant PATH 12-12',
            ],
            imports: ['./lib.sh 2', 'other.sh 3'],
            references: 'helper 9; add 11',
        },
    );
});
