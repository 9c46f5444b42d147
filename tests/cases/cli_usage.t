Without arguments: short help with two examples, on stderr.

  $ quid >out 2>words
  [2]
  $ cat out && sed -n 1,4p words && tail -n 1 words
  quid: what was promised for compute, and what comes back
  
    quid check stories.quid    is the model right, and what do I assume?
    quid flows stories.quid    who pays whom, and when?
  `quid help` lists every topic, `quid COMMAND --help` says how.

Help and version are answers: they go to stdout and begin with examples.

  $ quid --help 2>/dev/null | sed -n 1,4p
  overview: deals of capital for compute, read and asked
  
      quid check stories.quid         is the model right?
      quid flows stories.quid lab     who pays whom, and when?
  $ quid --version | sed 's/[0-9.]*[0-9]/N/g'
  quid N (language N)
  $ test "$(quid version)" = "$(quid -V)" && test "$(quid help flows)" = "$(quid flows --help)"

Every question, keyword, field, unit, function, distribution and code has a
card, and the card begins with its name.

  $ quid __complete help '' | cut -f1 >topics && test $(wc -l <topics) -gt 150
  $ while read -r t; do quid help "$t" >card || echo "no card: $t"; \
  >   head -n1 card | grep -qF -- "$t: " || echo "not its card: $t"; done <topics

A topic may be spelled with a prefix or in another case.

  $ quid help GW | head -n1 | cut -d: -f1
  W
  $ quid help e0901 >one && quid explain E0901 | cmp - one
  $ quid help contrat
  quid: there is no topic `contrat`; did you mean `contract`?
  [2]
  $ quid explain contract
  quid: `contract` is no code of a diagnostic; a code is a letter and four digits
  quid: see `quid help explain`
  [2]
  $ quid explain E9999
  quid: there is no topic `E9999`; * (glob)
  [2]

What is wrong with a command line is said with a remedy and ends with 2.

  $ quid flwos x.quid
  quid: unknown command `flwos`; did you mean `flows`?
  quid: see `quid help`
  [2]
  $ quid elephant
  quid: unknown command `elephant`
  quid: see `quid help`
  [2]
  $ quid flows
  quid: which model? write: quid flows FILE [PARTY...]
  quid: see `quid help flows`
  [2]
  $ quid flows x.quid --knwon-by 2025
  quid: flows has no option `--knwon-by`; did you mean `--known-by`?
  quid: see `quid help flows`
  [2]
  $ quid flows x.quid -q
  quid: flows has no option `-q`
  quid: see `quid help flows`
  [2]
  $ quid flows x.quid --known-by
  quid: `--known-by` needs a value (a date)
  quid: see `quid help flows`
  [2]
  $ quid flows x.quid --json=yes
  quid: `--json` takes no value
  quid: see `quid help flows`
  [2]
  $ quid flows x.quid --color=blue
  quid: `blue` for --color: it is one of auto always never
  quid: see `quid help flows`
  [2]
  $ quid --nothing
  quid: no command in `--nothing`
  quid: see `quid help`
  [2]
  $ quid fmt
  quid: which files? write: quid fmt FILE...
  quid: see `quid help fmt`
  [2]
  $ quid completion tcsh
  quid: which shell? write: quid completion bash|zsh|fish
  quid: see `quid help completion`
  [2]
  $ quid help one two
  quid: one topic at a time
  quid: see `quid help help`
  [2]

Values are checked before anything is computed.

  $ cat >small.quid <<'Q'
  > quid 1 "A lab and its cloud"
  >   currency: USD $
  >   horizon: 2025-10..2032-12
  > 2025-11-03 source s1
  >   kind: report
  > party lab, cloud
  > 2025-11.. contract rent lab -> cloud "servers"
  >   for: capacity
  >   amount: 38 bn USD ^s1
  >   term: 7 yr ^s1
  > scenario half "Half of it"
  >   rent.amount: 19 bn USD
  > Q
  $ quid flows small.quid --known-by 2025-02-30
  quid: `2025-02-30` for --known-by: that month has no such day; write 2025, 2025-Q4, 2025-12 or 2025-12-17
  quid: see `quid help flows`
  [2]
  $ quid flows small.quid --by fortnight 2>&1 | cut -d: -f1-3
  quid: `fortnight` for --by: it is one of year quarter month
  quid: see `quid help flows`
  $ quid check small.quid lab
  quid: check does not know what to do with `lab`
  quid: see `quid help check`
  [2]
  $ quid flows small.quid labb 2>&1 >/dev/null | grep -o 'did you mean.*`lab`'
  did you mean `lab`
  $ quid flows small.quid --scenario hafl 2>&1 >/dev/null | grep -o 'did you mean.*`half`'
  did you mean `half`

Options stand anywhere, with a blank or an equals sign; -- ends them.

  $ quid flows small.quid --known-by 2025-12 --json >one
  $ quid --json --known-by=2025-12 flows small.quid >two && cmp one two
  $ quid flows --known-by=2025-12 --json -- small.quid >three && cmp one three
  $ cp small.quid ./--json && quid flows --csv -- --json >four && quid flows --csv small.quid >five && cmp four five

A model with errors: its diagnostics are words, the status is 1.

  $ printf 'quid 1\n  currency: USD $\nparty a, a\n' >twice.quid
  $ quid flows twice.quid 2>words
  [1]
  $ grep -c 'twice.quid:3:[0-9]*: error' words
  1
  $ quid check twice.quid >out
  [1]
  $ grep -c 'twice.quid:3:[0-9]*: error' out
  1
