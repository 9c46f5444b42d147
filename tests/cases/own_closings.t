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
    fund              –          18.349       18.3  18.3 – 18.3
    fund         11.111          18.349       18.3  18.3 – 18.3
    fund         10.101          18.349       18.3  18.3 – 18.3
    fund         18.349    18.3  18.3 – 18.3
  $ sed 's/40 mn USD pre/50 mn USD post/' between.quid >after.quid
  $ for on in 2025-02 2025-04 2025-07 2025-12
  > do quid own after.quid lab --on $on | grep '^  *fund ' ; done
    fund              –          18.349       18.3  18.3 – 18.3
    fund         11.111          18.349       18.3  18.3 – 18.3
    fund         10.101          18.349       18.3  18.3 – 18.3
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
    one               –          12.000       12.0  12.0 – 12.0
    two               –           8.000        8.0    8.0 – 8.0
    one          12.000    12.0  12.0 – 12.0
    two           8.000     8.0    8.0 – 8.0
  $ sed 's/50 mn USD post/40 mn USD pre/' pair.quid >pre.quid
  $ for on in 2026-02 2026-04
  > do quid own pre.quid lab --on $on | grep -E '^  *(one|two) '; done
    one               –          12.000       12.0  12.0 – 12.0
    two               –           8.000        8.0    8.0 – 8.0
    one          12.000    12.0  12.0 – 12.0
    two           8.000     8.0    8.0 – 8.0
  $ quid own pre.quid lab --on 2026-04 | tail -3
    b (2026-03-01): 8.000 % of all after it.
    At the price of b (2026-03-01), where all is worth 50.0 mn USD, stakes are
    worth, in mn USD: founder 40.0, one 6.0, two 4.0.
  $ sed '$s/50/44/' pair.quid >two_prices.quid
  $ quid own two_prices.quid lab --on 2026-04 | grep -E '^  *(one|two) '
    one          11.029    11.0  11.0 – 11.0
    two           8.088     8.1    8.1 – 8.1
