A rate that changes holds from one date to the next: 12 for a year, then half a
year of each, then 24. What has no end has no whole, so its total is a least.

  $ cat >rates.quid <<'Q'
  > quid 1 "Rates"
  >   currency: USD $
  >   horizon: 2026..2028
  > party lab
  > 2026.. revenue sales ? -> lab
  >   rate 2026: 12 bn USD/yr
  >   rate 2027-07: 24 bn USD/yr
  > Q
  $ quid flows rates.quid lab
  lab is paid · bn USD due in the year
  
    payer      2026  2027  2028  total  status
    ? (sales)  12.0  18.0  24.0  ≥54.0  firm
               ██    ███   ████

Two contracts between the same two may be one that is told twice: at least the
larger, at most both. One on top of the other adds. Currencies do not add.

  $ cat >two.quid <<'Q'
  > quid 1 "Two"
  >   currency: USD $, EUR
  >   horizon: 2026..2027
  > party lab, cloud, maker
  > 2026..2027 contract a lab -> cloud
  >   amount: $10bn
  > 2026..2027 contract b lab -> cloud
  >   amount: 4 bn USD
  > 2026..2027 contract c lab -> maker
  >   amount: 6 bn USD
  > 2026..2027 contract d lab -> maker
  >   amount: 2 bn USD
  >   on-top-of: c
  > 2026..2027 contract e lab -> maker
  >   amount: 3 bn EUR
  > Q
  $ quid flows two.quid lab --csv | tr -d "\r"
  payer,payee,period,status,lo,p50,hi,unit
  lab,cloud,2026,firm,5,5,7,bn USD
  lab,cloud,2027,firm,5,5,7,bn USD
  lab,maker,2026,firm,4,4,4,bn USD
  lab,maker,2027,firm,4,4,4,bn USD
  lab,maker,2026,firm,1.5,1.5,1.5,bn EUR
  lab,maker,2027,firm,1.5,1.5,1.5,bn EUR

What is said of a group is a total of what is said of its members: 40 less 7.5
less 2.5 leaves 30. A part of a total is taken out of it too.

  $ cat >group.quid <<'Q'
  > quid 1 "Group"
  >   currency: USD $
  >   horizon: 2026..2026
  > party lab, fund, others
  > party all "Fund and others"
  >   members: fund, others
  > 2026-03 round head all -> lab
  >   amount: 40 bn USD
  > 2026-03 round f fund -> lab
  >   amount: 7.5 bn USD
  > 2026-03 round o others -> lab
  >   amount: 2.5 bn USD
  > Q
  $ quid flows group.quid lab
  lab is paid · bn USD due in the year
  
    payer             2026  total  status
    Fund and others  30.0   30.0   firm
    fund              7.50   7.50  firm
    others            2.50   2.50  firm
    ─────────────────────────────────────
    in all           40.0   40.0
                     █████
  
    head is 40.0 with its parts; its row shows what they leave of it

What a member pays on top of the total is no part of it.

  $ sed '$a\
  > 2026-03 round top others -> lab\
  >   amount: 5 bn USD\
  >   on-top-of: head' group.quid >top.quid
  $ quid flows top.quid lab | grep -e others -e 'in all'
    Fund and others  30.0   30.0   firm
    others            7.50   7.50  firm
    in all           45.0   45.0

What is due only if something happens is named and not counted; a scenario
without lines says so; a deal whose chance is nothing moves nothing.

  $ cat >if.quid <<'Q'
  > quid 1 "If"
  >   currency: USD $
  >   horizon: 2026..2027
  > party lab, cloud, maker
  > deal entry
  >   stage: talks
  > 2026..2027 contract rent lab -> cloud @entry
  >   amount: 10 bn USD
  > 2026..2027 contract power lab -> maker
  >   amount: 2 bn USD
  > 2026..2027 guarantee floor maker -> cloud
  >   covers: rent
  >   cap: 1 bn USD
  > scenario empty "Nothing else"
  > scenario off "No deal"
  >   entry.chance: 0 %
  > Q
  $ quid flows if.quid lab --scenario empty
  lab pays · bn USD due in the year · scenario empty
  
    payee   2026  2027  total  status
    cloud   5.00  5.00  10.0   talks
    maker   1.00  1.00   2.00  firm
    ─────────────────────────────────
    in all  6.00  6.00  12.0
            ████  ████
  
    scenario empty overrides nothing of its own
    not counted, as due only if something happens: floor
  $ quid flows if.quid lab --scenario off
  lab pays · bn USD due in the year · scenario off
  
    payee  2026  2027  total  status
    maker  1.00  1.00   2.00  firm
           ████  ████
  
    not counted, as due only if something happens: floor
  $ quid flows if.quid lab --firm
  lab pays · bn USD due in the year · firm only
  
    payee  2026  2027  total  status
    maker  1.00  1.00   2.00  firm
           ████  ████
  
    not counted, as due only if something happens: floor
  $ quid flows if.quid labb
  quid: no party is called `labb`; did you mean `lab`?
  quid: see `quid help flows`
  [2]

Before the first source there is nothing to count.

  $ quid flows "$ROOT/examples/stories.quid" --known-by 2025-12-01
  Nothing was known by 2025-12-01; the first source of the file is of 2025-12-16

The picture has a band for each payment that says what it is, whatever the
order of the lines; parties that are not named are called by what they do.

  $ cat >net.quid <<'Q'
  > quid 1 "A network"
  >   currency: USD $
  >   horizon: 2026..2029
  > party lab "The lab"
  >   kind: lab
  > party cloud
  > party arm
  >   parent: cloud
  >   kind: cloud
  > 2026..2029 contract rent lab -> arm
  >   for: capacity
  >   amount: 30 bn USD
  > deal entry "Talks"
  >   stage: talks
  > 2026-03 round stake cloud -> lab @entry
  >   amount: > 10 bn USD
  > 2026.. contract more lab -> cloud @entry
  >   for: chips, capacity
  > 2026.. revenue sales ? -> lab
  > Q
  $ quid flows net.quid -o net.svg
  $ sed -n 's|.*class="q-[fp][a-z]*"><title>\(.*\)</title>.*|\1|p' net.svg
  The lab → cloud: $30bn, capacity, firm
  cloud → The lab: ≥$10bn, equity, talks
  The lab → cloud: no amount reported, capacity + chips, talks
  customers → The lab: no amount reported, revenue, firm
  The lab, lab
  cloud, cloud
  customers
  $ sed -n 's|^<title>\(.*\)</title>|\1|p' net.svg
  The lab pays at least 30.0 bn USD; firms it pays have put in, or say they will, at least 10.0 bn USD
  $ { head -3 net.quid; sed -n '13,20p' net.quid; sed -n '4,12p' net.quid; } >turned.quid
  $ quid flows turned.quid -o turned.svg
  $ sed 's/model [0-9a-f]*/model/' net.svg >a
  $ sed 's/model [0-9a-f]*/model/' turned.svg | cmp - a

Of one party, each of those with whom it deals has a row, too.

  $ quid flows net.quid lab -o lab.svg
  $ sed -n 's|.*class="q-part"><title>\(.*\)</title>.*|\1|p' lab.svg
  cloud → The lab: ≥$10bn equity, talks
  The lab → cloud: $30bn capacity, firm
  The lab → cloud: $? capacity + chips, talks
  customers → The lab: $? revenue, firm
