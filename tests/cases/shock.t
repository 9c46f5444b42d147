Who loses what, if something falls through? The world with the shock and the one
without it are drawn alike, so that what lies between them is the shock alone.

  $ cat >m.quid <<'END'
  > quid 1 "Shocks"
  >   currency: USD $
  >   horizon: 2026..2027
  > party lab
  >   cash 2026-01-01: 30 bn USD
  > party cloud
  >   cash 2026-01-01: 5 bn USD
  > party maker, other
  > deal d "A deal"
  >   chance: 50 %
  > round stake cloud -> lab @d
  >   when: 2026-06
  >   amount: 10 bn USD
  > 2026-01.. contract rent lab -> cloud
  >   amount: 24 bn USD
  >   term: 24 mo
  >   power: 480 MW
  > 2026.. revenue sales ? -> lab
  >   rate: 50 bn USD/yr
  > 2026-03.. contract buy cloud -> maker
  >   amount: 10 bn USD
  >   term: 10 mo
  >   chip: newest
  > chip newest "A chip"
  >   vendor: "Maker"
  > 2026.. revenue fees ? -> other
  >   rate: 1 to 2 bn USD/yr
  > 2026.. cost share other -> ?
  >   rate: 20 % * revenue(other)
  > deal idle "Nobody names it"
  >   chance: 50 %
  > END
  $ shock() { quid shock m.quid --paths 2000 "$@"; }
  $ rows() { awk -F'[,\r]' '{ for (i = 4; i < 11; i++) if ($i != "")
  >   $i = sprintf("%.6g", $i); print $1, $2 ":", $4, $5, $6, $8, $9, $10 }'; }
  $ position() { shock --csv "$@" | grep ',position' | rows; }

A contract of 24 bn that falls away is 24 bn less for the one and 24 bn more for
the other, on every path; so is the backlog of its seller, and the power that
does not come. Nobody else is touched: what others draw stays what it was.

  $ shock --drop rent
  Shock: without rent · change of cash in bn USD · 2,000 paths, seed 0
  
    cloud has 24.0 bn USD less at the end of 2027-12.
  
    party  cash at end    5 %   95 %  at most  chance of a gap  backlog
    cloud        −24.0  −24.0  −24.0    −24.0       50 → 100 %    −24.0
    lab           24.0   24.0   24.0     24.0              0 %      –
  
    cloud: 24.0 bn USD less at the end, on average
       0 ┤━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│ █ median
         │████                                            │ ▒ 25 – 75 %
         │    ████                                        │ ░  5 – 95 %
         │        ████                                    │ bn USD
         │            ████                                │
     −10 ┤                ████                            │
         │                    ████                        │
         │                        ████                    │
         │                            ████                │
         │                                ████            │
     −20 ┤                                    ████        │
         │                                        ████    │
         │                                            ████│
          2026                    2027
  P(gap)  100%                    100%                      by year end
  
    The 2 parties beside them have the same on every path.
    cloud: chance of a gap by the end 100 %, without the shock 49.8 %; it passes
    50 % in 2026-08, without the shock never.
    lab is delivered 480 MW less by the end of 2027-12, on average.
    Counts on: all that is due is paid in full, and what is not shocked stays as
    it is, burn and the rest of totals too.
  
  What is then paid, where nobody pays more than it has · bn USD up to 2027-12 ·
  2,000 paths, seed 0
  
    cloud loses most by it: it is paid 24.0 bn USD less, of 24.0 that is due to it
    (5 to 95 %: 24.0 to 24.0).
  
    party  due to it    paid  not paid  by the shock  fails itself
    cloud       24.0    –        24.0          24.0   50 % → 100 %
    maker       10.0    4.00      6.00          6.00             –
    lab        105    101         3.98          3.98             –
  
    Round 1: cloud (100 % of the paths, half of them by 2026-08).
    Counts on: who has no balance (`cash`) pays all; 2 of 4 parties have one.
    Raises look at the position, not at what was paid.
  $ position --drop rent
  cloud position: 14.02 -9.98 -24 -24 -24 -24
  other position: 2.30661 2.30661 0 0 0 0
  lab position: 110.98 134.98 24 24 24 24

A cut of 30 % takes 30 of 100 bn; two of them one after the other leave 49 %.
The amount is read with and without blanks.

  $ position --cut sales 30 %
  lab position: 110.98 80.98 -30 -30 -30 -30
  other position: 2.30661 2.30661 0 0 0 0
  $ for cut in 'sales=30%' 'sales 30 %' 'sales: 30%'; do
  >   position --cut "$cut"
  > done | sort | uniq -c
        3 lab position: 110.98 80.98 -30 -30 -30 -30
        3 other position: 2.30661 2.30661 0 0 0 0
  $ position --cut sales 30% --cut sales 30%
  lab position: 110.98 59.98 -51 -51 -51 -51
  other position: 2.30661 2.30661 0 0 0 0
  $ shock --cut sales 7% --json | grep '"cut", "sales"'
          ["cut", "sales", 7, "%", 1]

What pays 1 bn in each of ten months from March 2026 on comes a year later: at
most all of it is missing, at the end of 2027 nothing. Half a year later at most
6 of it; 18 months later 4 of 10 are paid by the end. A chip delays what
delivers it.

  $ shock --delay buy 12 mo
  Shock: buy 12 mo late · change of cash in bn USD · 2,000 paths, seed 0
  
    maker is up to 10.0 bn USD behind on average, and has caught up by the end of
    2027-12.
  
    party  cash at end  5 %  95 %  at most  chance of a gap
    maker            –    –     –    −10.0                –
    cloud            –    –     –     10.0         50 → 0 %
  
    maker: 10.0 bn USD behind for a time, on average
       0 ┤████━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━██│ █ median
         │    ██                                      ██  │ ▒ 25 – 75 %
         │      ██                                  ██    │ ░  5 – 95 %
         │                                                │ bn USD
         │        ██                              ██      │
         │          ██                          ██        │
      −5 ┤            ██                      ██          │
         │              ██                  ██            │
         │                ██              ██              │
         │                                                │
         │                  ██          ██                │
         │                    ██      ██                  │
     −10 ┤                      ██████                    │
          2026                    2027
  
    The 2 parties beside them have the same on every path.
    cloud: chance of a gap by the end 0 %, without the shock 49.8 %.
    Counts on: all that is due is paid in full, and what is not shocked stays as
    it is, burn and the rest of totals too.
  
  What is then paid, where nobody pays more than it has · bn USD up to 2027-12 ·
  2,000 paths, seed 0
  
    Nobody runs out of cash on any path: all that is due is paid.
  $ shock --csv --delay newest 6 mo | grep most | rows
  maker most behind:   -6 -6 -6 -6
  maker most ahead:   0 0 0 0
  cloud most behind:   0 0 0 0
  cloud most ahead:   6 6 6 6
  other most behind:   0 0 0 0
  other most ahead:   0 0 0 0
  $ position --delay buy 1.5 yr
  maker position: 10 4 -6 -6 -6 -6
  other position: 2.30661 2.30661 0 0 0 0
  cloud position: 14.02 20.02 6 6 6 6

What has begun before the horizon is moved as a whole, which is said.

  $ sed 's/^2026-01.. contract rent/2025-11.. contract rent/' m.quid >begun.quid
  $ quid shock begun.quid --paths 100 --delay rent 6 mo | grep Begun
    Begun before the horizon, and moved as if not: rent.

What names a deal goes with it. It happened on about half of the paths.

  $ position --drop d | cut -d' ' -f1,6-
  lab -10 0 0
  other 0 0 0
  cloud 0 0 10
  $ shock --drop d | grep Changed
    Changed: d, stake.

A deal that nothing hangs on changes nothing on any path; one on which something
hangs that nobody gives an amount is another matter. Nor does one change
anything for a party whose costs follow its revenue: the same sums on the same draws.

  $ shock --drop idle
  Shock: without idle · change of cash in bn USD · 2,000 paths, seed 0
  
    Nobody has more or less on any path: nothing that moves money within the
    horizon hangs on it.
    Counts on: all that is due is paid in full, and what is not shocked stays as
    it is, burn and the rest of totals too.
  
  What is then paid, where nobody pays more than it has · bn USD up to 2027-12 ·
  2,000 paths, seed 0
  
    Nobody is paid less on average because of the shock.
  
    party  due to it  paid  not paid  by the shock  fails itself
    cloud       24.0  24.0         –             –          50 %
  
    Round 1: cloud (50 % of the paths, half of them by 2026-06).
    Deferred is what no `if-unpaid:` says. Were contracts cancelled instead, with
    their exit fees, maker would lose 3.49 instead of 0.
    Counts on: who has no balance (`cash`) pays all; 2 of 4 parties have one.
    Raises look at the position, not at what was paid.
  $ quid shock $ROOT/examples/stories.quid --delay trainium3 12 mo | head -4
  Shock: trainium3 12 mo late · change of cash in bn USD · 100,000 paths, seed 0
  
    ?  What hangs on it is not known: without an amount or a time is aws-new.
    Counts on: all that is due is paid in full, and what is not shocked stays as
  $ shock --csv --drop rent | grep other | rows
  other position: 2.30661 2.30661 0 0 0 0
  other most behind:   0 0 0 0
  other most ahead:   0 0 0 0
  other least position: 0.0961088 0.0961088 0 0 0 0

A round that waits for cash does so in each world. Without its revenue p pays 1
bn a month out of its 10; when it has 1 it is lifted to 2, until the 5 bn of the
round are used up: 10 - 24 + 5 is 19 less than the 10 that it has with it.

  $ cat >raise.quid <<'END'
  > quid 1 "Raise"
  >   currency: USD $
  >   horizon: 2026..2027
  > party p
  >   cash 2026-01-01: 10 bn USD
  > party fund
  > 2026.. revenue in ? -> p
  >   rate: 1 bn USD/mo
  > 2026.. cost out p -> ?
  >   rate: 1 bn USD/mo
  > 2026..2028 round rescue fund -> p
  >   amount: 5 bn USD
  >   raise: cash < 2 bn USD
  > END
  $ quid shock raise.quid --drop in --paths 100 --csv | grep position | rows
  p position: 10 -9 -19 -19 -19 -19
  p least position: 10 -9 -19 -19 -19 -19
  fund position: 0 -5 -5 -5 -5 -5
  fund least position: 0 -5 -5 -5 -5 -5

What asks whether a deal has happened is told so in each world; what pays for
what was delivered pays for what is delivered in it. The lab spends 1 bn a month
from March 2026 on if the deal comes in February: 22 bn. The bank lends 3 bn by
the part of the rent that had been delivered when the month began, 14 of 30
months by December 2027: 1.4 bn, and 1.12 when the rent is a fifth smaller, none
when it comes 2 yr late. Of the rent itself 15 months are paid, 5 bn.

  $ cat >states.quid <<'END'
  > quid 1 "States"
  >   currency: USD $
  >   horizon: 2026..2027
  > party lab, cloud, bank
  > 2026-02 deal d "A deal"
  > deal hires "What follows it"
  >   if: happened(d)
  > cost wages lab -> ? @hires
  >   rate: 1 bn USD/mo
  > 2026-10.. contract rent lab -> cloud
  >   amount: 10 bn USD
  >   term: 30 mo
  > 2026..2030 loan credit bank -> lab
  >   amount: 3 bn USD
  >   draws: rent.delivered / 10 bn USD
  > END
  $ states() { quid shock states.quid "$@" --paths 100 --csv |
  >   grep ",position" | rows; }
  $ states --drop d
  bank position: -1.4 -1.4 0 0 0 0
  lab position: -25.6 -3.6 22 22 22 22
  $ states --cut rent 20%
  cloud position: 5 4 -1 -1 -1 -1
  bank position: -1.4 -1.12 0.28 0.28 0.28 0.28
  lab position: -25.6 -24.88 0.72 0.72 0.72 0.72
  $ states --delay rent 2 yr
  cloud position: 5 0 -5 -5 -5 -5
  bank position: -1.4 0 1.4 1.4 1.4 1.4
  lab position: -25.6 -22 3.6 3.6 3.6 3.6

What a stake is worth goes by the price of the last round. Of y, worth 40 bn
behind the seed round and 100 behind the next one, the angel has 25 % and then
22.5 %, the fund 10 %. Without that round the angel's part is worth 10 bn in
place of 22.5, though it is larger.

  $ cat >stakes.quid <<'END'
  > quid 1 "Stakes"
  >   currency: USD $
  >   horizon: 2026..2027
  > party founder, angel, fund, y
  > ..2025-12 stake all founder of y
  >   share: 100 %
  > 2026-01 round seed angel -> y
  >   amount: 10 bn USD
  >   valuation: 30 bn USD pre
  > 2026-06 round next fund -> y
  >   amount: 10 bn USD
  >   valuation: 90 bn USD pre
  > END
  $ quid shock stakes.quid --drop next --paths 100 --csv |
  >   grep -E '(angel|fund),stakes' | rows
  angel stakes: 22.5 10 -12.5 -12.5 -12.5 -12.5
  fund stakes: 10 0 -10 -10 -10 -10
  $ quid shock stakes.quid --drop next --paths 100 --json |
  >   awk -F'[][, ]+' '/"y", "(angel|fund)"/ { printf "%s %.6g %.6g\n", $3, $4, $5 }'
  "angel" 22.5 25
  "fund" 10 0

What is not shocked does not make up for it. Of a total of 100 bn of which 40 are
rent, 60 is left to be paid with the rent or without it; and of a burn of 12 bn a
year, 6 of them rent, 6 is left.

  $ cat >rest.quid <<'END'
  > quid 1 "Rest"
  >   currency: USD $
  >   horizon: 2026..2027
  > party p, q, r, s
  > 2026.. contract all p -> ?
  >   amount: 100 bn USD
  >   term: 24 mo
  > 2026.. contract part p -> q
  >   amount: 40 bn USD
  >   term: 24 mo
  >   part-of: all
  > 2026.. contract rent r -> s
  >   amount: 12 bn USD
  >   term: 24 mo
  > 2026..2027 cost burn r -> ?
  >   kind: burn
  >   amount: 24 bn USD
  > END
  $ quid shock rest.quid --drop part --drop rent --paths 100 --csv |
  >   grep ',position' | rows
  q position: 40 0 -40 -40 -40 -40
  s position: 12 0 -12 -12 -12 -12
  r position: -24 -12 12 12 12 12
  p position: -100 -60 40 40 40 40

The same bytes for any threads; and the same as two runs of `fund`, where the
file has the deal's failing as a scenario of its own.

  $ shock --drop d --json --threads 1 >one
  $ shock --drop d --json --threads 3 --tile 64 --isa plain | cmp one
  $ model=$ROOT/examples/openai-runway.quid
  $ cash() { quid fund $model openai --paths 2000 --only cash --csv "$@"; }
  $ { cash; cash --scenario no-deal
  >   quid shock $model --drop amzn --paths 2000 --csv
  > } | awk -F, '/openai,position/ { x[++n] = n < 3 ? $9 : $6 }
  >     END { print n, (x[2] - x[1] - x[3]) ^ 2 < 1e-12 && x[3] < -5 }'
  3 1

What cannot be is told, with what could be.

  $ refused() { quid shock m.quid "$@" 2>&1 >out | grep -v "see .quid help"; }
  $ refused
  quid: shocked by what? write --drop DEAL, --cut LINE 30%, --delay LINE 12mo or --default PARTY
  $ refused --drop ''
  quid: --drop what? name a deal or a line of the file
  $ refused --cut =30%
  quid: --cut what? name a deal or a line of the file
  $ refused --drop rnet
  quid: no deal or line is called `rnet`; did you mean `rent`?
  $ refused --drop lab
  quid: `lab` for --drop is a party: name a deal or a line of its, such as stake, rent, sales
  $ refused --drop newest
  quid: `newest` for --drop is a chip: name a deal, or a line under which money moves
  $ refused --cut sales
  quid: --cut sales by how much? write --cut sales 30%
  $ refused --cut sales 130 %
  quid: `130 %` for --cut sales: a cut says how much less it is, from 0 to 100 %; what is more goes into a scenario
  $ refused --cut sales -30 %
  quid: `-30 %` for --cut sales: a cut says how much less it is, from 0 to 100 %; what is more goes into a scenario
  $ refused --cut salse 30 %
  quid: no deal or line is called `salse`; did you mean `sales`?
  $ refused --cut sales 3 mo
  quid: --cut sales by how much? write --cut sales 30%
  $ refused --delay buy 30 %
  quid: --delay buy by how long? write --delay buy 12mo or 1yr
  $ refused --delay buy -3 mo
  quid: `-3 mo` for --delay buy: a delay is from 0 to 100 yr; what comes earlier goes into a scenario
  $ refused --delay d 3 mo
  quid: nothing says when `d` is, so that it cannot be delayed: give it a `when:` or `starts:`
  $ printf 'chip old "Old"\n  vendor: "Maker"\n' >>m.quid
  $ refused --delay old 3 mo
  quid: no contract says that it delivers `old` (`chip:`), so that nothing is delayed: name the contract itself

Where stakes are worth less it is said at which price.

  $ quid shock $ROOT/examples/stories.quid --drop amzn-stake --paths 200 | grep -A2 'Stakes:'
    Stakes: the change of what they are worth at the end, on average, at the price
    of the last round or sale on the path; without a round the price is that of
    the one before.
