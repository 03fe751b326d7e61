import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'Elixir: clauses are one definition, names of modules nest, @doc is documentation',
        'cart.ex',
        `
        defmodule Shop.Cart do
          @moduledoc """
          Holds items.
          """
          use GenServer
          import Ecto.Query, only: [from: 2]
          alias Shop.{Money, Line}
          alias Shop.Till, as: T
          require Logger

          @limit 3
          @type t :: %__MODULE__{items: list()}
          defstruct items: [], total: 0

          @doc """
          Adds an item.
          """
          @spec add(t(), any()) :: t()
          def add(cart, item) when is_list(item) do
            wrapped = Line.new(item)
            Logger.info("added")
            %{cart | items: [wrapped | cart.items], total: sum(cart)}
          end

          def add(%Cart{} = cart, nil), do: cart

          defp sum(cart), do: Enum.sum(cart.items) |> Money.round(@limit)

          @impl true
          def handle_call(:get, _from, state) do
            {:reply, state, state}
          end
          def handle_call(:stop, _from, state), do: {:stop, state}

          defmacro is_open(x) do
            quote do: unquote(x)
          end

          defguard is_big(n) when n > 3
          defdelegate size(cart), to: T

          defmodule Inner do
            def deep, do: :ok
          end
        end

        defprotocol Shop.Priced do
          @doc "Price."
          def price(x)
        end

        defimpl Shop.Priced, for: Shop.Cart do
          def price(cart), do: cart.total
        end

        defmodule Shop.CartTest do
          test "adds an item", %{cart: cart} do
            assert Shop.Cart.add(cart, 1)
          end
        end
        `,
        {
            definitions: [
                'module Shop.Cart 1-45 doc 2-4',
                'constant Shop.Cart.limit 11-11',
                'type Shop.Cart.t 12-12',
                'field Shop.Cart.items 13-13',
                'field Shop.Cart.total 13-13',
                'function Shop.Cart.add 18-25 name 19 doc 15-17',
                'function Shop.Cart.sum 27-27',
                'function Shop.Cart.handle_call 29-33 name 30',
                'macro Shop.Cart.is_open 35-37',
                'macro Shop.Cart.is_big 39-39',
                'function Shop.Cart.size 40-40',
                'module Shop.Cart.Inner 42-44',
                'function Shop.Cart.Inner.deep 43-43',
                'interface Shop.Priced 47-50',
                'method Shop.Priced.price 49-49 doc 48-48',
                'method Shop.Cart.price 53-53',
                'module Shop.CartTest 56-60',
            ],
            imports: ['GenServer 5', 'Ecto.Query 6', 'Shop.{Money, Line} 7', 'Shop.Till 8', 'Logger 9'],
            references:
                'Shop 1,7,8,47,52,56,58; GenServer 5; Ecto 6; Query 6; Money 7,27; Line 7,20; Till 8; Logger 9,21; new 20; info 21; items 22,27; sum 22,27; Cart 25,52,58; round 27; limit 27; Priced 52; total 53; add 58',
        },
    );

    check(
        'Haskell: a signature and its equations are one definition, instances belong to their type',
        'Cart.hs',
        `
        {-# LANGUAGE GADTs #-}
        -- | About this module.
        module Shop.Cart (Cart(..), add) where

        import qualified Data.Map as Map
        import Shop.Money (Amount, toCents)

        -- | Holds items.
        -- More.
        data Cart a
          = Empty
          | Cart { items :: [a], total :: Amount }
          deriving (Show, Eq)

        newtype Id = Id { unId :: Int }

        type Handler = Cart Int -> IO ()

        -- | Things with a price.
        class Priced a where
          price :: a -> Amount
          twice :: a -> Amount
          twice x = price x + price x

        instance Priced (Cart a) where
          price Empty = 0
          price cart = total cart

        -- | Adds an item.
        add :: a -> Cart a -> Cart a
        add item Empty = Cart [item] 0
        add item (Cart xs t) = Cart (item : xs) (t + rate)
          where
            rate = lookupRate item
            helper y = y

        limit :: Int
        limit = 3

        (<+>) :: Cart a -> Cart a -> Cart a
        a <+> b = merge a b

        main :: IO ()
        main = do
          let cart = add 1 Empty
          forM_ (items cart) $ \\each -> print each
        `,
        {
            definitions: [
                'module Shop.Cart 3-46 doc 2-2',
                'class Shop.Cart.Cart 10-13 sig 10-13 doc 8-9',
                'field Shop.Cart.Cart.Empty 11-11',
                'field Shop.Cart.Cart.Cart 12-12',
                'field Shop.Cart.Cart.Cart.items 12-12',
                'field Shop.Cart.Cart.Cart.total 12-12',
                'class Shop.Cart.Id 15-15',
                'field Shop.Cart.Id.Id 15-15',
                'field Shop.Cart.Id.Id.unId 15-15',
                'type Shop.Cart.Handler 17-17',
                'interface Shop.Cart.Priced 20-23 doc 19-19',
                'method Shop.Cart.Priced.price 21-21',
                'method Shop.Cart.Priced.twice 22-23',
                'method Shop.Cart.Cart.price 26-27',
                'function Shop.Cart.add 30-35 doc 29-29',
                'function Shop.Cart.limit 37-38',
                'function Shop.Cart.<+> 40-41',
                'function Shop.Cart.main 43-46',
            ],
            imports: ['Data.Map 5', 'Shop.Money 6'],
            references:
                'Amount 6,12,21,22; toCents 6; Cart 17,25,30,31,32,40; price 23; Priced 25; Empty 26,31,45; total 27; lookupRate 34; merge 41; add 45; items 46',
        },
    );
});
