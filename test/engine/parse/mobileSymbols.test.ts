import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'Swift: members of an extension belong to its type, computed properties are methods, attributes belong to the definition',
        'Cart.swift',
        `
        import Foundation
        @testable import struct Shop.Money

        /// Holds items.
        /// Not thread safe.
        @MainActor
        public final class Cart<Item: Priced>: NSObject, Codable where Item: Hashable {
            static let shared = Cart()
            private(set) var items: [Item] = []
            var total: Double {
                items.reduce(0) { $0 + $1.price }
            }

            init(items: [Item]) {
                self.items = items
                super.init()
            }
            deinit { close() }

            /// Adds an item.
            @discardableResult
            func add(_ item: Item, times count: Int = 1) async throws -> Bool {
                let wrapped = Line(item: item)
                guard let first = items.first else { return false }
                for each in items { log(each.name) }
                try await store.save(wrapped, first, count)
                return true
            }

            subscript(index: Int) -> Item { items[index] }
            enum State { case open, closed(reason: String) }
        }

        protocol Priced {
            associatedtype Currency
            var price: Double { get }
            func discount(by rate: Double) -> Double
        }

        extension Cart: Sequence {
            func makeIterator() -> Iterator { fatalError() }
        }

        struct Line { let item: String }
        enum Kind: String {
            case plain
            case special = "s"
            var label: String { rawValue }
        }
        actor Till { func open() {} }
        typealias Handler = (Cart) -> Void
        let limit = 3
        func free<T>(_ x: T) -> T { x }
        extension Notification.Name { static let changed = Notification.Name("changed") }
        func + (a: Line, b: Line) -> Line { a }
        `,
        {
            definitions: [
                'class Cart 6-32 name 7 doc 4-5',
                'field Cart.shared 8-8',
                'field Cart.items 9-9',
                'method Cart.total 10-12',
                'method Cart.init 14-17',
                'method Cart.deinit 18-18',
                'method Cart.add 21-28 name 22 doc 20-20',
                'method Cart.subscript 30-30',
                'enum Cart.State 31-31',
                'field Cart.State.open 31-31',
                'field Cart.State.closed 31-31',
                'interface Priced 34-38',
                'type Priced.Currency 35-35',
                'field Priced.price 36-36',
                'method Priced.discount 37-37',
                'method Cart.makeIterator 41-41',
                'class Line 44-44',
                'field Line.item 44-44',
                'enum Kind 45-49',
                'field Kind.plain 46-46',
                'field Kind.special 47-47',
                'method Kind.label 48-48',
                'class Till 50-50',
                'method Till.open 50-50',
                'type Handler 51-51',
                'constant limit 52-52',
                'function free 53-53',
                'field Notification.Name.changed 54-54',
                'function + 55-55',
            ],
            imports: ['Foundation 1', 'Shop.Money 2'],
            references:
                'Foundation 1; Shop 2; Money 2; MainActor 6; Item 7,9,14,22,30; Priced 7; NSObject 7; Cart 8,40,51; price 11; items 15; close 18; Line 23,55; first 24; log 25; name 25; store 26; save 26; reason 31; Sequence 40; Iterator 41; rawValue 48; Notification 54; Name 54',
        },
    );

    check(
        'Dart: a body belongs to the signature before it, constructors have their own names',
        'cart.dart',
        `
        import 'dart:async';
        import 'package:shop/money.dart' show Amount;
        part 'cart.g.dart';

        /// Holds items.
        ///
        /// More.
        @immutable
        class Cart<T> extends Base with Priced implements Comparable<Cart> {
          final List<T> items;
          static const int limit = 3;
          double _total = 0;

          Cart(this.items);
          const Cart.empty() : items = const [];
          factory Cart.fromJson(Map<String, dynamic> json) => Cart(json['items']);

          /// Sums.
          @override
          double get total => _total;
          set total(double value) { _total = value; }

          Future<void> add(T item, {int times = 1}) async {
            final wrapped = Line(item);
            for (var each in items) {
              print(each.name);
            }
            await store.save(wrapped);
          }
          bool operator ==(Object other) => true;
          static Cart of(BuildContext context) => context.read();
        }

        mixin Priced on Base {
          double price();
        }
        abstract class Base { void close(); }
        enum Colour { red, green; String get label => name; }
        extension CartX on Cart { int get count => items.length; }
        typedef Handler = void Function(Cart cart);
        const maxItems = 3;
        final cache = <String, Cart>{};
        void main(List<String> args) {
          runApp(App());
        }
        int get version => 3;
        `,
        {
            definitions: [
                'class Cart 8-32 name 9 doc 5-7',
                'field Cart.items 10-10',
                'field Cart.limit 11-11',
                'field Cart._total 12-12',
                'method Cart.Cart 14-14',
                'method Cart.empty 15-15',
                'method Cart.fromJson 16-16',
                'method Cart.total 19-20 name 20 doc 18-18',
                'method Cart.total 21-21',
                'method Cart.add 23-29',
                'method Cart.== 30-30',
                'method Cart.of 31-31',
                'class Priced 34-36',
                'method Priced.price 35-35',
                'class Base 37-37',
                'method Base.close 37-37',
                'enum Colour 38-38',
                'field Colour.red 38-38',
                'field Colour.green 38-38',
                'method Colour.label 38-38',
                'class CartX 39-39',
                'method CartX.count 39-39',
                'type Handler 40-40',
                'constant maxItems 41-41',
                'constant cache 42-42',
                'function main 43-45',
                'function version 46-46',
            ],
            imports: ['dart:async 1', 'package:shop/money.dart 2', 'cart.g.dart 3'],
            references:
                'Amount 2; immutable 8; Base 9,34; Priced 9; Comparable 9; Cart 9,15,16,31,39,40,42; items 14,15,25,39; _total 20,21; Line 24; name 26,38; store 28; save 28; BuildContext 31; read 31; length 39; cart 40; runApp 44; App 44',
        },
    );
});
