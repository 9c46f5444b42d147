A build directory with some tests of each kind, for the runner to judge:

  $ mkdir tree && cd tree && tests=
  $ cat >good.sh <<'S'
  > #!/bin/sh
  > printf '1..3\nok 1 - a\nok 2 - b\nnot ok 3 # SKIP c\n'
  > S
  $ cat >bad.sh <<'S'
  > #!/bin/sh
  > printf '1..2\nok 1 - a\nnot ok 2 - b\n# because\n'
  > S
  $ printf '#!/bin/sh\nexit 3\n' >dies.sh
  $ printf '#!/bin/sh\nprintf "1..2\\nok 1\\n"\n' >short.sh
  $ printf '#!/bin/sh\nexit 77\n' >skips.sh
  $ printf '#!/bin/sh\ntrue\n' >silent.sh && chmod +x *.sh
  $ build() {
  >     rm -rf build && printf "project('t')\n" >meson.build
  >     for t; do echo "test('$t', find_program('$t.sh'), protocol: 'tap')" >>meson.build; done
  >     meson setup build >log 2>&1 || cat log
  > }
  $ run() { "$ROOT/tools/run-tests" build; }

Cases are counted, not programs; what is skipped is said.

  $ build good && run
  ok    good                             2 passed, 1 skipped
  2 passed, 0 failed

A failed case is shown in full and fails the run.

  $ build good bad && run
  ok    good                             2 passed, 1 skipped
  FAIL  bad                              1 passed, 1 failed
        | 1..2
        | ok 1 - a
        | not ok 2 - b
        | # because
  
  3 passed, 1 failed
  [1]

A program that dies, stops early or says nothing has failed.

  $ build dies short silent && run
  FAIL  dies                             0 passed, 1 failed
        | 
        | exit status 3
  
  FAIL  short                            1 passed, 1 failed
        | 1..2
        | ok 1
        | 
        | planned 2 cases, ran 1
  
  FAIL  silent                           0 passed, 1 failed
        | 
        | no case was run
  
  1 passed, 3 failed
  [1]

No test at all is a failure, also when all that ran was skipped.

  $ build && run
  no test was found
  0 passed, 1 failed
  [1]
  $ build skips && run
  ok    skips                            0 passed, 1 skipped
  no test was found
  0 passed, 1 failed
  [1]

Text cases: UTF-8 stands as it is, a wrong line fails its own case only.

  $ cat >some.t <<'T'
  > First words.
  > 
  >   $ echo '3 – 4 ≥ é'
  >   3 – 4 ≥ é
  > 
  > Second words.
  > 
  >   $ echo one; printf 'a\tb\n'
  >   two
  >   a\tb (esc)
  > T
  $ "$ROOT/tools/run-cases" some.t
  ok 1 - some.t: First words.
  not ok 2 - some.t: Second words.
  # --- expected
  # +++ now
  # @@ -1,5 +1,5 @@
  #  Second words.
  #  
  #    $ echo one; printf 'a\tb\n'
  # -  two
  # +  one
  #    a\tb (esc)
  1..2

Accepting writes the output of now, and nothing else.

  $ cp some.t before.t && "$ROOT/tools/accept-cases" $PWD/some.t | sed 's/.*: //'
  rewritten
  $ diff before.t some.t | tr '<>' '-+'
  9c9
  -   two
  ---
  +   one
  $ "$ROOT/tools/run-cases" some.t
  ok 1 - some.t: First words.
  ok 2 - some.t: Second words.
  1..2
