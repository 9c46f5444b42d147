What the five stories say of one thing, and what is a contradiction. The list
is that of the people who read them, not of the program.

  $ cp "$ROOT/examples/stories.quid" .
  $ cat >verdicts <<'P'
  > import json, sys
  > tables = json.load(sys.stdin)["tables"]
  > columns = [c["name"] for c in tables["quantities"]["columns"]]
  > rows = [dict(zip(columns, r)) for r in tables["quantities"]["rows"]]
  > words = set(sys.argv[1].split(","))
  > for r in rows:
  >     if r["verdict"] in words:
  >         print((r["id"] + "." + r["field"]).rstrip("."), "-", r["verdict"])
  > P
  $ bad="conflict,conflict at the edge,part larger than its total,wider"
  $ quid claims stories.quid --json | python3 verdicts "$bad"
  amzn.stage - conflict
  first-report.when - conflict
  latest-chip.value - conflict
  stargate-500.part-of - part larger than its total
  amzn-stake.amount - conflict at the edge
  amzn-stake.valuation - conflict at the edge

"Or nothing at all" is wider than what the others say of the amount.

  $ quid claims stories.quid amzn-stake.amount --csv | grep wider
  amzn-stake,amount,0,s0,2025-12-17,0,false,0,false,0 USD or at least 10 bn USD,wider,USD,\r (esc)
  amzn-stake,amount,1,s0,2025-12-17,10000000000,false,,true,0 USD or at least 10 bn USD,wider,USD,\r (esc)

Not flagged: October against the fall; 27 % against about 27 %; 32.5 % against
27 %, which are stakes of different times; first refusal against exclusive
resale; Trainium against Trainium and Inferentia; 400 bn inside 500 bn;
multi-billion beside 8 bn; no comment against declined.

  $ quid claims stories.quid --json | python3 verdicts "agree,one voice,open above,wordings" >calm
  $ for x in talks-begin.when restructuring.when msft.share msft-old.share \
  >     rofr.kind azure-models.kind aws-new.chip stargate-400.amount \
  >     amzn-anth.amount no-comment.value infra.amount; do grep "^$x -" calm; done
  talks-begin.when - agree
  restructuring.when - agree
  msft.share - agree
  msft-old.share - one voice
  rofr.kind - one voice
  azure-models.kind - agree
  aws-new.chip - agree
  stargate-400.amount - one voice
  amzn-anth.amount - agree
  no-comment.value - wordings
  infra.amount - open above

Before 17 December only one story was there, and nobody to contradict it.

  $ quid claims stories.quid --known-by 2025-12-16 --strict --json | python3 verdicts "$bad"
  $ quid claims stories.quid --known-by 2025-12-15
  Nothing was known by 2025-12-15; the first source of the file is of 2025-12-16
  $ quid claims stories.quid --known-by 2025-12-15 --csv
  id,field,branch,source,known,lo,lo_open,hi,hi_open,word,verdict,unit,told\r (esc)

A contradiction is an answer; only --strict makes it a failure.

  $ quid claims stories.quid >screen
  $ quid claims stories.quid --strict >strict
  [1]
  $ cmp screen strict

What the model takes: the modeller's line where there is one, else one vote of
those who differ, and the least firm stage.

  $ grep -A 20 'What quid takes' screen | sed 's/(.*//'
    What quid takes where they differ, and what is assumed:
  
    ·  amzn.stage: early 
    ·  first-report.when: one of 3 votes 
       chance)
    ·  latest-chip.value: one of 2 votes 
       chance)
    ·  stargate-500.part-of: the larger of the two 
       leave)
    ·  amzn-stake.amount: 10 to 25 bn USD 
    ·  amzn-stake.valuation: one of 4 votes 
       chance)
    ·  aws-new.chip: trainium3 
    ·  aws-new.for: capacity 
  
    109 quantities of one voice are left out; --all shows them.
    Settle one: under `deal amzn` 
    preliminary`, or another value.
  $ quid claims stories.quid --scenario ten amzn-stake.amount | grep -e ' use ' -e scenario
  1 quantity · 7 claims · 5 sources (3 dated from below only) · scenario ten
  ✗  Amazon → OpenAI, amount         conflict at the edge            use 10 bn USD
    ·  amzn-stake.amount: 10 bn USD (the scenario, stories.quid:350)
