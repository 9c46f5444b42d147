A library as it should be: constant data, our names, no word to anybody.

  $ library() { cc -fPIC -c -o one.o one.c && rm -f one.a && ar rc one.a one.o; }
  $ check() { library && "$ROOT/tools/check-symbols" one.a 2>&1; }
  $ cat >one.c <<'C'
  > #include <stdio.h>
  > static const char *const names[] = {"a", "b"};
  > const char *qd_name(int i);
  > const char *qd_name(int i) { return names[i]; }
  > int quid_print(char *to);
  > int quid_print(char *to) { return snprintf(to, 4, "%d", 1); }
  > C
  $ check
  [0-9]+ symbols, 0 findings (re)

Mutable globals are found, with and without a value, also static ones.

  $ cat >one.c <<'C'
  > int qd_count;
  > int *qd_next(void);
  > int *qd_next(void) { static int kept = 7; kept++; return &kept; }
  > C
  $ check | grep -v symbols
  one.o: has the mutable global kept.0 (.data)
    remedy: make it const, or put it into a struct that is passed
  one.o: has the mutable global qd_count (.bss)
    remedy: make it const, or put it into a struct that is passed

So are a name that could clash, and calls that print, exit or ask around.

  $ cat >one.c <<'C'
  > #include <stdio.h>
  > #include <stdlib.h>
  > void helper(void);
  > void helper(void) { if (!getenv("HOME")) exit(1); fputs("x", stderr); }
  > C
  $ check | grep -v remedy
  one.o: calls exit
  one.o: calls getenv
  one.o: exports helper
  one.o: calls stderr
  [0-9]+ symbols, 4 findings (re)
  $ check >/dev/null
  [1]

An empty library is no proof.

  $ ar rc empty.a && "$ROOT/tools/check-symbols" empty.a
  0 symbols, 0 findings
  [1]
