"""A program with one register more, in a process of its own: `python -m tests.new_register FILE` over a store with the starting
data. What is derived from the declarations is derived when they are imported, so the new one comes before all else."""

import io
import sys
from datetime import date

from data import registers
from data.registers import Field, Register
from data.registers.conditions import before, by
from data.registers.declaration import UNIT, State, refers
from data.registers.tables import table
from data.text import Text

TRIAL = Register(
    key="trial_halls",
    zh="试点大厅",
    en="Trial halls",
    key_field=Field("key", "大厅编号", "Hall key", required=True),
    fields=(
        Field("name", "大厅名称", "Hall", required=True),
        UNIT,
        refers("application", "用到的应用", "Application", "applications"),
        Field("due", "开放期限", "To open by", "date"),
        Field("opened", "开放日期", "Opened on", "date"),
    ),
    definition=Text("试点大厅逐个登记。", "Trial halls, one by one."),
    title_field="name",
    owner="政务办",
    group="ledgers",
    due="due",
    states=(
        State("open", Text("已开放", "Open"), "good", ((by("opened"),),)),
        State("late", Text("逾期未开放", "Late"), "over", ((before("due"),),)),
        State("waiting", Text("筹备中", "Being prepared"), "watch"),
    ),
    covers=("J6",),
)
registers.REGISTERS[TRIAL.key] = TRIAL
registers.TABLES[TRIAL.key] = table(TRIAL)

import pytest  # noqa: E402
from openpyxl import load_workbook  # noqa: E402
from sqlalchemy import Engine  # noqa: E402

from data import store  # noqa: E402
from data.uploads.commit import Source, write  # noqa: E402
from data.uploads.compare import compare  # noqa: E402
from data.uploads.template import register_template  # noqa: E402
from metrics import METRICS  # noqa: E402
from tests import in_process  # noqa: E402
from tests.pages.screen import shown_over  # noqa: E402
from tests.people import everybody  # noqa: E402
from tests.workbooks import checked  # noqa: E402

ROW = {
    "大厅编号": "H1",
    "大厅名称": "江东大厅",
    "单位": "宁波市",
    "用到的应用": "新材云创",
    "开放期限": date(2026, 9, 1),
}


def filled(conn, **other: object) -> bytes:
    """The register's own template with that row, some of its cells otherwise."""
    book = load_workbook(io.BytesIO(register_template(conn, TRIAL.key, "330200", everybody(), date(2026, 10, 20))))
    sheet = book[TRIAL.zh]
    heads = [str(cell.value).rstrip("*") for cell in sheet[2]]
    for name, value in (ROW | other).items():
        sheet.cell(3, heads.index(name) + 1).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def uploaded(engine: Engine) -> None:
    """What is wrong is told, what is right is committed."""
    with store.writing(engine) as conn:
        wrong = checked(conn, filled(conn, 单位="没有这个市"), "大厅.xlsx", everybody())
        assert [each.cell for each in wrong.errors] == ["C3"], wrong.errors
        right = checked(conn, filled(conn), "大厅.xlsx", everybody())
        assert not right.errors, right.errors
        compared = compare(conn, right.figures, right.records)
        write(conn, compared, Source("workbook", "大厅.xlsx", b""), by=everybody())


def shown(patch: pytest.MonkeyPatch, engine: Engine) -> None:
    """The list, the row, the line of the whole reform, and the number of them that are late."""
    screen = shown_over(patch, engine, everybody())
    asked = {"unit": "330000", "month": "2026-10", "register": TRIAL.key}
    listed = screen.open("register", **asked)
    assert "江东大厅" in listed
    assert "逾期未开放" in listed
    opened = screen.open("object", **asked, key="H1", lang="en")
    for said in ("Trial halls", "Late", "register=applications", "大厅.xlsx"):
        assert said in opened, said
    assert TRIAL.zh in screen.open("whole", unit="330000", month="2026-10")
    assert f"{TRIAL.key}_late" in METRICS


def main(file: str) -> None:
    """The whole way; raises where it ends early."""
    engine = store.connect(f"sqlite:///{file}")
    registers.TABLES[TRIAL.key].create(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.sandbox.pool.run", in_process.run)
        uploaded(engine)
        shown(patch, engine)


if __name__ == "__main__":
    main(sys.argv[1])
