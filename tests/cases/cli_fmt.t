  $ cat >untidy.quid <<'Q'
  > quid   1 "A lab"
  > 	currency: USD $
  >   horizon: 2025-10..2032-12
  > ; who
  > party lab,cloud
  >     cash 2025:   $38bn   
  > Q
  $ cp untidy.quid before.quid

A file is tidied in place, keeps its mode, and a second time changes nothing.

  $ chmod 604 untidy.quid && quid fmt untidy.quid
  $ cat untidy.quid && stat -c %a untidy.quid
  quid 1 "A lab"
    currency: USD $
    horizon: 2025-10..2032-12
  ; who
  party lab, cloud
    cash 2025: 38 bn USD
  604
  $ stat -c '%i %Y' untidy.quid >seen && quid fmt untidy.quid && stat -c '%i %Y' untidy.quid | cmp - seen

As a filter, and to stdout; the file stays.

  $ quid fmt - <before.quid | cmp - untidy.quid
  $ cp before.quid other.quid && quid fmt --stdout other.quid | cmp - untidy.quid && cmp other.quid before.quid

--check lists what would change and changes nothing.

  $ quid fmt --check other.quid untidy.quid before.quid
  other.quid
  before.quid
  [1]
  $ cmp other.quid before.quid && quid fmt --check untidy.quid

A link stays a link; its file is tidied.

  $ mkdir real && cp before.quid real/deal.quid && ln -s real/deal.quid link.quid
  $ quid fmt link.quid && test -L link.quid && cmp real/deal.quid untidy.quid

A file that does not parse is left as it is, the others are tidied.

  $ printf 'party   lab\n  cash 2025: 1,000 USD\n' >wrong.quid && cp wrong.quid wrong.copy
  $ quid fmt wrong.quid other.quid 2>&1 | sed 's/error.*/error/'
  quid: wrong.quid:2:14: error
  quid: wrong.quid is left as it was; `quid check` shows all that is wrong in it
  $ cmp wrong.quid wrong.copy && cmp other.quid untidy.quid
  $ quid fmt wrong.quid 2>/dev/null
  [1]
  $ quid fmt --check wrong.quid 2>/dev/null
  [1]

What cannot be written stays whole: a full disk, a file or folder that may not
be written, somebody else's file.

  $ mkdir bin && cp "$(command -v quid)" bin && PATH=$PWD/bin:$PATH
  $ as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
  $ cp before.quid full.quid && (ulimit -f 0; trap '' XFSZ; exec quid fmt full.quid)
  quid: cannot write full.quid: File too large; it is as it was
  [4]
  $ cmp full.quid before.quid
  $ cp before.quid fixed.quid && chmod 444 fixed.quid && chmod 777 . && as_user quid fmt fixed.quid
  quid: cannot write fixed.quid: Permission denied; it is as it was
  [4]
  $ mkdir shut && cp before.quid shut/in.quid && chmod 666 shut/in.quid && chmod 555 shut && as_user quid fmt shut/in.quid
  quid: cannot write shut/in.quid: Permission denied; it is as it was
  [4]
  $ find . -name '.quid-*'

An interrupt leaves the file whole and nothing behind.

  $ { cat before.quid; yes '; a   comment' | head -n 300000; } >big.quid && cp big.quid big.copy
  $ quid fmt --check big.quid
  big.quid
  [1]
  $ (sleep 0.01; kill -INT $(cat pid) 2>/dev/null) & sh -c 'echo $$ >pid; exec quid fmt big.quid'; wait
  $ quid fmt - <big.copy >big.tidy; cmp -s big.quid big.copy || cmp big.quid big.tidy
  $ find . -name '.quid-*'

fmt changes no answer.

  $ cp before.quid one.quid && quid check one.quid --csv >a; quid check untidy.quid --csv | sed s/untidy/one/ | cmp - a
