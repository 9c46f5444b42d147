A ratchet inside a fixed value before the money: with p the price, the class has
1 mn / p units, so 2 mn / p = 3 mn + 1 mn / p and p = 1/3; it has 3 of 7.5 mn, and
the fund 1.5.

  $ cat >ratchet.quid <<'Q'
  > quid 1 "Ratchet"
  >   currency: USD $
  >   horizon: 2024..2027
  > party co, founder, fund
  > class series-a of co
  >   number: 1_000_000
  >   price: 1 USD/share
  >   anti-dilution: ratchet
  > 2024-01-01.. stake f founder of co
  >   number: 3_000_000
  > 2025-06-01 round b fund -> co
  >   amount: 500_000 USD
  >   valuation: 2 mn USD pre
  > Q
  $ quid own ratchet.quid co
  co · share as converted, % · 100,000 paths, seed 0
  
    holder    2024-01-01  if all happens  by chance     5 – 95 %
    founder       75.000          40.000       40.0  40.0 – 40.0
    fund               –          20.000       20.0  20.0 – 20.0
    series-a      25.000          40.000       40.0  40.0 – 40.0
  
    Bound: founder by series-a, f; fund by series-a, b; series-a by series-a, f.
    series-a (2025-06-01) is protected from the price of b: 33.333 % of all before
    the money are new units of it, to series-a; it converts at 0.333333 now, 3 for
    each that it was before.
    b (2025-06-01): 20.000 % of all after it; 1500000 units at 0.333333.
  
    all that is stated are numbers, so they are read as all units there were; a
    stake of `?` with `number: ?` says that there may be more
    of these classes nobody says who holds them (`class:` of a stake does), so
    each is its own holder: series-a

A part on top: 15 % of all that is sold, of which the fund has 85 %, so it is 0.15
x 0.25 / 0.85 = 4.412 % of all; the safe keeps its 15 %.

  $ cat >part.quid <<'Q'
  > quid 1 "Part"
  >   currency: USD $
  >   horizon: 2024..2027
  > party co, founder, angel, fund
  > 2024-01-01.. stake f founder of co
  >   number: 10_000_000
  > 2024-06-01 convertible s angel -> co @a
  >   kind: safe
  >   amount: 1.5 mn USD
  >   cap: 10 mn USD post
  >   pro-rata: yes
  > 2025-06-01 round a fund -> co
  >   amount: 5 mn USD
  >   valuation: 20 mn USD post
  > Q
  $ quid own part.quid co | sed -n 3,6p
    holder   2024-01-01  if all happens  by chance     5 – 95 %
    angel             –          15.000       15.0  15.0 – 15.0
    founder     100.000          60.000       60.0  60.0 – 60.0
    fund              –          25.000       25.0  25.0 – 25.0

What the company buys itself is gone: 5 of 100 mn, and 5 of 95 are left to staff.
Where all units are counted nobody else has any. If that is left open others may
have half at first, not more: a tenth as many as the founder has must be 5 %.

  $ cat >back.quid <<'Q'
  > quid 1 "Back"
  >   currency: USD $
  >   horizon: 2024..2027
  > party co, founder, staff
  > stake f founder of co
  >   number: 9_000_000
  > stake s staff of co
  >   number: 1_000_000
  > 2025-06-01 secondary back co -> staff
  >   issuer: co
  >   amount: 5 mn USD
  >   valuation: 100 mn USD
  > Q
  $ quid own back.quid co
  co · share as converted, % · 100,000 paths, seed 0
  
    holder   at first  if all happens  by chance     5 – 95 %
    founder    90.000          94.737       94.7  94.7 – 94.7
    staff      10.000           5.263        5.3    5.3 – 5.3
  
    Bound: founder by f, s; staff by f, s.
    back (2025-06-01): the company takes 5.000 % of all before it from staff, and
    they are gone; all others have more.
  
    all that is stated are numbers, so they are read as all units there were; a
    stake of `?` with `number: ?` says that there may be more
  $ sed '$a\
  > stake more ? of co\
  >   number: ?' back.quid >open.quid
  $ quid own open.quid co | sed -n 3,6p | cut -c 1-25
    holder      at first  i
    founder  45.0 – 90.0 
    staff     5.0 – 10.0 
    others    0.0 – 50.0 

Ten votes a share and one: control is not the stake.

  $ cat >votes.quid <<'Q'
  > quid 1 "Votes"
  >   currency: USD $
  >   horizon: 2024..2027
  > party co, founder, public
  > class b of co
  >   votes: 10
  > stake f founder of co
  >   number: 10
  >   class: b
  > stake p public of co
  >   number: 100
  > Q
  $ quid own votes.quid co
  co · share as converted, % · 100,000 paths, seed 0
  
    holder   at first  median     5 – 95 %
    founder     9.091     9.1    9.1 – 9.1
    public     90.909    90.9  90.9 – 90.9
  
    Bound: founder by f, p; public by f, p.
    Control is another matter: units of some classes have more or fewer votes than
    one.
  
    votes, %  at first
    founder     50.000
    public      50.000
  
    all that is stated are numbers, so they are read as all units there were; a
    stake of `?` with `number: ?` says that there may be more

Warrants at a price: 20_000 x 5 / 25 net, and none above its strike.

  $ cat >warrants.quid <<'Q'
  > quid 1 "Warrants"
  >   currency: USD $
  >   horizon: 2024..2027
  > party co, holders, staff
  > stake h holders of co
  >   number: 100_000
  > 2024-01-01 warrant o1 staff -> co
  >   number: 20_000 shares
  >   strike: 20 USD/share
  > 2024-01-01 warrant o2 staff -> co
  >   number: 20_000 shares
  >   strike: 28 USD/share
  > Q
  $ quid own warrants.quid co --price 25 | sed -n 10,17p
    With a share at 25, warrants and options come to:
  
    warrant  number  vested at least  vested at most  strike  for cash   net
    o1        20000            20000           20000      20     20000  4000
    o2        20000            20000           20000      28         0     0
  
    With 100000 units, the net ones beside them make 104000 (the treasury method).
  
  $ quid own warrants.quid co --price much
  quid: `much` for --price: write the price of a share, as 25 or 23.6956
  quid: see `quid help own`
  [2]

Sums on two bases, two currencies, a value that is not above the money.

  $ cat >bad.quid <<'Q'
  > quid 1 "Bad"
  >   currency: USD $, EUR
  >   horizon: 2024..2027
  > party co, a, b
  > 2025-01-01.. stake x a of co
  >   share: 30 % issued
  > 2025-01-01.. stake y b of co
  >   share: 30 % fully-diluted
  > check x.share + y.share < 70 %
  > 2025-06-01 round r a -> co
  >   amount: 5 mn EUR
  >   valuation: 30 mn USD pre
  > 2025-07-01 round q a -> co
  >   amount: 5 mn USD
  >   valuation: 3 mn USD
  > Q
  $ quid check bad.quid
  bad.quid:9:17: error[E0330]: `x` is a share of what is issued, and `y` one fully diluted: they have no sum
     9 | check x.share + y.share < 70 %
       |                 ^^^^^^^
       = take both on one basis
  
  bad.quid:12:14: error[E0331]: the `valuation` of `r` is in another currency than its `amount`
    12 |   valuation: 30 mn USD pre
       |              ^^^^^^^^^^^^^
       = write both in one currency, or multiply by a `price` of it
  
  bad.quid:15:14: warning[W0329]: the value of `q` is not above the money put in, so it is pre-money
    15 |   valuation: 3 mn USD
       |              ^^^^^^^^
       = write `pre` behind it, or correct it
  
  2 errors, 1 warning
  [1]
