A model that stands on another one: `include` takes in a file that is itself a
model, and `more` says more of what is declared there.

  $ cat >deals.quid <<'EOF'
  > quid 1 "Deals"
  >   currency: USD $
  >   horizon: 2025-10..2032-12
  > party lab, cloud
  > 2025-12-17 source story
  > 2026-01.. contract rent lab -> cloud ^story
  >   amount: 38 bn USD
  > EOF
  $ top() { { printf 'quid 1 "On top"\n  currency: USD $\n  horizon: 2026-01..2027-12\ninclude "deals.quid"\n'; cat; } >m.quid; }
  $ check() { top; quid check m.quid | sed '/^$/d'; }

The header of the file that is opened counts: its title and its two years.

  $ top </dev/null
  $ quid check m.quid | head -1
  On top · no errors
  $ quid check deals.quid | head -1
  Deals · no errors

Of the file below everything else holds: a `quid` further down, a version that
nobody reads yet.

  $ printf 'quid 2\n' | cat - deals.quid >new.quid
  $ echo 'include "new.quid"' | top
  $ sed -i '/deals/d' m.quid
  $ quid check m.quid
  new.quid:1:1: error[E0222]: the file is written in version 2 of the language, this quid reads 1
     1 | quid 2
       | ^^^^^^
       = use a newer quid, or write `quid 1`
       = included from m.quid:4
  
  1 error
  [1]

A term makes a schedule of an amount: 38 bn over 38 months are 12 bn a year.

  $ printf 'more rent\n  assume term: 38 mo\n' | top
  $ quid flows m.quid lab | sed -n 3,4p
    payee  2026  2027  total  status
    cloud  12.0  12.0   38.0  firm

What another source says of the amount is a rival of the first.

  $ printf '2025-12-18 source daily\nmore rent ^daily\n  amount: 40 bn USD\n' | top
  $ quid claims m.quid | sed -n 3,4p
  ✗  lab → cloud, amount             conflict                   use one of 2 votes
       40 bn USD (daily) against 38 bn USD (story) · rent.amount

Below `more` a line says who speaks: those on the other header did not. Deals
and tags belong to the thing itself. What is not declared has no more, nor what
has no fields.

  $ printf 'more rent\n  amount: 40 bn USD\n' | check
  m.quid:6:3: error[E0230]: this cannot be said with `more rent`
     6 |   amount: 40 bn USD
       |   ^^^^^^
       = say who reported it, `^source`, or `assume` it
  1 error
  $ printf 'more rent #big\n  assume term: 7 yr\n' | check
  m.quid:5:11: error[E0230]: this cannot be said with `more rent`
     5 | more rent #big
       |           ^^^^
       = `@` and `#` stand on the header of the thing itself
  1 error
  $ printf 'more rnt\n  assume term: 7 yr\n' | check
  m.quid:5:6: error[E0206]: nothing is called `rnt`
     5 | more rnt
       |      ^^^ did you mean `rent`?
       = `more` is said of a directive of the model
  1 error
  $ printf 'let l = 3\nmore l\n  assume term: 7 yr\n' | check
  m.quid:6:6: error[E0207]: `l` is a let; here a directive that has fields is due
     6 | more l
       |      ^
       = name a directive that has fields
  1 error

It says the same from wherever it stands: the order of blocks means nothing,
and `quid fmt` leaves it there.

  $ printf 'more rent\n  assume term: 38 mo\nparty c\n' | top
  $ quid flows m.quid lab >one
  $ printf 'party c\nmore rent\n  assume term: 38 mo\n' | top
  $ quid flows m.quid lab | cmp - one
  $ quid fmt m.quid && tail -2 m.quid
  more rent
    assume term: 38 mo
