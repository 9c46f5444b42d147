  $ cat >small.quid <<'Q'
  > quid 1 "A lab and its cloud"
  >   currency: USD $
  >   horizon: 2025-10..2032-12
  > party lab, cloud, 実験室
  > 2025-11.. contract rent lab -> cloud
  >   for: capacity
  >   amount: 38 bn USD
  >   term: 7 yr
  > scenario half "Half of it"
  >   rent.amount: 19 bn USD
  > Q
  $ words() { quid __complete "$@" | cut -f1; }

Commands, options, words, names of the file's own.

  $ words fl
  flows
  $ words flows small.quid --known
  --known-by
  $ words flows small.quid --by ''
  year
  quarter
  month
  $ words flows small.quid --by=q
  --by=quarter
  $ words flows small.quid --by = q
  quarter
  $ words flows small.quid --scenario ''
  half
  $ words shock small.quid --drop ''; words shock small.quid --cut r
  rent
  rent
  $ words flows small.quid ''
  lab
  cloud
  実験室
  $ words flows --json small.quid cl
  cloud
  $ words flows small.quid --color a
  auto
  always
  $ words flows ''
  :files
  $ words flows small.quid -o ''
  :files
  $ words help distr; words help contra
  contract
  $ words completion z
  zsh
  $ words flows missing.quid ''
  $ words flows small.quid --known-by ''

A file with errors still completes.

  $ printf 'party lost, lab, lab\n' >wrong.quid && words flows wrong.quid lo
  lost

A folder of the home is found.

  $ mkdir home && cp small.quid home/ && HOME=$PWD/home words flows '~/small.quid' cl
  cloud

The scripts are of their shells' language, and bash completes with it.

  $ quid completion bash >c.bash && bash -n c.bash
  $ quid completion zsh >c.zsh && if command -v zsh >/dev/null; then zsh -n c.zsh; fi
  $ quid completion fish >c.fish && if command -v fish >/dev/null; then fish -n c.fish; fi
  $ cat >try <<'B'
  > source ./c.bash
  > try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _quid; printf '%s\n' "${COMPREPLY[@]}"; }
  > try quid fl
  > try quid flows small
  > try quid flows small.quid l
  > try quid flows small.quid --by = mo
  > try quid flows small.quid --scenario = ''
  > B
  $ bash try
  flows
  small.quid
  lab
  month
  half
