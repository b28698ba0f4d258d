"""A month handed in by Ningbo, and the people around it: who reports, who approves, who may not."""

from datetime import date

from sqlalchemy import Engine

from data import store
from data.access import Actor, Grant
from data.reporting import drafts, submissions
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests.frames import figures
from tests.staff import hire
from tests.workbooks import xlsx

NINGBO, PROVINCE = "330200", "330000"
OCTOBER = date(2024, 10, 1)
HEADER = ["单位", "月份", "评价数", "满意数"]
ROWS = [["海曙区", "2024-10", 1000, 900], ["江北区", "2024-10", 3000, 2900], ["镇海区", "2024-10", 500, 480]]


def people(engine: Engine) -> dict[str, Actor]:
    """Accounts by name: two stewards of Ningbo, two approvers of the province, one of another city, and others."""
    roles = {
        "王芳": ("wangfang", Grant("steward", NINGBO)),
        "李敏": ("limin", Grant("approver", PROVINCE)),
        "陈刚": ("chengang", Grant("approver", PROVINCE)),
        "周静": ("zhoujing", Grant("approver", "330600")),
        "赵岚": ("zhaolan", Grant("leader", PROVINCE)),
    }
    return {name: hire(engine, login, grant.unit, grant, name=name) for name, (login, grant) in roles.items()}


def workbook(*rows: list) -> bytes:
    """A workbook of ratings: C and D hold what was rated and what was satisfied, from row 2."""
    return xlsx(月报=[HEADER, *(rows or ROWS)])


def hand_in(engine: Engine, by: Actor, *rows: list, month: date = OCTOBER, correction: str = "") -> int:
    """Put a workbook into the draft of Ningbo and hand it in; the submission's number."""
    draft = drafts.open_(engine, NINGBO, month, by=by, correction=correction)
    saved = drafts.put(engine, draft.number, "宁波月报.xlsx", workbook(*rows), by=by, base=draft.version).draft
    with engine.connect() as conn:
        warnings = len(submissions.examine(conn, saved.number, actor=by).checked.warnings)
    return submissions.submit(engine, saved.number, saved.version, by=by, looked_at=warnings).number


def already_counts(engine: Engine, table: str, by: Actor, file_name: str = "先前.xlsx") -> None:
    """Let figures drawn as a table count, as a batch of somebody's."""
    with store.writing(engine) as conn:
        write(conn, compare(conn, figures(table), {}), Source("workbook", file_name, table.encode()), by=by)
