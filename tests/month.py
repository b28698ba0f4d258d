"""A steward's month for tests: people with accounts, a draft filled in, what was handed in."""

import io
from datetime import date, datetime, timedelta
from functools import cache

from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, Engine, select

from data import months
from data.access import Actor, Grant
from data.figures import own
from data.people import accounts, grants
from data.reporting import drafts, submissions
from data.reporting.drafts import Draft, Edit
from data.reporting.submissions import Submitted
from data.schema import notice
from tests import prepared
from tests.people import everybody

NINGBO, HAISHU, JIANGBEI = "330200", "330203", "330205"
OCTOBER = months.parse("2024-10")
PEOPLE = {
    "wangfang": ("王芳", "steward", NINGBO),
    "liqiang": ("李强", "steward", NINGBO),
    "zhou": ("周敏", "steward", HAISHU),
    "chen": ("陈静", "approver", NINGBO),
    "zhao": ("赵明", "approver", "330000"),
    "admin": ("管理员", "administrator", "330000"),
}
CELLS = {("330203", "归集公共数据量"): 1000, ("330205", "归集公共数据量"): 2000, ("330203", "数据共享申请数"): 50}


@prepared.over(prepared.with_starting_data)
def started(engine: Engine) -> None:
    """A new store with the starting data, and everybody of PEOPLE with an account."""
    with engine.begin() as conn:
        for login, (name, role, unit) in PEOPLE.items():
            add_person(conn, login, name, Grant(role, unit))


def add_person(conn: Connection, login: str, name: str, *held: Grant) -> None:
    """An account without a password."""
    accounts.make(conn, login, name, held[0].unit, by=everybody(), subject=f"test {login}")
    for grant in held:
        grants.give(conn, login, grant, by=everybody())


def who(engine: Engine, login: str) -> Actor:
    """Somebody of PEOPLE with the rights of this moment."""
    with engine.connect() as conn:
        return accounts.actor_of(conn, login)


def fill(engine: Engine, draft: Draft, cells: dict[tuple[str, str], object], by: Actor) -> Draft:
    """The draft with cells of 月报 filled in, named by the unit's code and the measure's heading."""
    edits = [Edit("月报", address(engine, draft, *place), value) for place, value in cells.items()]
    return drafts.edit(engine, draft.number, edits, by=by, base=draft.version).draft


def address(engine: Engine, draft: Draft, unit: str, measure: str) -> str:
    """Where a figure stands in a draft."""
    with engine.connect() as conn:
        _, content = drafts.content(conn, draft.number)
    rows, columns = _headings(content)
    return f"{next(letter for name, letter in columns.items() if name.startswith(measure))}{rows[unit]}"


@cache
def _headings(content: bytes) -> tuple[dict[str, int], dict[str, str]]:
    """The rows of a template's units and the columns of its headings; a template is opened once."""
    cells = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("月报").to_python(skip_empty_area=False)
    )
    rows = {str(row[0]): number for number, row in enumerate(cells, start=1)}
    return rows, {str(name): get_column_letter(column) for column, name in enumerate(cells[2], start=1)}


def hand_in(
    engine: Engine,
    cells: dict[tuple[str, str], object] | None = None,
    *,
    login: str = "wangfang",
    unit: str = NINGBO,
    month: date = OCTOBER,
    correction: str = "",
) -> Submitted:
    """Open the draft, fill it in and hand it in, whatever it warns of."""
    by = who(engine, login)
    draft = drafts.open_(engine, unit, month, by=by, correction=correction)
    draft = fill(engine, draft, CELLS if cells is None else cells, by)
    return submit(engine, draft, by)


def submit(engine: Engine, draft: Draft, by: Actor) -> Submitted:
    """Hand in a draft and confirm its warnings."""
    with engine.connect() as conn:
        warnings = submissions.examine(conn, draft.number, actor=by).checked.warnings
    return submissions.submit(engine, draft.number, draft.version, by=by, looked_at=len(warnings))


def tomorrow() -> datetime:
    """A moment until which something may be due."""
    return months.now() + timedelta(days=1)


def counting(engine: Engine, measure: str = "data_records", month: date = OCTOBER) -> dict[str, float]:
    """What counts now of the two districts."""
    with engine.connect() as conn:
        frame = own(conn, [measure], [HAISHU, JIANGBEI], month, month)
    return dict(zip(frame["unit"], frame["value"], strict=True))


def told(engine: Engine) -> list[tuple[str, str]]:
    """Who was told what, in order; roles that were given left out."""
    rows = select(notice.c.person, notice.c.kind).where(notice.c.kind != "role_given").order_by(notice.c.number)
    with engine.connect() as conn:
        return [tuple(row) for row in conn.execute(rows)]
