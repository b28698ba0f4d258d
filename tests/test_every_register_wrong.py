"""Each register uploaded wrong, by its own declaration: a sentence with its cell for whatever is wrong, nothing of it kept."""

import io
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from data import starting
from data.registers import REGISTERS, Field, Register
from data.registers.declaration import NUMBERS
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from data.uploads.template import register_template
from data.uploads.understanding import headers
from tests import prepared, workbooks
from tests.test_registers import TODAY, a_value, keeper
from tests.workbooks import checked, saved, told

KEYS = {"same": 3, "again": 4, "unread": 5, "empty": 6, "late": 7, "round": 8, "back": 9, "astray": 10}
DUPLICATE = ("same", "again")
WRONG = {"unit": "没有这个县", "date": "去年", "month": "某月", "count": "两三次", "number": "很多", "money": "很多"}
RULES = {"unit": "unknown_unit", "date": "not_a_date", "month": "not_a_month"}  # all else is a number
MUST = sorted({field.to for register in REGISTERS.values() for field in register.references if field.required})


@pytest.fixture(scope="module")
def conn(stores, tmp_path_factory):
    """Units, and a row “there” of every register that rows of another must refer to. What is read is the same in every store."""
    with stores.sqlite(prepared.migrated, tmp_path_factory.mktemp("wrong")) as engine, engine.begin() as made:
        planted(made)
        yield made


def planted(conn) -> None:
    """Units, and the rows that others must refer to."""
    workbooks.plant(conn)
    rows = {key: pd.DataFrame([there(REGISTERS[key])]) for key in MUST}
    write(conn, compare(conn, starting.no_figures(), rows), Source("workbook", "先.xlsx", b""), by=workbooks.NINGBO)


def there(register: Register) -> dict[str, object]:
    """A row as it is kept, with what it must have."""
    kept = {"unit": "330200", "date": pd.Timestamp(2026, 1, 1), "month": pd.Timestamp(2026, 1, 1), "reference": "there"}
    said = {
        field.key: field.choices[0][0] if field.choices else 1 if field.type in NUMBERS else kept.get(field.type, "甲")
        for field in register.fields
        if field.required
    }
    return {"key": "there", **said, "removed": False, "sheet": register.zh, "cell": "A3"}


def wrong(field: Field, case: str, place: int) -> object:
    """What stands in a cell of the row of a case."""
    if field.key == "key":
        return {"again": "same", "empty": None}.get(case, case)
    if case == "empty":
        return "宁波市" if field.type == "unit" else None
    if case == "astray" and field.type == "reference":
        return "没有的行"
    if case == "unread":
        return "错字" if field.choices else WRONG.get(field.type, "甲")
    if field.type == "reference":
        return "there" if field.required else None
    return a_value(field, place, {})


def early(register: Register) -> Field | None:
    """The first date that cannot come before another one."""
    return next((field for field in register.fields if field.after), None)


def expected(register: Register) -> set[tuple[str, str]]:
    """Rule and cell of all that is wrong."""
    found = {("duplicate", f"A{KEYS['again']}"), ("required", f"A{KEYS['empty']}")}
    for place, field in enumerate((register.key_field, *register.fields), 1):
        column = get_column_letter(place)
        if field.choices:
            found.add(("unknown_choice", f"{column}{KEYS['unread']}"))
        elif field.type == "reference":
            found.add(("unknown_reference", f"{column}{KEYS['astray']}"))
        elif field.type in WRONG:
            found.add((RULES.get(field.type, "not_a_count"), f"{column}{KEYS['unread']}"))
        if field == early(register):
            found.add(("dates_out_of_order", f"{column}{KEYS['late']}"))
        if field.to == register.key and not field.many:
            found |= {("refers_to_itself", f"{column}{KEYS[each]}") for each in ("round", "back")}
    return found


def written(conn, register: Register) -> bytes:
    """The register's own template with a row for each case."""
    book = load_workbook(io.BytesIO(register_template(conn, register.key, "330200", keeper(register), TODAY)))
    sheet = book[register.zh]
    for case, row in KEYS.items():
        for place, field in enumerate((register.key_field, *register.fields), 1):
            value = wrong(field, case, place)
            if case == "late" and field == early(register):
                value = date(2020, 1, 1)
            if field.to == register.key and not field.many and case in ("round", "back"):
                value = {"round": "back", "back": "round"}[case]
            sheet.cell(row, place).value = value
    return saved(book)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_whatever_is_wrong_has_a_sentence_with_its_cell(conn, register):
    result = checked(conn, written(conn, register), "错.xlsx", keeper(register))
    assert expected(register) - told(result) == set()
    for finding in result.findings:
        for lang in ("zh", "en"):
            assert "{" not in finding.told(lang)
            assert finding.cell in finding.told(lang)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_list_as_text_is_known_by_its_headings(register):
    """Also where one of them is called as a measure is (满意率)."""
    head = ",".join(field.zh for field in (register.key_field, *register.fields))
    (sheet,) = workbooks.read(f"{head}\nA1".encode(), "清单.csv").sheets
    assert [table.register for table in headers.tables(sheet)] == [register]


USERS = {field.to: (register, field) for register in REGISTERS.values() for field in register.references}


@pytest.mark.parametrize("used", USERS)
def test_what_others_use_is_not_taken_off_without_a_question(conn, used):
    register, (user, field) = REGISTERS[used], USERS[used]
    rows = {used: [there(register) | {"key": "used"}]}
    rows.setdefault(user.key, []).append(there(user) | {"key": "user", field.key: "used"})
    frames = {key: pd.DataFrame(some) for key, some in rows.items()}
    write(conn, compare(conn, starting.no_figures(), frames), Source("workbook", "先.xlsx", b""), by=workbooks.NINGBO)
    must = [each for each in register.fields if each.required]
    said = ["there" if each.type == "reference" else a_value(each, 0, {}) for each in must]
    head = [register.key_field.zh, *(each.zh for each in must), "撤回"]
    sheet = [[register.zh], head, ["used", *said, "是"]]
    result = checked(conn, workbooks.xlsx(**{register.zh: sheet}), "撤.xlsx", keeper(register))
    assert ("referred_to", "A3") in told(result)


MANY = 100_000


def test_a_hundred_thousand_rows_are_read_with_the_cells_of_those_that_are_wrong(conn):
    """As text: what is asked of a row is the same as in a workbook."""
    head = "线路编号,线路名称,单位,系统,跑道上的应用".replace("线路", "跑道")
    rows = [f"R{number},跑道{number},宁波市,数字社会," for number in range(MANY)]
    rows[7] = "R7,跑道7,宁波市,数字社会,没有的应用"
    rows[-2] = rows[0]
    rows[-1] = f"R{MANY},,宁波市,数字社会,"
    result = checked(conn, "\n".join([head, *rows]).encode(), "跑道.csv", keeper(REGISTERS["runways"]))
    found = {("unknown_reference", "E9"), ("duplicate", f"A{MANY}"), ("required", f"B{MANY + 1}")}
    assert told(result) == found
    assert len(result.records["runways"]) == MANY - 3
