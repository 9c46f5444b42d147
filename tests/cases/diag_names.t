Each case is one small model: `model` puts the frame before what is typed.

  $ model() { { printf 'quid 1 "x"\n  currency: USD $\n  horizon: 2025-10..2032-12\nparty lab, cloud, fund\n'; cat; } >m.quid; quid check m.quid | sed '/^$/d'; }

A word that nobody knows is told with the nearest that would do.

  $ printf 'contrakt c lab -> cloud\n' | model
  m.quid:5:1: error[E0140]: there is no directive `contrakt`
     5 | contrakt c lab -> cloud
       | ^^^^^^^^ did you mean `contract`?
       = `quid help` lists the directives; a field is indented
  1 error
  $ printf 'contract c lab -> cloud\n  amuont: 10 bn USD\n' | model
  m.quid:6:3: error[E0201]: `contract` has no field `amuont`
     6 |   amuont: 10 bn USD
       |   ^^^^^^ did you mean `amount`?
       = `quid help contract` lists its fields
  1 error
  $ printf 'contract c lab -> cloud\n  for: capcity\n  if-unpaid: wait\n' | model
  m.quid:6:8: error[E0208]: `capcity` is no word for `for`
     6 |   for: capcity
       |        ^^^^^^^ did you mean `capacity`?
       = it takes one of: capacity chips build power services resale equity
         models products
  m.quid:7:14: error[E0208]: `wait` is no word for `if-unpaid`
     7 |   if-unpaid: wait
       |              ^^^^
       = it takes one of: defer cancel default
  2 errors
  $ printf 'contract c lab -> cluod\n' | model
  m.quid:5:19: error[E0203]: no party is called `cluod`
     5 | contract c lab -> cluod
       |                   ^^^^^ did you mean `cloud`?
       = declare it: `party cluod`
  1 error
  $ printf 'deal entry\ncontract c lab -> cloud @entri ^ft\n' | model
  m.quid:6:25: error[E0205]: nothing that may happen is called `entri`
     6 | contract c lab -> cloud @entri ^ft
       |                         ^^^^^^ did you mean `entry`?
       = declare it: `deal entri`
  m.quid:6:32: error[E0204]: no source is called `ft`
     6 | contract c lab -> cloud @entri ^ft
       |                                ^^^
       = declare it with its date: `2025-12-17 source ft "..."`
  2 errors
  $ printf 'include <chips>\ncontract c lab -> cloud\n  chip: h1000\n  part-of: all\n' | model
  m.quid:7:9: error[E0226]: no chip is called `h1000`
     7 |   chip: h1000
       |         ^^^^^ did you mean `h100`?
       = declare it: `chip h1000 ...`
  m.quid:8:12: error[E0226]: no contract is called `all`
     8 |   part-of: all
       |            ^^^
       = declare it: `contract all ...`
  2 errors
  $ printf 'contract c lab -> cloud\nlet x = c.amuont + tootal\n' | model
  m.quid:6:11: error[E0211]: `c` is a contract and has no `amuont`
     6 | let x = c.amuont + tootal
       |           ^^^^^^ did you mean `amount`?
       = `quid help contract` lists its fields
  m.quid:6:20: error[E0206]: nothing is called `tootal`
     6 | let x = c.amuont + tootal
       |                    ^^^^^^
       = write the name of a `let` or a deal, or `id.field` of a directive
  2 errors
  $ printf 'scenario s\n  rentt.amount: 3 bn USD\n  lab.csh: 3 bn USD\n  base: t\n2026.. contract rent lab -> cloud\n' | model
  m.quid:6:3: error[E0206]: nothing is called `rentt`
     6 |   rentt.amount: 3 bn USD
       |   ^^^^^ did you mean `rent`?
       = a scenario's line is `id.field: value`, of a directive of the model
  m.quid:7:7: error[E0201]: `party` has no field `csh`
     7 |   lab.csh: 3 bn USD
       |       ^^^ did you mean `cash`?
       = `quid help party` lists its fields
  m.quid:8:9: error[E0226]: no scenario is called `t`
     8 |   base: t
       |         ^
       = declare it: `scenario t ...`
  3 errors
  $ printf 'let x = gaussian(1, 2)\nlet y = unifrom(1, 2)\n' | model
  m.quid:5:9: error[E0308]: no function is called `gaussian`
     5 | let x = gaussian(1, 2)
       |         ^^^^^^^^
       = `quid help formulas` lists them
       = fix: replace `gaussian` by `normal`
  m.quid:6:9: error[E0308]: no function is called `unifrom`
     6 | let y = unifrom(1, 2)
       |         ^^^^^^^ did you mean `uniform`?
       = `quid help formulas` lists them
  2 errors

Names in any script are names.

  $ printf 'party مختبر, سحابة\ncontract عقد مختبر -> سحاب\n' | model
  m.quid:6:23: error[E0203]: no party is called `سحاب`
     6 | contract عقد مختبر -> سحاب
       |                       ^^^^ did you mean `سحابة`?
       = declare it: `party سحاب`
  1 error

One name for two things, and one thing in the place of another.

  $ printf 'deal lab\n' | model
  m.quid:5:6: error[E0202]: the name `lab` is used twice
     5 | deal lab
       |      ^^^
     4 | party lab, cloud, fund
       |       --- first declared here
       = names are shared by all directives: give one of them another name
  1 error
  $ printf 'source ft\ncontract c ft -> cloud @ft ^lab\n  part-of: lab\nlet x = lab\n' | model
  m.quid:6:12: error[E0207]: `ft` is a source; here a party is due
     6 | contract c ft -> cloud @ft ^lab
       |            ^^
       = name a party
  m.quid:6:24: error[E0207]: `ft` is a source; here a deal or what may happen is due
     6 | contract c ft -> cloud @ft ^lab
       |                        ^^^
       = name a deal or what may happen
  m.quid:6:28: error[E0207]: `lab` is a party; here a source is due
     6 | contract c ft -> cloud @ft ^lab
       |                            ^^^^
       = name a source
  m.quid:7:12: error[E0207]: `lab` is a party; here a contract is due
     7 |   part-of: lab
       |            ^^^
       = name a contract
  m.quid:8:9: error[E0207]: `lab` is a party; here a `let`, a deal or `id.field` is due
     8 | let x = lab
       |         ^^^
       = name a `let`, a deal or `id.field`
  5 errors

Parties that do not stand as they should.

  $ printf 'party p of lab\nstake s of lab\ncontract c fund of lab\nright r lab -> cloud\n' | model
  m.quid:5:9: error[E0210]: `party` is written `party NAME`
     5 | party p of lab
       |         ^^
       = leave the arrow and the parties out
  m.quid:6:9: error[E0210]: `stake` is written `stake NAME HOLDER of COMPANY`
     6 | stake s of lab
       |         ^^
       = write the holder before it, `?` for somebody unknown
  m.quid:7:17: error[E0210]: `contract` is written `contract NAME PAYER -> PAYEE`
     7 | contract c fund of lab
       |                 ^^
       = write `->`: cash flows from left to right
       = fix: replace `of` by `->`
  m.quid:8:13: error[E0210]: `right` is written `right NAME HOLDER over PARTY`
     8 | right r lab -> cloud
       |             ^^
       = write `over`, the holder on its left
       = fix: replace `->` by `over`
  4 errors
  $ printf 'contract c lab -> lab\ncontract d\n2025 party q\n' | model
  m.quid:5:19: error[E0214]: `lab` stands on both sides
     5 | contract c lab -> lab
       |                   ^^^
       = name the other party, or `?`
  m.quid:6:10: error[E0209]: `contract` does not say between whom
     6 | contract d
       |          ^
       = write `contract NAME PAYER -> PAYEE`
  m.quid:7:1: error[E0224]: `party` takes no date before it
     7 | 2025 party q
       | ^^^^
       = leave the date out
  3 errors

Circles: the whole of it is told, once.

  $ printf 'party p\n  parent: q\nparty q\n  parent: p\n' | model
  m.quid:5:7: error[E0215]: `p` leads back to itself: p > q > p (parent)
     5 | party p
       |       ^
       = break the circle at one of them
  1 error
  $ printf 'party g\n  members: h, lab\nparty h\n  members: g\n' | model
  m.quid:5:7: error[E0215]: `g` leads back to itself: g > h > g (members)
     5 | party g
       |       ^
       = break the circle at one of them
  1 error
  $ printf 'deal a @b\ndeal b @c\ndeal c @a\n' | model
  m.quid:5:6: error[E0215]: `a` leads back to itself: a > b > c > a (`@`)
     5 | deal a @b
       |      ^
       = break the circle at one of them
  1 error
  $ printf 'scenario s\n  base: t\nscenario t\n  base: s\n' | model
  m.quid:5:10: error[E0215]: `s` leads back to itself: s > t > s (base)
     5 | scenario s
       |          ^
       = break the circle at one of them
  1 error
  $ printf 'contract c lab -> cloud\n  part-of: c\n' | model
  m.quid:5:10: error[E0215]: `c` leads back to itself: c > c (part-of)
     5 | contract c lab -> cloud
       |          ^
       = break the circle at one of them
  1 error
  $ printf 'let a = b + 1\nlet b = c + 1\nlet c = a + 1\n' | model
  m.quid:5:9: error[E0215]: `b` leads back to itself: b > c > a > b
     5 | let a = b + 1
       |         ^
     6 | let b = c + 1
       |     - the circle begins here
       = break the circle at one of them
  1 error
  $ printf 'contract c lab -> cloud\n  amount: 2 * d.amount\ncontract d lab -> cloud\n  amount: 2 * c.amount\n' | model
  m.quid:6:15: error[E0215]: `d.amount` leads back to itself: d.amount > c.amount > d.amount
     6 |   amount: 2 * d.amount
       |               ^^^^^^^^
     7 | contract d lab -> cloud
       |          - the circle begins here
       = break the circle at one of them
  1 error

What one voice says twice.

  $ printf 'party p\n  kind: lab\n  kind: cloud\ncontract c lab -> cloud\n  assume term: 3 yr\n  assume term: 4 yr\n' | model
  m.quid:7:3: error[E0227]: `kind` is said twice by one voice, and only one can hold
     7 |   kind: cloud
       |   ^^^^
     6 |   kind: lab
       |   ---- said first here
       = keep one of the lines, or say who reported each: `^source`
  m.quid:10:10: error[E0227]: `term` is said twice by one voice, and only one can hold
    10 |   assume term: 4 yr
       |          ^^^^
     9 |   assume term: 3 yr
       |          ---- said first here
       = keep one of the lines
  2 errors

Rows of <policy> that would change nothing.

  $ printf 'policy abuot\n  reads: x\npolicy talks\n  chance: 40 %%\npolicy mine\n  same-as: nothing\n' | model | sed '/rounded\|just-over/d'
  m.quid:5:8: error[E0228]: `policy abuot` is about nothing that is read
     5 | policy abuot
       |        ^^^^^ did you mean `about`?
       = a stage needs `lane:` or `same-as:`; the words of claims are exactly
  m.quid:7:8: error[E0228]: `policy talks` is about nothing that is read
     7 | policy talks
       |        ^^^^^
       = a stage needs `lane:` or `same-as:`; the words of claims are exactly
  m.quid:10:12: error[E0208]: `nothing` is no word for `same-as`
    10 |   same-as: nothing
       |            ^^^^^^^
       = it takes one of: mine plan talks early advanced loi signed closed lapsed
  3 errors
