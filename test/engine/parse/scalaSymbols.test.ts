import { describe } from 'vitest';
import { check } from './checkSymbols.ts';

describe('definitions, imports and references', () => {
    check(
        'Scala 2: case classes, companions, implicit classes',
        'Cart.scala',
        `
        package shop.cart

        import scala.collection.mutable.{Map => MMap, ListBuffer}
        import shop.money._

        /** Holds items.
          * Not thread safe.
          */
        @deprecated("old")
        final case class Cart[T](items: List[T], private val rate: Double = 1.0) extends Base with Priced {
          val count = items.size
          private var open: Boolean = true
          type Id = String

          /** Adds. */
          def add(item: T, n: Int): Cart[T] = {
            val twice = wrap(item)
            items.foreach(each => println(each.name))
            copy(items = twice :: items)
          }
          def price(using rate: Rate): Double
          override def toString = s"Cart \${items.size}"
        }

        object Cart {
          val Empty = Cart(Nil)
          def apply(): Cart[Int] = Cart(Nil)
          implicit class Ops(cart: Cart[Int]) { def sum = cart.items.sum }
        }

        trait Priced { def price: Double; val Rate: Int }
        sealed abstract class Shape
        `,
        {
            definitions: [
                'class Cart 9-23 name 10 doc 6-8',
                'field Cart.items 10-10',
                'field Cart.rate 10-10',
                'field Cart.count 11-11',
                'field Cart.open 12-12',
                'type Cart.Id 13-13',
                'method Cart.add 16-20 doc 15-15',
                'method Cart.price 21-21',
                'method Cart.toString 22-22',
                'class Cart 25-29',
                'field Cart.Empty 26-26',
                'method Cart.apply 27-27',
                'class Cart.Ops 28-28',
                'method Cart.Ops.sum 28-28',
                'interface Priced 31-31',
                'method Priced.price 31-31',
                'field Priced.Rate 31-31',
                'class Shape 32-32',
            ],
            imports: ['scala.collection.mutable.{Map => MMap, ListBuffer} 3', 'shop.money._ 4'],
            references:
                'shop 1,4; cart 1; collection 3; mutable 3; MMap 3; ListBuffer 3; money 4; deprecated 9; Base 10; Priced 10; size 11,22; Cart 16,26,27,28; wrap 17; name 18; copy 19; Rate 21; Nil 26,27; items 28; sum 28',
        },
    );

    check(
        'Scala 3: enums, givens, extensions, indentation',
        'Three.scala',
        `
        package shop

        import shop.cart.{Cart as Basket, *}

        enum Colour(val rgb: Int):
          case Red extends Colour(1)
          case Green, Blue

        given ordering: Ordering[Cart] with
          def compare(x: Cart, y: Cart): Int = x.size - y.size

        given Show[Int] = Show.of(_.toString)

        extension (cart: Cart)
          def total: Double = cart.items.map(_.price).sum

        opaque type Id = String

        /** Says hello. */
        @main def hello(name: String): Unit =
          val greeting = greet(name)
          println(greeting)

        val limit = 3
        def free[T](x: T): T = x
        `,
        {
            definitions: [
                'enum Colour 5-7',
                'field Colour.rgb 5-5',
                'field Colour.Red 6-6',
                'field Colour.Green 7-7',
                'field Colour.Blue 7-7',
                'class ordering 9-10',
                'method Ordering.compare 10-10',
                'method Cart.total 15-15',
                'type Id 17-17',
                'function hello 20-22 doc 19-19',
                'constant limit 24-24',
                'function free 25-25',
            ],
            imports: ['shop.cart.{Cart as Basket, *} 3'],
            references:
                'shop 1,3; cart 3; Cart 3,9,10,14; Basket 3; Colour 6; Ordering 9; size 10; Show 12; of 12; toString 12; items 15; price 15; sum 15; main 20; greet 21',
        },
    );
});
