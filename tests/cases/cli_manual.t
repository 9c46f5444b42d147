The man page comes from the same cards as `quid help`.

  $ quid __manual >quid.1.scd && head -n1 quid.1.scd
  quid(1)
  $ command -v scdoc >/dev/null || exit 80
  $ scdoc <quid.1.scd >quid.1 && grep -c '^\.SH' quid.1
  11
  $ quid __complete help '' | cut -f1 | sort -u >topics
  $ sed -n 's/^## //p' quid.1.scd | sed 's/\\//g' | sort -u | comm -3 - topics
