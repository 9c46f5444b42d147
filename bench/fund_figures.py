"""The figures of RUNWAY-60 out of `quid fund --json`: lines NAME VALUE.

Standard input is the JSON. The figures are those of fused_runway.c: gap-1 to
gap-60, least-p5 to least-p95, least-mean, cash-mean (bn USD), and paths.
"""
import json
import sys

POINTS = ("p5", "p25", "p50", "p75", "p95", "mean")

SCALE = {"": 1e-9, "k": 1e-6, "mn": 1e-3, "bn": 1, "tn": 1e3}


def column(answer, table, name, measure=None):
    """The values of a column, of the rows of that measure; amounts in bn."""
    part = answer["tables"][table]
    heads = [head["name"] for head in part["columns"]]
    at = heads.index(name)
    unit = (part["columns"][at]["unit"] or "").split()
    scale = 1
    if unit and unit[-1] == "USD":
        scale = SCALE[unit[0] if len(unit) > 1 else ""]
    return [row[at] * scale for row in part["rows"]
            if measure is None or row[heads.index("measure")] == measure]


def main():
    answer = json.load(sys.stdin)
    for t, chance in enumerate(column(answer, "gap", "gap_chance"), 1):
        print(f"gap-{t} {chance!r}")
    for name in POINTS:
        least, = column(answer, "shortfall", name, "least position")
        print(f"least-{name} {least!r}")
    cash, = column(answer, "shortfall", "mean", "position")
    print(f"cash-mean {cash!r}")
    print(f"paths {answer['query']['paths']}")


main()
