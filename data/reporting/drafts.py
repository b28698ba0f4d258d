"""Drafts: a unit's workbook of a month while it is being filled in, shared by the unit's stewards. Every save is a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, Engine

from data.access import Actor
from data.uploads.edit import Edit, Value

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
    raise NotImplementedError


def put(
    engine: Engine, number: int, file_name: str, content: bytes, *, by: Actor, base: int, replace: bool = False
) -> Saved:
    """Save a whole workbook. Over a version newer than `base` it is refused (who, when) unless all cells that are in
    both agree, or `replace` says that the newer one is to be replaced."""
    raise NotImplementedError


def edit(engine: Engine, number: int, edits: Sequence[Edit], *, by: Actor, base: int) -> Saved:
    """Save cells over the version `base` that was looked at. A cell that another has changed to another value since is a
    conflict and left; all others are saved."""
    raise NotImplementedError


def current(conn: Connection, unit: str, month: date, *, correction: bool = False) -> Draft | None:
    """The open draft of a unit and month (the report, or the correction beside it)."""
    raise NotImplementedError


def of(conn: Connection, number: int) -> Draft:
    """A draft by its number, closed or not. Raises `Refused` where there is none."""
    raise NotImplementedError


def content(conn: Connection, number: int, version: int | None = None) -> tuple[str, bytes]:
    """The file of a version (default: the newest): name and content."""
    raise NotImplementedError


def versions(conn: Connection, number: int) -> pd.DataFrame:
    """Every version, newest first: version at person name file_name sha256 edits (JSON list of [sheet, cell, value])."""
    raise NotImplementedError


def discard(engine: Engine, number: int, *, by: Actor) -> None:
    """Throw a draft away; its versions stay in the store."""
    raise NotImplementedError
