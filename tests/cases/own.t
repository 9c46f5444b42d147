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
  lab · share as converted, %
  
    holder       2025-10-28  lines that bind
    fund              3.643  r1, r2
    msft    26.941 – 27.024  r1, r2, s
    sb               13.333  r2
    others  55.999 – 56.082  r1, r2, s
  
    r1 (2024-10-16): 4.204 % of all after it.
    r2 (2025-03-16): 13.333 % of all after it.
  $ quid own two.quid lab --as-printed | grep msft
    msft    26.870 – 27.096  r1, r2, s

A stake of 29 % cannot stand beside them: the smallest set of lines that clashes.
The first round has no part in it, as 32.5 x (1 - 40/300) = 28.2 is below 28.5
already.

  $ sed '$a\
  > 2025-10-28.. stake s2 msft of lab\
  >   share: 29 % as-converted' two.quid >clash.quid
  $ quid own clash.quid lab
  lab · share as converted, %
  
    These lines cannot all hold; leaving out any one of them resolves it:
  
    ✗  r2  (clash.quid:8)
    ✗  s  (clash.quid:11)
    ✗  s2  (clash.quid:14)
  [1]

In the stories 32.5 % before the restructuring and 27 % after it say that units
were issued of which no line tells: 1 - 27.5/32.45 = 15.254 % to 1 - 26.5/32.55 =
18.587 % of all after it, if Microsoft took no part. Ten billion at 500 gives
Amazon 10/510 = 1.961 % (pre) to 10/500 = 2 % (post), and leaves Microsoft 26.5 x
(1 - 0.02) = 25.97 to 27.5 x (1 - 10/510) = 26.961. The sale dilutes nobody.

  $ quid own $ROOT/examples/stories.quid openai --scenario ten
  OpenAI · share as converted, % · scenario ten
  
    holder                    2025-10-16   if all happens  lines that bind
    Amazon                             –    1.961 – 2.000  –
    Microsoft                26.5 – 27.5  25.970 – 26.961  msft
    Current and former        0.0 – 56.1       0.0 – 55.0  staff-sale; msft-old,
    employees of OpenAI                                    msft, staff-sale
    others                   16.4 – 73.5      16.0 – 72.1  msft-old, msft,
                                                           staff-sale; msft,
                                                           staff-sale
  
    msft-money (before): how many units is not known, as no valuation or no amount
    is.
    staff-sale (2025-10-16) moved units between holders; it diluted nobody.
    By 2025-10-16 units were issued that no line reports: 15.3 – 18.6 % of all
    after them, more where a holder took part (msft-old, msft).
    amzn-stake (2026-02-15), if it happens: 1.961 – 2.000 % of all after it; pre-
    or post-money is not said, so both.
    target-2027 (2027-07-01): how many units is not known, as no valuation or no
    amount is.
  
    without a date, so not in it: broader, ipo
  $ quid own $ROOT/examples/stories.quid openai --scenario ten --json | python3 -c '
  > import json, sys
  > for r in json.load(sys.stdin)["tables"]["events"]["rows"]: print(r)'
  ['before', 'msft-money', 'issue', 'microsoft', 0, 32.55, 0, 32.55, '']
  ['2025-10-16', 'staff-sale', 'sale', '?', 1.0746543, 1.1186441, 0, 0, 'msft-old, msft, staff-sale']
  ['2025-10-16', 'not reported', 'not reported', '?', 15.2542372, 18.5867896, 15.2542372, 18.5867896, 'msft-old, msft']
  ['2026-02-15', 'amzn-stake', 'issue', 'amazon', 1.9607843, 2.0000001, 1.9607843, 2.0000001, 'amzn-stake']
  ['2027-07-01', 'target-2027', 'issue', '?', 0, 0, 0, 0, '']

Whose shares: one company is found by itself, of several one must be named; one
that nobody speaks of is no error.

  $ quid own two.quid | head -1
  lab · share as converted, %
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
