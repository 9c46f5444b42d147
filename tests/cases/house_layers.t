The tree as it stands keeps to its layers.

  $ "$ROOT/tools/check-layers" | sed 's/^[0-9]* files/N files/'
  N files, 0 against the layers

A copy to plant violations in:

  $ mkdir copy && cp -R "$ROOT/src" "$ROOT/cli" "$ROOT/include" copy/
  $ check() { "$ROOT/tools/check-layers" copy 2>&1 | grep -v ' files, '; }
  $ check
  [1]

A module that includes a header of a higher rank is named with its place.

  $ printf '#include "model/anything.h"\n' >copy/src/base/planted.c
  $ check
  src/base/planted.c:1: src/base (rank 0) includes model/anything.h of src/model (rank 3)
    remedy: move what is shared to a lower rank, or pass it in
  $ "$ROOT/tools/check-layers" copy >/dev/null 2>&1
  [1]

So is one that includes its neighbour of the same rank.

  $ printf '\n# include <lang/tree.h>\n' >copy/src/base/planted.c
  $ mv copy/src/base/planted.c copy/src/math/planted.c
  $ check
  src/math/planted.c:2: src/math (rank 1) includes lang/tree.h of src/lang (rank 1)
    remedy: move what is shared to a lower rank, or pass it in

A lower rank and the module's own headers are free.

  $ printf '#include "base/arena.h"\n#include "math/own.h"\n' >copy/src/math/planted.c
  $ check
  [1]

A header must be written from src, and quid.h is for the faces.

  $ printf '#include "arena.h"\n#include <quid.h>\n' >copy/src/math/planted.c
  $ check
  src/math/planted.c:1: "arena.h" is not written from src
    remedy: write #include "math/arena.h"
  src/math/planted.c:2: src/math includes quid.h
    remedy: only src/api and the faces do; move the type down
  $ rm copy/src/math/planted.c

A face that looks behind the public header is found.

  $ printf '#include <quid.h>\n#include <stdio.h>\n#include "planted.h"\n' >copy/cli/planted.c
  $ touch copy/cli/planted.h
  $ check
  [1]
  $ printf '#include "../src/base/arena.h"\n#include "base/arena.h"\n' >copy/cli/planted.c
  $ check
  cli/planted.c:1: cli is a face and includes ../src/base/arena.h
    remedy: use <quid.h>; what it lacks is added there
  cli/planted.c:2: cli is a face and includes base/arena.h
    remedy: use <quid.h>; what it lacks is added there
  $ rm copy/cli/planted.*

A module without a rank is found.

  $ mkdir copy/src/planted
  $ check
  src/planted: this module has no rank
    remedy: add a row to src/LAYERS
