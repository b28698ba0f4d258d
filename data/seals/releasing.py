"""Seals that were published: on which day, at which occasion; and every number that was, as it was. What was published is what was
sealed, whatever is reported afterwards."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data import audit, months, store
from data.access import Actor
from data.figures import as_of
from data.people import grants
from data.refusal import ByReason
from data.registers import TABLES
from data.schema import release as releases
from data.schema import released_number
from data.seals import keeping
from data.seals.keeping import Seal
from data.seals.verifying import unpacked
from data.text import Text

LONGEST = 120
REFUSALS = {
    "no_occasion": Text("请写明在什么场合公布（例如“十月新闻发布会”），或选一场发布会。",
                        "Say at which occasion it was published (“October press conference”), or choose one."),
    "long": Text("场合最多 {longest} 个字。", "An occasion has {longest} letters at most."),
    "early": Text("公布日期不能早于封存的那天（{sealed}）：公布的就是封存的。",
                  "It cannot have been published before the day it was sealed ({sealed}): what is published is what was sealed."),
    "future": Text("公布日期不能晚于今天。", "The day cannot lie in the future."),
    "training": Text("演练室的封存不能公布：里面是演示数据。", "A seal of the training room is not published: it holds demo data."),
    "unreleased": Text("第 {number} 号封存没有公布过。", "Seal {number} was not published."),
}  # fmt: skip


class Refused(ByReason):
    """A seal that is not marked as published."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Release:
    """That a seal was published. `showing` is the key of its row in the register of conferences, "" for none."""

    seal: int
    day: date
    occasion: str
    showing: str
    at: datetime
    name: str


@dataclass(frozen=True)
class Released:
    """A number as it was published."""

    metric: str
    unit: str
    month: date
    period: str
    value: float
    qualifier: str
    day: date
    occasion: str
    seal: int


def release(engine: Engine, number: int, day: date, occasion: str = "", *, by: Actor, showing: str = "") -> None:
    """Mark a seal as published on a day at an occasion, in words or by a row of the register of conferences; a second time corrects
    the first. Whoever may run its storyline does. Refused: a seal that is not theirs, of the training room, a day before it was
    sealed or after today, no occasion."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        found, content = keeping.file_of(conn, number, by)
        _require_day(found, day)
        told = occasion.strip() or _conferences(conn).get(showing, ("", ""))[0]
        if not told:
            raise Refused("no_occasion")
        if len(told) > LONGEST:
            raise Refused("long", longest=LONGEST)
        conn.execute(delete(released_number).where(released_number.c.seal == number))
        conn.execute(delete(releases).where(releases.c.seal == number))
        about = {"day": day, "occasion": told, "showing": showing}
        conn.execute(insert(releases).values(seal=number, at=months.now(), person=by.login, name=by.name, **about))
        rows = _numbers(json.loads(unpacked(content)["data/figures.json"]))
        if rows:
            conn.execute(insert(released_number), [{"seal": number, **each} for each in rows])
        after = {"day": day.isoformat(), "occasion": told, "numbers": len(rows)}
        audit.add(conn, by, "seal_published", f"seal {number}", after=after)


def take_back(engine: Engine, number: int, *, by: Actor) -> None:
    """It was marked by mistake: the seal was not published."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        keeping.file_of(conn, number, by)
        was = of_seal(conn, number)
        if was is None:
            raise Refused("unreleased", number=number)
        conn.execute(update(releases).where(releases.c.seal == number).values(ended_at=months.now()))
        before = {"day": was.day.isoformat(), "occasion": was.occasion}
        audit.add(conn, by, "seal_not_published", f"seal {number}", before=before)


def of_seal(conn: Connection, number: int) -> Release | None:
    """That a seal was published; None where it was not."""
    kept = releases.c
    row = conn.execute(select(releases).where(kept.seal == number, kept.ended_at.is_(None))).mappings().first()
    return Release(**{name: row[name] for name in Release.__dataclass_fields__}) if row else None


def of_number(
    conn: Connection, metric: str, unit: str, month: date | None = None, period: str = "month"
) -> list[Released]:
    """How a number was published, the last first; of one month or of all."""
    held = released_number.c
    asked = (
        select(released_number, releases.c.day, releases.c.occasion)
        .join(releases, releases.c.seal == held.seal)
        .where(releases.c.ended_at.is_(None), held.metric == metric, held.unit == unit, held.period == period)
        .order_by(releases.c.day.desc(), held.month.desc(), held.seal.desc())
    )
    rows = conn.execute(asked if month is None else asked.where(held.month == month)).mappings()
    return [Released(**row) for row in rows]


def conferences(conn: Connection) -> dict[str, tuple[str, date]]:
    """Press conferences of the register of conferences: name and day by key, the last first."""
    return dict(sorted(_conferences(conn).items(), key=lambda each: each[1][1], reverse=True))


def _conferences(conn: Connection) -> dict[str, tuple[Any, Any]]:
    now = as_of(TABLES["showings"], None)
    asked = select(now.c.key, now.c.name, now.c.held).where(now.c.kind == "press")
    return {row.key: (row.name, row.held) for row in conn.execute(asked)}


def _require_day(found: Seal, day: date) -> None:
    sealed = found.at.astimezone(months.SHANGHAI).date()
    if found.room != "real":
        raise Refused("training")
    if day < sealed:
        raise Refused("early", sealed=sealed)
    if day > months.today():
        raise Refused("future")


def _numbers(figures: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The numbers of a seal that have a value, each once, whichever pages show it."""
    found: dict[tuple, dict[str, Any]] = {}
    for each in figures:
        if each["value"] is not None:
            about = {name: each[name] for name in ("metric", "unit", "period", "value", "qualifier")}
            row = about | {"month": months.parse(each["month"])}
            found[(row["metric"], row["unit"], row["month"], row["period"])] = row
    return list(found.values())
