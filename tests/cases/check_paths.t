P, means and quantiles are judged on paths: of an even draw between 0 and 1,
three in ten lie below 0.3, half is the mean, 0.95 the 95 % point. Money that
runs out for sure does so on every path; 12 less 2 a month is 0 in June and
-2 in July. The digits of the paths are left out here.

  $ cat >paths.quid <<'Q'
  > quid 1 "Paths"
  >   currency: USD $
  >   horizon: 2026..2026
  > party lab
  >   cash 2026-01-01: 12 bn USD
  > 2026 cost wages lab -> ?
  >   rate: 2 bn USD/mo
  > let u = uniform(0, 1)
  > check P(u < 0.3) = 30 % within 0.8 %
  > check mean(u) = 0.5 within 0.005
  > check p95(u) = 0.95 within 0.005
  > check P(u < 0.3) > 40 %
  > check P(cash(lab, 2026-06) < 0 USD) < 1 %
  > check P(cash(lab, 2026-07) < 0 USD) > 99 %
  > check mean(cash(lab, 2026-07)) = 0 USD - 2 bn USD within 0.001 bn USD
  > check cash(lab, 2026-07) < 0 USD
  > Q
  $ quid check paths.quid | sed -E 's/ \(-?[0-9.]+ ± [^)]*(\)|$)//; s/^ +([a-z ]*)paths\)//'
  Paths · no errors
  
    12 directives, 0 claims by 0 sources
    Checks, judged on the standing claims or on paths:
  
    ✓  P(u < 0.3) = 30 %: holds  (paths.quid:9)
    ✓  mean(u) = 0.5: holds  (paths.quid:10)
    ✓  p95(u) = 0.95: holds  (paths.quid:11)
    ✗  P(u < 0.3) > 40 %: fails  (paths.quid:12)
    ✓  P(cash(lab, 2026-06) < 0 USD) < 1 %: holds
       (paths.quid:13)
    ✓  P(cash(lab, 2026-07) < 0 USD) > 99 %: holds
       (paths.quid:14)
    ✓  mean(cash(lab, 2026-07)) = 0 USD - 2 bn USD: holds
    (paths.quid:15)
    ✓  cash(lab, 2026-07) < 0 USD: not judged: it asks for the paths; write P(...)
       (paths.quid:16)

What is paid at a rate without an end lacks no schedule, and a round that waits
for a line of cash no date; an amount without an end does.

  $ cat >open.quid <<'Q'
  > quid 1 "Open"
  >   currency: USD $
  >   horizon: 2026..2027
  > party lab, fund
  >   cash 2026-01-01: 4 bn USD
  > 2026.. contract rent lab -> fund
  >   rate: 1 bn USD/mo
  > 2026.. contract halls lab -> fund
  >   amount: 2 bn USD
  > 2026.. round more fund -> lab
  >   amount: 3 bn USD
  >   raise: when cash < 3 mo
  > Q
  $ quid check open.quid | grep '?'
    ?  halls: no term and no end: no schedule  (open.quid:8)

An assumption of the whole is held against what is said of the whole, and not
against an instalment.

  $ cat >whole.quid <<'Q'
  > quid 1 "Whole"
  >   currency: USD $
  >   horizon: 2026..2027
  > party lab, fund
  > source ft "FT"
  > 2026..2027 contract low lab -> fund
  >   amount: 9 to 10 bn USD ^ft
  >   amount 2026: 3 bn USD ^ft
  >   assume amount: 8 bn USD
  > 2026..2027 contract high lab -> fund
  >   amount: > 9 bn USD ^ft
  >   amount 2026: 3 bn USD ^ft
  >   assume amount: 12 bn USD
  > Q
  $ quid check whole.quid | grep '!'
    !  low.amount: no standing claim allows what is assumed  (whole.quid:9)
