import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'Perl: what follows a package statement belongs to it',
        'Cart.pm',
        `
        package Shop::Cart;
        use strict;
        use warnings;
        use Mojo::Base -base;
        use parent 'Shop::Base';
        use Shop::Money qw(round_up);
        require Shop::Till;

        our $VERSION = '1.0';
        my $limit = 3;
        use constant MAX => 5;
        use constant { LOW => 1, HIGH => 2 };

        has items => sub { [] };
        has 'total';

        =head1 NAME

        Cart - holds items

        =cut

        # Adds an item.
        sub add {
            my ($self, $item, %args) = @_;
            my $wrapped = wrap($item);
            push @{$self->{items}}, $wrapped;
            Shop::Till->new->open($item);
            return $self->sum(round_up($limit));
        }

        sub sum { my $self = shift; return List::Util::sum(@{ $self->items }) }

        package Shop::Cart::Line {
            sub new { bless {}, shift }
        }
        package Shop::Other;
        sub deep { 1 }
        1;
        `,
        {
            definitions: [
                'module Shop.Cart 1-32',
                'constant Shop.Cart.VERSION 9-9',
                'constant Shop.Cart.MAX 11-11',
                'constant Shop.Cart.LOW 12-12',
                'constant Shop.Cart.HIGH 12-12',
                'field Shop.Cart.items 14-14',
                'field Shop.Cart.total 15-15',
                'function Shop.Cart.add 24-30 doc 23-23',
                'function Shop.Cart.sum 32-32',
                'module Shop.Cart.Line 34-36',
                'function Shop.Cart.Line.new 35-35',
                'module Shop.Other 37-39',
                'function Shop.Other.deep 38-38',
            ],
            imports: ['strict 2', 'warnings 3', 'Mojo::Base 4', 'Shop::Base 5', 'Shop::Money 6', 'Shop::Till 7'],
            references:
                'Shop 1,6,7,28,34,37; Mojo 4; Base 4; ase 4; Money 6; Till 7,28; wrap 26; items 27,32; sum 29,32; round_up 29; List 32; Util 32; Cart 34',
        },
    );

    check(
        'R: functions are values with names, classes are calls',
        'cart.R',
        `
        library(dplyr)
        source("R/money.R")

        #' Adds an item.
        #'
        #' @param cart A cart.
        #' @export
        add_item <- function(cart, item, ...) {
          wrapped <- wrap(item)
          cart$items <- c(cart$items, wrapped)
          validate_cart(cart) |> money::round_up(digits = limit)
        }

        limit <- 3
        sum_cart = function(cart) UseMethod("sum_cart")
        print.cart <- function(x, ...) cat(format(x))
        \`%||%\` <- function(a, b) if (is.null(a)) b else a
        Cart <- R6::R6Class("Cart",
          public = list(
            items = NULL,
            initialize = function(items) { self$items <- items },
            add = function(item) {
              private$check(item)
            }
          )
        )
        setClass("Person", representation(name = "character"))
        setGeneric("area", function(shape) standardGeneric("area"))
        setMethod("area", "Square", function(shape) shape@side^2)
        `,
        {
            definitions: [
                'function add_item 8-12 doc 4-7',
                'variable limit 14-14',
                'function sum_cart 15-15',
                'function print.cart 16-16',
                'function %||% 17-17',
                'class Cart 18-26',
                'field Cart.items 20-20',
                'method Cart.initialize 21-21',
                'method Cart.add 22-24',
                'class Person 27-27',
                'function area 28-28',
                'function area 29-29',
            ],
            imports: ['dplyr 1', 'R/money.R 2'],
            references:
                'dplyr 1; wrap 9; validate_cart 11; money 11; round_up 11; limit 11; UseMethod 15; format 16; R6 18; representation 27; standardGeneric 28; side 29',
        },
    );

    check(
        'Julia: short and long functions, methods of other modules, docs before definitions',
        'Cart.jl',
        `
        module Cart

        using DataFrames: select
        import Base: show, length
        using ..Money
        include("lines.jl")
        export add, Basket

        """
            Basket(items)

        Holds items.
        """
        struct Basket{T} <: AbstractBasket
            items::Vector{T}
            total::Float64
        end
        mutable struct Line
            name::String
            Line(n) = new(n)
        end
        abstract type AbstractBasket end
        const LIMIT = 3

        """
        Adds an item.
        """
        function add(b::Basket, item; times=1)
            wrapped = wrap(item)
            for each in b.items
                println(each.name)
            end
            push!(b.items, wrapped)
            return round_up(total(b), LIMIT)
        end

        total(b::Basket) = sum(x -> x.price, b.items)
        Base.show(io::IO, b::Basket) = print(io, "Basket")
        function Base.length(b::Basket{T}) where {T}
            length(b.items)
        end
        macro open(ex)
            esc(ex)
        end
        @enum Colour red green
        @inline function fast(x)::Int x end
        end
        `,
        {
            definitions: [
                'module Cart 1-47',
                'class Cart.Basket 14-17 doc 9-13',
                'field Cart.Basket.items 15-15',
                'field Cart.Basket.total 16-16',
                'class Cart.Line 18-21',
                'field Cart.Line.name 19-19',
                'method Cart.Line.Line 20-20',
                'interface Cart.AbstractBasket 22-22',
                'constant Cart.LIMIT 23-23',
                'function Cart.add 28-35 doc 25-27',
                'function Cart.total 37-37',
                'function Base.show 38-38',
                'function Base.length 39-41',
                'macro Cart.open 42-44',
                'enum Cart.Colour 45-45',
                'function Cart.fast 46-46',
            ],
            imports: ['DataFrames 3', 'Base 4', '..Money 5', 'lines.jl 6'],
            references:
                'DataFrames 3; select 3; show 4; Money 5; AbstractBasket 14; Basket 28,37,38,39; wrap 29; items 30,33,37,40; name 31; round_up 34; total 34; LIMIT 34; sum 37; price 37; IO 38; enum 45; red 45; green 45',
        },
    );
});
