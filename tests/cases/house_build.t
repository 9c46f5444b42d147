A table names its sources; a row without its file is an error with its place.

  $ mkdir math && touch math/normal.c
  $ printf '/* x */\nQD_DIST(normal, "the bell")\n' >math/some.def
  $ "$ROOT/tools/def-sources" math/some.def
  math/normal.c
  $ printf 'QD_DIST(missing, "")\n' >>math/some.def
  $ "$ROOT/tools/def-sources" math/some.def 2>why
  math/normal.c
  math/missing.c
  [1]
  $ cat why
  math/some.def:3: the row missing has no file math/missing.c
    write that file, or remove the row

The shipped library is embedded byte for byte, also beyond ASCII.

  $ printf 'a "b" \\ — é\r\n' >two.quid && printf '' >one.quid
  $ "$ROOT/tools/embed" shipped.c two.quid one.quid
  $ cat >show.c <<'C'
  > #include <stdio.h>
  > #include "lang/shipped.h"
  > int main(void)
  > {
  >     for (size_t i = 0; i < qd_shipped_count; i++) {
  >         const struct qd_shipped *f = &qd_shipped_files[i];
  >         printf("%s %zu %d\n", f->name, f->len, f->text[f->len]);
  >         FILE *out = fopen(f->name, "wb");
  >         fwrite(f->text, 1, f->len, out);
  >         fclose(out);
  >     }
  >     return qd_shipped_files[qd_shipped_count].name != NULL;
  > }
  > C
  $ cc -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$ROOT/src" -o show show.c shipped.c
  $ ./show
  one 0 0
  two 16 0
  $ cmp one one.quid && cmp two two.quid

What is missing is named by its package where nothing can install it.

  $ mkdir bin && for c in sh cat cut grep sed tr; do ln -s "$(command -v $c)" bin/$c; done
  $ PATH=$PWD/bin sh "$ROOT/tools/setup" --for build
  quid needs these packages (Debian names):
    gcc
    libc6-dev
    ninja-build
    meson
  there is neither apt-get nor brew here: install them by hand
  [1]
  $ "$ROOT/tools/setup" --for nothing
  usage: tools/setup [--for build|test|bench|fuzz|all]
  [2]

Where there is apt-get, but neither root nor sudo, the command is told.

  $ printf '#!/bin/sh\nexit 100\n' >bin/apt-get && printf '#!/bin/sh\necho 1000\n' >bin/id
  $ chmod +x bin/apt-get bin/id
  $ PATH=$PWD/bin sh "$ROOT/tools/setup" --for build
  quid needs these packages: gcc libc6-dev ninja-build meson
  you are not root and there is no sudo; as root, run:
    apt-get install gcc libc6-dev ninja-build meson
  [1]

Benches that call the core are compiled when they run, so they are read here.

  $ for f in circulation_time network_time own_math; do
  >   cc -std=c17 -D_DEFAULT_SOURCE -fsyntax-only -I"$ROOT/src" -I"$ROOT/bench" "$ROOT/bench/$f.c"
  > done
