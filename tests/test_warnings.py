"""Warnings: true or false by hand or by what happened, how often and how early, the days of each step, and whose right it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from math import isnan

import numpy as np
import pytest
from sqlalchemy import select

from data import access, audit, months, store, units
from data.instructions import steps as doing
from data.instructions.refusals import Refused as Unsaid
from data.notices import notices
from data.personal import Refused as Personal
from data.schema import watch_verdict
from data.text import Text
from data.watching import drafting, steps, verdicts
from data.watching.reading import Found
from data.watching.verdicts import Warned
from metrics import METRICS
from metrics.__main__ import main
from metrics.outlook import looking
from metrics.outlook.goals import Goal
from metrics.outlook.series import Series
from metrics.watching import asked as asked_
from metrics.watching import keeping, loop_telling, loops, outcomes, telling
from metrics.watching.asked import Readings
from metrics.watching.evaluating import evaluated
from tests import cases, talking
from tests.frames import drawn as table
from tests.people import everybody
from tests.talking import CITY, COUNTY, OTHER
from tests.test_api_rows import caller
from tests.test_watching import LEADER, RECORDS, order, put

PREPARED = talking.started
OCTOBER = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 9, tzinfo=months.SHANGHAI)
SERIES = Series("visits", COUNTY, OCTOBER, np.ones(30), "log", "sum", 10.0)


@pytest.fixture
def warned(engine, clock):
    """Whoever leads the city watches the county's records, which leapt in October."""
    clock()
    put(engine, *[100 + at for at in range(16)], first="2025-06")
    keeping.begin(engine, RECORDS, "moved", 3, "请核对。", by=LEADER)
    put(engine, 400, first="2026-10")
    telling.tell(engine)
    return engine


def raised(engine, who=LEADER, unit=CITY):
    with engine.connect() as conn:
        tree = units.load(conn).on(months.today())
        return loops.rules(conn, who, tree.below(unit), tree)


def one(engine, **more):
    ((warning,),) = [rule.loop.warned for rule in raised(engine, **more)]
    return warning


def test_it_is_marked_by_hand_with_a_reason_and_the_last_mark_counts(warned):
    of = one(warned).of
    assert (of.month, of.item, one(warned).verdict) == (OCTOBER, "", "open")
    verdicts.mark(warned, of, "false", "口径变了，不是异常。", by=LEADER)
    (rule,) = raised(warned)
    assert (rule.loop.hit_rate, rule.loop.warned[0].marked.reason) == (0.0, "口径变了，不是异常。")
    verdicts.mark(warned, of, "true", "确有重复入库。", date(2026, 11, 10), by=LEADER)
    (rule,) = raised(warned)
    assert (rule.loop.hit_rate, rule.loop.count("true"), rule.loop.warned[0].came_on) == (1.0, 1, date(2026, 11, 10))
    verdicts.mark(warned, of, "open", "再查。", by=LEADER)
    assert isnan(raised(warned)[0].loop.hit_rate)
    with warned.connect() as conn:
        assert len(list(conn.execute(select(watch_verdict)))) == 3  # only ever added to
        noted = audit.listing(conn, action="warning_marked")
    assert len(noted) == 3
    assert "再查。" in str(noted.iloc[0]["after"])


def test_how_early_it_was_is_counted_from_the_day_it_was_told_to_the_day_it_came(warned):
    told_on = one(warned).raised_at.astimezone(months.SHANGHAI).date()
    assert told_on == date(2026, 11, 20)
    assert one(warned).lead == (date(2026, 10, 31) - told_on).days == -20  # after the month's end
    verdicts.mark(warned, one(warned).of, "true", "十八日就已出现。", date(2026, 11, 18), by=LEADER)
    (rule,) = raised(warned)
    assert (rule.loop.warned[0].lead, rule.loop.lead) == (-2, -2.0)
    with warned.connect() as conn:
        said = loop_telling.sentence(conn, [rule], units.load(conn).on(months.today()))
    assert (
        said.zh
        == "1 条规则发出 1 次预警：属实 1，误报 0，待定 0；命中率 100.0%，属实的中位晚 2 天。没有多次误报的规则。"
    )
    assert "true ones came 2 days late (median). No rule cries wolf." in said.en


def test_whoever_may_instruct_the_unit_marks_it_and_whoever_watches_is_told(warned):
    of = one(warned).of
    chief = talking.add(warned, "chief", "leader", "330000")
    verdicts.mark(warned, of, "false", "系统迁移。", by=chief)
    with warned.connect() as conn:
        (notice,) = [each for each in notices.listing(conn, "limin") if each.kind == "warning_marked"]
    assert notice.told("zh").startswith("chief把 2026-10 的预警“")
    assert "标为误报：系统迁移。" in notice.told("zh")
    assert "as false: 系统迁移。" in notice.told("en")


REFUSED = """
who      | role      | unit   | how
wangfang | steward   | 330203 | 交办
stranger | leader    | 330205 | 没有这条预警
limin2   | presenter | 330200 | 交办
"""


def test_nobody_else_marks_it(warned):
    of = one(warned).of
    for case in table(REFUSED).itertuples():
        by = talking.who("wangfang") if case.who == "wangfang" else talking.add(warned, case.who, case.role, case.unit)
        with pytest.raises((access.Refused, steps.Refused), match=case.how):
            verdicts.mark(warned, of, "false", "不对。", by=by)
        assert raised(warned, who=by, unit=case.unit) == ()
    with pytest.raises(Unsaid):
        verdicts.mark(warned, of, "false", "  ", by=LEADER)
    with pytest.raises(Personal):
        verdicts.mark(warned, of, "false", "问 13800138000", by=LEADER)
    for wrong, came_on in (("false", date(2026, 11, 1)), ("true", months.today() + timedelta(days=1))):
        with pytest.raises(steps.Refused, match="不能晚于今天"):
            verdicts.mark(warned, of, wrong, "不对。", came_on, by=LEADER)
    for missing in (of._replace(watch=9), of._replace(item="visits"), of._replace(position=9)):
        with pytest.raises(steps.Refused, match="没有这条预警"):
            verdicts.mark(warned, missing, "false", "不对。", by=LEADER)
    with warned.connect() as conn:
        assert conn.scalar(select(watch_verdict.c.number)) is None


def test_each_step_of_the_loop_has_its_days(warned, clock):
    sent = drafting.send(warned, one(warned).of.watch, order(), by=LEADER)
    steward = talking.who("wangfang")
    clock(days=3)
    doing.carry_out(warned, sent, "received", by=steward, seen=1)
    clock(days=7)
    doing.carry_out(warned, sent, "reported", by=steward, seen=2, text="口径已核对。")
    clock(days=2)
    doing.decide(warned, sent, "accepted", by=LEADER, seen=3)
    (rule,) = raised(warned)
    assert {name: round(rule.loop.step(name)) for name in loops.STEPS} == {
        "decision": 0, "control": 3, "feedback": 7, "improvement": 2,
    }  # fmt: skip
    assert (one(warned).verdict, rule.loop.hit_rate) == ("true", 1.0)
    verdicts.mark(warned, one(warned).of, "false", "查下来不是问题。", by=LEADER)  # a person's word is above it
    assert raised(warned)[0].loop.hit_rate == 0.0


def test_the_same_rule_of_several_people_is_one_and_the_wolf_is_named_first(warned):
    chief = talking.add(warned, "chief", "leader", CITY)
    for threshold, item in ((3, "a"), (9, "b")):
        number = steps.add(
            warned, RECORDS if threshold == 3 else keeping.of_metric("visits", COUNTY), "moved", threshold, by=chief
        )
        with store.writing(warned) as conn:
            for month in (8, 9):
                steps.note(conn, number, Found(date(2026, month, 1), "", item, Text("跳变", "It leapt")), told=True)
    found = {rule.threshold: rule for rule in raised(warned)}
    assert [len(found[threshold].loop.warned) for threshold in (3, 9)] == [3, 2]
    for each in found[9].loop.warned:
        verdicts.mark(warned, each.of, "false", "季节性。", by=LEADER)
    (first, _) = raised(warned)
    assert (first.threshold, first.loop.cries_wolf) == (9, True)
    with warned.connect() as conn:
        said = loop_telling.sentence(conn, raised(warned), units.load(conn).on(months.today()))
    assert "多次误报、该调阈值的：330203“应用访问量”（环比变动超过平时的 9 倍，误报 2/2）。" in said.zh


MISSED = """
month   | missed | state
2026-05 | 0.70   |
2026-06 | 0.85   | missed
2026-07 | 0.90   |
2026-08 | 0.50   |
2026-09 |        |
2026-10 | 0.95   | missed
"""


def test_a_forecast_that_comes_to_miss_its_target_warns_once(conn, clock, monkeypatch):
    clock()
    cases.plant(conn, cases.ZHEJIANG)
    drawn = table(MISSED).set_index("month")
    metric = METRICS["visits"]

    def ahead(_conn, _unit, month):
        chance = drawn["missed"].get(months.label(month), "")
        if not chance:
            return {}
        series = replace(SERIES, origin=month)
        return {"visits": looking.Ahead(metric, 30, (series, None), Goal(100.0, float(chance), 5.0), None, 1)}

    monkeypatch.setattr(asked_, "ahead", ahead)
    monkeypatch.setattr("metrics.watching.foreseen.telling.sentence", lambda *_: Text("照目前走势。", "On course."))
    run = list(months.between(date(2026, 6, 1), OCTOBER))
    found = evaluated(Readings(conn), everybody(), keeping.of_metric("visits", COUNTY), "foreseen", 80.0, run)
    states = {months.label(each.month): each.state for each in found}
    assert states == {month: row["state"] for month, row in drawn.iterrows() if month != "2026-05" and row["missed"]}
    assert found[0].said == Text("应用访问量：照目前走势", f"{metric.en}: On course")


def test_what_was_foreseen_is_true_where_the_year_ended_short(engine, clock):
    clock(days=61)
    rule = steps.add(engine, keeping.of_metric("visits", COUNTY), "foreseen", 80, by=LEADER)
    with store.writing(engine) as conn:
        steps.note(conn, rule, Found(date(2026, 6, 1), "", "missed", Text("恐难达标", "will miss")), told=True)
        for month in range(1, 13):
            cases.report(conn, cases.reports(f"unit | month | visits\n{COUNTY} | 2026-{month:02} | 10"))
    assert one(engine).verdict == "open"  # no target
    for target, verdict in ((200, "true"), (120, "false")):
        with store.writing(engine) as conn:
            cases.report(
                conn, targets=cases.targets(f"metric | unit | year | value\nvisits | {COUNTY} | 2026 | {target}")
            )
        assert one(engine).verdict == verdict
    assert (one(engine).came_on, one(engine).lead < 0) == (date(2026, 12, 31), True)
    with engine.connect() as conn:
        assert outcomes.missed(conn, {("visits", COUNTY, 2027), ("nothing", COUNTY, 2026)}) == {}


def test_over_http_and_on_the_command_line_it_is_the_same(warned, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda *_: warned)
    leader, stranger = caller(warned, CITY), caller(warned, OTHER)
    told = leader.get("/v1/warnings", params={"unit": CITY}).json()
    (rule,) = told["rules"]
    assert (rule["raised"], rule["open"], rule["hit_rate"], rule["cries_wolf"]) == (1, 1, None, False)
    (warning,) = rule["warnings"]
    asked = {name: warning[name] for name in ("rule", "month", "item", "position")} | {
        "verdict": "false",
        "reason": "误报。",
    }
    assert stranger.get("/v1/warnings", params={"unit": CITY}).status_code == 403
    assert stranger.post("/v1/warnings/verdicts", json=asked).status_code == 409
    marked = leader.post("/v1/warnings/verdicts", json=asked)
    assert (marked.status_code, marked.json()["verdict"], marked.json()["marked"]["reason"]) == (201, "false", "误报。")
    assert leader.post("/v1/warnings/verdicts", json=asked | {"reason": " "}).status_code == 409
    assert leader.post("/v1/warnings/verdicts", json=asked | {"verdict": "maybe"}).status_code == 422
    assert leader.get("/v1/warnings", params={"unit": CITY}).json()["rules"][0]["hit_rate"] == 0
    named = one(warned).of.written
    assert main(["warnings", "mark", named, "true", "确有其事。", "--came-on", "2026-11-18", "--by", "limin"]) == 0
    assert main(["warnings", "list", "--unit", CITY, "--by", "limin"]) == 0
    out = capsys.readouterr().out
    assert "已标为属实 / marked as true" in out
    assert f"{named}  " in out
    assert "命中 100.0%  提前 -2.0" in out
    assert main(["warnings", "mark", "nonsense", "true", "确有其事。", "--by", "limin"]) == 1


@pytest.mark.parametrize(
    "written",
    ["", "1", "1~2026-13~~1", "x~2026-10~~1", "1~2026-10~~0x", "1~2026-10~a~b~1", "1~2026-10~" + "a" * 65 + "~1"],
)
def test_an_address_that_names_none_is_none(written):
    assert verdicts.warned(written) is None


def test_a_warning_is_named_and_found_again():
    of = Warned(12, OCTOBER, "visits", 2)
    assert of.written == "12~2026-10~visits~2"
    assert verdicts.warned(of.written) == of
