A round that has closed at a valuation which nobody tells has some number of units: the
fund may have anything, and the founders, who had all, at most all. No number stands
where nothing is known. A founder who had four fifths has four fifths at most.

  $ cat >untold.quid <<'Q'
  > quid 1 "Untold"
  >   currency: USD $
  >   horizon: 2024..2027
  > 2026-01-01 source deck
  > party lab, founder, fund
  > 2024-01-01.. stake f founder of lab
  >   share: >= 100 % ^deck
  > 2024-06-15 round a fund -> lab ^deck
  >   amount: 10 mn USD
  >   stage: closed
  > Q
  $ quid own untold.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder    2026-01-01  median   5 – 95 %
    founder  0.0 – 100.0       –          –
    fund               ?       –          –
    others         0.000     0.0  0.0 – 0.0
  
    Bound: ? by f.
    a (2024-06-15): how many units is not known, as no valuation is.
  $ quid own untold.quid lab --csv | head -4 | tr -d '\r'
  party,on,basis,lo [%],lo_open,p5 [%],p50 [%],p95 [%],hi [%],hi_open,binding
  founder,2026-01-01,as-converted,0,false,,,,100,false,
  fund,2026-01-01,as-converted,,,,,,,,
  ?,2026-01-01,as-converted,0,false,0,0,0,0,false,f
  $ sed 's/>= 100 %/80 to 80 %/' untold.quid >fifth.quid
  $ quid own fifth.quid lab | grep -E "(founder|fund|others)  "
    founder  0.0 – 80.0    40.0  4.1 – 76.0
    fund              ?       –           –
    others   0.0 – 20.0    10.0  1.0 – 19.0

So has a convertible that nothing converts, or an event of which nobody knows the day.

  $ cat >safe.quid <<'Q'
  > quid 1 "Safe"
  >   currency: USD $
  >   horizon: 2024..2027
  > 2026-01-01 source deck
  > party lab, founder, fund
  > 2024-01-01.. stake f founder of lab
  >   share: >= 100 % ^deck
  > 2025-01 convertible s fund -> lab ^deck
  >   kind: safe
  >   amount: 1 mn USD
  >   cap: 10 mn USD post
  > Q
  $ quid own safe.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder    2026-01-01  median   5 – 95 %
    founder  0.0 – 100.0       –          –
    fund               ?       –          –
    others         0.000     0.0  0.0 – 0.0
  
    Bound: ? by f.
    s (2025-01): how many units is not known, as nothing converts it.
  $ sed 's/fund -> lab/fund -> lab @next/; $a\
  > deal next' safe.quid >deal.quid
  $ quid own deal.quid lab | tail -7
    founder  0.0 – 100.0       –          –
    fund               ?       –          –
    others         0.000     0.0  0.0 – 0.0
  
    Bound: ? by f.
    s (2025-01): how many units is not known, as it converts in next, which has no
    date.

A round that is only planned, or may not come, is left out too.

  $ sed 's/stage: closed/chance: 50 %/; s/2024-06-15/2026-06-15/' untold.quid >plan.quid
  $ quid own plan.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder   2026-01-01  median       5 – 95 %
    founder     100.000   100.0  100.0 – 100.0
    others        0.000     0.0      0.0 – 0.0
  
    Bound: founder by f; ? by f.
    a (2026-06-15): how many units is not known, as no valuation is.

Sixty per cent as converted are 52 fully diluted where 60 / 0.52 = 115.4 units count for
each 100, so options for 15.4 are there of which no line tells: no contradiction. With a
line that tells of 5 it is one, as 60 of 105 are 57 %.

  $ cat >two.quid <<'Q'
  > quid 1 "Two bases"
  >   currency: USD $
  >   horizon: 2024..2027
  > party lab, founder, staff
  > 2026-01-01.. stake f founder of lab
  >   share: 60 %
  > 2026-01-01.. stake fd founder of lab
  >   share: 52 % fully-diluted
  > Q
  $ quid own two.quid lab
  lab · share as converted, % · 100,000 paths, seed 0
  
    holder    2026-01-01  median     5 – 95 %
    founder  59.5 – 60.5    60.0  59.6 – 60.4
    others   39.5 – 40.5    40.0  39.6 – 40.4
  
    Bound: founder by f; ? by f.
    Apart from stakes, founder has 51.5 – 52.5 % fully diluted (fd).
  $ sed '$a\
  > 2025-01-01 warrant w staff -> lab\
  >   share: 5 %' two.quid | quid own - lab | tail -4
  
    ✗  f  share: 60 %  (stdin:5)
    ✗  fd  share: 52 % fully-diluted  (stdin:7)
    ✗  w  share: 5 %  (stdin:9)
