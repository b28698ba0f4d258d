"""Faults planted on purpose, and the table of them in docs/operations.md: python -m tests.faults [FAULT …] [--times N].

As root, for disks and networks of its own. Not part of `make test`: it takes as long as it is asked to.
"""

import argparse
import os
from collections.abc import Callable, Iterator

from tests.faults import kinds, nginx, told, volumes
from tests.faults.told import Row

FAULTS: dict[str, tuple[Callable[[int], Iterator[Row]], int]] = {
    "writers": (kinds.killed_writers, 500),
    "databases": (kinds.killed_databases, 20),
    "disks": (kinds.full_disks, 10),
    "clocks": (kinds.jumping_clocks, 50),
    "cut": (kinds.cut_networks, 5),
    "slow": (kinds.slow_networks, 20),
    "backups": (volumes.full_backup_disks, 10),
    "secret": (volumes.full_secret_disks, 10),
    "nginx": (nginx.slow_ways, 40),
}


def main() -> None:
    """Plant what is asked for (all, if nothing is), and write what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("fault", nargs="*", choices=[*FAULTS, []], help="which (default: all)")
    parser.add_argument("--times", type=int, help="how often each (default: as it was last told)")
    asked = parser.parse_args()
    os.environ["COCKPIT_APPROVAL_LEVELS"] = "0"  # what is looked at is what is written, not who agrees
    for name in asked.fault or FAULTS:
        plant, usual = FAULTS[name]
        for row in plant(asked.times or usual):
            print(*row, sep=" | ", flush=True)
            told.write([row])


if __name__ == "__main__":
    main()
