The runway of OpenAI stands on the five stories and adds claims to their deals.
It has no error, and of its checks none fails that should hold.

  $ cp "$ROOT/examples/stories.quid" "$ROOT/examples/openai-runway.quid" .
  $ quid check openai-runway.quid >out
  $ head -1 out
  OpenAI's cash, December 2025 · no errors
  $ grep -c '✗' out
  0
  [1]
  $ quid check stories.quid | head -1
  Amazon and OpenAI, December 2025: five stories · no errors

The burn that OpenAI told of is 17, 35 and 45 bn, and falls due in its years.

  $ quid flows openai-runway.quid openai | grep -m 1 '(burn)' | tr -s ' '
   ? (burn) – ≥17.0 ≥35.0 ≥45.0

CoreWeave: 22.4 bn over 60 months with a ramp of 18 are 22.4 / 51 a month, 12
times that a year, and 96 % of it is due in any case: 5.0598 bn.

  $ pays() { quid flows openai-runway.quid openai --csv | grep "^openai,$1"; }
  $ pays coreweave,2027,firm | cut -d, -f5 | cut -c1-6
  5.0597

A slip that makes the bill of Oracle tenfold is in sight and in no sum: 300 bn
over 60 months with a ramp of 24 are 6.25 bn a month, and 70 % of that in the 12
months of 2030 are 52.5 bn.

  $ quid claims openai-runway.quid oracle-rate.value | sed -n 4,5p
       600 bn USD/yr (besthub) against about 60 bn USD/yr (implicator) ·
       oracle-rate.value
  $ pays oracle,2030,firm | cut -d, -f5 | cut -c1-6
  52.5

Known by the end of October 2025 there is no contract with AWS yet, and no word
of Amazon.

  $ quid flows openai-runway.quid openai --known-by 2025-10-31 | grep -c Amazon
  0
  [1]
