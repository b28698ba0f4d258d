"""One-click dispatch (一键智达): from any number or problem the way to whoever acts is one step."""

from collections.abc import Iterator

from sqlalchemy import select

from data.access import Actor, Grant
from data.finding.titles import names_of
from data.people.contacts import contacts
from data.registers import REGISTERS
from data.rows_now import standing_now
from data.text import Text
from metrics import OVERVIEW
from metrics.acceptance.trial import At, Trial, first
from metrics.finding import Seeker, find

OPEN = ("open", "overdue")


def trials(at: At) -> Iterator[Trial]:
    """Whoever types a name gets to the thing; whose a problem is can be charged with it."""
    yield _found_at_once(at)
    yield _somebody_to_charge(at)


def _found_at_once(at: At) -> Trial:
    seeker = Seeker(Actor("acceptance", at.unit, (Grant("leader", at.unit),)), at.unit, at.month)
    names = [*_names(at)]
    missed = [name for kind, key, name in names if (kind, key) not in _first_of(at, name.zh, seeker)]
    return Trial(
        "found_at_once",
        "dispatch",
        Text(
            "按名称一次搜到：指标、单位、每本清单及其中一条",
            "Found at once by its name: numbers, units, each register and a row of it",
        ),
        Text("逐个按名称搜索，前六条中要有它", "Each is searched by its name and has to be among the first six"),
        len(names) - len(missed),
        len(names),
        first(missed),
    )


def _first_of(at: At, words: str, seeker: Seeker) -> set[tuple[str, str]]:
    return {(each.kind, each.key) for each in find(at.conn, words, seeker, most=6)}


def _names(at: At) -> Iterator[tuple[str, str, Text]]:
    """What is searched: kind, key and name."""
    for metric in OVERVIEW:
        yield "metric", metric.key, Text(metric.zh, metric.en)
    for code in (at.unit, *at.tree.children.get(at.unit, ())):
        yield "unit", code, at.name_of(code)
    for key, register in REGISTERS.items():
        if register.restricted:
            continue
        yield "register", key, register.name
        rows = standing_now(at.conn, key, at.below, at.month)
        field, other = names_of(key)
        names = (rows.c[field], rows.c[other] if other else rows.c[field])
        row = at.conn.execute(select(rows.c.key, *names).order_by(rows.c.key).limit(1)).first()
        if row and row[1]:
            yield "row", f"{key}/{row[0]}", Text(row[1], row[2] or row[1])


def _somebody_to_charge(at: At) -> Trial:
    rows = standing_now(at.conn, "problems", at.below, at.month)
    units = list(at.conn.scalars(select(rows.c.unit).where(rows.c.standing.in_(OPEN))))
    whom = contacts(at.conn, "carry_out", set(units), at.tree)
    alone = [code for code in units if not whom[code]]
    return Trial(
        "charged",
        "dispatch",
        Text("每个未办结的问题都有人可以交办", "Of every open problem there is somebody to charge with it"),
        Text(
            "逐个问题核对其单位及上级单位的承办账号",
            "Each problem against the accounts that may carry out, in its unit or above",
        ),
        len(units) - len(alone),
        len(units),
        first([at.name_of(code) for code in alone]),
    )
