What is paid when a party is in default. The lab has 3, earns 2 a month, and
rents for 1 a month from a cloud that has 2 and pays 1 a month for power.

  $ cat >m.quid <<'END'
  > quid 1 "Default"
  >   currency: USD $
  >   horizon: 2026..2027-06
  > party lab
  >   cash 2026-01-01: 3 bn USD
  > party cloud
  >   cash 2026-01-01: 2 bn USD
  > party grid
  >   cash 2026-01-01: 1 bn USD
  > party maker
  > 2026.. revenue sales ? -> lab
  >   rate: 2 bn USD/mo
  > 2026.. contract rent lab -> cloud
  >   amount: 18 bn USD
  >   term: 18 mo
  > 2026.. contract power cloud -> grid
  >   amount: 18 bn USD
  >   term: 18 mo
  > 2026.. cost fuel grid -> ?
  >   rate: 1 bn USD/mo
  > 2027.. round r maker -> lab
  >   when: 2027-03
  >   amount: 5 bn USD
  > END
  $ shock() { quid shock m.quid --paths 100 "$@"; }
  $ table() { sed -n "/\"$1\": {/,/^      \]\$/s/^ *\(\[.*\]\),*\$/\1/p"; }

In default from January 2027 on it pays nothing from that month on: 12 of 18.
The cloud lives two months on what it has, and pays 14; the grid another one.
Nobody funds the lab any more.

  $ shock --default lab --on 2027-01
  lab in default from 2027-01 · what is paid, in bn USD, up to 2027-06 · 100
  paths, seed 0
  
    cloud loses most by it: it is paid 6.00 bn USD less, of 18.0 that is due to it
    (5 to 95 %: 6.00 to 6.00).
  
    party  due to it  paid  not paid  by the shock  fails itself
    cloud       18.0  12.0      6.00          6.00   0 % → 100 %
    lab         41.0  36.0      5.00          5.00   0 % → 100 %
    grid        18.0  14.0      4.00          4.00   0 % → 100 %
  
    Round 1: lab (in default).
    Round 2, because of those before: cloud (100 % of the paths, half of them by
    2027-03).
    Round 3, because of those before: grid (100 % of the paths, half of them by
    2027-04).
    Counts on: who has no balance (`cash`) pays all; 3 of 4 parties have one. Who
    is in default pays nothing (--recovery 40% says otherwise), and nobody funds
    it. Raises look at the position, not at what was paid.
  $ shock --default lab --on 2027-01 --json | table rounds
  [1, "lab", 1, "2027-01"]
  [2, "cloud", 1, "2027-03"]
  [3, "grid", 1, "2027-04"]
  $ shock --default lab --on 2027-01 --json | table failures | grep 2027-0[1-4]
  ["cloud", "2027-01", 0, 0]
  ["cloud", "2027-02", 0, 0]
  ["cloud", "2027-03", 0, 1]
  ["cloud", "2027-04", 0, 1]
  ["lab", "2027-01", 0, 1]
  ["lab", "2027-02", 0, 1]
  ["lab", "2027-03", 0, 1]
  ["lab", "2027-04", 0, 1]
  ["grid", "2027-01", 0, 0]
  ["grid", "2027-02", 0, 0]
  ["grid", "2027-03", 0, 0]
  ["grid", "2027-04", 0, 1]

A recovery of 10 % of what it had in January, 15, and of the 2 a month: 1.7 pay
January and 0.7 of the rest; then 0.2 a month, 14.7 in all.

  $ shock --default lab --on 2027-01 --recovery 10% --json | table losses |
  >   cut -d, -f1-4
  ["lab", 41, 36, 5
  ["cloud", 18, 14.7, 3.3
  ["grid", 18, 16.7, 1.3
  ["maker", 0, 0, 0

What each has at stake with whom.

  $ shock --default lab --on 2027-01 --exposures --json | table exposures
  ["grid", "cloud", 18, 14]
  ["lab", "maker", 5, 0]
  ["cloud", "lab", 18, 12]

What is not paid is deferred if nothing else is said; a contract may end by it,
and a guarantee may pay for it.

  $ sed 's/^  cash 2026-01-01: 3 bn/  cash 2026-01-01: 0.5 bn/
  >   s/rate: 2 bn/rate: 0.75 bn/; /round r/,$d' m.quid >poor.quid
  $ quid shock poor.quid --paths 100 --cut sales 0%
  Shock: sales cut by 0 % · change of cash in bn USD · 100 paths, seed 0
  
    Nobody has more or less on any path: nothing that moves money within the
    horizon hangs on it.
    Counts on: all that is due is paid in full, and what is not shocked stays as
    it is, burn and the rest of totals too.
  
  What is then paid, where nobody pays more than it has · bn USD up to 2027-06 ·
  100 paths, seed 0
  
    Nobody is paid less on average because of the shock.
  
    party  due to it  paid  not paid  by the shock  fails itself
    cloud       18.0  14.0      4.00             –         100 %
    grid        18.0  16.0      2.00             –         100 %
    lab         13.5  13.5      –                –         100 %
  
    Round 1: lab (100 % of the paths, half of them by 2026-03).
    Round 2, because of those before: cloud (100 % of the paths, half of them by
    2026-11).
    Round 3, because of those before: grid (100 % of the paths, half of them by
    2027-03).
    Deferred is what no `if-unpaid:` says. Were contracts cancelled instead, with
    their exit fees, grid would lose 13.2 instead of 2.00.
    Counts on: who has no balance (`cash`) pays all; 3 of 3 parties have one.
    Raises look at the position, not at what was paid.
  $ sed '/term: 18/a\
  >   if-unpaid: cancel' poor.quid >ends.quid
  $ quid shock ends.quid --paths 100 --default maker --json | table losses |
  >   cut -d, -f1-5
  ["cloud", 18, 2.75, 15.25, 2
  ["grid", 18, 4.75, 13.25, 3
  ["lab", 13.5, 13.5, 0, 1
  ["maker", 0, 0, 0, 1
  $ (cat poor.quid; printf '2026.. guarantee g maker -> cloud\n  covers: rent\n'
  >  printf '  cap: 1 bn USD\n') >held.quid
  $ quid shock held.quid --paths 100 --default grid --json | table losses |
  >   cut -d, -f1-5
  ["cloud", 18, 15, 3, 2
  ["grid", 18, 17, 1, 1
  ["lab", 13.5, 13.5, 0, 1
  ["maker", 0, 0, 0, null

The same bytes for any threads, tile and instruction set.

  $ sed 's/2 bn USD.mo/1 to 3 bn USD\/mo/' m.quid >drawn.quid
  $ all() { quid shock drawn.quid --default lab --on 2027-01 --paths 1500 \
  >   --json "$@" | grep -v '"query"' | cksum; }
  $ for how in '--threads 1' '--threads 3' '--isa plain' '--tile 256'; do
  >   all $how
  > done | sort -u | wc -l
  1

What cannot be is told.

  $ refused() { shock "$@" 2>&1 >out | grep -v "see .quid help"; }
  $ refused --default lba
  quid: no party is called `lba`; did you mean `lab`?
  $ refused --default rent
  quid: no party is called `rent`
  $ refused --default lab --on 2028
  quid: --on 2028 lies outside the horizon, 2026-01 to 2027-06; choose a month in it.
  $ refused --drop rent --on 2027
  quid: --on says from when a party is in default: name it with --default PARTY
  $ refused --default lab --recovery 140%
  quid: the recovery `140%` is no part from 0 to 1; write 40%.
  $ refused --default lab --debtrank
  quid: --debtrank needs balance sheets: bring them with --edges and --nodes, instead of a model

A parent does not pay for its subsidiary: positions are of both, cash is not. In
hand: of 20 that falls due c gets the 5 that sub has.

  $ cat >parent.quid <<'Q'
  > quid 1 "Parent"
  >   currency: USD $
  >   horizon: 2026-01..2026-06
  > party p
  >   assume cash 2025-12-31: 100 mn USD
  > party sub
  >   parent: p
  >   assume cash 2025-12-31: 5 mn USD
  > party c
  > 2026-02 contract x sub -> c
  >   for: services
  >   assume amount: 20 mn USD
  > 2026-01 revenue r ? -> sub
  >   assume amount: 30 mn USD
  > Q
  $ quid shock parent.quid --drop r | sed -n '/due to it  paid/,$p'
    party  due to it  paid  not paid  by the shock  fails itself
    sub         30.0  –         30.0          30.0   0 % → 100 %
    c           20.0  5.00      15.0          15.0             –
  
    Round 1: sub (100 % of the paths, half of them by 2026-02).
    Counts on: who has no balance (`cash`) pays all; 1 of 2 parties have one. Each
    pays from its own cash, not its parent's. Raises look at the position, not at
    what was paid.
