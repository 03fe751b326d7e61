/**
 * The small words that questions are made of, by their English: German | Spanish | French | Japanese | Chinese, variants after commas; those
 * with no English say nothing. They
 * carry what is asked for (where, which, how many), and what a reader of questions knows from English ones. Words of Japanese and Chinese
 * that only hold a sentence together are left out. Our own work.
 */
export const SMALL_WORDS = `
 | sich, dazu, dabei, mal, bitte, denn, doch, eigentlich, wirklich, überhaupt, ab | se, por favor | se, s, t, donc | |
where | wo, wohin, woher | dónde, donde, adónde | où | どこ, 何処 | 哪里, 哪儿, 何处, 在哪
how | wie | cómo, como | comment | どのように, どうやって, どう | 如何, 怎么, 怎样
why | warum, wieso, weshalb | por qué | pourquoi | なぜ, どうして | 为什么, 为何
which | welche, welcher, welches, welchen, welchem | cuál, cuáles | quel, quelle, quels, quelles, lequel | どの, どれ | 哪些, 哪个, 哪一个
what | was, wozu | qué, lo que | quoi, que, qu | 何, なに | 什么, 何
who | wer, wen | quién, quiénes | qui | 誰, だれ | 谁
when | wann, wenn, sobald | cuándo, cuando | quand, lorsque | いつ, とき, 場合 | 何时, 什么时候, 时
how many | wie viele, wieviele | cuántos, cuántas | combien de, combien | いくつ, 何個 | 多少, 几个
is there | gibt es | hay | y a-t-il, est-ce qu'il y a, il y a | |
what is | was ist | qué es, cuál es | qu'est-ce que, qu'est ce que, quelle est, quel est | 何ですか | 是什么
are | sind, werden | están, son, fueron | sont, être | |
is | ist, wird, wurde, sei | está, es, fue, ser | est, soit, c'est | |
does | tut, macht, machen | hace, hacen | fait, font | |
the | der, die, das, den, dem | el, la, los, las, lo | le, la, les, l | |
a | ein, eine, einen, einem, einer, eines | un, una, unos, unas | un, une | |
of | von, vom, des | de, del | de, d, du, des | |
in | im, ins, darin | en, dentro | dans, en | |
for | für, dafür | para, por | pour | のため | 用于, 为了
to | zu, zum, zur, an, nach, damit | a, al, hacia | à, au, aux, vers | |
with | mit, damit | con | avec | |
without | ohne | sin | sans | なし | 没有
from | aus, ab | desde | depuis | から | 从
on | auf | sobre | sur | |
by | durch, bei, beim, anhand | mediante | par, via | |
about | über | acerca, respecto | | について | 关于
between | zwischen | entre | entre | 間 | 之间
before | vor, bevor, vorher | antes | avant | 前に | 之前
after | nach, nachdem, danach | después, tras | après | 後に | 之后
while | während | mientras | pendant | 間に | 期间
until | bis | hasta | jusque, jusqu | まで | 直到
and | und | y, e | et | | 和, 与, 以及
or | oder | o, u | ou | または | 或
but | aber, sondern | pero, sino | mais | | 但
not | nicht, nie, kein, keine, keinen, keiner | no, nunca | ne, pas, non, aucun, aucune | ない, ません | 无法, 不能, 不, 未, 非, 没
if | ob, falls | si | si | | 如果
that | dass | que | que, qu | |
this | dieser, diese, dieses, diesem, diesen, dies | este, esta, esto, estos | ce, cet, cette, ces, cela | この, これ | 这个, 这
it | es, sie | ello, ella | il, elle, ils, elles | |
its | sein, seine, seiner, seinen, ihr, ihre | su, sus | son, sa, ses, leur, leurs | |
I | ich, man, mir, mich | yo, me | je, j, on, me | |
we | wir, uns | nosotros | nous | |
you | du, sie | tú, usted | vous, tu | |
can | kann, können, könnte | puede, pueden, puedo | peut, peuvent, puis, peux | できる, でき | 能, 可以, 能够
must | muss, müssen | debe, deben, hay que | doit, doivent, faut | 必要 | 必须, 需要
should | soll, sollen, sollte | debería | devrait | べき | 应该
has | hat, haben, hatte | tiene, tienen, ha, han | a, ont, as | 持 | 有
all | alle, aller, allen, sämtliche | todos, todas, todo, toda | tous, toutes, tout, toute | すべて, 全て, 全 | 所有, 全部
every | jede, jeder, jedes, jeden | cada | chaque | 各 | 每个, 每
also | auch | también | aussi | も | 也
only | nur, erst | solo, sólo, solamente | seulement | だけ | 只, 仅
more | mehr, mehrere, mehreren | más | plus, plusieurs | 複数 | 多个, 更多
another | andere, anderen, anderer, anderes | otro, otra, otros, otras | autre, autres | 別, 他 | 其他, 另一个
same | gleich, gleiche, gleichen, derselbe | mismo, misma | même | 同じ | 相同
again | wieder, erneut, nochmal | otra vez, de nuevo | encore, à nouveau | 再び, もう一度 | 再次, 重新
here | hier, daran, davon | aquí | ici, y | ここ | 这里
something | etwas, irgendetwas | algo | quelque chose | 何か | 某些
somewhere | irgendwo | | quelque part | どこか | 某处
then | dann | entonces | alors | | 然后
show me | zeig mir, zeige mir, zeige, zeig | muéstrame, muestra | montre-moi, montre | 見せて | 显示给我
explain | erkläre, erklär, erklären | explica, explicar | explique, expliquer | 説明 | 解释, 说明
find | finde, finden, gefunden, suche, suchen, sucht | encuentra, encontrar, busca, buscar | trouve, trouver, cherche, chercher | 見つ, 探 | 找到, 查找, 寻找
happens | passiert, geschieht | ocurre, sucede, pasa | se passe, arrive | 起こ, 起き | 发生
work | funktioniert, funktionieren, arbeitet, arbeiten, arbeit | funciona, funcionan, trabajo | fonctionne, fonctionnent, marche, travail | 動作, 働 | 工作, 运作
`;
