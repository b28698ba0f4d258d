"""Drafts: a unit's workbook of a month while it is being filled in, shared by the unit's stewards. Every save is a version."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import Connection, Engine, Select, insert, select

from data import audit, bulk, files, months, personal, store, units
from data.access import Actor
from data.reporting import calendar, drafted, guarded, rights, telling
from data.reporting.cells import differing, same
from data.reporting.drafted import Conflict, Draft, Refused, Saved, Unread, close, content, current, of, versions
from data.schema import draft, draft_version, sent_back, submission
from data.settings import settings
from data.uploads import parse
from data.uploads.edit import Edit, write_cells
from data.uploads.parse import Book
from data.uploads.template import template

__all__ = [
    "Conflict",
    "Draft",
    "Edit",
    "Refused",
    "Saved",
    "Unread",
    "close",
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


def open_(engine: Engine, unit: str, month: date, *, by: Actor, correction: str = "") -> Draft:
    """The open draft of the unit and month, made where there is none.

    A correction (with its reason) stands beside the month's report. A new draft is the workbook last handed in while it
    waits, came back or has cells sent back; else the template, filled with the month's figures where there are any.
    """
    personal.refuse(correction)
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
        return begin(conn, unit, month, correction.strip(), file_name, made, able)


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
    name = units.load(conn).in_month(month)[unit].name_zh
    return f"{name}-{months.label(month)}.xlsx", template(conn, unit, month, able, filled=True)


def _last_handed_in(unit: str, month: date, correction: bool) -> Select:
    same_kind = submission.c.correction != "" if correction else submission.c.correction == ""
    mine = select(submission).where(submission.c.unit == unit, submission.c.month == month, same_kind)
    return mine.order_by(submission.c.number.desc()).limit(1)


def _has_open_cells(conn: Connection, number: int) -> bool:
    of_it = sent_back.c.submission == number
    return conn.execute(select(sent_back.c.number).where(of_it, sent_back.c.settled_by.is_(None))).first() is not None


def begin(conn: Connection, unit: str, month: date, correction: str, file_name: str, made: bytes, able: Actor) -> Draft:
    """A new draft that begins with that file, for who holds the write lock and has asked whether it may be."""
    number, now = bulk.next_number(conn, draft), months.now()
    row = {"number": number, "unit": unit, "month": month, "correction": correction, "opened_at": now}
    conn.execute(insert(draft).values(**row))
    drafted.add_version(conn, number, 1, file_name, made, [], able)
    told = {"unit": unit, "month": months.label(month), "correction": correction}
    audit.add(conn, able, "draft_opened", f"draft {number}", after=told)
    return of(conn, number)


def put(
    engine: Engine, number: int, file_name: str, content: bytes, *, by: Actor, base: int, replace: bool = False
) -> Saved:
    """Save a whole workbook. Over a version newer than `base` it is refused (who, when) unless all cells that others
    changed since are the same in it, or `replace` says that the newer one is to be replaced."""
    mine = drafted.cells(content, file_name, by.login)

    def made(before: Draft, file: tuple[str, bytes], theirs: dict[tuple[str, str], Conflict]):
        against = tuple(
            Conflict(each.sheet, each.cell, mine.get(place), each.theirs, each.by, each.at)
            for place, each in theirs.items()
            if not same(mine.get(place), each.theirs)
        )
        if against and not replace:
            last = max(against, key=lambda each: each.at)
            told = {"sheet": last.sheet, "cell": last.cell, "by": last.by, "at": telling.when(last.at)}
            raise Refused("newer", against, count=len(against), **told)
        changed = differing(drafted.cells(file[1], file[0]), mine) if len(mine) <= MOST else None
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
            theirs = _changed_by_others(conn, number, base, able)
            _require_readable(conn, able, before, file)  # who may not open it may not write over it, unseen, either
            made = make(before, file, theirs)
        if made is None or made[1] == file[1]:
            return Saved(before, made[3] if made else ())
        with store.writing(engine) as conn:
            there, able = _may_save(conn, number, by, base)
            if there.version == before.version:
                file_name, written, changed, conflicts = made
                drafted.add_version(conn, number, there.version + 1, file_name, written, changed, able)
                told = {"version": there.version + 1, "file": file_name, "cells": changed and len(changed)}
                audit.add(conn, able, "draft_saved", f"draft {number}", {"version": there.version}, told)
                return Saved(of(conn, number), conflicts)
    raise Refused("busy")


def _may_save(conn: Connection, number: int, by: Actor, base: int) -> tuple[Draft, Actor]:
    here = of(conn, number)
    able = rights.require(conn, by, "report", here.unit, here.month)
    if here.closed_at is not None:
        raise Refused("closed", at=telling.when(here.closed_at))
    if not 1 <= base <= here.version:
        raise Refused("no_version", version=base)
    return here, able


def _require_readable(conn: Connection, able: Actor, here: Draft, file: tuple[str, bytes]) -> None:
    if guarded.may_read_all(conn, able, here):
        return  # nothing in it could be closed to them, so it need not be read
    book = parse.read(file[1], file[0], settings().limits)
    if isinstance(book, Book):
        guarded.require_readable(conn, able, here, book)


def _changed_by_others(conn: Connection, number: int, base: int, me: Actor) -> dict[tuple[str, str], Conflict]:
    """The cells others have changed since a version, as they stand now, by whom and when."""
    newer = select(draft_version).where(draft_version.c.draft == number, draft_version.c.version > base)
    changed: dict[tuple[str, str], Conflict] = {}
    for row in conn.execute(newer.order_by(draft_version.c.version)):
        for sheet, cell, value in drafted.edits(conn, number, row):
            changed.pop((sheet, cell), None)
            if (row.person, row.name) != (me.login, me.name):
                changed[sheet, cell] = Conflict(sheet, cell, None, value, row.name, row.at)
    return changed


def discard(engine: Engine, number: int, *, by: Actor) -> None:
    """Throw a draft away; its versions stay in the store."""
    with store.writing(engine) as conn:
        here, able = _may_save(conn, number, by, 1)
        _require_readable(conn, able, here, content(conn, number))
        close(conn, number)
        audit.add(conn, able, "draft_discarded", f"draft {number}", before={"version": here.version})
