One path, month by month: 10 bn, less 1 bn over each of two pairs of months and
4 bn at once in 2027. The two instalments are one line, from the first month to the last.

  $ cat >path.quid <<'Q'
  > quid 1 "Path"
  >   currency: USD $
  >   horizon: 2026-05..2027-01
  > party cloud
  > party lab
  >   cash 2026-05-01: 10 bn USD
  > 2026 contract rent lab -> cloud
  >   stage: signed
  >   amount 2026-05..2026-06: 1 bn USD
  >   amount 2026-07..2026-08: 1 bn USD
  > 2027-01 round buy lab -> cloud
  >   stage: signed
  >   amount: 4 bn USD
  > Q
  $ quid fund path.quid lab --path 0
  lab · bn USD · path 0, seed 0 · begins with 10.0
  
    month    in    out  position
    2026-05   0  0.500      9.50
    2026-06   0  0.500      9.00
    2026-07   0  0.500      8.50
    2026-08   0  0.500      8.00
    2026-09   0  0          8.00
    2026-10   0  0          8.00
    2026-11   0  0          8.00
    2026-12   0  0          8.00
    2027-01   0  4.00       4.00
  
    2026-05  rent begins
    2026-08  rent ends
    2027-01  buy: 4.00 out
