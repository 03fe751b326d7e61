import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'OCaml: what a module holds, not what a function binds',
        'cart.ml',
        `
        (** About this module. *)
        open Lwt.Infix
        module M = Map.Make (String)

        (** Holds items. *)
        type 'a cart = {
          items : 'a list;
          mutable total : int;
        }

        type colour = Red | Rgb of int * int
        exception Full of string

        module type PRICED = sig
          type t
          val price : t -> int
        end

        module Line : PRICED = struct
          type t = int
          let price x = x * 2
        end

        module Make (P : PRICED) = struct
          let sum xs = List.fold_left (fun a x -> a + P.price x) 0 xs
        end

        (** Adds. *)
        let add ?(n = 1) cart item =
          let wrapped = Money.wrap item in
          match cart.items with
          | [] -> { cart with items = [ wrapped ] }
          | first :: _ -> ignore first; sum cart n

        let limit = 3
        let rec even n = n = 0 || odd (n - 1)
        and odd n = even (n - 1)
        let ( >>> ) a b = b a
        class counter = object
          val mutable n = 0
          method incr = n <- n + 1
        end
        external now : unit -> float = "caml_now"
        let () = print_endline (string_of_int limit)
        `,
        {
            definitions: [
                'module M 3-3',
                'class cart 6-9 doc 5-5',
                'field cart.items 7-7',
                'field cart.total 8-8',
                'enum colour 11-11',
                'field colour.Red 11-11',
                'field colour.Rgb 11-11',
                'class Full 12-12',
                'interface PRICED 14-17',
                'type PRICED.t 15-15',
                'method PRICED.price 16-16',
                'module Line 19-22',
                'type Line.t 20-20',
                'function Line.price 21-21',
                'module Make 24-26',
                'function Make.sum 25-25',
                'function add 29-33 doc 28-28',
                'constant limit 35-35',
                'function even 36-36',
                'function odd 37-37',
                'function >>> 38-38',
                'class counter 39-42',
                'method counter.incr 41-41',
                'function now 43-43',
            ],
            imports: ['Lwt.Infix 2'],
            references:
                'Lwt 2; Infix 2; Make 3; PRICED 19,24; fold_left 25; price 25; Money 30; wrap 30; cart 31,32,33; items 31,32; sum 33; odd 36; even 37; print_endline 44; string_of_int 44; limit 44',
        },
    );

    check(
        'OCaml: values of an interface',
        'cart.mli',
        `
        (** Holds items. *)
        type t

        (** [add c i] adds. *)
        val add : ?n:int -> t -> item -> t

        module Line : sig
          type t
          val price : t -> Money.amount
        end
        exception Full
        external now : unit -> float = "caml_now"
        `,
        {
            definitions: [
                'type t 2-2 doc 1-1',
                'function add 5-5 doc 4-4',
                'module Line 7-10',
                'type Line.t 8-8',
                'function Line.price 9-9',
                'class Full 11-11',
                'function now 12-12',
            ],
            references: 'item 5; Money 9; amount 9',
        },
    );

    check(
        'Gleam: constructors and their fields belong to a type',
        'cart.gleam',
        `
        import gleam/list
        import shop/money.{type Amount, sum}

        /// Holds items.
        pub type Cart {
          Cart(items: List(Line), total: Amount)
          Empty
        }

        pub type Id = Int
        const limit = 3

        /// Adds an item.
        pub fn add(cart: Cart, item: Line) -> Cart {
          let wrapped = wrap(item)
          list.map(cart.items, fn(each) { each.name })
          money.round(sum(wrapped), limit)
        }

        @external(erlang, "shop", "now")
        pub fn now() -> Int
        `,
        {
            definitions: [
                'class Cart 5-8 sig 5-8 doc 4-4',
                'field Cart.Cart 6-6',
                'field Cart.Cart.items 6-6',
                'field Cart.Cart.total 6-6',
                'field Cart.Empty 7-7',
                'type Id 10-10',
                'constant limit 11-11',
                'function add 14-18 doc 13-13',
                'function now 20-21 name 21',
            ],
            imports: ['gleam/list 1', 'shop/money 2'],
            references:
                'Amount 2,6; sum 2,17; Line 6,14; Cart 14; wrap 15; list 16; map 16; items 16; name 16; money 17; round 17; limit 17; erlang 20',
        },
    );

    check(
        'Elm: an annotation and its value are one definition',
        'Cart.elm',
        `
        module Shop.Cart exposing (Cart, add)

        import Dict exposing (Dict)
        import Shop.Money as Money

        {-| Holds items. -}
        type alias Cart =
            { items : List Line
            , total : Int
            }

        type Msg
            = Add Line
            | Clear

        {-| Adds. -}
        add : Line -> Cart -> Cart
        add line cart =
            let
                wrapped = wrap line
            in
            { cart | items = wrapped :: cart.items, total = Money.sum cart.total }

        port save : String -> Cmd msg
        `,
        {
            definitions: [
                'module Shop.Cart 1-24',
                'class Shop.Cart.Cart 7-10 sig 7-10 doc 6-6',
                'field Shop.Cart.Cart.items 8-8',
                'field Shop.Cart.Cart.total 9-9',
                'enum Shop.Cart.Msg 12-14 sig 12-14',
                'field Shop.Cart.Msg.Add 13-13',
                'field Shop.Cart.Msg.Clear 14-14',
                'function Shop.Cart.add 17-22 doc 16-16',
                'function Shop.Cart.save 24-24',
            ],
            imports: ['Dict 3', 'Shop.Money 4'],
            references: 'Shop 1,4; Dict 3; Money 4,22; Line 8,13,17; Cart 17; wrap 20; items 22; total 22; sum 22',
        },
    );

    check(
        'Clojure: what a list defines is told by its first symbol',
        'cart.clj',
        `
        (ns shop.cart
          "Holds items."
          (:require [clojure.string :as str]
                    [shop.money-box :refer [round-up]]
                    shop.till)
          (:import (java.util Date)))

        (def limit 3)
        (defonce ^:private state (atom {}))

        ;; Adds an item.
        (defn add
          "Adds an item to the cart."
          [cart item]
          (let [wrapped (wrap item)]
            (-> cart
                (update :items conj wrapped)
                (assoc :total (round-up limit)))))

        (defn- ^String label
          ([x] (label x 1))
          ([x n] (str/join x n)))

        (defmacro when-open [cart & body] \`(when (open? ~cart) ~@body))
        (defprotocol Priced
          (price [this] "Price.")
          (twice [this n]))
        (defrecord Cart [items total]
          Priced
          (price [this] (reduce + (map :price items))))
        (defmulti area :shape)
        (defmethod area :circle [{:keys [r]}] (* r r))
        (comment (add {} 1))
        (deftest add-test (is (= 1 (add {} 1))))
        `,
        {
            definitions: [
                'module shop.cart 1-34 sig 1-6',
                'variable shop.cart.limit 8-8',
                'variable shop.cart.state 9-9',
                'function shop.cart.add 12-18 doc 13-13',
                'function shop.cart.label 20-22',
                'macro shop.cart.when-open 24-24',
                'interface shop.cart.Priced 25-27',
                'method shop.cart.Priced.price 26-26',
                'method shop.cart.Priced.twice 27-27',
                'class shop.cart.Cart 28-30',
                'field shop.cart.Cart.items 28-28',
                'field shop.cart.Cart.total 28-28',
                'method shop.cart.Cart.price 30-30',
                'function shop.cart.area 31-31',
                'function shop.cart.area 32-32',
                'function shop.cart.add-test 34-34',
            ],
            imports: ['clojure.string 3', 'shop.money-box 4', 'shop.till 5'],
            references:
                'shop 1,4,5; clojure 3; string 3; money-box 4; round-up 4,18; till 5; java 6; util 6; Date 6; atom 9; cart 14,16,24; wrap 15; limit 18; String 20; label 21; join 22; open? 24; this 26,27,30; Priced 29; items 30; add 33,34',
        },
    );
});
