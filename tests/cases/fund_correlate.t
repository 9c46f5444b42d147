What is wholly correlated and alike is the same on every path, whatever it is
made of: what one pays and the other gives back leaves nothing.

  $ alike() {
  >   printf 'quid 1 "x"\n  currency: USD $\n  horizon: 2025-10..2027-12\n'
  >   printf 'party lab\nparty me\n  cash 2025-10-01: 10 bn USD\n'
  >   printf '2026 revenue a lab -> me\n  rate: %s\n' "$1"
  >   printf '2026 cost b me -> lab\n  rate: %s\n' "$1"
  >   printf 'correlate a.rate b.rate %s\n' "$2"
  > }
  $ left() {
  >   alike "$@" >m.quid
  >   quid fund m.quid me --only cash --paths 500 |
  >     sed -n 's/.*mean \([0-9.-]*\) (± \([0-9]*\).*/\1 \2/p'
  > }
  $ for d in 'truncate(normal(0.5, 0.4), 0, 1)' 'beta(2, 3)' 'integer(1, 9)' \
  >   'mix(30 %: normal(1, 0.1), 70 %: uniform(2, 5))' 'pert(1, 2, 5)' \
  >   'exp(walk(1 %/mo, 10 %/mo))' 'gbm(1, 8 %/yr, 55 %/yr)' \
  >   'meanrevert(1, 30 %/yr, 20 %/mo)' 'jump(30 %/mo, 1)'; do
  >   left "$d * 1 bn USD/mo" 1
  > done
  10.0 0
  10.0 0
  10.0 0
  10.0 0
  10.0 0
  10.0 0
  10.0 0
  10.0 0
  10.0 0
  $ left '0.1 to 0.5 bn USD/mo' 1
  10.0 0

Without that they differ.

  $ alike 'truncate(normal(0.5, 0.4), 0, 1) * 1 bn USD/mo' 0.2 >m.quid
  $ quid fund m.quid me --only cash --paths 500 | grep -c '(± 0.[12]'
  1

Contradictions are told where they stand.

  $ three() { { printf 'quid 1 "x"\n  currency: USD $\nparty lab, cloud\n2026.. contract c lab -> cloud\n  amount: 1 to 2 bn USD\n  term: 1 to 2 yr\n  ramp: 1 to 2 mo\n'; cat; } >m.quid; quid check m.quid | sed '/^$/d'; }
  $ printf 'correlate c.amount c.term 0.9\ncorrelate c.term c.ramp 0.9\ncorrelate c.ramp c.amount -0.9\n' | three
  m.quid:9:25: error[E0320]: no draws can be correlated so: the other lines tie `c.ramp` and `c.term`
     9 | correlate c.term c.ramp 0.9
       |                         ^^^
       = with the others as they are, write a number from -1.00 to -0.65
  1 error
  $ printf 'correlate c.amount c.term 0.9\ncorrelate c.term c.amount 0.9\n' | three
  m.quid:9:11: error[E0322]: `c.amount` and `c.term` are correlated twice
     9 | correlate c.term c.amount 0.9
       |           ^^^^^^^^^^^^^^^
     8 | correlate c.amount c.term 0.9
       |           --------------- first here
       = keep one of the lines
  1 error
