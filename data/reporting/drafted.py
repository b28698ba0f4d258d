"""Drafts as they stand in the store: their newest version, every version, and the cells each changed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, Row, Select, insert, select, update

from data import bulk, files, months
from data.access import Actor
from data.refusal import ByReason, Refusal
from data.reporting.cells import Cells, cells_of, differing, plain
from data.schema import draft, draft_version
from data.settings import settings
from data.text import Text
from data.uploads import findings, parse
from data.uploads.edit import Edit, Value

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


class Refused(ByReason):
    """What cannot be done with a draft. `conflicts` are the cells of a newer version that stand against a file."""

    sentences = REFUSALS

    def __init__(self, reason: str, conflicts: tuple["Conflict", ...] = (), **blanks: object):
        self.conflicts = conflicts
        super().__init__(reason, **blanks)


class Unread(Refusal):
    """A file that cannot be read, with the finding that says why."""

    def __init__(self, finding: findings.Finding):
        self.finding = finding
        super().__init__(Text(finding.told("zh"), finding.told("en")))


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


def edits(conn: Connection, number: int, row: Row) -> Iterable[Sequence]:
    """The cells changed by a version; of a large workbook that was put, found only when somebody asks."""
    kept = json.loads(row.edits)
    if kept is not None:
        return kept
    (old_name, old), (new_name, new) = (content(conn, number, version) for version in (row.version - 1, row.version))
    return [(each.sheet, each.cell, each.value) for each in differing(cells(old, old_name), cells(new, new_name))]


def cells(written: bytes, file_name: str, by: str = "") -> Cells:
    """The filled cells of a file, which is somebody's new one or the store's own. Raises `Unread`."""
    book = parse.read(written, file_name, settings().limits, by)
    if isinstance(book, findings.Refused):
        raise Unread(book.finding)
    return cells_of(book)


def add_version(
    conn: Connection, number: int, version: int, file_name: str, made: bytes, changed: Iterable[Edit] | None, by: Actor
) -> None:
    """Add a version, for who holds the write lock; `changed` is None for a large workbook as a whole."""
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


def close(conn: Connection, number: int) -> None:
    """Close a draft, inside the transaction of who hands it in."""
    conn.execute(update(draft).where(draft.c.number == number).values(closed_at=months.now()))
