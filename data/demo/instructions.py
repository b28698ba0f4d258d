"""The invented instructions: what leaders charged units with at the stories, and what came of it.

Each stands in `instructions.csv` with its steps, in working days from the day it was issued on, which is so many working days
before today: so there are some in every state whenever the demonstration is loaded. They are written by the code that people's
own take.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import cast

import pandas as pd
from sqlalchemy import Connection, select

from data import dated, figures, months, revisions, working_days
from data.access import Actor
from data.clocks import reading
from data.clocks.life import CARRYING, Kind
from data.clocks.reading import About
from data.demo.meetings import PROVINCE
from data.demo.world import World
from data.instructions import writing
from data.instructions.writing import Order
from data.registers import REGISTERS
from data.registers.declaration import Register
from data.text import Text

WRITTEN = Path(__file__).parent / "instructions.csv"
REGISTER = "problems"
STEP = re.compile(r"(?P<kind>[a-z_]+) (?P<day>\d+)(?:>(?P<until>\d+))?(?:@(?P<unit>\d+))?(?: (?P<said>.+))?")
KNOWN_FROM = 12  # day of the month from which the month before is known
ISSUED_AT, DONE_AT = time(9, 20), time(15, 40)

# What a metric is called, and the measures it is made of: a sum, or a share of the second.
NUMBERS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "satisfaction": (Text("满意率", "Satisfaction"), ("satisfied", "rated")),
    "usage_rate": (Text("使用率", "Usage rate"), ("active_users", "app_users")),
    "awareness": (Text("知晓率", "Awareness"), ("aware", "asked")),
    "visits": (Text("应用访问量", "Visits to applications"), ("visits",)),
    "interface_calls": (Text("数据接口调用量", "Data interface calls"), ("interface_calls",)),
    "open_datasets": (Text("开放数据集", "Open datasets"), ("open_datasets",)),
    "data_records": (Text("归集公共数据量", "Public data records collected"), ("data_records",)),
    "sharing_fulfilment": (Text("数据共享满足率", "Data-sharing fulfilment"), ("requests_met", "requests")),
    "component_reuse": (Text("组件复用率", "Component reuse"), ("components_used", "components")),
}


@dataclass
class Problems:
    """The problems that are open in the last month, each charged at most once."""

    open: pd.DataFrame
    taken: set[str] = field(default_factory=set)

    def one(self, listed: str, units: tuple[str, ...], day: date) -> pd.Series | None:
        """One of a list that these units had long enough before a day; None where there is none."""
        rows = self.open[(self.open["list"] == listed) & self.open["unit"].isin(units)]
        rows = rows[(rows["assigned"] < pd.Timestamp(day)) & ~rows["key"].isin(self.taken)]
        if rows.empty:
            return None
        self.taken.add(rows.iloc[0]["key"])
        return rows.iloc[0]


def load(conn: Connection, world: World, today: date, first: int, meetings: Mapping[int, int]) -> int:
    """Write them all, for who holds the write lock; how many. `first` is the first revision of the demonstration; `meetings` by
    how many working days ago they were held."""
    held, made = _problems(conn, world.last), 0
    with WRITTEN.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            issued = working_days.before(today, int(line["ago"]))
            order = _order(conn, line, issued, world, held, first)
            if order:
                meeting = meetings.get(int(line["ago"])) if line["issuer"] == PROVINCE else None
                order = replace(order, source="meeting", source_number=meeting) if meeting else order
                _write(conn, line, order, issued, world)
                made += 1
    return made


def _problems(conn: Connection, month: date) -> Problems:
    rows = dated.as_at(conn, REGISTER, month)
    wanted = [rows.c[name] for name in ("key", "list", "unit", "department", "title", "found", "assigned", "due")]
    open_ = (
        select(*wanted).where(rows.c.closed.is_(None), rows.c.assigned.is_not(None)).order_by(rows.c.due, rows.c.key)
    )
    return Problems(pd.DataFrame(conn.execute(open_).all()).astype({"assigned": "datetime64[s]"}))


def _order(
    conn: Connection, line: dict[str, str], issued: date, world: World, held: Problems, first: int
) -> Order | None:
    revision, due = revisions.known_on(conn, issued), working_days.after(issued, int(line["due"]))
    if revision < first:  # loaded once more: everything came in today
        revision = revisions.current(conn)
    month = months.shift(issued.replace(day=1), -1 if issued.day >= KNOWN_FROM else -2)
    kind, _, listed = line["about"].partition(":")
    asked = {"due": due, "acceptance": line["acceptance"]}
    if kind in REGISTERS and kind != REGISTER:
        about = _row(conn, REGISTERS[kind], listed, line["unit"], month, revision)
        return Order(line["text"], line["unit"], about, line["department"], **asked) if about else None  # type: ignore[arg-type]
    if not listed:
        about = _number(conn, kind, line["unit"], month, revision, world)
        return Order(line["text"], line["unit"], about, line["department"], **asked)  # type: ignore[arg-type]
    row = held.one(listed, world.tree.below(line["unit"]), months.end_of(month))
    if row is None:
        return None
    title = Text(row["title"], row["title"])
    about = About("row", row["unit"], month, revision, title, register=REGISTER, key=row["key"])
    return Order(line["text"], row["unit"], about, row["department"], **asked)  # type: ignore[arg-type]


def _row(conn: Connection, register: Register, name: str, unit: str, month: date, revision: int) -> About | None:
    """A row of a register by its name, as it stood; None where it was not entered yet."""
    rows = dated.as_at(conn, register.key, month)
    titled = rows.c[register.title_field]
    row = conn.execute(select(rows.c.key).where(rows.c.unit == unit, titled == name)).first()
    return About("row", unit, month, revision, Text(name, name), register=register.key, key=row.key) if row else None


def _number(conn: Connection, metric: str, unit: str, month: date, revision: int, world: World) -> About:
    """The number as it stood: the unit's own, else that of its counties."""
    title, measures = NUMBERS[metric]
    own = figures.own(conn, measures, world.tree.below(unit), month, month, revision=revision)
    rows = own[own["unit"] == unit] if (own["unit"] == unit).any() else own[own["unit"].isin(world.tree.leaves(unit))]
    sums = rows.groupby("measure")["value"].sum(min_count=1).reindex(list(measures))
    value = sums.iloc[0] / sums.iloc[1] if len(measures) > 1 else sums.iloc[0]
    exact = rows["qualifier"].isin(("exact", "")).all()
    return About(
        "metric", unit, month, revision, title, metric, value=None if pd.isna(value) else float(value),
        qualifier="exact" if exact else "about",
    )  # fmt: skip


def _write(conn: Connection, line: dict[str, str], order: Order, issued: date, world: World) -> None:
    leader = _person("leader", line["issuer"], world)
    assert order.due
    number = writing.put(conn, order, order.due, line["issuer"], leader, _at(issued, ISSUED_AT))
    for kind, day, until, unit, said in _steps(line["steps"], issued):
        one = reading.one(conn, number, day)
        assert one
        by = _person("steward", one.standing.unit, world) if kind in CARRYING else leader
        writing.take(conn, one, kind, by, _at(day, DONE_AT), said, until, unit)


def _steps(written: str, issued: date) -> Iterator[tuple[Kind, date, date | None, str | None, str]]:
    for step in filter(None, written.split("|")):
        found = STEP.fullmatch(step)
        assert found, step
        until = working_days.after(issued, int(found["until"])) if found["until"] else None
        day = working_days.after(issued, int(found["day"]))
        yield cast(Kind, found["kind"]), day, until, found["unit"], found["said"] or ""


def _person(role: str, unit: str, world: World) -> Actor:
    """An invented person. No login of a real one has a colon in it."""
    words = {"leader": "领导", "steward": "填报员"}
    return Actor(f"{world.tree[unit].name_zh}{words[role]}（演示）", unit, login=f"demo:{role}.{unit}")


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, months.SHANGHAI)
