Two public rounds, 6.6 at 157 and 40 at 300, both post-money, dilute a stake of
32.5 % that does not count them: it is 32.5 % x (1 - 6.6/157) x (1 - 40/300) =
26.983 %, and as 32.5 % is all from 32.45 to 32.55, it lies from 26.941 to
27.024. With the amounts read as they are printed (40 bn is 39.5 to 40.5), it is
0.3245 x (1 - 6.65/156.5) x (1 - 40.5/299.5) = 26.870 to 0.3255 x (1 - 6.55/157.5)
x (1 - 39.5/300.5) = 27.096.

  $ cat >two.quid <<'Q'
  > quid 1 "Two rounds"
  >   currency: USD $
  >   horizon: 2024..2026
  > party msft, lab, fund, sb
  > 2024-10 round r1 fund -> lab
  >   amount: 6.6 bn USD
  >   valuation: 157 bn USD post
  > 2025-03 round r2 sb -> lab
  >   amount: 40 bn USD
  >   valuation: 300 bn USD post
  > 2025-10-28.. stake s msft of lab
  >   share: 32.5 % as-converted
  >   excluding: r1, r2
  > Q
  $ quid own two.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder       2025-10-28  median     5 – 95 %
    fund              3.643     3.6    3.6 – 3.6
    msft    26.941 – 27.024    27.0  26.9 – 27.0
    sb               13.333    13.3  13.3 – 13.3
    others  55.999 – 56.082    56.0  56.0 – 56.1
  
    Bound: fund by r1, r2; msft by r1, r2, s; sb by r2; ? by r1, r2, s.
    r1 (2024-10): 4.204 % of all after it.
    r2 (2025-03): 13.333 % of all after it.
    At the price of r2 (2025-03), where all is worth 300.0 bn USD, stakes are
    worth, in bn USD: fund 10.9, msft 80.8 – 81.1, sb 40.0, others 168.0 – 168.2.
  $ quid own two.quid lab --as-printed | grep msft
    msft    26.870 – 27.096    27.0  26.9 – 27.1
    Bound: fund by r1, r2; msft by r1, r2, s; sb by r2; ? by r1, r2, s.
    are worth, in bn USD: fund 10.8 – 11.1, msft 80.5 – 81.4, sb 39.4 – 40.6,

A stake of 29 % cannot stand beside them: the smallest set of lines that clashes.
The first round has no part in it, as 32.5 x (1 - 40/300) = 28.2 is below 28.5
already.

  $ sed '$a\
  > 2025-10-28.. stake s2 msft of lab\
  >   share: 29 % as-converted' two.quid >clash.quid
  $ quid own clash.quid lab
  lab · share as converted, %
  
    These lines cannot all hold; leaving out any one of them resolves it:
  
    ✗  r2  amount: 40 bn USD, valuation: 300 bn USD post  (clash.quid:8)
    ✗  s  share: 32.5 % as-converted  (clash.quid:11)
    ✗  s2  share: 29 % as-converted  (clash.quid:14)
  [1]

In the stories 32.5 % before the restructuring and 27 % after it say that units
were issued of which no line tells: 1 - 27.5/32.45 = 15.254 % to 1 - 26.5/32.55 =
18.587 % of all after it, if Microsoft took no part. Ten billion at 500 gives
Amazon 10/510 = 1.961 % (pre) to 10/500 = 2 % (post), and leaves Microsoft 26.5 x
(1 - 0.02) = 25.97 to 27.5 x (1 - 10/510) = 26.961. The sale dilutes nobody.

  $ quid own $ROOT/examples/stories.quid openai --scenario ten
  OpenAI · share as converted, % · 100,000 paths, seed 0 · scenario ten
  
    holder                     2025-12-17   if all happens  by chance     5 – 95 %
    Amazon                              –    1.961 – 2.000        2.0    0.0 – 2.0
    Microsoft                 26.5 – 27.5  25.970 – 26.961       26.7  26.1 – 27.4
    Current and former         0.0 – 56.1       0.0 – 55.0       27.1   2.8 – 51.6
    employees of OpenAI
    others                    16.4 – 73.5      16.0 – 72.1       44.9  20.4 – 69.3
  
    Bound: amazon by amzn-stake; microsoft by msft; staff by staff-sale; msft-old,
    msft, staff-sale; ? by msft-old, msft, staff-sale; msft, staff-sale.
    msft-money (at first): how many units is not known, as no valuation is.
    staff-sale (2025-10-16) moved units between holders; it diluted nobody.
    By 2025-10-16 units were issued that no line reports: 15.254 – 18.587 % of all
    after them (msft-old, msft, 16.923 % if both are exact); just that if none of
    these holders took part, else more.
    amzn-stake (2026-02-15), if it happens: 1.961 – 2.000 % of all after it; pre-
    or post-money is not said, so both.
    target-2027 (2027-07-01): how many units is not known, as no valuation is.
    At the price of staff-sale (2025-10-16), where all is worth 500.0 bn USD,
    stakes are worth, in bn USD: Microsoft 132.5 – 137.5, Current and former
    employees of OpenAI 0.0 – 280.6, others 81.9 – 367.5.
  
    without a date, so not in it: broader, ipo
  $ quid own $ROOT/examples/stories.quid openai --scenario ten --json | python3 -c '
  > import json, sys
  > for r in json.load(sys.stdin)["tables"]["events"]["rows"]: print(r)'
  ['at first', 'msft-money', 'issue', 'microsoft', 0, 32.55, 0, 32.55, '', None, None, None]
  ['2025-10-16', 'staff-sale', 'sale', '?', 1.0746543, 1.1186441, 0, 0, 'msft-old, msft, staff-sale', None, None, None]
  ['2025-10-16', 'not reported', 'not reported', '?', 15.2542372, 18.5867896, 15.2542372, 18.5867896, 'msft-old, msft', None, None, None]
  ['2026-02-15', 'amzn-stake', 'issue', 'amazon', 1.9607843, 2, 1.9607843, 2, 'amzn-stake', None, None, None]
  ['2027-07-01', 'target-2027', 'issue', '?', None, None, None, None, '', None, None, None]

The exit waterfall: three participating classes, each capped at twice its
money, the last one first. Of 60 mn all convert, as 20 a share is more than any
cap; of 35 mn the caps bind only for the first.

  $ cat >exit.quid <<'Q'
  > quid 1 "Exit"
  >   currency: EUR
  >   horizon: 2024..2026
  > party co
  > class common of co
  >   number: 1_000_000
  > class a of co
  >   number: 200_000
  >   price: 4.5 EUR/share
  >   preference: 1
  >   participation: capped
  >   cap: 2
  >   seniority: 3
  > class b of co
  >   number: 300_000
  >   price: 7 EUR/share
  >   preference: 1
  >   participation: capped
  >   cap: 2
  >   seniority: 2
  > class c of co
  >   number: 1_500_000
  >   price: 10 EUR/share
  >   preference: 1
  >   participation: capped
  >   cap: 2
  >   seniority: 1
  > Q
  $ quid own exit.quid co --exit 60mn | sed -n 6,9p
    common     20000000        20.0000      33.3
    a           4000000        20.0000       6.7
    b           6000000        20.0000      10.0
    c          30000000        20.0000      50.0
  $ quid own exit.quid co --exit 35mn
  co · share as converted, %
  
    Of an exit of 35000000 EUR, at a common price of 5.75:
  
    class   payout, EUR  per unit, EUR  share, %
    common      5750000         5.7500      16.4
    a           1800000         9.0000       5.1
    b           3825000        12.7500      10.9
    c          23625000        15.7500      67.5
  
    a is paid its cap of 1800000.
    b is paid its preference of 2100000 and shares with common.
    c is paid its preference of 15000000 and shares with common.
  $ quid own exit.quid co --exit 10mn | sed -n 6,9p
    common         0.00         0.0000       0.0
    a              0.00         0.0000       0.0
    b              0.00         0.0000       0.0
    c          10000000         6.6667     100.0
  $ quid own exit.quid co --exit all
  quid: `all` for --exit: write an amount in the first currency, such as 500mn or 12bn
  quid: see `quid help own`
  [2]
  $ quid own two.quid lab --exit 1bn
  quid: no class of it with a number is stated: `class a of x` with `number:` says one
  quid: see `quid help own`
  [2]

Whose shares: one company is found by itself, of several one must be named; one
that nobody speaks of is no error.

  $ quid own two.quid | head -1
  lab · share as converted, % · 100,000 paths, seed 0
  $ quid own $ROOT/examples/stories.quid
  quid: whose shares? name a company, as in `quid own FILE openai`
  quid: see `quid help own`
  [2]
  $ quid own two.quid fund
  fund · share as converted, %
  
    Nobody says who owns anything of it.
  $ quid own two.quid labb
  quid: no party is called `labb`; did you mean `lab`?
  quid: see `quid help own`
  [2]

A check asks for a stake by its company, its holder and a day: it is judged on all
that the statements allow. 27 % is 26.5 to 27.5, and 10 bn at 500 (pre) leaves it
25.980 to 26.961.

  $ cat >asked.quid <<'Q'
  > quid 1 "Asked"
  >   currency: USD $
  >   horizon: 2025..2028
  > party lab, msft, fund
  > 2025-10-28.. stake m msft of lab
  >   share: 27 % as-converted
  > 2026-06-01 round r fund -> lab
  >   amount: 10 bn USD
  >   valuation: 500 bn USD pre
  >   stage: signed
  > check own(lab, msft, 2026-12) >= 25.98 %
  > check own(lab, msft, 2026-12) > 26.97 %
  > check own(lab, msft, 2026-12) > 26.5 %
  > check own(lab, msft) >= 26.5 %
  > check own(lab, fund, 2026-12) = 10 / 510 within 0.0001 %
  > check own(lab, fund, 2026-01) = 0 %
  > check own(fund, msft, 2026-01) = 0 %
  > Q
  $ quid check asked.quid | sed -n "5,11p"
  
    ✓  own(lab, msft, 2026-12) >= 25.98 %: holds  (asked.quid:11)
    ✗  own(lab, msft, 2026-12) > 26.97 %: fails  (asked.quid:12)
    ✓  own(lab, msft, 2026-12) > 26.5 %: can hold  (asked.quid:13)
    ✓  own(lab, msft) >= 26.5 %: holds  (asked.quid:14)
    ✓  own(lab, fund, 2026-12) = 10 / 510: holds  (asked.quid:15)
    ✓  own(lab, fund, 2026-01) = 0 %: holds  (asked.quid:16)

What converts, and by which of its terms: the cap of 3 mn (post-money) gives
500_000 / 3_000_000 of all before the money, the discount 500_000 / (0.8 x 5 mn).

  $ cat >safe.quid <<'Q'
  > quid 1 "Safe"
  >   currency: USD $
  >   horizon: 2024..2026
  > party lab, founder, angel, fund
  > 2024-01-01.. stake f founder of lab
  >   number: 1_000_000
  > 2024-01-01.. stake nobody ? of lab
  >   number: 0
  > 2024-06-01 convertible s angel -> lab @a
  >   kind: safe
  >   amount: 500_000 USD
  >   cap: 3 mn USD post
  >   discount: 20 %
  > 2025-06-01 round a fund -> lab
  >   amount: 1 mn USD
  >   valuation: 5 mn USD pre
  > Q
  $ quid own safe.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder   2024-01-01  if all happens  by chance     5 – 95 %
    angel             –          13.889       13.9  13.9 – 13.9
    founder     100.000          69.444       69.4  69.4 – 69.4
    fund              –          16.667       16.7  16.7 – 16.7
  
    Bound: angel by s, a; founder by nobody; fund by s, a; ? by nobody.
    s (2025-06-01) converts by its cap, which gives more than the price of the
    round: 16.667 % of all before the money; 200000 units at 2.5; at the price of
    the round worth 1.67 times its money, a gain of 67 %.
    a (2025-06-01): 16.667 % of all after it; 240000 units at 4.16667.

Votes are no units, so they stand apart; stakes on two bases are told.

  $ cat >bases.quid <<'Q'
  > quid 1 "Bases"
  >   currency: USD $
  >   horizon: 2025..2028
  > party lab, msft, fund
  > 2025-10-28.. stake m msft of lab
  >   share: 27 % fully-diluted
  > 2025-10-28.. stake f fund of lab
  >   share: 10 % issued
  > 2025-10-28.. stake v fund of lab
  >   share: 60 % voting
  > Q
  $ quid own bases.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder   2025-10-28  median     5 – 95 %
    fund     9.5 – 10.5    10.0   9.5 – 10.4
    msft    26.5 – 27.5    27.0  26.6 – 27.4
    others  62.0 – 64.0    63.0  62.3 – 63.7
  
    Bound: fund by f; msft by m; ? by m, f.
    Apart from stakes, fund has 59.5 – 60.5 % of the votes (v).
  
    stakes are stated on several bases, which are no parts of one sum:
    fully-diluted counts what warrants may still add; issued leaves out the pool

A value beside a share: 134.5 / 0.275 = 489.1 to 135.5 / 0.265 = 511.3 as they are
printed.

  $ cat >value.quid <<'Q'
  > quid 1 "Value"
  >   currency: USD $
  >   horizon: 2025..2028
  > party lab, msft
  > 2025-10-28.. stake m msft of lab
  >   share: 27 % as-converted
  >   value: 135 bn USD
  > Q
  $ quid own value.quid lab --as-printed | grep worth
    m: its value and its share say that all is worth 489.1 – 511.3 bn USD.
  $ quid own value.quid lab | grep worth
    m: its value and its share say that all is worth 490.9 – 509.4 bn USD.

A group's row is with its members: 40.8 of 300 bn post-money are 13.6 %, of which
SoftBank has 30 and the others 10.8.

  $ quid own $ROOT/examples/softbank.quid openai | grep -A4 holder
    holder                      2025-10-28  if all happens  by chance     5 – 95 %
    SoftBank and its syndicate       6.595          13.600       13.6  13.6 – 13.6
    (together)
    softbank                         2.703          10.000       10.0  10.0 – 10.0
    syndicate                        3.892           3.600        3.6    3.6 – 3.6

Shares of no stated class are those of the class without a preference: 6, 2 and 2
mn of 10 mn share 12 bn as 7.2, 2.4 and 2.4. At 30 mn the senior class keeps its
8 mn and the others have 22 / 8 = 2.75 each. An amount is one in the first
currency, and nothing behind it.

  $ cat >three.quid <<'Q'
  > quid 1 "Three classes"
  >   currency: USD $
  >   horizon: 2024..2029
  > party co, founders, afund, bfund
  > class common of co
  >   number: 6 mn shares
  > class pa of co
  >   preference: 1
  >   price: 1 USD/share
  >   number: 2 mn shares
  >   seniority: 2
  > class pb of co
  >   preference: 1
  >   price: 4 USD/share
  >   number: 2 mn shares
  >   seniority: 1
  > 2024-01-01.. stake f founders of co
  >   number: 6 mn shares
  > 2024-06-15 round a afund -> co
  >   amount: 2 mn USD
  >   price: 1 USD/share
  >   class: pa
  > 2025-06-15 round b bfund -> co
  >   amount: 8 mn USD
  >   price: 4 USD/share
  >   class: pb
  > Q
  $ quid own three.quid co --exit '12 bn USD' | grep -A20 'Of an exit' | grep -e '^  [a-z]* *[0-9]'
    common   7200000000      1200.0000      60.0
    pa       2400000000      1200.0000      20.0
    pb       2400000000      1200.0000      20.0
    afund      2400000000
    bfund      2400000000
    founders   7200000000
  $ quid own three.quid co --exit 30mn | grep -e '^  [a-z]* *[0-9]' | tail -3
    afund         5500000
    bfund         8000000
    founders     16500000
  $ quid own three.quid co --exit '12 bn EUR'
  quid: `12 bn EUR` for --exit: write an amount in the first currency, such as 500mn or 12bn
  quid: see `quid help own`
  [2]
  $ quid own three.quid co --exit 5kn
  quid: `5kn` for --exit: write an amount in the first currency, such as 500mn or 12bn
  quid: see `quid help own`
  [2]

Without what is only in talks or planned nobody new comes in.

  $ quid own $ROOT/examples/stories.quid openai --firm | sed -n 3,6p
    holder                                   2025-12-17  median     5 – 95 %
    Microsoft                               26.5 – 27.5    27.0  26.6 – 27.5
    Current and former employees of OpenAI   0.0 – 56.1    27.5   2.8 – 52.3
    others                                  16.4 – 73.5    45.5  20.7 – 70.2

Without a stake the only company into which money is put is meant.

  $ printf 'quid 1 "x"\n  currency: USD $\nparty lab, fund\n2025 round a fund -> lab\n  amount: 1 mn USD\n  valuation: 4 mn USD pre\n' | quid own - | head -1
  lab · share as converted, % · 100,000 paths, seed 0
  $ printf 'quid 1 "x"\nparty lab\n' | quid own -
  quid: no stake, round or convertible is stated: nobody owns anything here
  quid: see `quid help own`
  [2]
