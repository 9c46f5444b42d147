Debts instead of a model: who can pay. Published: 165/112, 159/112 and 3/2, of
which 1 is 80 here; the first fails by itself, the second because of it.

  $ cat >debts.csv <<'Q'
  > payer,payee,amount
  > 1,2,40
  > 1,3,40
  > 2,1,40
  > 2,3,40
  > 3,1,40
  > 3,2,40
  > 1,?,120
  > 2,?,40
  > 3,?,40
  > Q
  $ printf 'party,outside_assets\n1,40\n2,50\n3,60\n' >parties.csv
  $ quid shock --edges debts.csv --nodes parties.csv
  Who can pay · 3 parties, 9 debts, in the unit of the list
  
    2 of 3 parties fail, in 2 rounds; of 440 that is owed 88.6 is not paid.
    Of that 51.4 is owed to the outside (`?`), which has no row.
  
    party  due to it  paid   loss  fails in round  owes  pays
    3           80.0  61.4  18.6                –   120   120
    2           80.0  63.6  16.4                2   120   114
    1           80.0  77.9   2.14               1   200   118
  
    Round 1: 1.
    Round 2: 2.

In default whatever it has: it pays nothing where no recovery is stated.

  $ quid shock --edges debts.csv --nodes parties.csv --default 3 --json |
  >   grep '"[123]"'
    "query": {"command": "shock", "edges": "debts.csv", "nodes": "parties.csv", "default": "3"},
          ["2", 80, 12.142857142857139, 67.85714285714286, 2, 120, 62.14285714285714, 62.14285714285714, -57.857142857142854],
          ["1", 80, 20.714285714285708, 59.28571428571429, 1, 200, 60.71428571428571, 60.71428571428571, -139.28571428571428],
          ["3", 80, 32.85714285714286, 47.14285714285714, 1, 120, 0, 0, -120]
          [1, "1", 200, 60.71428571428571, true],
          [1, "3", 120, 0, false],
          [2, "2", 120, 62.14285714285714, true]
  $ quid shock --edges debts.csv --nodes parties.csv --default 3 \
  >   --recovery 40% --json | grep '\["3"'
          ["3", 80, 13.260345147522742, 66.73965485247726, 1, 120, 29.3041380590091, 29.304138059009095, -90.69586194099091],
  $ quid shock --edges debts.csv --default 2 --debtrank --exposures
    Who has what at stake with whom is in --json, as `exposures`.
  
  Who can pay · 3 parties, 9 debts, in the unit of the list · in default: 2
  
    1 of 3 parties fails, in 1 round; of 440 that is owed 120 is not paid.
    Of that 40 is owed to the outside (`?`), which has no row.
  
    party  due to it  paid  loss  fails in round  owes  pays
    1           80.0  40.0  40.0               –   200   200
    3           80.0  40.0  40.0               –   120   120
    2           80.0  80.0   0                 1   120     0
  
    Round 1: 2.
    3 parties without outside_assets always pay.
  
    no DebtRank: `1` has no outside_assets in --nodes
  $ quid shock --edges debts.csv --default 4 --on 2027
  quid: --on asks of a model; with --edges there are --default PARTY and the column loss of --nodes.
  quid: see `quid help shock`
  [2]
  $ quid shock --edges debts.csv --default 4
  quid: `4` for --default is no party of the list; it has 3, from 1 to 3.
  quid: see `quid help shock`
  [2]

What is wrong is told by file and line, with a remedy.

  $ try() {
  >   printf '%b' "$1" >e.csv
  >   quid shock --edges e.csv 2>&1 | head -1
  > }
  $ try ''
  quid: e.csv:1: the file is empty; the first line names the columns: payer,payee,amount
  $ try 'payer,payee,sum\n'
  quid: e.csv:1: no column amount; the first line names the columns: payer,payee,amount
  $ try 'payer,payee,amount\n'
  quid: e.csv:2: nobody owes anything; each line is a debt: payer,payee,amount
  $ try 'payer,payee,amount\na,b,5\nb,a,-5\n'
  quid: e.csv:3: the amount -5 is below 0; write it as a debt the other way
  $ try 'payer,payee,amount\na,a,5\n'
  quid: e.csv:2: `a` pays itself; leave the line out
  $ try 'payer,payee,amount\na,b,1.5\n'
  quid: e.csv:2: the amount `1.5` is no whole number from 0 on; write digits only, in a unit that is small enough (cents)
  $ try 'payer,payee,amount\na,b,9223372036854775808\n'
  quid: e.csv:2: the amount 9223372036854775808 is beyond 64 bits; write all amounts in a larger unit
  $ try 'payer,payee,amount\na,b,9223372036854775807\na,c,1\n'
  quid: what `a` owes in all is beyond 64 bits; write all amounts in a larger unit.
  $ try 'payer,payee,amount\na,b,5\nb,c'
  quid: e.csv:3: no amount in this line; is the file cut?
  $ try 'payer,payee,amount\na,b,5\nb,"c'
  quid: e.csv:3: a quote is not closed; is the file cut?
  $ try 'payer,payee,amount,layer\na,b,5,paper\n'
  quid: e.csv:2: `paper` is no layer; it is one of announced, contracted, due, paid
  $ try 'payer,payee,amount,date\na,b,5,soon\n'
  quid: e.csv:2: `soon` is no date; write 2025, 2025-Q4, 2025-12 or 2025-12-17
  $ try 'payer,payee,amount,seniority\na,b,5,first\n'
  quid: e.csv:2: the seniority `first` is no whole number from 0 on; write digits only, in a unit that is small enough (cents)
  $ try 'payer,payee,amount,share\na,b,0,1.5\n'
  quid: e.csv:2: the share `1.5` is no part from 0 to 1; write 0.4 or 40 %
  $ try 'payer,payee,amount,share\na,b,0,0.7\na,c,0,0.7\n'
  quid: more than all of a party is held (`share`); the shares of one payer add up to 1 at most.
  $ printf 'payer,payee,amount\na,b,5\n' >e.csv
  $ try() {
  >   printf '%b' "$1" >n.csv
  >   quid shock --edges e.csv --nodes n.csv 2>&1 | head -1
  > }
  $ try 'party\na\n'
  quid: e.csv:2: `b` is not among the parties of --nodes; add a line for it there
  $ try 'party,outside_assets\na,5\nb,5\na,5\n'
  quid: n.csv:4: `a` stands there twice; leave one of the lines out
  $ try 'party,outside_assets\na,-5\nb,5\n'
  quid: n.csv:2: outside_assets -5 are below 0; write what is owed as a debt to `?` in --edges
  $ try 'party,outside_assets,loss\na,5,6\nb,5,0\n'
  quid: n.csv:2: the loss of `a` is more than its outside_assets
  $ try 'party,outside_assets,recovery_inside\na,5,120%\nb,5,1\n'
  quid: n.csv:2: the recovery_inside `120%` is no part from 0 to 1; write 0.4 or 40 %
  $ try 'party,outside_assets\na,5\n,5\n'
  quid: n.csv:3: no party in this line; is the file cut?

Cut in the middle it is refused or read with a word; whole lines are a list.

  $ for i in $(seq 0 $(($(wc -c <debts.csv) - 1))); do
  >   head -c $i debts.csv >half.csv
  >   quid shock --edges half.csv --nodes parties.csv >said.txt 2>&1 ||
  >     test $? -eq 2 || echo "ended badly at $i"
  >   grep -qE 'cut|empty|no column|nobody owes' said.txt ||
  >     test "$(tail -c 1 half.csv | od -An -c)" = '  \n' || cat said.txt
  > done

A million debts between two parties are one.

  $ (echo payer,payee,amount; yes a,b,9 | head -1000000) >many.csv
  $ quid shock --edges many.csv --default a --json | grep '"b"'
          ["b", 9000000, 0, 9000000, null, 0, 0, 0, null],

A file whose last line may be cut; debts without a number; other layers.

  $ printf 'payer,payee,amount,layer\na,b,?,due\nb,c,7,due\nb,c,9,paid\nc,b,1,due' >e.csv
  $ quid shock --edges e.csv --json | sed -n '/"notes"/,$p'
    "notes": [
      "1 debt without an amount (?) left out",
      "1 line of another layer left out",
      "e.csv:5: the last line has no end; the file may be cut"
    ]
  }

By hand: a has 60 and 10 from d for the 100 that it owes b, so it fails though
everybody else pays all: in round 1, with d, which is in default. Then b has 10
and 60 for its 100 to c and the outside, and pays c 56 and the outside 14.

  $ printf 'payer,payee,amount\na,b,100\nb,c,80\nb,?,20\nd,a,10\n' >e.csv
  $ printf 'party,outside_assets,recovery\na,60,\nb,10,\nc,0,\nd,10,\n' >n.csv
  $ quid shock --edges e.csv --nodes n.csv --default d
  Who can pay · 4 parties, 4 debts, in the unit of the list · in default: d
  
    3 of 4 parties fail, in 2 rounds; of 210 that is owed 80 is not paid.
    Of that 6 is owed to the outside (`?`), which has no row.
    2 of them fail without the shock too.
  
    party  due to it  paid  loss  fails in round   owes  pays
    b          100    60.0  40.0               2  100    70.0
    c           80.0  56.0  24.0               –    0     0
    a           10.0   0    10.0               1  100    60.0
    d            0     0     0                 1   10.0   0
  
    Round 1: a, d.
    Round 2: b.
  
    n.csv: the column `recovery` is not read

What asks of a model is refused.

  $ quid shock --edges e.csv --nodes n.csv --firm
  quid: --firm asks of a model; with --edges there are --default PARTY and the column loss of --nodes.
  quid: see `quid help shock`
  [2]

An amount that nobody knows is not taken for nothing in words.

  $ printf 'payer,payee,amount\na,b,?\nb,a,3\n' >e.csv
  $ quid shock --edges e.csv | sed -n 3p
    Nobody fails: all 3 that is known to be owed is paid.
