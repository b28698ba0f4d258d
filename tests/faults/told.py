"""What came of faults, as rows of the table in docs/operations.md."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from data.settings import ROOT

PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- faults: written by python -m tests.faults -->", "<!-- end of faults -->"
HEAD = "| fault | over | on | tried | survived | lost | what was seen |\n|---|---|---|---|---|---|---|\n"


class Row(NamedTuple):
    """One fault over one database: how often it was planted, how often all that had been told to be committed was there and
    the store was whole, and how many committed batches were lost."""

    fault: str
    over: str
    on: str
    tried: int
    survived: int
    lost: int
    seen: str


def write(rows: Iterable[Row], page: Path = PAGE) -> None:
    """Put rows into the table; one of the same fault over the same database takes the place of the earlier one."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    table, after = rest.split(END)
    kept = {(row.fault, row.over): row for row in (*read(table), *rows)}
    lines = "".join(f"| {' | '.join(map(str, row))} |\n" for row in kept.values())
    page.write_text(f"{before}{BEGIN}\n\n{HEAD}{lines}\n{END}{after}", encoding="utf-8")


def read(table: str) -> list[Row]:
    """The rows that stand in a table."""
    found = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) == len(Row._fields) and re.fullmatch(r"\d+", cells[3]):
            fault, over, on, tried, survived, lost, seen = cells
            found.append(Row(fault, over, on, int(tried), int(survived), int(lost), seen))
    return found
