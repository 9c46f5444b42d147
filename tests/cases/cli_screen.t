A terminal to run a command on: columns, then the command.

  $ cat >on-terminal <<'P'
  > import fcntl, os, pty, struct, sys, termios
  > pid, fd = pty.fork()
  > if pid == 0:
  >     size = struct.pack('4H', 24, int(sys.argv[1]), 0, 0)
  >     fcntl.ioctl(0, termios.TIOCSWINSZ, size)
  >     os.execvp(sys.argv[2], sys.argv[2:])
  > out = b''
  > while True:
  >     try:
  >         piece = os.read(fd, 65536)
  >     except OSError:
  >         break
  >     if not piece:
  >         break
  >     out += piece
  > sys.stdout.buffer.write(out.replace(b'\r\n', b'\n'))
  > sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
  > P
  $ tty() { PYTHONCOERCECLOCALE=0 python3 on-terminal "$@"; }
  $ unset COLUMNS NO_COLOR; export TERM=xterm
  $ widest() { grep -v '^ ' | awk '{ if (length > n) n = length } END { print n }'; }
  $ coloured() { grep -c "$(printf '\033')" || true; }

The width is the terminal's, unless COLUMNS says otherwise; 80 in a pipe.

  $ tty 40 quid help options --color=never | widest | awk '{ print ($1 > 30 && $1 <= 40) }'
  1
  $ tty 120 quid help options --color=never | widest | awk '{ print ($1 > 100 && $1 <= 120) }'
  1
  $ COLUMNS=60 tty 120 quid help options --color=never | widest | awk '{ print ($1 > 50 && $1 <= 60) }'
  1
  $ COLUMNS=40 quid help options | widest | awk '{ print ($1 > 70 && $1 <= 80) }'
  1

Colour: only on a terminal, not with NO_COLOR or a dumb one, or as it is told.

  $ quid help exit | coloured
  0
  $ tty 80 quid help exit | coloured
  1
  $ NO_COLOR=1 tty 80 quid help exit | coloured
  0
  $ TERM=dumb tty 80 quid help exit | coloured
  0
  $ NO_COLOR=1 quid help exit --color=always | coloured
  1
  $ tty 80 quid help exit --colour=never | coloured
  0

What goes through a pipe does not depend on the locale; a terminal that is not
UTF-8 gets ASCII.

  $ cat >small.quid <<'Q'
  > quid 1 "A lab and its cloud"
  >   currency: USD $
  >   horizon: 2025-10..2027-12
  > 2025-11-03 source s1
  >   kind: report
  > party lab, cloud
  > 2025-11.. contract rent lab -> cloud
  >   for: capacity
  >   amount: 38 bn USD ^s1
  >   term: 7 yr ^s1
  > Q
  $ quid flows small.quid >utf8 && LC_ALL=C quid flows small.quid | cmp - utf8
  $ beyond() { LC_ALL=C grep -c '[^ -~]' || true; }
  $ LC_ALL=C tty 80 quid flows small.quid --color=never | beyond
  0
  $ LC_ALL= LC_CTYPE= LANG=de_DE.ISO-8859-1 tty 80 quid flows small.quid --color=never | beyond
  0
  $ quid flows small.quid --ascii | beyond
  0
  $ LC_ALL=C.UTF-8 tty 80 quid flows small.quid --color=never | cmp - utf8
