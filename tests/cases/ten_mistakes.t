Ten mistakes of ten kinds in one file, all told in one run, in the order of
the file; the name that is missing twice is told once, with its other line.

  $ cat >ten.quid <<'Q'
  > quid 1 "Ten mistakes"
  >   currency: USD $
  >   horizon: 2025-10..2032-12
  > party lab, cloud, fund
  > 2025-12-17 source s1 "A story"
  >   kind: report
  > contrakt rent lab -> cloud
  >   amount: 38 bn USD ^s1
  > 2025-11.. contract servers lab -> clowd
  >   amuont: 10 bn USD ^s1
  >   amount: 1,782.5 mn USD ^s1
  > 2025-13 contract build lab -> cloud
  >   amount: 5 bn USB
  > 2026.. contract power lab -> clowd
  >   amount: 5 bn USD ^s2
  > stake held fund of lab
  >   share: 27
  > let all = 3 GW + 5 bn USD
  > deal lab "The name of a party"
  > Q
  $ quid check ten.quid
  ten.quid:7:1: error[E0140]: there is no directive `contrakt`
     7 | contrakt rent lab -> cloud
       | ^^^^^^^^ did you mean `contract`?
       = `quid help` lists the directives; a field is indented
  
  ten.quid:9:35: error[E0203]: no party is called `clowd`
     9 | 2025-11.. contract servers lab -> clowd
       |                                   ^^^^^ did you mean `cloud`?
       = declare it: `party clowd`
       = and 1 more: line 14
  
  ten.quid:10:3: error[E0201]: `contract` has no field `amuont`
    10 |   amuont: 10 bn USD ^s1
       |   ^^^^^^ did you mean `amount`?
       = `quid help contract` lists its fields
  
  ten.quid:11:11: error[E0112]: a comma in the number `1,782.5`
    11 |   amount: 1,782.5 mn USD ^s1
       |           ^^^^^^^
       = `_` groups digits, `.` is the decimal mark
       = fix: replace `1,782.5` by `1_782.5`
  
  ten.quid:12:1: error[E0118]: there is no such month: `2025-13`
    12 | 2025-13 contract build lab -> cloud
       | ^^^^^^^
       = months are 01 to 12; the order is year, month, day
  
  ten.quid:13:16: error[E0301]: `USB` is no unit
    13 |   amount: 5 bn USB
       |                ^^^ did you mean `USD`?
       = `quid help units` lists them; a currency is declared with `currency:`
         below `quid`
  
  ten.quid:15:20: error[E0204]: no source is called `s2`
    15 |   amount: 5 bn USD ^s2
       |                    ^^^ did you mean `s1`?
       = declare it with its date: `2025-12-17 source s2 "..."`
  
  ten.quid:17:10: error[E0303]: `share` takes a share, and 27 is no share
    17 |   share: 27
       |          ^^
       = write `27 %`
       = fix: replace `27` by `27 %`
  
  ten.quid:18:16: error[E0304]: power (W) and money (USD) cannot be added
    18 | let all = 3 GW + 5 bn USD
       |                ^
       |           ---- power (W)
       |                  -------- money (USD)
       = bring both to one unit, with a rate or a price between them
  
  ten.quid:19:6: error[E0202]: the name `lab` is used twice
    19 | deal lab "The name of a party"
       |      ^^^
       :
     4 | party lab, cloud, fund
       |       --- first declared here
       = names are shared by all directives: give one of them another name
  
  11 errors
  [1]

The last mark that no string is closed by hides nothing of the other lines.

  $ sed -i 's/^party lab, cloud, fund$/party lab, cloud, fund "Three/' ten.quid
  $ quid check ten.quid --json | grep -o '"E0[0-9]*"' | tr '\n' ' '; echo
  "E0108" "E0140" "E0203" "E0201" "E0112" "E0118" "E0301" "E0204" "E0303" "E0304" 
