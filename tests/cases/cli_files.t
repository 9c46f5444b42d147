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
  > Q

A file that cannot be read: what is wrong and what to do, status 4.

  $ quid check missing.quid
  quid: there is no file `missing.quid`; look at its name and its folder
  [4]
  $ quid check small.quid/x
  quid: there is no file `small.quid/x`; look at its name and its folder
  [4]
  $ mkdir folder && quid check folder
  quid: `folder` is a folder; name a file in it
  [4]
  $ quid fmt folder missing.quid
  quid: `folder` is a folder; name a file in it
  quid: there is no file `missing.quid`; look at its name and its folder
  [4]
  $ ln -s loop loop && quid check loop
  quid: `loop` cannot be read: Too many levels of symbolic links
  [4]

No permission to read (root may read everything: then nobody reads).

  $ cp small.quid secret.quid && chmod 000 secret.quid && chmod 755 .
  $ mkdir bin && cp "$(command -v quid)" bin && PATH=$PWD/bin:$PATH
  $ as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
  $ as_user quid check secret.quid 2>why; echo $?; cat why
  4
  quid: `secret.quid` may not be read: its owner has to allow it (chmod +r)

An empty file has no place for a mistake, but it is one.

  $ : >empty.quid && quid check empty.quid >out 2>&1
  [1]
  $ grep -c 'empty.quid:1:1: error' out
  1

Standard input, a pipe and a file are the same to quid.

  $ quid flows small.quid --csv >file.csv
  $ quid flows - --csv <small.quid | cmp - file.csv
  $ cat small.quid | quid flows - --csv | cmp - file.csv
  $ cat small.quid | quid flows /dev/stdin --csv | cmp - file.csv
  $ printf 'quid 1\nparty a\nparty a\n' | quid flows - 2>&1 >/dev/null | grep -o '^stdin:3:[0-9]*: error'
  stdin:3:7: error

More than fits into one read.

  $ { cat small.quid; yes '; a comment that fills the file' | head -n 200000; } >long.quid
  $ quid flows - --csv <long.quid | cmp - file.csv && cat long.quid | quid flows - --csv | cmp - file.csv

A full disk and a closed stream are told; a closed pipe is left quietly.

  $ quid flows small.quid >/dev/full
  quid: cannot write to standard output: No space left on device
  [4]
  $ quid help >/dev/full
  quid: cannot write to standard output: No space left on device
  [4]
  $ quid fmt --stdout small.quid >/dev/full
  quid: cannot write to standard output: No space left on device
  [4]
  $ quid version >&-
  quid: cannot write to standard output: Bad file descriptor
  [4]
  $ python3 -c 'import os, subprocess as s; r, w = os.pipe(); os.close(r); print(s.run(["quid", "help"], stdout=w).returncode)'
  4
  $ quid flows small.quid -o /dev/full --json
  quid: cannot write /dev/full: No space left on device
  [4]

With stdout closed, a file that is opened must not become stdout.

  $ cp small.quid copy.quid && quid flows copy.quid >&- 2>/dev/null
  [4]
  $ cmp small.quid copy.quid

The ending of -o says the format; an unknown one is refused before work.

  $ quid flows small.quid -o out.csv && cmp out.csv file.csv
  $ quid flows small.quid --output=OUT.CSV && cmp OUT.CSV file.csv
  $ quid flows small.quid -oout.json && quid flows small.quid --json | cmp - out.json
  $ quid flows small.quid -o out.txt && quid flows small.quid | cmp - out.txt
  $ quid flows small.quid -o out.any --csv && cmp out.any file.csv
  $ quid flows missing.quid -o out.xls 2>&1 | sed 's/known are .*/known are .../'
  quid: the ending of `out.xls` is no format; known are ...
  quid: see `quid help flows`
  $ quid flows small.quid -o noending 2>/dev/null
  [2]
  $ ls noending out.xls 2>/dev/null
  [2]

An answer takes its place as a whole: nothing half, nothing left behind.

  $ echo old >kept.csv && chmod 640 kept.csv && ln -s kept.csv link.csv
  $ quid flows small.quid -o link.csv && cmp kept.csv file.csv && stat -c %a kept.csv && test -L link.csv
  640
  $ (umask 027; quid flows small.quid -o fresh.csv; stat -c %a fresh.csv)
  640
  $ quid flows small.quid -o folder/no/out.csv
  quid: cannot write folder/no/out.csv: No such file or directory
  [4]
  $ mkdir dir.csv && quid flows small.quid -o dir.csv
  quid: cannot write dir.csv: Is a directory
  [4]
  $ echo old >small.csv && (ulimit -f 0; trap '' XFSZ; exec quid flows small.quid -o small.csv)
  quid: cannot write small.csv: File too large
  [4]
  $ cat small.csv; find . -name '.quid-*'
  old
