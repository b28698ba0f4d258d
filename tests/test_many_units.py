"""Units as many as a country has, and six levels of them: asked for at once, owed, reported, approved and added up."""

from datetime import date

import pytest
from sqlalchemy import event, func, select

from data import store, units
from data.access import Grant
from data.reporting import approval, drafts, obligations, submissions
from data.reporting.obligations import Rule
from data.schema import unit_term
from data.uploads import template
from metrics import METRICS, query
from tests import many_units, prepared, workbooks
from tests.many_units import COUNTY, GRID, TOWNSHIP, VILLAGE
from tests.people import everybody, steward
from tests.staff import hire

OCTOBER = date(2026, 10, 1)
PREPARED = prepared.with_starting_data
LEVELS = {
    "330000": "province",
    "330200": "city",
    COUNTY: "county",
    TOWNSHIP: "township",
    VILLAGE: "village",
    GRID: "grid",
}


def test_more_codes_than_a_statement_has_room_for_travel_as_one_parameter(engine):
    asked = [f"{number:012d}" for number in range(70_000)] + ["330200", COUNTY]
    parameters = []
    event.listen(engine, "before_cursor_execute", lambda *sent: parameters.append(len(sent[3])))
    with engine.connect() as conn:
        among = set(conn.scalars(select(unit_term.c.code).where(unit_term.c.code.in_(asked))))
        others = conn.scalar(select(func.count()).where(unit_term.c.code.not_in(asked)))
        of_some = select(unit_term).subquery()
        again = set(conn.scalars(select(of_some.c.code).where(of_some.c.code.in_(set(asked)))))
        every = conn.scalar(select(func.count()).select_from(unit_term))
    assert among == again == {"330200", COUNTY}
    assert others == every - 2
    assert max(parameters) == 1


def test_a_tree_has_each_subtree_in_one_piece_and_is_made_once(engine):
    many_units.add(engine, many_units.FEW)
    with engine.connect() as conn:
        tree = units.load(conn).in_month(OCTOBER)
        assert units.load(conn).in_month(OCTOBER) is tree
    assert {code: tree[code].level for code in tree.path(GRID)} == LEVELS
    assert tree.below(TOWNSHIP) == (TOWNSHIP, VILLAGE, GRID)
    assert tree.leaves(TOWNSHIP) == (GRID,)
    assert tree.below("nowhere") == ("nowhere",)
    for code in tree.codes:
        assert tree.below(code) == (
            code,
            *(deep for child in tree.children.get(code, ()) for deep in tree.below(child)),
        )


@pytest.mark.parametrize("level", ["township", "village", "grid"])
def test_a_duty_of_a_deep_level_is_owed_by_its_units(engine, level):
    many_units.add(engine, many_units.FEW)
    with store.writing(engine) as conn:
        obligations.add(conn, [Rule(COUNTY, level, "visits", 1, 5, date(2026, 9, 1))], by=everybody())
        owed = obligations.owed(conn, OCTOBER, COUNTY)
        tree = units.load(conn).in_month(OCTOBER)
    mine = owed[owed["what"] == "visits"]["unit"]
    assert {unit for unit in mine if tree[unit].level == level} == {
        code for code in tree.below(COUNTY) if tree[code].level == level
    }


def test_what_a_grid_hands_in_is_accepted_level_by_level_and_added_up_to_the_province(engine, approval_levels):
    approval_levels(2)
    many_units.add(engine, many_units.FEW)
    by = hire(engine, "grid", GRID, Grant("steward", GRID))
    file = workbooks.xlsx(数据=f"单位 | 月份 | 填报项 | 数值\n{GRID} | 2026-10 | 应用访问量 | 7")
    draft = drafts.open_(engine, GRID, OCTOBER, by=by)
    draft = drafts.put(engine, draft.number, "网格.xlsx", file, by=by, base=draft.version).draft
    done = submissions.submit(engine, draft.number, draft.version, by=by)
    for step, above in enumerate((VILLAGE, TOWNSHIP)):
        approval.accept(engine, done.number, by=hire(engine, above, above, Grant("approver", above)), step=step)
    with engine.connect() as conn:
        for unit in LEVELS:
            snapshot = query.snapshot(conn, [METRICS["visits"]], unit, OCTOBER)
            assert snapshot.set_index("unit")["value"][unit] == 7


def test_a_template_names_all_below_a_township_and_refuses_a_country(engine, monkeypatch):
    many_units.add(engine, many_units.FEW)
    with engine.connect() as conn:
        assert template.template(conn, TOWNSHIP, OCTOBER, steward("王芳", TOWNSHIP))
        monkeypatch.setattr(template, "MOST_UNITS", 2)
        with pytest.raises(template.Refused, match="3"):
            template.template(conn, TOWNSHIP, OCTOBER, steward("王芳", TOWNSHIP))
