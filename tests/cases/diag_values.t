Each case is one small model: `model` puts the frame before what is typed.

  $ model() { { printf 'quid 1 "x"\n  currency: USD $\n  horizon: 2025-10..2032-12\nparty lab, cloud, fund\n'; cat; } >m.quid; quid check m.quid | sed '/^$/d'; }

Numbers, dates and strings as they are not written here.

  $ printf '2025-13 deal a\n2025-02-30 deal b\n2025-02-29 deal c\n2024-02-29 deal d\n' | model
  m.quid:5:1: error[E0118]: there is no such month: `2025-13`
     5 | 2025-13 deal a
       | ^^^^^^^
       = months are 01 to 12; the order is year, month, day
  m.quid:6:1: error[E0119]: the month has no such day: `2025-02-30`
     6 | 2025-02-30 deal b
       | ^^^^^^^^^^
       = write the last day of that month, or the month alone
  m.quid:7:1: error[E0119]: the month has no such day: `2025-02-29`
     7 | 2025-02-29 deal c
       | ^^^^^^^^^^
       = write the last day of that month, or the month alone
  3 errors
  $ printf 'contract c lab -> cloud\n  amount: 1,782.5 mn USD\n  term: 5,5 yr\n' | model
  m.quid:6:11: error[E0112]: a comma in the number `1,782.5`
     6 |   amount: 1,782.5 mn USD
       |           ^^^^^^^
       = `_` groups digits, `.` is the decimal mark
       = fix: replace `1,782.5` by `1_782.5`
  m.quid:7:9: error[E0112]: a comma in the number `5,5`
     7 |   term: 5,5 yr
       |         ^^^
       = `_` groups digits, `.` is the decimal mark
       = fix: replace `5,5` by `5.5`
  2 errors
  $ printf 'party p "Not closed\n' | model
  m.quid:5:9: error[E0108]: this string has no closing quote
     5 | party p "Not closed
       |         ^^^^^^^^^^^
       = close it on the same line; there is no quote inside a string
       = fix: insert `"` at m.quid:5:20
  1 error

Units: unknown, of another dimension, missing.

  $ printf 'contract c lab -> cloud\n  rate: 3 bn USB/yr\n  term: 7 bn USD\n  amount: 3 bn\n  quantity: 27 %%\n' | model
  m.quid:6:14: error[E0301]: `USB` is no unit
     6 |   rate: 3 bn USB/yr
       |              ^^^ did you mean `USD`?
       = `quid help units` lists them; a currency is declared with `currency:`
         below `quid`
  m.quid:7:9: error[E0302]: `term` takes a length of time such as `7 yr`, but this is money (USD)
     7 |   term: 7 bn USD
       |         ^^^^^^^^
  m.quid:8:11: error[E0302]: `amount` takes money such as `10 bn USD`, but this is a plain number
     8 |   amount: 3 bn
       |           ^^^^
       = fix: insert ` USD` at m.quid:8:15
  m.quid:9:13: error[E0302]: `quantity` takes power or chips or a plain number or a quantity such as `2 GW`, but this is a share
     9 |   quantity: 27 %
       |             ^^^^
  4 errors
  $ printf 'let all = 3 GW + 5 bn USD\ncheck 3 bn USD < 5 GW\n' | model
  m.quid:5:16: error[E0304]: power (W) and money (USD) cannot be added
     5 | let all = 3 GW + 5 bn USD
       |                ^
       |           ---- power (W)
       |                  -------- money (USD)
       = bring both to one unit, with a rate or a price between them
  m.quid:6:16: error[E0304]: money (USD) and power (W) cannot be compared
     6 | check 3 bn USD < 5 GW
       |                ^
       |       -------- money (USD)
       |                  ---- power (W)
       = bring both to one unit, with a rate or a price between them
  2 errors
  $ printf 'stake s fund of lab\n  share: 27\nstake t cloud of lab\n  share: 0.27\n' | model
  m.quid:6:10: error[E0303]: `share` takes a share, and 27 is no share
     6 |   share: 27
       |          ^^
       = write `27 %`
       = fix: replace `27` by `27 %`
  m.quid:8:10: error[E0303]: `share` takes a share, and 0.27 is no share
     8 |   share: 0.27
       |          ^^^^
       = write `27 %`
       = fix: replace `0.27` by `27 %`
  2 errors
  $ printf 'loan l fund -> lab\n  amount: <= 3 bn USD\n  term: 0 yr\n' | model
  m.quid:6:11: error[E0307]: `amount` is itself a limit and takes the number without a hedge
     6 |   amount: <= 3 bn USD
       |           ^^^^^^^^^^^
       = leave out `<=`
       = fix: remove `<= `
  m.quid:7:9: error[E0312]: `term` is empty
     7 |   term: 0 yr
       |         ^^^^
       = write a length above zero
  2 errors
  $ printf 'stake s fund of lab\n  share: 127 %% issud\n  excluding: lab\n' | model
  m.quid:6:10: error[E0312]: `share` is more than all of it
     6 |   share: 127 % issud
       |          ^^^^^
       = write 100 % at most
  m.quid:6:16: error[E0305]: `issud` says nothing about `share`
     6 |   share: 127 % issud
       |                ^^^^^ did you mean `issued`?
       = leave it out, or write one of: issued as-converted fully-diluted voting
         profit
  m.quid:7:14: error[E0207]: `lab` is a party; here a round or a convertible or a warrant is due
     7 |   excluding: lab
       |              ^^^
       = name a round or a convertible or a warrant
  3 errors
  $ printf 'deal d\n  when: soon\n  chance: 140 %%\n  if: 3\n  stage: talkz\n' | model
  m.quid:6:9: error[E0306]: `when` takes a date such as `2026-03`, but this is a name
     6 |   when: soon
       |         ^^^^
  m.quid:7:11: error[E0312]: `chance` is more than all of it
     7 |   chance: 140 %
       |           ^^^^^
       = write 100 % at most
  m.quid:8:7: error[E0302]: `if` takes a condition such as `cash(lab) < 1 bn USD`, but this is a plain number
     8 |   if: 3
       |       ^
  m.quid:9:10: error[E0208]: `talkz` is no word for `stage`
     9 |   stage: talkz
       |          ^^^^^ did you mean `talks`?
       = it takes one of: plan talks early advanced loi signed closed lapsed
         denied
  4 errors
  $ printf 'check 1 = 1.001 within 0.01 USD\ncheck 3 bn USD\ncorrelate lab.cash lab.cash 2\n' | model
  m.quid:5:24: error[E0302]: `within` takes what is compared, a plain number, but this is money (USD)
     5 | check 1 = 1.001 within 0.01 USD
       |                        ^^^^^^^^
  m.quid:6:7: error[E0306]: `check` takes a condition such as `cash(lab) < 1 bn USD`, but this is money (USD)
     6 | check 3 bn USD
       |       ^^^^^^^^
  m.quid:7:20: error[E0229]: `lab.cash` is correlated with itself
     7 | correlate lab.cash lab.cash 2
       |                    ^^^^^^^^
       = name two fields
  m.quid:7:29: error[E0312]: `correlate` is not between -1 and 1
     7 | correlate lab.cash lab.cash 2
       |                             ^
       = write a number from -1 to 1
  4 errors
  $ printf 'contract c lab -> cloud\n  on-top-of: c\n  quantity: 2 GW\n  quantity: 400_000 chips\nround r fund -> lab\n  valuation: 0 USD\nscenario s\n  lab.cash: 3 bn USD ^ft\n2025 source ft\n' | model
  m.quid:6:14: error[E0215]: `c` leads back to itself: it stands on top of others, not of itself
     6 |   on-top-of: c
       |              ^
       = break the circle at one of them
  m.quid:8:13: warning[W0317]: chips cannot be compared with power (W), said of the same field
     8 |   quantity: 400_000 chips
       |             ^^^^^^^^^^^^^
     7 |   quantity: 2 GW
       |             ---- power (W)
       = bring both to one unit, with a rate or a price between them
  m.quid:10:14: error[E0312]: `valuation` is nothing
    10 |   valuation: 0 USD
       |              ^^^^^
       = write an amount above zero
  m.quid:12:22: error[E0213]: an assumption has no source
    12 |   lab.cash: 3 bn USD ^ft
       |                      ^^^
       = leave it out; what a source says stands without `assume`
  3 errors, 1 warning

Formulas: what a function takes, and what can be drawn.

  $ printf 'let x = clamp(1, 2)\nlet y = if(1, 2, 3)\nlet z = min(3 USD, 4 GW)\nlet w = exp(3 USD)\n' | model
  m.quid:5:9: error[E0309]: `clamp` is written `clamp(x, lo, hi)`
     5 | let x = clamp(1, 2)
       |         ^^^^^^^^^^^
  m.quid:6:12: error[E0302]: `if` takes a condition here, but this is a plain number
     6 | let y = if(1, 2, 3)
       |            ^
  m.quid:7:9: error[E0304]: money (USD) and power (W) cannot be compared
     7 | let z = min(3 USD, 4 GW)
       |         ^^^^^^^^^^^^^^^^
       = bring both to one unit, with a rate or a price between them
  m.quid:8:13: error[E0306]: `exp` takes a plain number, but this is money (USD)
     8 | let w = exp(3 USD)
       |             ^^^^^
  4 errors
  $ printf 'let x = normal(1, -2)\nlet y = uniform(3, 1)\nlet z = discrete(10 %%: 1, 20 %%: 2)\nlet w = mix(50 %%: normal(1, 2), 80 %%: 3)\nlet v = truncate(normal(1, 2), 5, 3)\nlet t = truncate(normal(0, 1), 50, 60)\nlet u = lognormal(3 USD, 4 GW)\n' | model
  m.quid:5:19: error[E0310]: `normal` is impossible here: this must be above 0
     5 | let x = normal(1, -2)
       |                   ^^
       = write values that make it possible
  m.quid:6:20: error[E0310]: `uniform` is impossible here: this must not be below the first end, 3
     6 | let y = uniform(3, 1)
       |                    ^
       = write values that make it possible
  m.quid:7:27: error[E0310]: `discrete` is impossible here: the chances add up to 0.3, they must add to 1
     7 | let z = discrete(10 %: 1, 20 %: 2)
       |                           ^^^^^^^
       = write values that make it possible
  m.quid:8:33: error[E0310]: `mix` is impossible here: the chances add up to 1.3, they must add to 1
     8 | let w = mix(50 %: normal(1, 2), 80 %: 3)
       |                                 ^^^^^^^
       = write values that make it possible
  m.quid:9:35: error[E0310]: `truncate` is impossible here: this must be above the lower end, 5
     9 | let v = truncate(normal(1, 2), 5, 3)
       |                                   ^
       = write values that make it possible
  m.quid:10:32: error[E0310]: `truncate` is impossible here: leaves less than one in a billion of it
    10 | let t = truncate(normal(0, 1), 50, 60)
       |                                ^^
       = write values that make it possible
  m.quid:11:26: error[E0302]: `lognormal` takes money (USD) here, but this is power (W)
    11 | let u = lognormal(3 USD, 4 GW)
       |                          ^^^^
  7 errors
  $ printf 'let p = gbm(203 USD/share, 8 %%, 55 %%)\nlet q = walk(1, 2)\n' | model
  m.quid:5:28: error[E0316]: `drift` of `gbm` needs a period, such as `2 %/mo`
     5 | let p = gbm(203 USD/share, 8 %, 55 %)
       |                            ^^^
       = write `/mo` or `/yr` behind it
  m.quid:6:14: error[E0316]: `drift` of `walk` needs a period, such as `2 %/mo`
     6 | let q = walk(1, 2)
       |              ^
       = write `/mo` or `/yr` behind it
  2 errors

The frame of a model: version, currency, horizon.

  $ frame() { cat >m.quid; quid check m.quid | sed '/^$/d'; }
  $ printf 'party a\nquid 1\n' | frame
  m.quid:1:1: error[E0221]: the file does not begin with `quid 1`
     1 | party a
       | ^^^^^^^
     2 | quid 1
       | ------ it stands only here
       = write first: `quid 1 "title"`, and below it `currency: USD $`
  1 error
  $ printf 'quid 1\nparty a\nquid 1\n' | frame
  m.quid:3:1: error[E0220]: `quid` opens a file and stands nowhere else in it
     3 | quid 1
       | ^^^^
       :
     1 | quid 1
       | ---- this one opens the model
       = leave out this `quid`
  1 error
  $ printf 'quid 1\nparty a\n  cash 2026: 3 bn USD\n  cash 2027: 3 bn EUR\n' | frame
  m.quid:3:19: error[E0313]: the model declares no currency, such as `USD`
     3 |   cash 2026: 3 bn USD
       |                   ^^^
       = write `currency: USD` below `quid`
       = fix: insert `\n  currency: USD` at m.quid:1:7
       = and 1 more: line 4
  2 errors
  $ printf 'quid 1\n  currency: US Dollar, USD $, EUR $, USD\n' | frame
  m.quid:2:13: error[E0314]: `US Dollar` is no currency: behind the code may stand a sign such as `$`
     2 |   currency: US Dollar, USD $, EUR $, USD
       |             ^^^^^^^^^
       = write `currency: USD $`, or `currency: USD, EUR`
  m.quid:2:31: error[E0314]: `EUR $` is no currency: its sign is that of another one
     2 |   currency: US Dollar, USD $, EUR $, USD
       |                               ^^^^^
       = write `currency: USD $`, or `currency: USD, EUR`
  m.quid:2:38: error[E0314]: `USD` is no currency: it is declared twice
     2 |   currency: US Dollar, USD $, EUR $, USD
       |                                      ^^^
       = write `currency: USD $`, or `currency: USD, EUR`
  3 errors
  $ printf 'quid 1\n  horizon: 2025..\n  horizon: soon\n  grid: week\n  seed: -1\n' | frame
  m.quid:2:12: error[E0315]: the horizon is open at one end
     2 |   horizon: 2025..
       |            ^^^^^^
       = write two months: `horizon: 2025-10..2032-12`
  m.quid:3:3: error[E0227]: `horizon` is said twice by one voice, and only one can hold
     3 |   horizon: soon
       |   ^^^^^^^
     2 |   horizon: 2025..
       |   ------- said first here
       = keep one of the lines
  m.quid:3:12: error[E0315]: the horizon is no span of time
     3 |   horizon: soon
       |            ^^^^
       = write two months: `horizon: 2025-10..2032-12`
  m.quid:4:9: error[E0208]: `week` is no word for `grid`
     4 |   grid: week
       |         ^^^^
       = it takes one of: month quarter
  m.quid:5:9: error[E0312]: `seed` is below zero
     5 |   seed: -1
       |         ^^
       = write a number above zero
  5 errors
  $ printf 'quid 1\n  horizon: 2025..2400\n' | frame
  m.quid:2:12: error[E0315]: the horizon is longer than 200 years
     2 |   horizon: 2025..2400
       |            ^^^^^^^^^^
       = write two months: `horizon: 2025-10..2032-12`
  1 error

For programs: place, words and the fix in a table.

  $ printf 'quid 1\n  currency: USD $\nparty lab\n  knd: lab\nstake s lab of lab\n  share: 27\n' >m.quid
  $ quid check m.quid --json | python3 -c 'import json, sys; t = json.load(sys.stdin)["tables"]["diagnostics"]; print(*[c["name"] for c in t["columns"]]); [print(r) for r in t["rows"]]'
  code severity file line column length message remedy times fix_line fix_column fix_length fix
  ['E0201', 'error', 'm.quid', 4, 3, 3, '`party` has no field `knd`', '`quid help party` lists its fields', 1, 4, 3, 3, 'kind']
  ['E0214', 'error', 'm.quid', 5, 16, 3, '`lab` stands on both sides', 'name the other party, or `?`', 1, None, None, None, None]
  ['E0303', 'error', 'm.quid', 6, 10, 2, '`share` takes a share, and 27 is no share', 'write `27 %`', 1, 6, 10, 2, '27 %']

A formula of constants is judged like the number that it comes to, also where
a scenario says it, or a `let`.

  $ printf 'let n = 0\n2026.. contract c lab -> cloud\n  amount: 1 bn USD - 3 bn USD\n  term: n * 1 yr\n' | model
  m.quid:7:11: error[E0312]: `amount` is below zero
     7 |   amount: 1 bn USD - 3 bn USD
       |           ^^^^^^^^^^^^^^^^^^^
       = write a number above zero; the arrow says which way money goes
  m.quid:8:9: error[E0312]: `term` is empty
     8 |   term: n * 1 yr
       |         ^^^^^^^^
       = write a length above zero
  2 errors
  $ printf '2026.. contract c lab -> cloud\n  take-or-pay: 120 %%\n  prepay: 100 %% + 20 %%\n  use: 10 %% - 30 %%\n  take-or-pay: 1 bn USD\n' | model
  m.quid:6:16: error[E0312]: `take-or-pay` is more than all of it
     6 |   take-or-pay: 120 %
       |                ^^^^^
       = write 100 % at most
  m.quid:7:11: error[E0312]: `prepay` is more than all of it
     7 |   prepay: 100 % + 20 %
       |           ^^^^^^^^^^^^
       = write 100 % at most
  m.quid:8:8: error[E0312]: `use` is below zero
     8 |   use: 10 % - 30 %
       |        ^^^^^^^^^^^
       = write a number above zero
  m.quid:9:16: warning[W0317]: money (USD) cannot be compared with a plain number, said of the same field
     9 |   take-or-pay: 1 bn USD
       |                ^^^^^^^^
       :
     6 |   take-or-pay: 120 %
       |                ----- a plain number
       = bring both to one unit, with a rate or a price between them
  3 errors, 1 warning
  $ printf 'deal d\n  chance: 40 %%\nscenario s\n  d.chance: 100 %% + 40 %%\n' | model
  m.quid:8:13: error[E0312]: `chance` is more than all of it
     8 |   d.chance: 100 % + 40 %
       |             ^^^^^^^^^^^^
       = write 100 % at most
  1 error
  $ printf 'let p = 1 - 1\nlet x = discrete(p: 1, p: 2)\nlet y = beta(p, 1)\n' | model
  m.quid:6:24: error[E0310]: `discrete` is impossible here: the chances add up to 0, they must add to 1
     6 | let x = discrete(p: 1, p: 2)
       |                        ^^^^
       = write values that make it possible
  m.quid:7:14: error[E0310]: `beta` is impossible here: this must lie from 1e-06 to 1000000000
     7 | let y = beta(p, 1)
       |              ^
       = write values that make it possible
  2 errors

What is drawn may come out anywhere, and is no mistake.

  $ printf 'deal d\n  chance: normal(0.5, 0.2)\n2026.. contract c lab -> cloud\n  amount: 1 bn USD\n  term: integer(-1, 9) mo\n' | model | sed 1q
  x · no errors

What lasts begins before it ends.

  $ printf 'contract c lab -> cloud\n  starts: 2027-01\n  ends: 2026-12\n2026 contract d lab -> cloud\n  starts: 2027-01\n2026 contract e lab -> cloud\n  starts: 2026-12\n' | model
  m.quid:7:9: error[E0319]: `c` ends before it begins
     7 |   ends: 2026-12
       |         ^^^^^^^
     6 |   starts: 2027-01
       |   ------ it begins here
       = write the later date behind `ends:`
  m.quid:9:11: error[E0319]: `d` ends before it begins
     9 |   starts: 2027-01
       |           ^^^^^^^
       = write the later date behind `ends:`
  2 errors

What a month's revenue comes to must not need that revenue; the month before
it may be asked for, and what has happened or is in the bank.

  $ printf 'let r = revenue(lab)\n2026 revenue s ? -> lab\n  rate: 0.5 * revenue(cloud)\n2026 revenue t ? -> cloud\n  rate: 0.5 * r\n' | model
  m.quid:5:9: error[E0215]: `s` leads back to itself: what it comes to in a month needs itself in that month
     5 | let r = revenue(lab)
       |         ^^^^^^^^^^^^
     6 | 2026 revenue s ? -> lab
       |              - the circle begins here
       = break the circle at one of them
  1 error
  $ printf '2026 revenue s ? -> lab\n  rate: 1 bn USD/mo + 0.5 * prev(revenue(lab), 0 USD/mo)\ndeal d\n  if: happened(e)\ndeal e\n  if: happened(d)\n2026 cost c lab -> ?\n  rate: if(happened(d), 1, 2) * 0.1 * cash(lab) / 1 mo\n' | model | sed 1q
  x · no errors
  $ quid fund m.quid lab --only cash --paths 64 | sed -n 's/.*mean \([0-9.]*\) .*/\1/p'
  9.08

An assumption of the whole is no rival of what is dated.

  $ printf '2026..2027 contract c lab -> cloud\n  amount 2026: 1 bn USD\n  assume amount: 5 bn USD\n' | model | grep -c 'no standing'
  0
  [1]
  $ printf '2026..2027 contract c lab -> cloud\n  amount: 1 bn USD\n  assume amount: 5 bn USD\n' | model | grep -c 'no standing'
  2
