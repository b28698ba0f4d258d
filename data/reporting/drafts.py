"""Drafts: a unit's workbook of a month while it is being filled in, shared by the unit's stewards. Every save is a version."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, Engine, Row, Select, insert, select, update

from data import audit, bulk, files, months, store, units
from data.access import Actor
from data.refusal import Refusal
from data.reporting import calendar, rights
from data.reporting.cells import cells_of, differing, plain, same
from data.schema import draft, draft_version, sent_back, submission
from data.settings import settings
from data.text import Text
from data.uploads import findings, parse
from data.uploads.edit import Edit, Value, write_cells
from data.uploads.template import template

__all__ = [
    "Conflict",
    "Draft",
    "Edit",
    "Saved",
    "content",
    "current",
    "discard",
    "edit",
    "of",
    "open_",
    "put",
    "versions",
]

MOST = 20_000  # cells of a workbook whose changes are kept beside its version
TRIES = 5  # to save over a version that comes while this one is being written

REFUSALS = {
    "no_draft": Text("没有第 {number} 号草稿。", "There is no draft {number}."),
    "closed": Text(
        "这份草稿已于 {at} 提交或作废，不能再改。请重新打开本月的草稿。",
        "This draft was handed in or thrown away on {at} and cannot be changed. Open the month's draft again.",
    ),
    "newer": Text(
        "{by}在 {at} 已保存了更新的一版，与您的文件有 {count} 个单元格不同（如“{sheet}”{cell}）。请先看那一版，或选择替换它。",
        "{by} saved a newer version on {at}; {count} cells differ from your file (such as “{sheet}” {cell}). Look at that "
        "version first, or choose to replace it.",
    ),
    "no_version": Text("草稿没有第 {version} 版。", "The draft has no version {version}."),
    "busy": Text("其他人正在保存同一份草稿。请再试一次。", "Others are saving the same draft. Please try again."),
    "not_yet": Text("{month} 还没有到，不能填报。", "{month} has not begun; it cannot be reported yet."),
    "too_early": Text("最早可以填报 {first}。", "The first month that can be reported is {first}."),
}


class Refused(Refusal):
    """What cannot be done with a draft. `conflicts` are the cells of a newer version that stand against a file."""

    def __init__(self, reason: str, conflicts: tuple["Conflict", ...] = (), **blanks: object):
        self.reason = reason
        self.conflicts = conflicts
        super().__init__(REFUSALS[reason], **blanks)


class Unread(Refusal):
    """A file that cannot be read, with the finding that says why."""

    def __init__(self, finding: findings.Finding):
        self.finding = finding
        super().__init__(Text(finding.told("zh").replace("{", "｛"), finding.told("en").replace("{", "｛")))


@dataclass(frozen=True)
class Draft:
    """A draft with its newest version: who saved it and when. `correction` is why earlier figures are corrected, "" for
    a report; `closed_at`: handed in or thrown away."""

    number: int
    unit: str
    month: date
    correction: str
    opened_at: datetime
    closed_at: datetime | None
    version: int
    at: datetime
    person: str
    name: str
    file_name: str
    sha256: str


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else changed to another value since the version that was edited."""

    sheet: str
    cell: str
    mine: Value
    theirs: Value
    by: str
    at: datetime


@dataclass(frozen=True)
class Saved:
    """The draft as it is now, and the cells that were not saved."""

    draft: Draft
    conflicts: tuple[Conflict, ...] = ()


def open_(engine: Engine, unit: str, month: date, *, by: Actor, correction: str = "") -> Draft:
    """The open draft of the unit and month, made where there is none.

    A correction (with its reason) stands beside the month's report. A new draft is the workbook last handed in while it
    waits, came back or has cells sent back; else the template, filled with the month's figures where there are any.
    """
    with store.reading(engine) as conn:
        able = _may_open(conn, unit, month, by)
        there = current(conn, unit, month, correction=bool(correction.strip()))
        if there:
            return there
        file_name, made = _beginning(conn, unit, month, able, bool(correction.strip()))
    with store.writing(engine) as conn:
        able = _may_open(conn, unit, month, by)
        there = current(conn, unit, month, correction=bool(correction.strip()))
        if there:  # somebody else opened it meanwhile
            return there
        return _open(conn, unit, month, correction.strip(), file_name, made, able)


def _may_open(conn: Connection, unit: str, month: date, by: Actor) -> Actor:
    if month > months.today():
        raise Refused("not_yet", month=months.label(month))
    if month < settings().months.first:
        raise Refused("too_early", first=months.label(settings().months.first))
    able = rights.require(conn, by, "report", unit, month)
    calendar.require_open(conn, able, unit, month)
    return able


def _beginning(conn: Connection, unit: str, month: date, able: Actor, correction: bool) -> tuple[str, bytes]:
    """The file a new draft begins with."""
    last = conn.execute(_last_handed_in(unit, month, correction)).first()
    if last and (last.state != "accepted" or _has_open_cells(conn, last.number)):
        return last.file_name, files.kept(conn, last.sha256)
    name = units.load(conn).on(months.end_of(month))[unit].name_zh
    return f"{name}-{months.label(month)}.xlsx", template(conn, unit, month, able, filled=True)


def _last_handed_in(unit: str, month: date, correction: bool) -> Select:
    same_kind = submission.c.correction != "" if correction else submission.c.correction == ""
    mine = select(submission).where(submission.c.unit == unit, submission.c.month == month, same_kind)
    return mine.order_by(submission.c.number.desc()).limit(1)


def _has_open_cells(conn: Connection, number: int) -> bool:
    of_it = sent_back.c.submission == number
    return conn.execute(select(sent_back.c.number).where(of_it, sent_back.c.settled_by.is_(None))).first() is not None


def _open(conn: Connection, unit: str, month: date, correction: str, file_name: str, made: bytes, able: Actor) -> Draft:
    number, now = bulk.next_number(conn, draft), months.now()
    row = {"number": number, "unit": unit, "month": month, "correction": correction, "opened_at": now}
    conn.execute(insert(draft).values(**row))
    _add_version(conn, number, 1, file_name, made, [], able)
    told = {"unit": unit, "month": months.label(month), "correction": correction}
    audit.add(conn, able, "draft_opened", f"draft {number}", after=told)
    return of(conn, number)


def put(
    engine: Engine, number: int, file_name: str, content: bytes, *, by: Actor, base: int, replace: bool = False
) -> Saved:
    """Save a whole workbook. Over a version newer than `base` it is refused (who, when) unless all cells that others
    changed since are the same in it, or `replace` says that the newer one is to be replaced."""
    mine = _cells(content, file_name)

    def made(before: Draft, file: tuple[str, bytes], theirs: dict[tuple[str, str], Conflict]):
        against = tuple(
            Conflict(each.sheet, each.cell, mine.get(place), each.theirs, each.by, each.at)
            for place, each in theirs.items()
            if not same(mine.get(place), each.theirs)
        )
        if against and not replace:
            last = max(against, key=lambda each: each.at)
            told = {"sheet": last.sheet, "cell": last.cell, "by": last.by, "at": _when(last.at)}
            raise Refused("newer", against, count=len(against), **told)
        changed = differing(_cells(file[1], file[0]), mine) if len(mine) <= MOST else None
        return (file_name, content, changed, ()) if content != file[1] else None

    return _save(engine, number, by, base, made)


def edit(engine: Engine, number: int, edits: Sequence[Edit], *, by: Actor, base: int) -> Saved:
    """Save cells over the version `base` that was looked at. A cell that another has changed to another value since is a
    conflict and left; all others are saved."""

    def made(before: Draft, file: tuple[str, bytes], theirs: dict[tuple[str, str], Conflict]):
        against = tuple(
            Conflict(each.sheet, each.cell, each.value, other.theirs, other.by, other.at)
            for each in edits
            if (other := theirs.get((each.sheet, each.cell))) and not same(each.value, other.theirs)
        )
        left = {(each.sheet, each.cell) for each in against}
        mine = [each for each in edits if (each.sheet, each.cell) not in left]
        if not mine:
            return None if not against else (*file, [], against)  # nothing but conflicts
        written, name = write_cells(file[1], file[0], mine)
        return name, written, mine, against

    return _save(engine, number, by, base, made)


Made = Callable[
    [Draft, tuple[str, bytes], dict[tuple[str, str], Conflict]],
    "tuple[str, bytes, list[Edit] | None, tuple[Conflict, ...]] | None",
]


def _save(engine: Engine, number: int, by: Actor, base: int, make: Made) -> Saved:
    """Make a version from the newest one and add it; where another came meanwhile, make it again from that."""
    for _ in range(TRIES):
        with store.reading(engine) as conn:
            before, able = _may_save(conn, number, by, base)
            file = content(conn, number)
            made = make(before, file, _changed_by_others(conn, number, base, able))
        if made is None or made[1] == file[1]:
            return Saved(before, made[3] if made else ())
        with store.writing(engine) as conn:
            there, able = _may_save(conn, number, by, base)
            if there.version == before.version:
                file_name, written, changed, conflicts = made
                _add_version(conn, number, there.version + 1, file_name, written, changed, able)
                told = {"version": there.version + 1, "file": file_name, "cells": changed and len(changed)}
                audit.add(conn, able, "draft_saved", f"draft {number}", {"version": there.version}, told)
                return Saved(of(conn, number), conflicts)
    raise Refused("busy")


def _may_save(conn: Connection, number: int, by: Actor, base: int) -> tuple[Draft, Actor]:
    here = of(conn, number)
    able = rights.require(conn, by, "report", here.unit, here.month)
    if here.closed_at is not None:
        raise Refused("closed", at=_when(here.closed_at))
    if not 1 <= base <= here.version:
        raise Refused("no_version", version=base)
    return here, able


def _changed_by_others(conn: Connection, number: int, base: int, me: Actor) -> dict[tuple[str, str], Conflict]:
    """The cells others have changed since a version, as they stand now, by whom and when."""
    newer = select(draft_version).where(draft_version.c.draft == number, draft_version.c.version > base)
    changed: dict[tuple[str, str], Conflict] = {}
    for row in conn.execute(newer.order_by(draft_version.c.version)):
        for sheet, cell, value in _edits(conn, number, row):
            changed.pop((sheet, cell), None)
            if (row.person, row.name) != (me.login, me.name):
                changed[sheet, cell] = Conflict(sheet, cell, None, value, row.name, row.at)
    return changed


def _edits(conn: Connection, number: int, row: Row) -> Iterable[Sequence]:
    """The cells changed by a version; of a large workbook that was put, found only when somebody asks."""
    kept = json.loads(row.edits)
    if kept is not None:
        return kept
    (old_name, old), (new_name, new) = (content(conn, number, version) for version in (row.version - 1, row.version))
    return [(each.sheet, each.cell, each.value) for each in differing(_cells(old, old_name), _cells(new, new_name))]


def _cells(written: bytes, file_name: str) -> dict[tuple[str, str], Value]:
    book = parse.read(written, file_name, settings().limits)
    if isinstance(book, findings.Refused):
        raise Unread(book.finding)
    return cells_of(book)


def _add_version(
    conn: Connection, number: int, version: int, file_name: str, made: bytes, changed: Iterable[Edit] | None, by: Actor
) -> None:
    edits = None if changed is None else [[each.sheet, each.cell, plain(each.value)] for each in changed]
    conn.execute(
        insert(draft_version).values(
            draft=number,
            version=version,
            at=months.now(),
            person=by.login,
            name=by.name,
            file_name=file_name,
            sha256=files.keep(conn, made),
            edits=json.dumps(edits, ensure_ascii=False),
        )
    )


def current(conn: Connection, unit: str, month: date, *, correction: bool = False) -> Draft | None:
    """The open draft of a unit and month (the report, or the correction beside it)."""
    kind = draft.c.correction != "" if correction else draft.c.correction == ""
    mine = (draft.c.unit == unit) & (draft.c.month == month) & kind & draft.c.closed_at.is_(None)
    row = conn.execute(_newest().where(mine)).first()
    return _draft(row) if row else None


def of(conn: Connection, number: int) -> Draft:
    """A draft by its number, closed or not. Raises `Refused` where there is none."""
    row = conn.execute(_newest().where(draft.c.number == number)).first()
    if row is None:
        raise Refused("no_draft", number=number)
    return _draft(row)


def _newest() -> Select:
    """Drafts with their newest versions, the newest first."""
    columns = [column for column in draft_version.c if column.name not in ("draft", "edits")]
    joined = select(draft, *columns).join(draft_version, draft_version.c.draft == draft.c.number)
    return joined.order_by(draft.c.number.desc(), draft_version.c.version.desc()).limit(1)


def _draft(row: Row) -> Draft:
    return Draft(**row._mapping)


def content(conn: Connection, number: int, version: int | None = None) -> tuple[str, bytes]:
    """The file of a version (default: the newest): name and content."""
    mine = select(draft_version).where(draft_version.c.draft == number)
    one = mine if version is None else mine.where(draft_version.c.version == version)
    row = conn.execute(one.order_by(draft_version.c.version.desc()).limit(1)).first()
    if row is None:
        raise Refused("no_version", version=version or 1)
    return row.file_name, files.kept(conn, row.sha256)


def versions(conn: Connection, number: int) -> pd.DataFrame:
    """Every version, newest first: version at person name file_name sha256 edits (JSON list of [sheet, cell, value], null
    for a large workbook as a whole)."""
    rows = select(*(column for column in draft_version.c if column.name != "draft"))
    frame = bulk.read(conn, rows.where(draft_version.c.draft == number).order_by(draft_version.c.version.desc()))
    return frame.assign(at=months.in_zhejiang(frame["at"]))


def discard(engine: Engine, number: int, *, by: Actor) -> None:
    """Throw a draft away; its versions stay in the store."""
    with store.writing(engine) as conn:
        here, able = _may_save(conn, number, by, 1)
        close(conn, number)
        audit.add(conn, able, "draft_discarded", f"draft {number}", before={"version": here.version})


def close(conn: Connection, number: int) -> None:
    """Close a draft, inside the transaction of who hands it in."""
    conn.execute(update(draft).where(draft.c.number == number).values(closed_at=months.now()))


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
