A small model with one verdict of each kind.

  $ cat >m.quid <<'Q'
  > quid 1 "Rumours of a round"
  >   currency: USD $
  >   horizon: 2026-01..2028-12
  > party fund, lab
  > 2026-02-03 source post "The Post"
  > 2026-02-04 source wire "The Wire"
  >   cites: leak
  > source leak "A leaked deck"
  > 2026-02-05.. source blog "A blog"
  > round big fund -> lab
  >   amount: 2 bn USD ^post
  >   amount: > 2 bn USD ^wire ^leak
  >   amount: 500 mn USD or 2 bn USD ^blog
  >   valuation: 20 bn USD ^post
  >   valuation: 30 bn USD ^wire ^leak
  >   assume valuation: 25 bn USD
  >   when: 2026-03 ^post
  >   when: 2026-03-20 ^blog
  > stake h fund of lab
  >   share: 9 % ^post
  > scenario idle "Nothing is changed"
  > scenario low "The lower one"
  >   big.valuation: 20 bn USD
  > Q
  $ quid claims m.quid
  4 quantities · 8 claims · 3 sources (1 dated from below only)
  
  ✗  fund → lab, valuation           conflict                        use 25 bn USD
       20 bn USD (post) against 30 bn USD (wire) · big.valuation
       post         3 Feb  20 bn USD  ●
       wire (leak)  4 Feb  30 bn USD                                             ●
       model                                                ▒
                              bn USD  20      22      24       26      28       30
  ✗  fund → lab, amount              conflict at the edge       use one of 3 votes
       500 mn USD or 2 bn USD (blog), 2 bn USD (post) against more than 2 bn USD
       (wire) · big.amount
       blog         from 5 Feb  500 mn USD or 2 bn USD      ●            ●
       post         3 Feb       2 bn USD                                 ●
       wire (leak)  4 Feb       more than 2 bn USD                       ○───────▶
       model                                                ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                                                bn USD  0       1        2       3
  ✓  fund → lab, when                agree                      use one of 2 votes
       2 voices · big.when
       blog  from 5 Feb  2026-03-20                      ●
       post  3 Feb       2026-03     ●──────────────────────────────●
       model                         ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                                     1 Mar 2026  15 Mar        29 Mar       12 Apr
  
    What quid takes where they differ, and what is assumed:
  
    ·  big.valuation: 25 bn USD (assumed, m.quid:16)
    ·  big.amount: one of 3 votes (each path picks one, all with equal chance)
  
    1 quantity of one voice is left out; --all shows it.
    Settle one: under `round big` (m.quid:10) add `assume amount: 500 mn USD or 2
    bn USD`, or another value.

The terminal decides the signs and the width: ASCII, and forty columns without
an axis.

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
  > P
  $ unset COLUMNS; export TERM=xterm
  $ LC_ALL=C python3 on-terminal 80 quid claims m.quid big.when --color=never
  1 quantity - 2 claims - 2 sources (1 dated from below only)
  
  +  fund -> lab, when               agree                      use one of 2 votes
       2 voices - big.when
       blog  from 5 Feb  2026-03-20                      *
       post  3 Feb       2026-03     *------------------------------*
       model                         ::::::::::::::::::::::::::::::::
                                     1 Mar 2026  15 Mar        29 Mar       12 Apr
  $ python3 on-terminal 40 quid claims m.quid --color=never | awk '{ if (length > n) n = length } END { print (n <= 40) }'
  1

One field, one directive, a party; and what is not there.

  $ quid claims m.quid big.when | head -1
  1 quantity · 2 claims · 2 sources (1 dated from below only)
  $ quid claims m.quid big | head -1
  3 quantities · 7 claims · 3 sources (1 dated from below only)
  $ quid claims m.quid lab | head -1
  4 quantities · 8 claims · 3 sources (1 dated from below only)
  $ quid claims m.quid h.share
  1 quantity · 1 claim · 1 source
  
  ·  fund of lab, share              one voice                             use 9 %
       h.share
       post  3 Feb  9 %      ●──────────────────────────────────────○
       model                 ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                      %  8.4    8.6     8.8     9      9.2     9.4    9.6
  $ quid claims m.quid big.valuations
  quid: no source says anything of `big.valuations`; did you mean `big.valuation`?
  quid: see `quid help claims`
  [2]
  $ quid claims m.quid bigg
  quid: no directive is called `bigg`; did you mean `big`?
  quid: see `quid help claims`
  [2]
  $ quid claims m.quid --all | grep -c '^[✗✓·]'
  4

A scenario that says something takes the place of the modeller's line; one
that says nothing is told.

  $ quid claims m.quid big.valuation --scenario low | grep -e use -e scenario
  1 quantity · 2 claims · 2 sources · scenario low
  ✗  fund → lab, valuation           conflict                        use 20 bn USD
    ·  big.valuation: 20 bn USD (the scenario, m.quid:23)
  $ quid claims m.quid big.valuation --scenario idle | grep -e use -e scenario
  1 quantity · 2 claims · 2 sources · scenario idle
  ✗  fund → lab, valuation           conflict                        use 25 bn USD
    scenario idle overrides nothing of its own
  $ quid claims m.quid --scenario hihg
  quid: no scenario is called `hihg`
  quid: see `quid help claims`
  [2]

An axis in the file's own unit, days and months with their year.

  $ cat >u.quid <<'Q'
  > quid 1 "Units"
  >   currency: EUR €
  >   horizon: 2026-01..2028-12
  > party x, y
  > 2026-02-03 source one
  > 2026-02-03 source two
  > contract k x -> y
  >   power: 900 MW ^one
  >   power: 1.2 GW ^two
  >   rate: 3 bn EUR/yr ^one
  >   rate: 3 bn EUR/yr ^two
  >   starts: 2026-02-03 ^one
  >   starts: 2027-02 ^two
  > Q
  $ quid claims u.quid
  3 quantities · 6 claims · 2 sources
  
  ✗  x → y, power                    conflict                   use one of 2 votes
       900 MW (one) against 1.2 GW (two) · k.power
       one  3 Feb  900 MW  ●
       two  3 Feb  1.2 GW                                                 ●
       model               ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                       GW  0.9             1             1.1            1.2
  ✗  x → y, starts                   conflict                   use one of 2 votes
       2026-02-03 (one) against 2027-02 (two) · k.starts
       one  3 Feb  2026-02-03     ●
       two  3 Feb  2027-02                                              ●──●
       model                      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                               Jan 2026          Jul      Oct    Jan 2027   Apr
  ✓  x → y, rate                     agree                         use 3 bn EUR/yr
       2 voices · k.rate
       one  3 Feb  3 bn EUR/yr                         ●
       two  3 Feb  3 bn EUR/yr                         ●
       model                                           ▒
                     bn EUR/yr  2.4    2.6     2.8     3      3.2     3.4    3.6
  
    What quid takes where they differ, and what is assumed:
  
    ·  k.power: one of 2 votes (each path picks one, all with equal chance)
    ·  k.starts: one of 2 votes (each path picks one, all with equal chance)
  
    Settle one: under `contract k` (u.quid:7) add `assume power: 900 MW`, or
    another value.

The picture is well formed, says its finding, and carries its sources.

  $ quid claims m.quid -o m.svg
  $ python3 - <<'P'
  > import re
  > import xml.etree.ElementTree as E
  > root = E.parse("m.svg").getroot()
  > svg = "{http://www.w3.org/2000/svg}"
  > texts = list(root.iter(svg + "text"))
  > words = ["".join(t.itertext()) for t in texts]
  > print(words[0])
  > print([w for w in words if w.startswith("Rumours")][0].split(". Model")[0])
  > boxes = []
  > for t, w in zip(texts, words):
  >     size = float(t.get("font-size"))
  >     wide = 0.5 * size * len(w)
  >     x = float(t.get("x"))
  >     x -= {"middle": wide / 2, "end": wide}.get(t.get("text-anchor"), 0)
  >     boxes.append((x, float(t.get("y")) - 0.7 * size, wide, 0.7 * size, w))
  > for i, a in enumerate(boxes):
  >     for b in boxes[:i]:
  >         if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and \
  >            a[1] < b[1] + b[3] and b[1] < a[1] + a[3]:
  >             print("overlap:", a[4], "/", b[4])
  > P
  Two of three quantities are in conflict, one of them at the edge
  Rumours of a round. Sources: blog A blog; post The Post; wire The Wire
