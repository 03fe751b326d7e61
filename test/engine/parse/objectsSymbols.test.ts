import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
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
        'C#: properties, events, records, delegates',
        'cart.cs',
        `
        using System.Linq;
        namespace Shop.Core;
        /// <summary>Doc</summary>
        [Serializable]
        public class Cart<T> : Base, IPriced {
            private readonly int items = 1;
            public int Total { get; set; }
            public event Action Changed;
            public Cart(int n) {}
            public async Task<int> Add(T item) { var x = 1; return Sum(x, item); }
            delegate void D(int x);
            enum Colour { Red }
            record Line(int A);
            struct P { const int K = 1; }
            interface I { void Go(); }
        }
        namespace Old { class X { } }
        `,
        {
            definitions: [
                'class Cart 4-16 name 5 doc 3-3',
                'field Cart.items 6-6',
                'field Cart.Total 7-7',
                'field Cart.Changed 8-8',
                'method Cart.Cart 9-9',
                'method Cart.Add 10-10',
                'type Cart.D 11-11',
                'enum Cart.Colour 12-12',
                'field Cart.Colour.Red 12-12',
                'class Cart.Line 13-13',
                'class Cart.P 14-14',
                'field Cart.P.K 14-14',
                'interface Cart.I 15-15',
                'method Cart.I.Go 15-15',
                'module Old 17-17',
                'class Old.X 17-17',
            ],
            imports: ['System.Linq 1'],
            references: 'Linq 1; Shop 2; Core 2; Serializable 4; Base 5; IPriced 5; Action 8; Sum 10',
        },
    );

    check(
        'Kotlin: properties of constructors, companions, objects',
        'cart.kt',
        `
        package shop
        import shop.tax.Rate
        import shop.*
        /** Doc */
        @Service
        data class Cart<T>(val items: List<T>, var n: Int) : Base(), Priced {
            private val limit = 3
            override fun add(item: T): Int { val x = 1; return sum(x, item) }
            companion object { const val K = 1
              fun make() = Cart() }
            enum class Colour { RED, GREEN }
            interface I { fun go() }
            constructor(a: Int) : this()
        }
        object Single { }
        typealias Alias = List<Int>
        fun String.ext(): Int = 1
        val top = 1
        `,
        {
            definitions: [
                'class Cart 5-14 name 6 doc 4-4',
                'field Cart.items 6-6',
                'field Cart.n 6-6',
                'field Cart.limit 7-7',
                'method Cart.add 8-8',
                'field Cart.K 9-9',
                'method Cart.make 10-10',
                'enum Cart.Colour 11-11',
                'field Cart.Colour.RED 11-11',
                'field Cart.Colour.GREEN 11-11',
                'interface Cart.I 12-12',
                'method Cart.I.go 12-12',
                'class Single 15-15',
                'type Alias 16-16',
                'function ext 17-17',
                'variable top 18-18',
            ],
            imports: ['shop.tax.Rate 2', 'shop 3'],
            references: 'shop 1,2,3; tax 2; Rate 2; Service 5; Base 6; Priced 6; sum 8; Cart 10',
        },
    );
});
