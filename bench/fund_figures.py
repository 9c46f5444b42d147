"""The figures of RUNWAY-60 out of `quid fund --json`: lines NAME VALUE.

Standard input is the JSON. The figures are those of fused_runway.c: gap-1 to
gap-60, least-p5 to least-p95, least-mean, cash-mean (bn USD), and paths.
"""
import json
import sys

# Which table and column each comes from.
GAP = ("gap-by-month", "chance")
LEAST = ("least", {"p5": "p5", "p25": "p25", "p50": "p50", "p75": "p75",
                   "p95": "p95", "mean": "mean"})
CASH = ("cash", "mean")

SCALE = {"": 1e-9, "k": 1e-6, "mn": 1e-3, "bn": 1, "tn": 1e3}


def column(answer, table, name):
    """The values of a column; amounts in bn."""
    part = answer["tables"][table]
    for at, head in enumerate(part["columns"]):
        if head["name"] == name:
            break
    else:
        sys.exit(f"fund_figures: table {table} has no column {name}")
    unit = (head["unit"] or "").split()
    scale = 1
    if unit and unit[-1] == "USD":
        scale = SCALE[unit[0] if len(unit) > 1 else ""]
    return [row[at] * scale for row in part["rows"]]


def main():
    answer = json.load(sys.stdin)
    for t, chance in enumerate(column(answer, *GAP), 1):
        print(f"gap-{t} {chance!r}")
    for name, head in LEAST[1].items():
        print(f"least-{name} {column(answer, LEAST[0], head)[-1]!r}")
    print(f"cash-mean {column(answer, *CASH)[-1]!r}")
    print(f"paths {answer['query']['paths']}")


main()
