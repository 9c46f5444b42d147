Ten in, thirty-eight back over eight years, the cloud counted as its parent:
20 of 48 could be set off, 28 is owed in the end, 10 goes round.

  $ cat >two.quid <<'Q'
  > quid 1 "Two arcs"
  >   currency: USD $
  >   horizon: 2026..2033
  > party amazon "Amazon"
  > party aws "AWS"
  >   parent: amazon
  > party openai "OpenAI"
  > 2026-01 round in amazon -> openai
  >   amount: 10 bn USD
  > 2026..2033 contract out openai -> aws
  >   amount: 38 bn USD
  > Q
  $ quid loops two.quid --through openai
  Money that can come back to OpenAI · bn USD · announced
  
    All loops together bring at most 10.0 bn USD back to OpenAI, of 38.0 that it
    pays.
  
    can go round  loop (amount of each leg)           status  in time
            10.0  OpenAI 38.0 → Amazon 10.0 → OpenAI  firm    yes
  
    Shown 1 of 1 loop of at most 5 payments
  
    step            can come back  % of what it pays
    firm legs only           10.0               26.3  ████████████████████████████
  
  What comes back of what was put in, month by month up to 2033 · bn USD
  
    of 10.0, Amazon → OpenAI        at least  pro rata  at most
    came straight back                  10.0      10.0     10.0
    the same, whatever cash it has       0         –       10.0
    % of what Amazon sells here         26.3      26.3     26.3
  
    First in first out 10.0, last in first out 10.0. What OpenAI has at the
    beginning is not known and taken as none. What it lacks on the way, 28.0, is
    taken to come from outside.
    Netted it is barter: shares of OpenAI, for 10.0 bn USD, against 38.0, 4.75 a
    year for 8 years; OpenAI would still pay 28.0.
    Nobody says, and it would change this: what OpenAI has at the beginning.
  
  What could be set off among 2 parties · bn USD · announced
  
    set off                     amount  % of all
    all payments                  48.0     100
    could be set off              20.0      41.7
      between two alone           20.0      41.7
      if all forward pro rata     20.0      41.7
    net internal debt             28.0      58.3
    in loops, each dollar once    10.0      20.8
  
    This says what could be netted without changing what anybody is owed in the
    end, not that the same dollars went round.
    Throughput circularity 26.3 %; what could be set off is proved largest by 2
    tiers: Amazon < OpenAI.

Between the entities nothing goes round.

  $ quid loops two.quid --by-entity --json | grep '"announced", "circulation"'
          ["announced", "circulation", 0, 0, 0, true, "bn USD"],

Published and computed networks: what all pay, what could be set off, what is
owed in the end, between two alone, pro rata, and loops with each dollar once.

  $ figures() {
  >   (echo payer,payee,amount; tr ' ' '\n') >$1.csv
  >   quid loops --edges $1.csv --json | sed -n 's/^ *\["all", //p' |
  >     grep -E '^"(gross|circulation|net_internal_debt|bilateral|pro_rata|loop_dollars)"' |
  >     sed -E 's/^"([a-z_]*)", ([^,]*), [^,]*, \2, true.*/\1 \2/' | paste -sd' '
  > }
  $ echo A,B,5 B,C,10 C,A,20 C,D,10 | figures derrico
  gross 45 circulation 15 net_internal_debt 25 bilateral 0 pro_rata 15 loop_dollars 5
  $ echo 1,2,100 2,3,100 3,1,70 | figures cycles
  gross 270 circulation 210 net_internal_debt 30 bilateral 0 pro_rata 210 loop_dollars 70
  $ echo a,b,1 b,a,1 | figures digon
  gross 2 circulation 2 net_internal_debt 0 bilateral 2 pro_rata 2 loop_dollars 1
  $ echo a,b,1 b,c,1 c,a,1 b,x,1 x,y,1 y,a,1 c,p,1 p,q,1 q,b,1 a,u,1 u,w,1 \
  >   w,c,1 | figures nine
  gross 12 circulation 12 net_internal_debt 0 bilateral 0 pro_rata 12 loop_dollars 3
  $ echo 1,2,5 2,3,5 1,3,7 | figures none
  gross 17 circulation 0 net_internal_debt 12 bilateral 0 pro_rata 0 loop_dollars 0
  $ echo NVDA,OAI,100 OAI,NVDA,80 OAI,ORCL,300 ORCL,NVDA,40 MSFT,OAI,13 \
  >   OAI,MSFT,250 AMZN,OAI,10 OAI,AMZN,38 ?,OAI,200 | figures deals
  gross 831 circulation 286 net_internal_debt 545 bilateral 206 pro_rata 286 loop_dollars 123

Loops by how many payments they have at most.

  $ loops() {
  >   quid loops --edges $1.csv --most-arcs $2 --json |
  >     grep -cE '^ +\[[0-9.]+, (true|false), [0-9]+,'
  > }
  $ echo 0,2,1 0,3,1 1,2,1 1,4,1 2,3,1 2,4,1 3,1,1 4,0,1 4,2,1 |
  >   figures stable >/dev/null
  $ for k in 2 3 4 5; do loops stable $k; done
  1
  3
  5
  7
  $ echo 0,2,1 0,4,1 1,3,1 2,5,1 3,0,1 4,1,1 5,4,1 | figures square >/dev/null
  $ for k in 3 4 5 6; do loops square $k; done
  0
  1
  1
  2

What came back of what was put in: an interval, since cash is fungible, with
pro rata, first in first out and last in first out between. Worked by hand:
3 to 8, 16/3, 3, 8; then 7 to 9, 7.5, 7, 9 (others pay in later); then nothing,
as money cannot come back before it left; then 18 of 20, all rules.

  $ traced() {
  >   (printf 'quid 1 "T"\n  currency: USD $\n  horizon: 2026..2026\n'
  >    printf 'party i\nparty c\n  cash 2026-01: %s bn USD\nparty x\n' $1
  >    cat) >traced.quid
  >   quid loops traced.quid --json | sed -n '/"pairs"/,$p' |
  >     grep -m1 '"i", "c"' | cut -d, -f1-11
  > }
  $ traced 5 <<'Q'
  > 2026-01 round a i -> c
  >   amount: 10 bn USD
  > 2026-02 contract b c -> i
  >   amount: 8 bn USD
  > Q
          ["i", "c", 10, 3, 5.333333333333333, 3, 8, 8, null, 5, 0
  $ traced 2 <<'Q'
  > 2026-01 round a i -> c
  >   amount: 10 bn USD
  > 2026-02 contract b c -> i
  >   amount: 9 bn USD
  > 2026-03 contract d ? -> c
  >   amount: 20 bn USD
  > 2026-04 contract e c -> x
  >   amount: 15 bn USD
  > Q
          ["i", "c", 10, 7, 7.5, 7, 9, 9, null, 2, 0
  $ traced 30 <<'Q'
  > 2026-01 contract b c -> i
  >   amount: 30 bn USD
  > 2026-02 round a i -> c
  >   amount: 100 bn USD
  > 2026-03 contract e c -> x
  >   amount: 50 bn USD
  > Q
          ["i", "c", 100, 0, 0, 0, 0, 0, null, 30, 0
  $ traced 0 <<'Q'
  > 2026-01 round a i -> c
  >   amount: 10 bn USD
  > 2026-02 contract b c -> i
  >   amount: 6 bn USD
  > 2026-03 round d i -> c
  >   amount: 10 bn USD
  > 2026-04 contract e c -> i
  >   amount: 12 bn USD
  >   on-top-of: b
  > Q
          ["i", "c", 20, 18, 18, 18, 18, 18, null, 0, 0

An edge list as people see it. Parties of a deal map, through one of them.

  $ quid loops --edges deals.csv --through OAI
  Money that can come back to OAI · in the unit of the list · all
  
    All loops together bring at most 123 back to OAI, of 668 that it pays.
  
    can go round  loop (amount of each leg)
            80.0  OAI 80 → NVDA 100 → OAI
            40.0  OAI 300 → ORCL 40 → NVDA 100 → OAI
            13.0  OAI 250 → MSFT 13 → OAI
            10.0  OAI 38 → AMZN 10 → OAI
  
    Shown 4 of 4 loops of at most 5 payments. They share legs: their amounts do
    not add.
  
  What could be set off among 5 parties · in the unit of the list · all
  
    set off                     amount  % of all
    all payments                   831     100
    could be set off               286      34.4
      between two alone            206      24.8
      if all forward pro rata      286      34.4
    net internal debt              545      65.6
    in loops, each dollar once     123      14.8
  
    This says what could be netted without changing what anybody is owed in the
    end, not that the same dollars went round.
    Throughput circularity 18.4 %; what could be set off is proved largest by 2
    tiers: AMZN, MSFT, NVDA, ORCL < OAI.

The order of the lines has no part in the answer.

  $ (head -1 deals.csv; tail -n +2 deals.csv | sort -r) >turned.csv
  $ quid loops --edges deals.csv OAI >one.txt
  $ quid loops --edges turned.csv OAI >two.txt
  $ cmp one.txt two.txt
  $ awk 'BEGIN { for (i = 0; i < 20000; i++) { x = x * 1103515245 + 12345
  >   x %= 2147483648; u = int(x / 64) % 3000; v = (u + 1 + int(x / 7) % 2999) % 3000
  >   print "p" u ",p" v "," 1 + int(x / 5) % 1000 } }' >drawn
  $ for order in sort 'sort -r' 'sort -t, -k3' cat; do
  >   (echo payer,payee,amount; $order drawn) >drawn.csv
  >   quid loops --edges drawn.csv --json | cksum
  > done | uniq | wc -l
  1

A million payments between two are two.

  $ (echo payer,payee,amount; yes "$(printf 'a,b,3\nb,a,1')" | head -1000000) >many.csv
  $ quid loops --edges many.csv --json | grep -E '"(gross|circulation|loop_dollars)"'
          ["all", "gross", 2000000, 2000000, 2000000, true, ""],
          ["all", "circulation", 1000000, 1000000, 1000000, true, ""],
          ["all", "loop_dollars", 500000, 500000, 500000, true, ""],

Layers are never mixed; amounts that are not known make a loop without one.

  $ cat >layers.csv <<'Q'
  > payee,payer,amount,layer
  > b,a,10,contracted
  > a,b,"4",contracted
  > a,b,40,announced
  > "b, the second",a,7,announced
  > a,"b, the second",?,announced
  > Q
  $ quid loops --edges layers.csv --layer contracted --through a | head -6
  Money that can come back to a · in the unit of the list · contracted
  
    All loops together bring at most 4 back to a, of 10 that it pays.
  
    can go round  loop (amount of each leg)
            4.00  a 10 → b 4 → a
  $ quid loops --edges layers.csv | head -4
  Money that can go round · in the unit of the list · announced
  
    can go round  loop (amount of each leg)
               ?  a 7 → b, the second ? → a

With dates: whether a loop respects time, and what of a payment came back. In
hand: a pays b in January and is paid in February, so in time. Of c, d and e
everybody pays a day before being paid: no. Of the 10 that b got from a, and 5
from outside, 6 go back: at least 1, at most 6, pro rata 6 x 10 / 15.

  $ cat >dated.csv <<'Q'
  > payer,payee,amount,date
  > a,b,10,2026-01-05
  > ?,b,5,2026-01-20
  > b,a,6,2026-02
  > c,d,4,2026-03-03
  > d,e,4,2026-03-02
  > e,c,4,2026-03-01
  > d,c,1,2026-Q1
  > x,y,2,
  > y,x,2,2026
  > Q
  $ quid loops --edges dated.csv
  Money that can go round · in the unit of the list · all
  
    can go round  loop (amount of each leg)  in time
            6.00  a 10 → b 6 → a             yes
            4.00  c 4 → d 4 → e 4 → c        no
            2.00  x 2 → y 2 → x              ?
            1.00  c 4 → d 1 → c              yes
  
    Shown 4 of 4 loops of at most 5 payments. They share legs: their amounts do
    not add.
  
  What comes back of what was paid, by date · in the unit of the list
  
    of 10, a → b                    at least  pro rata  at most
    came straight back                  1.00      4.00     6.00
    the same, whatever cash it has      0         –        6.00
    % of what a is paid                16.7      66.7    100
  
    First in first out 6, last in first out 1. What b has at the beginning is not
    known and taken as none.
  
    of 4, c → d                     at least  pro rata  at most
    came straight back                  1.00      1.00     1.00
    the same, whatever cash it has      0         –        1.00
    % of what c is paid                20.0      20.0     20.0
  
    First in first out 1, last in first out 1. What d has at the beginning is not
    known and taken as none. What it lacks on the way, 4, is taken to come from
    outside.
    Shown 2 of 5 pairs; of 3 nothing comes back. --json has them all.
  
  What could be set off among 7 parties · in the unit of the list · all
  
    set off                     amount  % of all
    all payments                 33.0      100
    could be set off             28.0       84.8
      between two alone          18.0       54.5
      if all forward pro rata    27.2       82.4
    net internal debt             5.00      15.2
    in loops, each dollar once   12.0       36.4
  
    This says what could be netted without changing what anybody is owed in the
    end, not that the same dollars went round.
    Throughput circularity 70.6 %; what could be set off is proved largest by 2
    tiers: b, c, e, x, y < a, d.
  
    1 payment without a date: not traced, and in no window
  $ quid loops --edges dated.csv a --window 2026-03.. | head -1
  Money that can come back to a · in the unit of the list · all · within 2026-03..
  $ quid loops --edges dated.csv a --window ..2026-01 | head -4
  Money that can come back to a · in the unit of the list · all · within ..2026-01
  
    There is no loop of at most 5 payments
  
  $ quid loops --edges dated.csv a --window soon
  quid: `soon` is no span of time; write 2026, 2026-Q2..2027 or ..2027-03.
  quid: see `quid help loops`
  [2]
  $ for o in '--known-by 2026' --firm; do
  >   quid loops --edges dated.csv $o
  > done
  quid: --known-by asks of a model; with --edges there are --layer and --window.
  quid: see `quid help loops`
  quid: --firm asks of a model; with --edges there are --layer and --window.
  quid: see `quid help loops`
  [2]
  $ quid loops --edges dated.csv a --most-arcs 1
  quid: --most-arcs 1: a loop has 2 payments at least, and 64 at most are listed.
  quid: see `quid help loops`
  [2]
  $ quid loops --edges dated.csv a --most-arcs 65
  quid: --most-arcs 65: a loop has 2 payments at least, and 64 at most are listed.
  quid: see `quid help loops`
  [2]
  $ printf 'payer,payee,amount,amount\na,b,3,4\n' >twice.csv
  $ quid loops --edges twice.csv
  quid: twice.csv:1: two columns amount; rename the one that is not meant
  quid: see `quid help loops`
  [2]
  $ printf 'payer,payee,amount,dates,share\na,b,3,2026,\n' >column.csv
  $ quid loops --edges column.csv | tail -1
    column.csv: the column `dates` is not read
  $ printf 'party,outside_assets\na,\nb,3\nc,\nd,\ne,\nx,\ny,\n' >nodes.csv
  $ quid loops --edges dated.csv --nodes nodes.csv --json |
  >   grep -m1 '"a", "b", 10,' | cut -d, -f1-13
          ["a", "b", 10, 0, 3.333333333333333, 3, 1, 6, null, 3, 0, 0, 6

Two ways round that share a payment: what is set off there is not fixed. Of
3 from a to b, 2 can go on by either way.

  $ printf 'payer,payee,amount\na,b,3\nb,c,2\nc,a,2\nb,d,2\nd,a,2\n' >open.csv
  $ quid loops --edges open.csv | tail -2
    On 4 of 5 payments the amount set off is not fixed, others would give the same
    sum: b → c, b → d, c → a, d → a.
  $ quid loops --edges open.csv --json | sed -n '/"payments"/,/^    }/p' |
  >   grep '^ *\["'
          ["a", "b", 3, 3, true],
          ["b", "c", 2, 2, false],
          ["b", "d", 2, 1, false],
          ["c", "a", 2, 2, false],
          ["d", "a", 2, 1, false]

What is wrong is told by its line, with the remedy.

  $ wrong() { printf "$1" >wrong.csv; quid loops --edges wrong.csv 2>&1; }
  $ wrong 'payer,payee,amount\na,b,-5\n'
  quid: wrong.csv:2: the amount -5 is below 0; write it as a payment the other way
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,1\n\nb,b,5\n'
  quid: wrong.csv:4: `b` pays itself; leave the line out
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,1.5\n'
  quid: wrong.csv:2: the amount `1.5` is no whole number from 0 on; write digits only, in a unit that is small enough (cents)
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,9223372036854775808\n'
  quid: wrong.csv:2: the amount 9223372036854775808 is beyond 64 bits; write all amounts in a larger unit
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,9223372036854775807\nb,a,1\n'
  quid: all amounts together are beyond 64 bits; write them in a larger unit.
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,1\nb\n'
  quid: wrong.csv:3: no payee in this line; is the file cut?
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,1\n"b\n'
  quid: wrong.csv:3: a quote is not closed; is the file cut?
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\n'
  quid: wrong.csv:2: no payment between two parties; `?` is the outside and no party
  quid: see `quid help loops`
  [2]
  $ wrong ''
  quid: wrong.csv:1: the file is empty; the first line names the columns: payer,payee,amount
  quid: see `quid help loops`
  [2]
  $ wrong 'a,b,1\n'
  quid: wrong.csv:1: no column payer; the first line names the columns: payer,payee,amount
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount,layer\na,b,1,promised\n'
  quid: wrong.csv:2: `promised` is no layer; it is one of announced, contracted, due, paid
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount,date\na,b,1,2026-13\n'
  quid: wrong.csv:2: `2026-13` is no date; write 2025, 2025-Q4, 2025-12 or 2025-12-17
  quid: see `quid help loops`
  [2]
  $ printf 'party,outside_assets\na,-3\n' >nodes.csv
  $ quid loops --edges wrong.csv --nodes nodes.csv
  quid: nodes.csv:2: outside_assets -3 are below 0; write what is owed as a payment to `?`
  quid: see `quid help loops`
  [2]
  $ printf 'party\na\nb\n' >nodes.csv
  $ printf 'payer,payee,amount\na,c,1\n' >wrong.csv
  $ quid loops --edges wrong.csv --nodes nodes.csv
  quid: wrong.csv:2: `c` is not among the parties of --nodes; add a line for it there
  quid: see `quid help loops`
  [2]
  $ printf 'payer,payee,amount\na,c,1\n"a,b,1\n' >wrong.csv
  $ quid loops --edges wrong.csv --nodes nodes.csv
  quid: wrong.csv:2: `c` is not among the parties of --nodes; add a line for it there
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\nb, the second,a,7\n'
  quid: wrong.csv:2: `7` stands behind the last column; is there a comma in a name? Put quotes around it
  quid: see `quid help loops`
  [2]
  $ wrong 'payer,payee,amount\na,b,7,\n' | head -1
  Money that can go round · in the unit of the list · all
  $ wrong '\357\273\277payer,payee,amount\na,b,7\n' | head -1
  Money that can go round · in the unit of the list · all
  $ quid loops two.quid --nodes nodes.csv
  quid: --nodes goes with --edges; a model names its own parties.
  quid: see `quid help loops`
  [2]
  $ quid loops --edges deals.csv --through XAI
  quid: no party `XAI` in the edge list.
  quid: see `quid help loops`
  [2]
  $ quid loops --edges nowhere.csv
  quid: there is no file `nowhere.csv`; look at its name and its folder
  [4]

In the stories: what Amazon puts in, at least 10 and in talks, against what
OpenAI is to pay for its servers, 38 and signed.

  $ quid loops $ROOT/examples/stories.quid openai | head -16
  Money that can come back to OpenAI · bn USD · announced
  
    All loops together bring 10.0 bn USD back to OpenAI, of 238 that it pays,
    counting low ends, and what is not known as nothing.
  
    can go round  loop (amount of each leg)             status  in time
           ≥10.0  OpenAI ≥38.0 → Amazon ≥10.0 → OpenAI  talks   yes
  
    Shown 1 of 1 loop of at most 5 payments
  
    step            can come back  % of what it pays
    firm legs only            0                 0
    + in talks               10.0               4.20  ████████████████████████████
    + planned                10.0               4.20  ████████████████████████████
  
  What comes back of what was put in, month by month up to 2032 · bn USD
  $ quid loops $ROOT/examples/stories.quid openai --firm | head -4
  Money that can come back to OpenAI · bn USD · announced · firm only
  
    There is no loop of at most 5 payments
  
  $ quid loops $ROOT/examples/stories.quid --by-entity --json |
  >   grep '"announced", "circulation"'
          ["announced", "circulation", 0, 0, null, true, "bn USD"],

The picture: a payment that goes round is in its place in the ledger, what is
in no loop is pale.

  $ cat >round.quid <<'Q'
  > quid 1 "Round"
  >   currency: USD $
  >   horizon: 2026..2029
  > party lab, cloud, maker, fund
  > 2026..2029 contract rent lab -> cloud
  >   for: capacity
  >   amount: 30 bn USD
  > 2026..2029 contract chips cloud -> maker
  >   for: chips
  >   amount: 20 bn USD
  > 2026-06 round stake maker -> lab
  >   amount: 5 bn USD
  > 2026-01 round seed fund -> lab
  >   amount: 7 bn USD
  > Q
  $ quid loops round.quid lab -o round.svg
  $ sed -n 's|.*class="q-leg"><title>\(.*\)</title>.*|\1|p' round.svg
  lab → cloud: $30bn capacity, firm
  cloud → maker: $20bn chips, firm
  maker → lab: $5bn equity, firm
  $ sed -n 's|.*class="q-flow q-faint".*<title>\(.*\)</title>.*|\1|p' round.svg
  fund → lab: $7bn, equity, firm
  $ sed -n 's|^<title>\(.*\)</title>|\1|p' round.svg
  Of 30.0 bn USD that lab pays, 5.00 can come back to it

At ten on 500 that is 10 / 510 to 10 / 500 of the company, the valuation being
before or after the money, for 38 / 7 a year. What the new purchases come to, to
which the money is tied, no story says.

  $ quid loops $ROOT/examples/stories.quid openai --scenario ten |
  >   grep -A3 Netted
    Netted it is barter: 1.96 to 2.00 % of OpenAI, for at least 10.0 bn USD,
    against at least 38.0 of capacity, at least 5.43 a year for 7 years.
    Nobody says, and it would change this: what aws-new and cg-enterprise come to;
    what OpenAI has at the beginning.

Of a model nothing is known beyond its horizon: such a window is no ? and no 0.

  $ cat >short.quid <<'Q'
  > quid 1 "Short"
  >   currency: USD $
  >   horizon: 2026-01..2027-12
  > party a, b
  > 2026-02 round in a -> b
  >   assume amount: 10 bn USD
  > 2026-01.. contract back b -> a
  >   for: capacity
  >   assume amount: 12 bn USD
  >   assume term: 4 yr
  > Q
  $ for w in 2028 2025..2026 2027..2028; do
  >   quid loops short.quid --window $w
  > done
  quid: --window 2028 reaches beyond the horizon, 2026..2027; choose months in it, or write a longer `horizon:`.
  quid: see `quid help loops`
  quid: --window 2025..2026 reaches beyond the horizon, 2026..2027; choose months in it, or write a longer `horizon:`.
  quid: see `quid help loops`
  quid: --window 2027..2028 reaches beyond the horizon, 2026..2027; choose months in it, or write a longer `horizon:`.
  quid: see `quid help loops`
  [2]
  $ quid loops short.quid --window 2026.. | head -1
  Money that can go round · bn USD · announced · within 2026..
  $ quid loops short.quid --window ..2026 | head -1
  Money that can go round · bn USD · announced · within ..2026

Two contracts that may be the same money count with the larger low end, on paths
with both. In hand: of 4 at first and 6, 5 go back: 1, 3 and 5. Then 4 to
others and 3 more back, of 6 more: with both 4, 3 + 3 x 6.6 / 7 and 8. What is
drawn has no width there and says something else, so it is shown.

  $ cat >both.quid <<'Q'
  > quid 1 "Both"
  >   currency: USD $
  >   horizon: 2026
  > party inv, cl
  > party lab
  >   assume cash 2025-12-31: 4 bn USD
  > 2026-02 round one inv -> lab
  >   assume amount: 6 bn USD
  > 2026-06 round two inv -> lab
  >   assume amount: 6 bn USD
  > 2026-03 contract chips lab -> inv
  >   assume amount: 5 bn USD
  > 2026-07 contract more lab -> inv
  >   assume amount: 3 bn USD
  > 2026-04 contract cloud lab -> cl
  >   assume amount: 4 bn USD
  > Q
  $ quid loops both.quid | sed -n '/^What comes/,/^What could/p'
  What comes back of what was put in, month by month up to 2026 · bn USD
  
    of 12.0, inv → lab          at least  pro rata  at most
    came straight back              1.00      3.00     5.00
    in futures, half are below      4.00      5.83     8.00
      90 % are within               4.00      5.83     8.00
    % of what inv sells here       20.0      60.0    100
  
    First in first out 1.00, last in first out 5.00. lab has 4.00 at the
    beginning.
    Futures: 1,000 paths, seed 0, in all of which it happens; all else counts low
    ends.
    Netted it is barter: shares of lab, for at least 12.0 bn USD, against at least
    5.00.
  
  What could be set off among 3 parties · bn USD · announced

The mark of an answer is that of its lists too.

  $ printf 'payer,payee,amount\na,b,3\n' >one.csv
  $ printf 'payer,payee,amount\na,b,4\n' >two.csv
  $ for e in one one two; do
  >   quid loops --edges $e.csv --json | grep '"hash"'
  > done | uniq | wc -l
  2

What is open but in no loop leaves what could be set off exact: there is none.

  $ cat >none.quid <<'Q'
  > quid 1 "None"
  >   currency: USD $
  >   horizon: 2026..2027
  > party amzn, lab
  > party aws
  >   parent: amzn
  > 2026-02 round stake amzn -> lab
  >   assume amount: 10 bn USD
  > 2026.. contract rent lab -> aws
  >   assume amount: 38 bn USD
  >   assume term: 7 yr
  > 2026.. contract more lab -> aws
  >   assume amount: > 5 bn USD
  >   assume term: 4 yr
  >   on-top-of: rent
  > Q
  $ for o in --by-entity --firm; do
  >   quid loops none.quid $o --json |
  >     grep -E '"announced", "(gross|circulation|bilateral|loop_dollars)",'
  > done
          ["announced", "gross", 53, 53, null, true, "bn USD"],
          ["announced", "circulation", 0, 0, 0, true, "bn USD"],
          ["announced", "bilateral", 0, 0, 0, true, "bn USD"],
          ["announced", "loop_dollars", 0, 0, 0, true, "bn USD"],
          ["announced", "gross", 53, 53, null, true, "bn USD"],
          ["announced", "circulation", 20, 20, null, true, "bn USD"],
          ["announced", "bilateral", 20, 20, null, true, "bn USD"],
          ["announced", "loop_dollars", 10, 10, null, true, "bn USD"],
