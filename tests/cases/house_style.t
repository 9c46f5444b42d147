What hinders a reader is named with its place; long counts characters.

  $ mkdir -p src/base src/unit && long() { printf "%0${1}d\n" 0; }
  $ { printf '/* é%s */\n' "$(long 72)"; long 81; printf 'a\tb\nc \n/* TO''DO */\nend'; } >src/base/one.c
  $ "$ROOT/tools/check-style" . 2>&1 | grep -v remedy
  src/base/one.c:2: 81 columns
  src/base/one.c:3: a tab
  src/base/one.c:4: blanks at the end
  src/base/one.c:5: unfinished work
  src/base/one.c:6: no line feed at the end
  1 files, 5 findings

Names are lower snake case and unique, so that a name finds its file.

  $ echo 'int x;' >src/base/one.c && cp src/base/one.c src/unit/one.c && cp src/base/one.c src/unit/Two.c
  $ "$ROOT/tools/check-style" . >/dev/null
  src/unit/Two.c:1: the name is not lower snake case
    remedy: rename
  src/unit/one.c:1: src/base/one.c has the same name
    remedy: rename one of them
  [1]
