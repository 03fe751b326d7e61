import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'Zig: a type is a constant, its functions are methods',
        'cart.zig',
        `
        //! About this module.
        const std = @import("std");
        const money = @import("money.zig");
        const Allocator = std.mem.Allocator;

        /// Holds items.
        pub const Cart = struct {
            items: []Line,
            total: u64 = 0,

            pub const Error = error{ Full, Closed };
            const Self = @This();

            /// Adds.
            pub fn add(self: *Self, item: Line) !void {
                const wrapped = wrap(item);
                for (self.items) |each| {
                    std.debug.print("{}", .{each.name});
                }
                if (self.find(wrapped)) |found| return found;
            }
            fn inner(comptime T: type) type {
                return struct { value: T };
            }
        };
        const Colour = enum(u8) { red, green, fn label(self: Colour) []const u8 { return "x"; } };
        pub const Shape = union(enum) { circle: f32, square: f32 };
        pub var count: usize = 0;
        pub const limit = 3;
        export fn c_add(a: c_int) c_int { return a; }
        extern fn puts(s: [*]const u8) void;
        test "adds an item" {
            var cart = Cart{ .items = &.{}, .total = limit };
            try cart.add(money.of(3));
        }
        `,
        {
            definitions: [
                'constant std 2-2 doc 1-1',
                'constant money 3-3',
                'constant Allocator 4-4',
                'class Cart 7-25 doc 6-6',
                'field Cart.items 8-8',
                'field Cart.total 9-9',
                'enum Cart.Error 11-11',
                'field Cart.Error.Full 11-11',
                'field Cart.Error.Closed 11-11',
                'constant Cart.Self 12-12',
                'method Cart.add 15-21 doc 14-14',
                'method Cart.inner 22-24',
                'field Cart.value 23-23',
                'enum Colour 26-26',
                'field Colour.red 26-26',
                'field Colour.green 26-26',
                'method Colour.label 26-26',
                'class Shape 27-27',
                'field Shape.circle 27-27',
                'field Shape.square 27-27',
                'variable count 28-28',
                'constant limit 29-29',
                'function c_add 30-30',
                'function puts 31-31',
            ],
            imports: ['std 2', 'money.zig 3'],
            references:
                'mem 4; Allocator 4; Line 8,15; wrap 16; items 17,33; debug 18; print 18; name 18; find 20; Colour 26; Cart 33; total 33; limit 33; add 34; money 34; of 34',
        },
    );

    check(
        'GDScript: a script is a class, and what it holds are its members',
        'cart.gd',
        `
        class_name Cart
        extends Node2D

        ## Holds items.
        signal item_added(item)
        enum Colour { RED, GREEN }
        const LIMIT = 3
        @export var total: int = 0
        var items := []
        @onready var label = $Label

        # Adds an item.
        func add(item, count: int = 1) -> bool:
        	var wrapped = Line.wrap(item)
        	for each in items:
        		print(each.name)
        	emit_signal("item_added", wrapped)
        	return _sum(count) > LIMIT

        static func _sum(n):
        	return n

        class Inner:
        	var depth = 1
        	func deep():
        		pass
        `,
        {
            definitions: [
                'class Cart 1-26',
                'field Cart.item_added 5-5 doc 4-4',
                'enum Cart.Colour 6-6',
                'field Cart.Colour.RED 6-6',
                'field Cart.Colour.GREEN 6-6',
                'constant Cart.LIMIT 7-7',
                'field Cart.total 8-8',
                'field Cart.items 9-9',
                'field Cart.label 10-10',
                'method Cart.add 13-18 doc 12-12',
                'method Cart._sum 20-21',
                'class Cart.Inner 23-26',
                'field Cart.Inner.depth 24-24',
                'method Cart.Inner.deep 25-26',
            ],
            references: 'Node2D 2; Line 14; wrap 14; items 15; name 16; _sum 18; LIMIT 18',
        },
    );

    check(
        'Lua: functions of a table belong to it, however they are written',
        'cart.lua',
        `
        local json = require("shop.json")
        local util = require 'util'

        local M = {}
        local limit = 3
        VERSION = "1.0"

        --- Adds an item.
        -- @param item what
        function M.add(item, count)
            local twice = util.wrap(item)
            for i, v in ipairs(M.items) do
                print(i, v, twice)
            end
            return M.sum(limit, count)
        end

        --- Sums up.
        function M:sum(rate)
            return self.total * rate
        end

        M.close = function(cart)
            cart:shut()
        end

        local function helper(x)
            return json.encode(x)
        end

        function free() end
        local bound = function(a) return a end
        M.handlers = { open = function(e) end, shut = 3 }
        function M.sub.deep() end
        return M
        `,
        {
            definitions: [
                'variable json 1-1',
                'variable util 2-2',
                'variable M 4-4',
                'variable limit 5-5',
                'constant VERSION 6-6',
                'method M.add 10-16 doc 8-9',
                'method M.sum 19-21 doc 18-18',
                'method M.close 23-25',
                'function helper 27-29',
                'function free 31-31',
                'function bound 32-32',
                'field M.handlers 33-33',
                'method handlers.open 33-33',
                'method M.sub.deep 34-34',
            ],
            imports: ['shop.json 1', 'util 2'],
            references: 'util 11; wrap 11; items 12; sum 15; limit 15; total 20; shut 24,33; json 28; encode 28; sub 34',
        },
    );
});
