"""make mutants: a sample of small faults put into the code, each in a copy; a fault that no test notices is a missing test.

python -m tests.mutants [--modules data/access.py …] [--sample 20] [--seed 1612]

Cosmic Ray makes the faults (an `and` for an `or`, a `<` for a `<=`, a number, a `not`). Each is tried against the tests
that import its module (`tests.touched`), on SQLite: enough to find what nothing holds, quick enough to be run at times.
It is no part of `make test`.
"""

import argparse
import os
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkItem, WorkResult
from tqdm import tqdm

from tests.touched import ROOT, touched

ROOMS = ("data", "metrics", "charts", "web")  # code with rules; what only lays out is held by the browser
TIMEOUT = 300  # seconds for the tests of one fault


def faults(modules: Iterable[Path], sample: int, seed: int) -> list[WorkItem]:
    """A sample of the faults that can be put into the modules (paths from here)."""
    with tempfile.TemporaryDirectory() as folder, use_db(Path(folder) / "faults.sqlite", WorkDB.Mode.create) as db:
        init(modules, db, {})
        items = sorted(
            db.work_items, key=lambda item: (str(item.mutations[0].module_path), item.mutations[0].start_pos)
        )
    return random.Random(seed).sample(items, min(sample, len(items)))


def survivors(items: Iterable[WorkItem]) -> Iterator[tuple[WorkItem, WorkResult]]:
    """The faults that no test noticed; those in modules that no test imports among them."""
    for item in items:
        tests = touched([str(item.mutations[0].module_path)])
        words = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-k", "not postgresql", *tests]
        result = mutate_and_test(item.mutations, shlex.join(words), TIMEOUT)
        if result.test_outcome == TestOutcome.SURVIVED:
            yield item, result


def main() -> int:
    """Print each survivor with its change; 1 if there is one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--modules", nargs="*", type=Path, help="paths from the root (default: all with rules)")
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1612)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as copy:
        subprocess.run(["git", "clone", "-q", str(ROOT), copy], check=True)
        os.chdir(copy)
        modules = asked.modules or [path for room in ROOMS for path in sorted(Path(room).rglob("*.py"))]
        items = faults(modules, asked.sample, asked.seed)
        lived = list(survivors(tqdm(items, unit="fault")))
    for item, result in lived:
        print(f"\nsurvived: {item.mutations[0].module_path}:{item.mutations[0].start_pos[0]}\n{result.diff}")
    print(f"{len(items) - len(lived)} of {len(items)} noticed")
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main())
