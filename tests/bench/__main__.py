"""make bench: every promise about speed as a ratio measured in one run, as a table and as JSON.

python -m tests.bench [queries] [upload] [parts] [screen] [load] [search] [registers] [presenting] [ahead] [sizes] [townships] [every] [viewers] [losing] [acting] [soak] [wrong] [--json FILE]
"""

import argparse
import json
import os
from pathlib import Path

from tests.bench import (
    acting,
    ahead,
    every,
    finding,
    load,
    losing,
    parts,
    presenting,
    queries,
    registers,
    screen,
    sizes,
    soak,
    townships,
    uploading,
    viewers,
    wrong,
)

PARTS = {
    "queries": queries.measure,
    "upload": uploading.measure,
    "parts": parts.measure,
    "screen": screen.measure,
    "load": load.measure,
    "search": finding.measure,
    "registers": registers.measure,
    "presenting": presenting.measure,
    "ahead": ahead.measure,
    "sizes": sizes.measure,
    "townships": townships.measure,
    "every": every.measure,
    "viewers": viewers.measure,
    "losing": losing.measure,
    "acting": acting.measure,
    "soak": soak.measure,
    "wrong": wrong.measure,
}

# What is promised; a ratio without a promise is shown for information.
AT_MOST = {
    "a server killed, their view again p95": 2.0,
    "a server killed, refused": 0,
    "overview, 40,000 townships / none": 1.3,
    "overview queries / hand-written SQL, 1,000,000 figures": 1.3,
    "overview queries / hand-written SQL, 10,000,000 figures": 1.3,
    "overview queries, 10,000,000 / 1,000,000 figures": 1.2,
    "a unit and month as known a revision ago, 10,000,000 figures, s": 1.5,
    "search, 100,000 / 100 rows": 1.5,
    "list, 100,000 / 100 rows": 1.5,
    "row, 100,000 / 100 rows": 1.5,
    "whole reform, 100,000 / 100 rows": 1.5,
    "list, 100,000 / 100 rows, PostgreSQL": 1.5,
    "row, 100,000 / 100 rows, PostgreSQL": 1.5,
    "whole reform, 100,000 / 100 rows, PostgreSQL": 1.5,
    "search, first answer, 100,000 / 100 rows": 1.5,
    "overview, another unit, in a flood / quiet": 2.0,
    "/healthz in a flood, ms": 100,
    "my day, 10,000 / 100 open": 1.5,
    "lanes, 10,000 / 100 open": 1.5,
    "what changed, 10,000 / 100 open": 1.5,
    "look of the clock, 10,000 / 100 open": 1.5,
    "outlook / overview": 1.0,
    "league / overview": 1.0,
    "evaluation / overview": 1.0,
    "forecasts of 1,000 series, s": 120,
    "step to wall, 1 listening, p95 ms": 300,
    "step to wall, 20 listening, p95 ms": 300,
    "step to wall, 20 listening at two processes, p95 ms": 300,
    "100 viewers, opening p95": 2.0,
    "100 viewers, commit to the last screen": 2.0,
    "200 viewers, commit to the last screen": 4.0,
    "100,000 rows, file to committed / calamine and bulk insert": 2.0,
}


def main() -> None:
    """Measure the parts asked for (all, if none is named), print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="what to measure (default: everything)")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    asked = parser.parse_args()
    os.environ["COCKPIT_APPROVAL_LEVELS"] = "0"  # what is measured is the way into the figures, not the wait
    found: dict[str, float] = {}
    for part in asked.part or PARTS:
        for name, ratio in PARTS[part]().items():
            found[name] = round(ratio, 2)
            promised = f"  (at most {AT_MOST[name]})" if name in AT_MOST else ""
            print(f"{ratio:8.2f}  {name}{promised}", flush=True)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
