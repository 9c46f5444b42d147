A stake on the paths: all from 20 to 30 % is alike, so msft is above 27 % in 30 of
100 paths. From June on a round of 10 at 90 has come in half of them and leaves nine
tenths: above 27 % only in the other half, 15 %; above 26 % in half of 40 and half of
the 11.11 that began above 28.89, 25.56 %. The fund has a tenth or nothing, and who
is named by no line has nothing. In a formula it is the stake at the end of the month
before, so a dividend on it begins in July: 10 mn a month in half of the paths, 30
months up to the end, against the 10 bn that the stake costs.

  $ cat >chance.quid <<'Q'
  > quid 1 "Chance"
  >   currency: USD $
  >   horizon: 2026..2028
  > party lab, msft, fund, other
  > 2025-10-28.. stake m msft of lab
  >   share: 20 to 30 % as-converted
  > 2026-06-01 round r fund -> lab
  >   amount: 10 bn USD
  >   valuation: 90 bn USD pre
  >   chance: 50 %
  > check P(own(lab, msft) > 27 %) = 15 % within 0.6 %
  > check P(own(lab, msft, 2026-05) > 27 %) = 30 % within 0.75 %
  > check P(own(lab, msft, 2026-12) > 26 %) = 25.56 % within 0.7 %
  > check mean(own(lab, fund)) = 5 % within 0.08 %
  > check mean(own(lab, fund, 2026-05)) = 0 %
  > check p95(own(lab, fund)) = 10 % within 0.0001 %
  > check mean(own(lab, other)) = 0 %
  > let part = own(lab, fund)
  > 2026.. cost dividend lab -> fund
  >   kind: share
  >   rate: part * 100 mn USD/mo
  > check mean(flow(lab, fund, 2026-06)) = 0 USD
  > check mean(flow(lab, fund, 2026-07)) = 5 mn USD within 0.08 mn USD
  > check mean(flow(lab, fund, 2028)) = 60 mn USD within 1 mn USD
  > check mean(cash(fund, 2028-12)) = 150 mn USD - 5 bn USD within 0.07 bn USD
  > Q
  $ quid check chance.quid | grep -c ✓
  11
  $ quid check chance.quid | grep ✗
  [1]

`quid own` has the same paths. msft is evenly in 20 to 30 or in 18 to 27, so 5 % lie
below 18.9, 5 % above 29.0, and 9 (x - 20) + 10 (x - 18) = 90 at the median, 23.68.

  $ quid own chance.quid lab --seed 3
  lab · share as converted, % · 100,000 paths, seed 3
  
    holder   2025-10-28  if all happens  by chance     5 – 95 %
    fund              –          10.000        0.0   0.0 – 10.0
    msft    20.0 – 30.0     18.0 – 27.0       23.7  18.9 – 29.0
    others  70.0 – 80.0     63.0 – 72.0       71.1  63.9 – 79.0
  
    Bound: fund by r; msft by m; ? by m.
    r (2026-06-01), if it happens: 10.000 % of all after it.

A day that is still to come is seen from the present, the last day on which a source
speaks: the paths go on from there. Of 10 mn shares beside 90 mn so much has vested as
was paid of 4 bn before the month: by June 2027 17 of 36 payments of 6 bn, 70.83 %, so
7.083 of 97.083, 7.3 %. The round of 10 at 90 has come by then in half of the paths.
Before the source speaks nothing is there but what is read back.

  $ cat >vests.quid <<'Q'
  > quid 1 "Vests"
  >   currency: USD $
  >   horizon: 2026..2028
  > 2026-01-01 source deck
  > party maker, lab, founders, fund
  > 2026-01-01.. stake f founders of maker
  >   number: 90 mn shares ^deck
  > 2026-01-01 warrant w lab -> maker ^deck
  >   number: 10 mn shares
  >   strike: 0.01 USD/share
  >   assume vested: clamp(buy.paid / 4 bn USD, 0, 1)
  > 2026-01..2028-12 contract buy lab -> maker ^deck
  >   for: chips
  >   amount: 6 bn USD
  >   term: 36 mo
  > check mean(own(maker, lab, 2027-06)) = 7.296 % within 0.001 %
  > Q
  $ quid own vests.quid maker --on 2027-06 | sed -n 3,6p
    holder      2027-06-30  if all happens  median that day     5 – 95 %
    founders  90.0 – 100.0    90.0 – 100.0             92.7  92.7 – 92.7
    lab         0.0 – 10.0      0.0 – 10.0              7.3    7.3 – 7.3
  
  $ quid check vests.quid | grep own
    ✓  mean(own(maker, lab, 2027-06)) = 7.296 %: holds (7.30 ± 0.00 % on the
  $ quid own chance.quid lab --on 2026-12 | sed -n 3,6p
    holder   2026-12-31  median     5 – 95 %
    fund     0.0 – 10.0     0.0   0.0 – 10.0
    msft    18.0 – 30.0    23.7  18.9 – 29.0
    others  63.0 – 80.0    71.1  63.9 – 79.0
  $ quid own chance.quid lab --on 2026-03 | sed -n 3,6p
    holder   2026-03-31  if all happens  median that day     5 – 95 %
    fund              –          10.000              0.0    0.0 – 0.0
    msft    20.0 – 30.0     18.0 – 27.0             25.0  20.5 – 29.5
    others  70.0 – 80.0     63.0 – 72.0             75.0  70.5 – 79.5
  $ quid own chance.quid lab --on 2025-03 | sed -n 3,20p
    holder   2025-03-31  if all happens  by chance     5 – 95 %
    fund              –          10.000        0.0   0.0 – 10.0
    msft    20.0 – 30.0     18.0 – 27.0       23.7  18.9 – 29.0
    others  70.0 – 80.0     63.0 – 72.0       71.1  63.9 – 79.0
  
    Bound: fund by r; msft by m; ? by m.
    r (2026-06-01), if it happens: 10.000 % of all after it.
  
    stated for a later day only, and read back as if nothing had been issued until
    then that no line tells: m (2025-10-28)

A round may wait for a condition, and the condition for a stake. The lab spends 3
a quarter of its 10, so it is below 5 after two of them: the round of 10 at 90 comes
in the third, a tenth. In the fourth the stake is above 5 %, and 20 of 100 leave it 8.
When that will be no line says, so the bounds leave it open.

  $ cat >waits.quid <<'Q'
  > quid 1 "Waits"
  >   currency: USD $
  >   horizon: 2026..2028
  >   grid: quarter
  > party lab
  >   cash 2026-01-01: 10 bn USD
  > party msft, fund, bank
  > 2025-10-28.. stake m msft of lab
  >   share: 20 to 30 % as-converted
  > 2026.. cost burn lab -> ?
  >   rate: 1 bn USD/mo
  > deal low
  >   if: cash(lab) < 5 bn USD
  > round r fund -> lab @low
  >   amount: 10 bn USD
  >   valuation: 90 bn USD pre
  > deal third
  >   if: own(lab, fund) > 5 %
  > round s bank -> lab @third
  >   amount: 20 bn USD
  >   valuation: 100 bn USD post
  > check P(own(lab, fund, 2026-06) = 0 %) = 100 %
  > check mean(own(lab, fund, 2026-09)) = 10 % within 0.0001 %
  > check mean(own(lab, bank, 2026-09)) = 0 %
  > check mean(own(lab, fund, 2026-12)) = 8 % within 0.0001 %
  > check mean(own(lab, bank, 2026-12)) = 20 % within 0.0001 %
  > check mean(own(lab, fund)) = 8 % within 0.0001 %
  > Q
  $ quid check waits.quid | grep -c ✓
  6
  $ quid own waits.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder   2025-10-28  if all happens  by chance     5 – 95 %
    bank              –     17.8 – 20.0       20.0  20.0 – 20.0
    fund              –      8.0 – 11.1        8.0    8.0 – 8.0
    msft    20.0 – 30.0     13.8 – 22.0       18.0  14.8 – 21.2
    others  70.0 – 80.0     48.2 – 58.8       54.0  50.8 – 57.2
  
    Bound: bank by r, s; s; fund by r, s; r; msft by m; ? by m.
    r (when its condition holds), if it happens: 8.0 – 11.1 % of all after it.
    s (when its condition holds), if it happens: 17.8 – 20.0 % of all after it.

What makes a stake cannot ask for it, on that day or later; without a day, or by a
day before it, it can.

  $ cat >circle.quid <<'Q'
  > quid 1 "Circle"
  >   currency: USD $
  >   horizon: 2026..2028
  > party lab, msft, fund
  > 2025-10-28.. stake m msft of lab
  >   share: 27 %
  > let big = own(lab, fund, 2026-06) * 10 bn USD
  > 2026-06-01 round r fund -> lab
  >   amount: 1 bn USD + big
  >   valuation: 90 bn USD pre
  > Q
  $ quid check circle.quid
  circle.quid:7:11: error[E0215]: `r` leads back to itself: it has a part in what fund owns of lab by that day; without a day, or by one before it, the stake can be asked for
     7 | let big = own(lab, fund, 2026-06) * 10 bn USD
       |           ^^^^^^^^^^^^^^^^^^^^^^^
     8 | 2026-06-01 round r fund -> lab
       |                  - the circle begins here
       = break the circle at one of them
  
  1 error
  [1]
  $ sed 's/fund, 2026-06/msft, 2026-05/' circle.quid >before.quid
  $ quid own before.quid lab | head -8
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder   2025-10-28  if all happens  by chance     5 – 95 %
    fund              –      1.1 – 10.9        3.9    3.9 – 4.0
    msft    26.5 – 27.5     23.6 – 27.2       25.9  25.5 – 26.4
    others  72.5 – 73.5     64.6 – 72.7       70.1  69.7 – 70.6
  
    Bound: fund by r; msft by m; ? by m.
  $ sed 's/fund, 2026-06/msft/' circle.quid >now.quid
  $ quid own now.quid lab | head -8
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder   2025-10-28  if all happens  by chance     5 – 95 %
    fund              –      1.1 – 10.9        3.9    3.9 – 4.0
    msft    26.5 – 27.5     23.6 – 27.2       25.9  25.5 – 26.4
    others  72.5 – 73.5     64.6 – 72.7       70.1  69.7 – 70.6
  
    Bound: fund by r; msft by m; ? by m.

A cap table is drawn by a walk, which no printed program has.

  $ quid fund chance.quid lab --emit-c
  quid: it asks for own(...), and a cap table is drawn by a walk that has no short form in C
  quid: see `quid help fund`
  [2]

Asked for a day before a later stake is stated, the paths go on to what it says: units of
which no line tells have been issued by then. 27 % is 26.5 to 27.5.

  $ cat >later.quid <<'Q'
  > quid 1 "Later"
  >   currency: USD $
  >   horizon: 2025..2027
  > party lab, msft
  > 2025-01.. stake m0 msft of lab
  >   share: 32.5 %
  > 2025-10-28.. stake m1 msft of lab
  >   share: 27 %
  > Q
  $ quid own later.quid lab --on 2025-06 | sed -n 3,5p
    holder       2025-06-30  if all happens  by chance     5 – 95 %
    msft    32.450 – 32.550     26.5 – 27.5       27.0  26.5 – 27.4
    others  67.450 – 67.550     72.5 – 73.5       73.0  72.6 – 73.5
