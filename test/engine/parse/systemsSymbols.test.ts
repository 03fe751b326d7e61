import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
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
        'C: typedefs, prototypes, macros',
        'cart.c',
        `
        #include <stdio.h>
        #include "cart.h"
        #define MAX 3
        #define TWICE(x) ((x) * 2)
        /* Doc. */
        typedef struct cart { int items; char *name; } Cart;
        struct line { int n; };
        enum colour { RED, GREEN };
        typedef int (*fn)(int);
        static const int limit = 3;
        int cart_add(Cart *c, int item);
        static int *cart_sum(const Cart *c, int n) {
            int total = 0;
            for (int i = 0; i < n; i++) total += c->items;
            return helper(&total, LIMIT);
        }
        `,
        {
            definitions: [
                'macro MAX 3-3',
                'macro TWICE 4-4',
                'type Cart 6-6 doc 5-5',
                'class Cart.cart 6-6',
                'field Cart.cart.items 6-6',
                'field Cart.cart.name 6-6',
                'class line 7-7',
                'field line.n 7-7',
                'enum colour 8-8',
                'field colour.RED 8-8',
                'field colour.GREEN 8-8',
                'type fn 9-9',
                'variable limit 10-10',
                'function cart_add 11-11',
                'function cart_sum 12-16',
            ],
            imports: ['stdio.h 1', 'cart.h 2'],
            references: 'Cart 11,12; items 14; helper 15; LIMIT 15',
        },
    );

    check(
        'C++: methods outside of their class, namespaces, templates',
        'cart.cpp',
        `
        #include <vector>
        namespace shop {
        template <typename T>
        class Cart : public Base {
         public:
          explicit Cart(int n) : n_(n) {}
          ~Cart();
          int add(const T& item) override;
          static int count() { return 1; }
         private:
          std::vector<T> items_;
        };
        template <typename T>
        int Cart<T>::add(const T& item) { items_.push_back(item); return this->size(); }
        void Till::open() {}
        struct P { int x = 1; };
        enum class Colour { Red };
        using Alias = std::vector<int>;
        int operator+(const P& a, const P& b) { return 1; }
        constexpr int kMax = 3;
        #define LOG(x) log(x)
        }
        concept_check();
        `,
        {
            definitions: [
                'module shop 2-22',
                'class shop.Cart 4-12',
                'method shop.Cart.Cart 6-6',
                'method shop.Cart.add 8-8',
                'method shop.Cart.count 9-9',
                'field shop.Cart.items_ 11-11',
                'method Cart.add 14-14',
                'method Till.open 15-15',
                'class shop.P 16-16',
                'field shop.P.x 16-16',
                'enum shop.Colour 17-17',
                'field shop.Colour.Red 17-17',
                'type shop.Alias 18-18',
                'function shop.operator+ 19-19',
                'variable shop.kMax 20-20',
                'macro shop.LOG 21-21',
            ],
            imports: ['vector 1'],
            references: 'Base 4; n_ 6; Cart 7,14; items_ 14; push_back 14; size 14; Till 15; concept_check 23',
        },
    );
});
