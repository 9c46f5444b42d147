A round of 10 mn at 40 before the money, of which 5 came in March and 5 in September,
has one price: each is 5 / 40 = 12.5 % of what was there before the first. So the fund
has 25 of 125, 20 %, after 12.5 of 112.5 in between; a round of 10 at 100 before the
money, which stands between them, takes 10 of 110 of all that day, 11.25 units, and has
no part in their price: 25 of 136.25 for the fund, 18.349 %, and 11.25, 8.257 %, for
the other. Nor has it where the round is 50 after the money.

  $ cat >tranches.quid <<'Q'
  > quid 1 "Tranches"
  >   currency: USD $
  >   horizon: 2025..2027
  > party lab, founder, fund, other
  > 2025-01-01.. stake f founder of lab
  >   share: >= 100 %
  > 2025 round a fund -> lab
  >   amount: 10 mn USD
  >   valuation: 40 mn USD pre
  > 2025-03-01 round a1 fund -> lab
  >   amount: 5 mn USD
  >   part-of: a
  > 2025-09-01 round a2 fund -> lab
  >   amount: 5 mn USD
  >   part-of: a
  > Q
  $ quid own tranches.quid lab --on 2025-12
  lab · share as converted, % · 100,000 paths, seed 0 · on 2025-12
  
    holder   2025-12-31  median     5 – 95 %
    founder      80.000    80.0  80.0 – 80.0
    fund         20.000    20.0  20.0 – 20.0
    others        0.000     0.0    0.0 – 0.0
  
    Bound: founder by f, a1, a2; a1, a2; fund by a1, a2; ? by f.
    a1 (2025-03-01): 11.111 % of all after it.
    a2 (2025-09-01): 10.000 % of all after it.
    At the price of a2 (2025-09-01), where all is worth 50.0 mn USD, stakes are
    worth, in mn USD: founder 40.0, fund 10.0.
  $ sed '$a\
  > 2025-06-01 round b other -> lab\
  >   amount: 10 mn USD\
  >   valuation: 100 mn USD pre' tranches.quid >between.quid
  $ for on in 2025-02 2025-04 2025-07 2025-12
  > do quid own between.quid lab --on $on | grep '^  *fund ' ; done
    fund              –          18.349              0.0      0.0 – 0.0
    fund         11.111          18.349             11.1  11.1 – 11.1
    fund         10.101          18.349             10.1  10.1 – 10.1
    fund         18.349    18.3  18.3 – 18.3
  $ sed 's/40 mn USD pre/50 mn USD post/' between.quid >after.quid
  $ for on in 2025-02 2025-04 2025-07 2025-12
  > do quid own after.quid lab --on $on | grep '^  *fund ' ; done
    fund              –          18.349              0.0      0.0 – 0.0
    fund         11.111          18.349             11.1  11.1 – 11.1
    fund         10.101          18.349             10.1  10.1 – 10.1
    fund         18.349    18.3  18.3 – 18.3

Two rounds of one day at one valuation are one closing: 6 mn and 4 mn at 50 after the
money are 12 and 8 %, as they are at 40 before it. At another valuation a round is one
of its own: 4 mn at 44 after the money, beside 6 at 50, gives 6 / 44 = 13.636 and 4 /
40 = 10 units for each 100 of before: 11.029 and 8.088 % of 123.636.

  $ cat >pair.quid <<'Q'
  > quid 1 "Pair"
  >   currency: USD $
  >   horizon: 2025..2027
  > party lab, founder, one, two
  > 2025-01-01.. stake f founder of lab
  >   share: >= 100 %
  > 2026-03-01 round a one -> lab
  >   amount: 6 mn USD
  >   valuation: 50 mn USD post
  > 2026-03-01 round b two -> lab
  >   amount: 4 mn USD
  >   valuation: 50 mn USD post
  > Q
  $ for on in 2026-02 2026-04
  > do quid own pair.quid lab --on $on | grep -E '^  *(one|two) '; done
    one               –          12.000              0.0      0.0 – 0.0
    two               –           8.000              0.0      0.0 – 0.0
    one          12.000    12.0  12.0 – 12.0
    two           8.000     8.0    8.0 – 8.0
  $ sed 's/50 mn USD post/40 mn USD pre/' pair.quid >pre.quid
  $ for on in 2026-02 2026-04
  > do quid own pre.quid lab --on $on | grep -E '^  *(one|two) '; done
    one               –          12.000              0.0      0.0 – 0.0
    two               –           8.000              0.0      0.0 – 0.0
    one          12.000    12.0  12.0 – 12.0
    two           8.000     8.0    8.0 – 8.0
  $ quid own pre.quid lab --on 2026-04 | tail -3
    b (2026-03-01): 8.000 % of all after it.
    At the price of b (2026-03-01), where all is worth 50.0 mn USD, stakes are
    worth, in mn USD: founder 40.0, one 6.0, two 4.0.
  $ sed '$s/50/44/' pair.quid >two_prices.quid
  $ quid own two_prices.quid lab --on 2026-04 | grep -E '^  *(one|two) '
    one          11.029    10.9  10.9 – 10.9
    two           8.088     9.1    9.1 – 9.1

An amount that is said by date is so many closings, in the middle of their dates, with
or without a date of the round: 5 and 5 of 40 before the money, or 50 after it, are the
same 12.5 of 112.5 and 25 of 125. On the paths too, and where 0.5 mn convert in the
first of them at a cap of 5 mn: before the money, which the price does not count, they
are 10 to 100 and the fund has 12.5 of 122.5 and 25 of 135; after it they are 10 of 100,
11.11 more, and each closing brings an eighth of 111.11, as much of all as without them.
What the dated lines leave of an amount comes at the date of the round.

  $ cat >dated.quid <<'Q'
  > quid 1 "Dated"
  >   currency: USD $
  >   horizon: 2025..2027
  > party lab, founder, fund, angel
  > 2025-01-01.. stake f founder of lab
  >   share: >= 100 %
  > round a fund -> lab
  >   amount 2025-03: 5 mn USD
  >   amount 2025-09: 5 mn USD
  >   valuation: 40 mn USD pre
  > Q
  $ quid own dated.quid lab | sed -n 3,20p
    holder   2025-01-01  if all happens  by chance     5 – 95 %
    founder     100.000          80.000       80.0  80.0 – 80.0
    fund              –          20.000       20.0  20.0 – 20.0
    others        0.000           0.000        0.0    0.0 – 0.0
  
    Bound: founder by f; fund by a; ? by f.
    a (2025-03-16): 11.111 % of all after it.
    a (2025-09-16): 10.000 % of all after it.
  $ closings() { for on in 2025-02 2025-04 2025-12
  > do quid own "$1" lab --on $on | grep '^  *fund '; done; }
  $ sed 's/^round/2025 round/' dated.quid >header.quid; closings header.quid
    fund              –          20.000              0.0      0.0 – 0.0
    fund         11.111          20.000             11.1  11.1 – 11.1
    fund         20.000    20.0  20.0 – 20.0
  $ sed 's/40 mn USD pre/50 mn USD post/' dated.quid >post.quid; closings post.quid
    fund              –          20.000              0.0      0.0 – 0.0
    fund         11.111          20.000             11.1  11.1 – 11.1
    fund         20.000    20.0  20.0 – 20.0
  $ quid own post.quid lab --on 2025-04 | tail -2
    At the price of a (2025-03-16), where all is worth 45.0 mn USD, stakes are
    worth, in mn USD: founder 40.0, fund 5.0.
  $ sed '$a\
  > 2025-01-01 convertible n angel -> lab\
  >   kind: safe\
  >   amount: 0.5 mn USD\
  >   cap: 5 mn USD pre\
  >   on: a' dated.quid >note.quid; closings note.quid
    fund              –          18.519              0.0      0.0 – 0.0
    fund         10.204          18.519             10.2  10.2 – 10.2
    fund         18.519    18.5  18.5 – 18.5
  $ sed 's/5 mn USD pre/5 mn USD post/' note.quid >counts.quid; closings counts.quid
    fund              –          20.000              0.0      0.0 – 0.0
    fund         11.111          20.000             11.1  11.1 – 11.1
    fund         20.000    20.0  20.0 – 20.0
  $ sed 's/40 mn USD pre/50 mn USD post/' counts.quid >both.quid; closings both.quid
    fund              –          20.000              0.0      0.0 – 0.0
    fund         11.111          20.000             11.1  11.1 – 11.1
    fund         20.000    20.0  20.0 – 20.0
  $ sed '/2025-09/d; s/^round/2026 round/; $a\
  >   amount: 10 mn USD' dated.quid >rest.quid; quid own rest.quid lab | tail -2
    a (2025-03-16): 11.111 % of all after it.
    a (2026): 10.000 % of all after it.

What converts in one of two rounds of a day does so at the price of both: 0.5 mn at 20 %
off are 0.5 / 0.8 of the 40 mn before all money, 1.5625 % of all before it and 1.25 % of
the four fifths that are left.

  $ cat >converts.quid <<'Q'
  > quid 1 "Converts"
  >   currency: USD $
  >   horizon: 2025..2027
  > party lab, founder, one, two, angel
  > 2025-01-01.. stake f founder of lab
  >   share: >= 100 %
  > 2026-03-01 round a one -> lab
  >   amount: 6 mn USD
  >   valuation: 50 mn USD post
  > 2026-03-01 round b two -> lab
  >   amount: 4 mn USD
  >   valuation: 50 mn USD post
  > 2025-01-01 convertible n angel -> lab
  >   kind: safe
  >   amount: 0.5 mn USD
  >   discount: 20 %
  >   on: a
  > Q
  $ shares() { quid own "$1" lab | sed -n 4,7p; }
  $ shares converts.quid
    angel             –           1.250        1.2    1.2 – 1.2
    founder     100.000          78.750       78.8  78.8 – 78.8
    one               –          12.000       12.0  12.0 – 12.0
    two               –           8.000        8.0    8.0 – 8.0
  $ sed 's/on: a/on: b/' converts.quid >other.quid; shares other.quid
    angel             –           1.250        1.2    1.2 – 1.2
    founder     100.000          78.750       78.8  78.8 – 78.8
    one               –          12.000       12.0  12.0 – 12.0
    two               –           8.000        8.0    8.0 – 8.0
  $ sed 's/50 mn USD post/40 mn USD pre/' other.quid >pre.quid; shares pre.quid
    angel             –           1.250        1.2    1.2 – 1.2
    founder     100.000          78.750       78.8  78.8 – 78.8
    one               –          12.000       12.0  12.0 – 12.0
    two               –           8.000        8.0    8.0 – 8.0
