"""A month that comes in parts: each told at once, whoever was cut off goes on, all of them one batch with the same findings."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from sqlalchemy import func, select

from data import figures, months, retention, store
from data.access import Grant
from data.reporting import deliveries, finishing
from data.reporting.approval import accept
from data.schema import batch, delivery, delivery_figure, delivery_part, figure, rollup
from tests.calling import HERE, Caller, said
from tests.calling import at_work as at_work
from tests.calling import steward as steward
from tests.calling import today as today
from tests.cases import report, reports
from tests.frames import drawn
from tests.staff import hire

HEADER = "单位代码,月份,填报项,应用编号,数值"
FIRST = f"{HEADER}\n330200,2026-10,visits,,2900\n330203,2026-10,visits,,1000\n"
SECOND = f"{HEADER}\n330203,2026-10,app_users,,约500\n330205,2026-10,visits,,1200\n"
ENGLISH = FIRST.replace(HEADER, "unit,month,measure,subject,value")


@pytest.fixture
def counting_at_once(approval_levels):
    approval_levels(0)


def begun(caller: Caller) -> int:
    answer = caller.http.post("/v1/deliveries", json=HERE)
    assert answer.status_code == 201, answer.json()
    return answer.json()["delivery"]


def put(caller: Caller, number: int, part: int, content: str | bytes, **query: str):
    content = content.encode() if isinstance(content, str) else content
    kind = {"Content-Type": "application/octet-stream"}
    return caller.http.put(f"/v1/deliveries/{number}/parts/{part}", content=content, headers=kind, params=query)


def finish(caller: Caller, number: int, parts: int = 2, looked_at: int = 0, **more):
    return caller.http.post(f"/v1/deliveries/{number}/finish", json={"parts": parts, "looked_at": looked_at}, **more)


def as_parquet(written: str) -> bytes:
    """The same rows as Parquet, with values as numbers."""
    frame = pd.read_csv(io.StringIO(written), dtype={0: str, 3: str})
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), out)
    return out.getvalue()


def counts(conn) -> list[tuple]:
    now = figures.as_of(figure)
    asked = select(now.c.unit, now.c.measure, now.c.value, now.c.qualifier).order_by(now.c.unit, now.c.measure)
    return [tuple(row) for row in conn.execute(asked)]


ALL = [
    ("330200", "visits", 2900.0, "exact"),
    ("330203", "app_users", 500.0, "about"),
    ("330203", "visits", 1000.0, "exact"),
    ("330205", "visits", 1200.0, "exact"),
]


@pytest.mark.parametrize("first", [FIRST, ENGLISH, as_parquet(FIRST)], ids=["csv", "english", "parquet"])
def test_all_parts_are_one_batch(at_work, steward, counting_at_once, first):
    number = begun(steward)
    told = put(steward, number, 1, first).json()
    assert (told["rows"], told["errors"], told["findings"], told["new"]) == (2, 0, [], True)
    assert put(steward, number, 2, SECOND).json()["rows"] == 2
    done = finish(steward, number)
    assert done.status_code == 201, done.json()
    assert done.json()["state"] == "accepted"
    with at_work.connect() as conn:
        assert counts(conn) == ALL
        assert conn.scalar(select(func.count()).select_from(rollup).where(rollup.c.system == "")) == 4
        (row,) = conn.execute(select(batch)).all()
        assert (row.number, row.source, row.added, row.changed, row.same) == (done.json()["batch"], "api", 4, 0, 0)
        places = set(conn.execute(select(figure.c.sheet, figure.c.cell)).all())
        assert places == {("第1段", "E2"), ("第1段", "E3"), ("第2段", "E2"), ("第2段", "E3")}
        assert conn.scalar(select(func.count()).select_from(delivery_figure)) == 0
    standing = steward.http.get(f"/v1/deliveries/{number}").json()
    assert (standing["state"], standing["batch"], len(standing["parts"])) == ("finished", row.number, 2)
    assert finish(steward, number).status_code == 409


def test_what_is_changed_and_the_same_is_counted_as_of_any_upload(at_work, steward, counting_at_once):
    for first, expected in ((FIRST, (2, 0, 0)), (FIRST.replace("2900", "2950").replace("1000", "撤回"), (0, 2, 0)),
                            (FIRST.replace("2900", "2950").replace("1000", "撤回"), (0, 0, 2))):  # fmt: skip
        number = begun(steward)
        put(steward, number, 1, first)
        assert finish(steward, number, 1).status_code == 201
        with at_work.connect() as conn:
            row = conn.execute(select(batch).order_by(batch.c.number.desc())).first()
            assert (row.added, row.changed, row.same) == expected
    with at_work.connect() as conn:
        assert counts(conn) == [("330200", "visits", 2950.0, "exact")]


BAD = drawn(
    """
    what                   | said by | rule           | cell | part
    a wrong header         | part    | nothing_found |      | 日期,数值\\n2026-10,5
    a column that is missing | part  | missing_column | C1 | 单位代码,应用编号,数值\\n330200,,5
    an unknown unit        | part    | unknown_unit   | A2   | {header}\\n某某区,2026-10,visits,,5
    another's unit         | part    | not_yours      | E2   | {header}\\n330100,2026-10,visits,,5
    another month          | part    | other_month    | E2   | {header}\\n330203,2026-09,visits,,5
    an unknown measure     | part    | unknown_measure | C2  | {header}\\n330203,2026-10,绝无此项,,5
    no number              | part    | not_a_number   | E2   | {header}\\n330203,2026-10,visits,,很多
    twice in one part      | part    | duplicate      | E3   | {header}\\n330205,2026-10,visits,,5\\n330205,2026-10,visits,,6
    again in another part  | whole   | duplicate      | E2   | {header}\\n330203,2026-10,visits,,5
    more than its whole    | whole   | part_exceeds_whole | E2 | {header}\\n330200,2026-10,active_users,,9999
    """
)


@pytest.mark.parametrize("case", BAD.to_dict("records"), ids=lambda case: case["what"])
def test_a_bad_part_is_told_with_its_line_and_nothing_is_committed(at_work, steward, counting_at_once, case):
    number = begun(steward)
    put(steward, number, 1, FIRST + "330200,2026-10,app_users,,500\n")
    told = put(steward, number, 2, case["part"].replace("\\n", "\n").format(header=HEADER)).json()
    refused = finish(steward, number)
    assert refused.status_code == 409
    found = told["findings"] if case["said by"] == "part" else said(refused)["findings"]
    place = next((each["sheet"], each["cell"]) for each in found if each["rule"] == case["rule"])
    assert place[0] == "第2段"
    assert case["cell"] in ("", place[1])
    if case["said by"] == "part":
        assert "2" in said(refused)["zh"]
        assert steward.http.get(f"/v1/deliveries/{number}").json()["parts"][1]["findings"] == told["findings"]
    with at_work.connect() as conn:
        assert counts(conn) == []
    assert put(steward, number, 2, SECOND).json()["errors"] == 0  # mended, it goes on
    assert finish(steward, number).status_code == 201


def test_a_part_cut_off_is_not_kept(steward, counting_at_once):
    number, whole = begun(steward), as_parquet(FIRST)
    mark = hashlib.sha256(FIRST.encode()).hexdigest()
    assert put(steward, number, 1, FIRST[:-20], sha256=mark).status_code == 409
    answer = put(steward, number, 1, whole[: len(whole) // 2])
    assert (answer.status_code, said(answer)["findings"][0]["rule"]) == (422, "damaged")
    assert steward.http.get(f"/v1/deliveries/{number}").json()["parts"] == []
    assert put(steward, number, 1, FIRST, sha256=mark).status_code == 200
    refused = finish(steward, number, 3)
    assert "2, 3" in said(refused)["zh"]


def test_who_was_cut_off_goes_on_where_they_were(at_work, steward, counting_at_once):
    number = begun(steward)
    put(steward, number, 1, FIRST)
    at_work.dispose()  # as after the end of the server
    assert begun(steward) == number
    (there,) = steward.http.get(f"/v1/deliveries/{number}").json()["parts"]
    assert (there["part"], there["rows"]) == (1, 2)
    assert put(steward, number, 1, FIRST).json()["new"] is False
    assert put(steward, number, 1, FIRST.replace("1000", "1001")).json()["new"] is True
    put(steward, number, 2, SECOND)
    assert finish(steward, number).status_code == 201
    with at_work.connect() as conn:
        assert ("330203", "visits", 1001.0, "exact") in counts(conn)


def test_two_who_finish_at_once_make_one_batch(at_work, steward, counting_at_once):
    number = begun(steward)
    put(steward, number, 1, FIRST)
    put(steward, number, 2, SECOND)
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(each.status_code for each in pool.map(lambda _: finish(steward, number), range(2)))
    assert answers == [201, 409]
    with at_work.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(batch)) == 1


def test_a_part_that_comes_while_it_is_finished_is_looked_at(at_work, steward, counting_at_once, monkeypatch):
    number = begun(steward)
    put(steward, number, 1, FIRST)
    put(steward, number, 2, SECOND)
    looked = finishing._require_looked_at

    def meanwhile(*given):
        looked(*given)
        monkeypatch.setattr(finishing, "_require_looked_at", looked)
        deliveries.put(at_work, number, 2, "2.csv", SECOND.replace("1200", "很多").encode(), by=steward.actor)

    monkeypatch.setattr(finishing, "_require_looked_at", meanwhile)
    assert finish(steward, number).status_code == 409
    with at_work.connect() as conn:
        assert counts(conn) == []


ODD = f"""{HEADER}
330200,2026-10,visits,,2900
330203,2026-10,visits,,30000
330205,2026-10,visits,,1100
330203,2026-10,app_users,,-4
330200,2026-10,app_users,,700
330200,2026-10,active_users,,100
330205,2026-10,asked,,20.5
330205,2026-10,app_users,,410
"""
BEFORE = """
    unit   | month   | visits | app_users
    330200 | 2026-09 | 2900   | 20000
    330203 | 2026-09 | 1000   | 500
    330205 | 2026-09 | 1200   | 400
"""


@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_parts_are_found_fault_with_as_one_file_is(at_work, steward, counting_at_once, size):
    with store.writing(at_work) as conn:
        report(conn, reports(BEFORE))
    name = {"X-File-Name": "all.csv", "Content-Type": "application/octet-stream"}
    asked = HERE | {"dry_run": "true"}
    whole = steward.http.post("/v1/submissions", params=asked, content=ODD.encode(), headers=name).json()
    header, *lines = ODD.splitlines()
    number, parts = begun(steward), [lines[at : at + size] for at in range(0, len(lines), size)]
    for part, mine in enumerate(parts, start=1):
        assert put(steward, number, part, "\n".join([header, *mine, ""])).json()["errors"] == 0
    found = said(finish(steward, number, len(parts)))["findings"]
    assert len(found) >= 4
    assert sorted(_without_place(each) for each in found) == sorted(_without_place(each) for each in whole["findings"])
    assert finish(steward, number, len(parts), looked_at=len(found)).status_code == 201


def _without_place(finding: dict) -> str:
    return finding["rule"] + finding["zh"].removeprefix(f"“{finding['sheet']}”{finding['cell']}")


def test_warnings_of_all_parts_together_are_confirmed(at_work, steward, counting_at_once):
    number = begun(steward)
    told = put(steward, number, 1, FIRST.replace("2900", "-5")).json()
    assert [each["rule"] for each in told["beside"]] == ["below_zero"]
    refused = finish(steward, number, 1)
    assert [each["rule"] for each in said(refused)["findings"]] == ["below_zero"]
    assert finish(steward, number, 1, looked_at=1).status_code == 201


def test_where_approval_is_asked_all_parts_wait_as_one_submission(at_work, steward, approval_levels):
    approval_levels(1)
    number = begun(steward)
    put(steward, number, 1, FIRST)
    put(steward, number, 2, as_parquet(SECOND))
    told = finish(steward, number).json()
    assert (told["state"], told["batch"]) == ("waiting", None)
    with at_work.connect() as conn:
        assert counts(conn) == []
    li = hire(at_work, "lijing", "330000", Grant("approver", "330000"), name="李静")
    done = accept(at_work, told["submission"], by=li, step=0)
    with at_work.connect() as conn:
        assert counts(conn) == ALL
        assert conn.scalar(select(batch.c.number)) == done.committed.batch


def test_more_than_an_approver_can_open_is_refused(at_work, steward, approval_levels, monkeypatch):
    approval_levels(1)
    number = begun(steward)
    put(steward, number, 1, FIRST)
    monkeypatch.setattr(finishing, "settings", lambda: type("S", (), {"limits": type("L", (), {"rows": 2})}))
    assert "330" not in said(finish(steward, number, 1))["zh"]
    with at_work.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(delivery_figure)) == 2


def test_it_is_the_units_own(at_work, steward):
    other = Caller(at_work, hire(at_work, "zhang", "330100", Grant("steward", "330100"), name="张三"))
    assert other.http.post("/v1/deliveries", json=HERE).status_code == 403
    number = begun(steward)
    for answer in (
        other.http.get(f"/v1/deliveries/{number}"),
        put(other, number, 1, FIRST),
        finish(other, number),
        other.http.delete(f"/v1/deliveries/{number}"),
    ):
        assert answer.status_code == 403
    assert steward.http.delete(f"/v1/deliveries/{number}").status_code == 204
    assert put(steward, number, 1, FIRST).status_code == 409
    assert steward.http.get("/v1/deliveries/99").status_code == 404
    assert steward.http.post("/v1/deliveries", json=HERE | {"month": "2026-12"}).status_code == 409


def test_another_department_s_figures_are_not_finished_by_who_may_not_report_them(at_work, steward, counting_at_once):
    number = begun(steward)
    put(steward, number, 1, FIRST)
    limited = hire(at_work, "limei", "330200", Grant("steward", "330200", frozenset({"无此部门"})), name="李梅")
    assert finish(Caller(at_work, limited), number, 1).status_code == 409


def test_rows_of_registers_do_not_come_in_parts(steward, counting_at_once):
    number = begun(steward)
    ledger = "应用编号,应用名称,单位代码,所属系统\nA1,浙里办,330200,数字政府\n"
    assert (
        put(steward, number, 1, ledger).status_code == 409
        or steward.http.get(f"/v1/deliveries/{number}").json()["parts"][0]["errors"]
    )


def test_what_nobody_went_on_with_ages_out_and_what_counts_stays(at_work, steward, counting_at_once):
    done = begun(steward)
    put(steward, done, 1, FIRST)
    finish(steward, done, 1)
    left = begun(steward)
    put(steward, left, 1, SECOND)
    begun_at = months.now()
    assert retention.retain(at_work, begun_at + timedelta(days=29)).get("delivery_part") is None
    gone = retention.retain(at_work, begun_at + timedelta(days=31))
    assert (gone["delivery_part"], gone["delivery_figure"], gone["batch_file"]) == (1, 2, 1)
    with at_work.connect() as conn:
        assert conn.execute(select(delivery_part.c.delivery)).all() == [(done,)]
        assert conn.scalar(select(func.max(delivery.c.number))) == left
