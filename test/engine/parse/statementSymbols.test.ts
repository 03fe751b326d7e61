import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'SQL: tables with their columns, views, functions with code in quotes or between BEGIN and END',
        'cart.sql',
        `
        -- About this file; CREATE TABLE no_table (id int);
        /* Holds items. */
        CREATE TABLE IF NOT EXISTS shop."cart" (
            id BIGINT PRIMARY KEY,
            \`total\` NUMERIC(10, 2) DEFAULT 0, -- in euros
            owner_id INT REFERENCES people (id),
            CONSTRAINT positive CHECK (total >= 0)
        );

        create or replace view open_carts as
        select c.id, 'create table x (' as text
        from cart c join lines on lines.cart_id = c.id;

        -- Sums up.
        CREATE FUNCTION cart_sum(cart INT) RETURNS INT AS $$
        BEGIN
            RETURN (SELECT sum(price) FROM lines; );
        END;
        $$ LANGUAGE plpgsql;

        CREATE PROCEDURE close_cart()
        BEGIN
            IF 1 THEN
                UPDATE cart SET total = 0;
            END IF;
            DELETE FROM lines;
        END;

        CREATE TYPE colour AS ENUM ('red', 'green');
        INSERT INTO cart VALUES (1, 'a;b');
        CREATE TRIGGER touched AFTER UPDATE ON cart FOR EACH ROW EXECUTE FUNCTION cart_sum();
        `,
        {
            definitions: [
                'class cart 3-8 sig 3-8 doc 1-2',
                'field cart.id 4-4',
                'field cart.total 5-5',
                'field cart.owner_id 6-6',
                'class open_carts 10-12 sig 10-12',
                'function cart_sum 15-19 sig 15-19 doc 14-14',
                'function close_cart 21-27 sig 21-27',
                'type colour 29-29',
                'function touched 31-31',
            ],
            references: 'people 6; cart 12,24,30,31; lines 12,26; cart_id 12; cart_sum 31',
        },
    );

    check(
        'Protocol Buffers: messages, services and their calls',
        'cart.proto',
        `
        syntax = "proto3";
        package shop.v1;

        import "google/protobuf/timestamp.proto";
        import public "shop/money.proto";
        option go_package = "example.com/shop";

        // Holds items.
        // message Not { }
        message Cart {
          repeated Line items = 1;
          map<string, Money> totals = 2 [deprecated = true];
          oneof owner {
            string name = 3;
            google.protobuf.Timestamp since = 4;
          }
          message Line { int32 n = 1; }
          reserved 5, 6;
        }

        enum Colour {
          COLOUR_UNSPECIFIED = 0;
          COLOUR_RED = 1;
        }

        /* Sells. */
        service Shop {
          // Adds an item.
          rpc Add(AddRequest) returns (stream Cart);
          rpc Close(Cart) returns (Cart) {
            option (google.api.http) = { post: "/v1/close" };
          }
        }
        `,
        {
            definitions: [
                'class Cart 10-19 doc 8-9',
                'field Cart.items 11-11',
                'field Cart.totals 12-12',
                'field Cart.name 14-14',
                'field Cart.since 15-15',
                'class Cart.Line 17-17',
                'enum Colour 21-24',
                'field Colour.COLOUR_UNSPECIFIED 22-22',
                'field Colour.COLOUR_RED 23-23',
                'interface Shop 27-33 doc 26-26',
                'method Shop.Add 29-29 doc 28-28',
                'method Shop.Close 30-32',
            ],
            imports: ['google/protobuf/timestamp.proto 4', 'shop/money.proto 5'],
            references: 'Line 11; Money 12; Timestamp 15; AddRequest 29; Cart 29,30',
        },
    );

    check(
        'GraphQL: types with their fields, operations and fragments; descriptions are documentation',
        'cart.graphql',
        `
        """
        Holds items. type Not { a: Int }
        """
        type Cart implements Node & Priced @key(fields: "id") {
          id: ID!
          "In euros."
          total(currency: Currency = EUR, rate: Float): Float!
          items(
            first: Int
            after: String
          ): [Line!]! # all
        }

        interface Priced { price: Float }
        enum Currency {
          EUR
          USD @deprecated
        }
        union Thing = Cart | Line
        scalar Date
        directive @key(fields: String!) on OBJECT
        input AddInput { cart: ID! }
        extend type Query {
          cart(id: ID!): Cart
        }
        schema { query: Query }

        query GetCart($id: ID!) {
          cart(id: $id) { ...CartParts }
        }
        fragment CartParts on Cart { id total }
        `,
        {
            definitions: [
                'class Cart 4-12 doc 1-3',
                'field Cart.id 5-5',
                'field Cart.total 7-7 doc 6-6',
                'field Cart.items 8-8',
                'interface Priced 14-14',
                'enum Currency 15-18',
                'field Currency.EUR 16-16',
                'field Currency.USD 17-17',
                'type Thing 19-19',
                'type Date 20-20',
                'macro key 21-21',
                'class AddInput 22-22',
                'class Query 23-25',
                'field Query.cart 24-24',
                'function GetCart 28-30',
                'function CartParts 31-31',
            ],
            references: 'Node 4; Priced 4; Currency 7; EUR 7; Line 11,19; Cart 19,24,31; OBJECT 21; Query 26; CartParts 29',
        },
    );
});
