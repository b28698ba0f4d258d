"""What one watches: each kind of rule over drawn months, what is told and when, and whose right it is."""

from datetime import date, datetime

import pytest

from data import access, months, personal, store, units
from data.clocks import reading as clocks
from data.clocks.reading import About
from data.demo import watches
from data.instructions import steps as doing
from data.instructions.writing import Order
from data.notices import notices
from data.registers import REGISTERS
from data.text import Text
from data.watching import drafting, reading, steps
from data.watching.kinds import KINDS
from data.watching.reading import Watched
from metrics.moved import WhenMoved
from metrics.watching import drafting as drafted
from metrics.watching import keeping, loops, telling
from metrics.watching.asked import Readings
from metrics.watching.evaluating import EVALUATE, TRIED, evaluated, fired, run_of
from metrics.watching.trying import tried
from tests import cases, talking
from tests.duties import oblige
from tests.notices import make as account
from tests.people import everybody, somebody
from tests.spec.test_registers import problems as drawn_problems
from tests.talking import CITY, COUNTY, OTHER

PREPARED = talking.started
NOW = datetime(2026, 11, 20, 9, tzinfo=months.SHANGHAI)
LEADER = talking.who("limin")
RECORDS = keeping.of_metric("data_records", COUNTY)


def found(conn, watched, kind, threshold=None, first="2026-05", last="2026-10", who=None):
    """State by month, of those that would be told."""
    run = list(months.between(months.parse(first), months.parse(last)))
    each = evaluated(Readings(conn), who or everybody(), watched, kind, threshold, run)
    return {months.label(one.month): one.state for one in each if one.state}


def report(conn, rows: str, **more):
    """Figures drawn as unit | month | data_records."""
    return cases.report(conn, cases.reports("unit | month | data_records\n" + rows), **more)


def monthly(unit: str, first: str, *values: float) -> str:
    run = [months.shift(months.parse(first), at) for at in range(len(values))]
    return "\n".join(f"{unit} | {months.label(month)} | {value}" for month, value in zip(run, values, strict=True))


@pytest.fixture
def drawn(conn, clock):
    clock()
    cases.plant(conn, cases.ZHEJIANG)
    return conn


def test_every_kind_that_is_declared_is_evaluated():
    assert set(EVALUATE) == set(KINDS)
    assert all(kind.threshold is None or ("{n}" in kind.told.zh and "{n}" in kind.told.en) for kind in KINDS.values())


def test_a_status_that_turns_is_told_in_the_month_in_which_it_does(drawn):
    goal = cases.targets(f"metric | unit | year | value\ndata_records | {COUNTY} | 2026 | 100")
    report(drawn, monthly(COUNTY, "2026-05", 100, 100, 96, 80, 80, 101), targets=goal)
    assert found(drawn, RECORDS, "turned") == {"2026-07": "near", "2026-08": "missed", "2026-10": "met"}
    assert found(drawn, Watched("unit", COUNTY), "turned") == found(drawn, RECORDS, "turned")


def test_it_fell_behind_once_and_not_in_every_month_after(drawn):
    goal = cases.targets(f"metric | unit | year | value\ndata_records | {COUNTY} | 2026 | 100")
    report(drawn, monthly(COUNTY, "2026-05", 100, 96, 80, 79, 100, 89), targets=goal)
    assert found(drawn, RECORDS, "behind", 5) == {"2026-07": "behind", "2026-10": "behind"}
    assert found(drawn, RECORDS, "behind", 11) == {"2026-07": "behind"}
    assert found(drawn, RECORDS, "behind", 20.5) == {"2026-08": "behind"}


def test_more_than_usual_is_measured_by_the_year_before(drawn):
    report(drawn, monthly(COUNTY, "2025-10", 100, 101, 102, 103, 104, 105, 106, 107, 108, 130, 131, 100, 101))
    assert found(drawn, RECORDS, "moved", 3) == {"2026-07": "up", "2026-09": "down"}
    assert found(drawn, RECORDS, "moved", 22) == {"2026-09": "down"}
    assert found(drawn, RECORDS, "moved", 3, first="2025-11", last="2026-03") == {}  # nothing is usual yet


def test_a_rank_moves_among_the_units_beside(drawn):
    for unit, *values in (("330203", 30, 30, 10), ("330205", 20, 20, 20), ("330206", 10, 10, 30)):
        report(drawn, monthly(unit, "2026-08", *values))
    assert found(drawn, RECORDS, "rank", 2) == {"2026-10": "fell"}
    assert found(drawn, keeping.of_metric("data_records", "330206"), "rank", 2) == {"2026-10": "rose"}
    assert found(drawn, keeping.of_metric("data_records", OTHER), "rank", 1) == {}
    assert found(drawn, keeping.of_metric("data_records", "330000"), "rank", 1) == {}  # nobody is beside it


def test_overdue_problems_of_a_unit_and_of_its_list_and_one_of_them(drawn):
    cases.report(drawn, problems=drawn_problems())
    for watched in (Watched("unit", CITY), Watched("list", CITY, "", "problems")):
        assert found(drawn, watched, "overdue", 0, "2025-01", "2025-04") == {"2025-02": "over"}, watched
        assert found(drawn, watched, "overdue", 1, "2025-01", "2025-04") == {}
    row = Watched("row", COUNTY, "", "problems", "P3")
    assert found(drawn, row, "late", 0, "2025-01", "2025-04") == {"2025-02": "over"}
    assert found(drawn, row, "late", 20, "2025-01", "2025-04") == {"2025-03": "over"}
    assert found(drawn, row, "turned", None, "2025-01", "2025-04") == {"2025-02": "overdue"}
    assert found(drawn, Watched("row", COUNTY, "", "problems", "none"), "turned", None, "2025-01", "2025-04") == {}


def test_what_was_not_there_on_the_day_is_told_though_it_came_later(drawn):
    oblige(drawn, f"unit | what\n{CITY} | data_records")
    for unit in ("330203", "330205", "330206"):
        for month, day in (("2026-08", 5), ("2026-09", 5 if unit != OTHER else 20)):
            came = datetime.combine(months.shift(months.parse(month), 1).replace(day=day), NOW.time(), months.SHANGHAI)
            report(drawn, f"{unit} | {month} | 1", handed_in=came)
    city = keeping.of_metric("data_records", CITY)
    assert found(drawn, city, "incomplete", 10, "2026-08", "2026-10") == {
        "2026-09": "incomplete",
        "2026-10": "incomplete",
    }
    assert found(drawn, city, "incomplete", 20, "2026-08", "2026-10") == {}  # of October the 20th is not over
    assert found(drawn, keeping.of_metric("data_records", COUNTY), "incomplete", 10, "2026-08", "2026-09") == {}


def test_a_trial_names_the_months_of_two_years(drawn):
    report(drawn, monthly(COUNTY, "2024-06", *([100, 100, 300] * 10)))
    trial = tried(drawn, RECORDS, "moved", 3.0, by=everybody())
    assert (trial.first, trial.last) == (date(2024, 11, 1), date(2026, 10, 1))
    assert len(run_of(TRIED, NOW.date())) == 24
    assert list(trial.told) == fired(
        evaluated(Readings(drawn), everybody(), RECORDS, "moved", 3.0, run_of(TRIED, NOW.date()))
    )


def put(engine, *values, first="2026-05", unit=COUNTY) -> int:
    with store.writing(engine) as conn:
        return report(conn, monthly(unit, first, *values))


def told(engine, login="limin") -> list[str]:
    with engine.connect() as conn:
        return [f"{each.kind} {each.blanks['month']}" for each in reversed(notices.listing(conn, login))]


@pytest.fixture
def overdue(engine, clock):
    """The county's records leap from month to month; whoever leads the city watches them."""
    clock()
    put(engine, *[100 + at for at in range(16)], first="2025-06")
    keeping.begin(engine, RECORDS, "moved", 3, by=LEADER)
    return engine


def test_a_change_is_told_once_and_a_correction_as_that(overdue):
    put(overdue, 400, first="2026-10")
    assert [telling.tell(overdue) for _ in range(2)] == [1, 0]
    put(overdue, 401, first="2026-10")  # the same state still
    assert telling.tell(overdue) == 0
    put(overdue, 20, first="2026-10")  # corrected: the other way
    assert telling.tell(overdue) == 1
    put(overdue, 117, first="2026-10")  # nothing unusual after all
    assert telling.tell(overdue) == 1
    put(overdue, 400, first="2026-10")
    assert telling.tell(overdue) == 0  # that was told
    assert told(overdue) == ["watch_fired 2026-10", "watch_changed 2026-10", "watch_gone 2026-10"]


def test_a_figure_that_is_withdrawn_takes_what_was_told_with_it(overdue):
    with store.writing(overdue) as conn:
        report(conn, monthly(COUNTY, "2026-10", 400))
    assert telling.tell(overdue) == 1
    with overdue.connect() as conn:
        number = max(reading.told_of(conn, "limin"))
        (said,) = reading.told_of(conn, "limin")[number]
    assert "400" in said.found.said.zh
    with store.writing(overdue) as conn:
        cases.withdraw(conn, conn.exec_driver_sql("SELECT max(number) FROM batch").scalar_one())
    assert telling.tell(overdue) == 1
    assert told(overdue)[-1] == "watch_gone 2026-10"
    with overdue.connect() as conn:
        sentence = notices.listing(conn, "limin")[0].told("zh")
    assert "不再成立" in sentence
    assert "400" in sentence


def test_an_older_month_is_told_as_late_or_corrected(overdue):
    put(overdue, 900, first="2026-08")
    assert telling.tell(overdue) == 2  # August leapt up, and September down from it
    assert set(told(overdue)) == {"watch_late 2026-08", "watch_late 2026-09"}


def test_what_holds_when_one_begins_is_known_and_not_told(engine, clock):
    clock()
    put(engine, *[100 + at for at in range(16)], 150, first="2025-06")
    number = keeping.begin(engine, RECORDS, "moved", 3, by=LEADER)
    assert telling.tell(engine) == 0
    keeping.change(engine, number, 100, by=LEADER)  # by the new threshold nothing is unusual
    assert telling.tell(engine) == 0
    keeping.change(engine, number, 3, by=LEADER)
    assert telling.tell(engine) == 0
    with engine.connect() as conn:
        assert [each.told for each in reading.states_of(conn, number)] == [False] * 3


def test_the_end_of_what_was_never_told_is_not_told(engine, clock):
    clock()
    put(engine, *[100 + at for at in range(16)], 150, first="2025-06")
    keeping.begin(engine, RECORDS, "moved", 3, by=LEADER)
    put(engine, 117, first="2026-10")
    assert telling.tell(engine) == 0
    assert told(engine) == []


def test_a_server_evaluates_where_the_store_has_moved(overdue):
    counted = []
    told_again = WhenMoved(telling.moment, lambda engine: counted.append(engine) or 0)
    for _ in range(3):
        told_again.run(overdue)
    assert len(counted) == 1
    put(overdue, 400, first="2026-10")
    told_again.run(overdue)
    assert len(counted) == 2


def test_who_may_not_read_it_any_more_is_told_nothing(overdue):
    put(overdue, 400, first="2026-10")
    with store.writing(overdue) as conn:
        conn.exec_driver_sql("DELETE FROM role_grant WHERE person = 'limin'")
    assert telling.tell(overdue) == 0
    assert told(overdue) == []


def test_an_ended_rule_tells_nothing(overdue):
    with overdue.connect() as conn:
        (mine,) = reading.live(conn, "limin")
    for number, by in ((mine.number, talking.who("chenjie")), (99, LEADER), (mine.number, everybody())):
        with pytest.raises(steps.Refused) as refused:
            steps.end(overdue, number, by=by)
        assert refused.value.reason == "gone"
        with pytest.raises(steps.Refused):
            steps.change(overdue, number, 4, by=by)
    steps.end(overdue, mine.number, by=LEADER)
    put(overdue, 400, first="2026-10")
    assert telling.tell(overdue) == 0
    with overdue.connect() as conn:
        assert reading.live(conn, "limin") == []


@pytest.mark.parametrize(
    ("watched", "kind", "threshold", "reason"),
    [
        (RECORDS, "moved", None, "threshold"),
        (RECORDS, "moved", float("nan"), "threshold"),
        (RECORDS, "moved", 1000, "threshold"),
        (RECORDS, "rank", 2.5, "whole"),
        (RECORDS, "turned", 3, "no_rule"),
        (RECORDS, "late", 3, "no_rule"),
        (RECORDS, "nonsense", 3, "no_rule"),
        (Watched("unit", "999999"), "turned", None, "no_unit"),
        (keeping.of_metric("data_records", CITY), "rank", 2, "no_peers"),
    ],
)
def test_a_rule_that_is_nonsense_is_refused_in_words(engine, watched, kind, threshold, reason):
    with pytest.raises(steps.Refused) as refused:
        steps.add(engine, watched, kind, threshold, by=LEADER)
    assert refused.value.reason == reason


def test_the_same_again_and_too_many_are_refused(engine, monkeypatch):
    steps.add(engine, RECORDS, "moved", 3, by=LEADER)
    with pytest.raises(steps.Refused, match="已经"):
        steps.add(engine, RECORDS, "moved", 4, by=LEADER)
    monkeypatch.setattr(steps, "MOST", 1)
    with pytest.raises(steps.Refused, match="最多"):
        steps.add(engine, RECORDS, "turned", None, by=LEADER)


def test_nobody_watches_beyond_what_they_may_read(engine):
    steward = talking.who("wangfang")
    for watched in (keeping.of_metric("visits", OTHER), Watched("unit", CITY), Watched("list", OTHER, "", "problems")):
        kind = "overdue" if watched.subject == "list" else "turned"
        with pytest.raises(access.Refused):
            keeping.begin(engine, watched, kind, 3 if kind == "overdue" else None, by=steward)
    restricted = next(key for key, each in REGISTERS.items() if each.restricted)
    with pytest.raises(access.Refused):
        steps.add(engine, Watched("list", COUNTY, "", restricted), "incomplete", 10, by=steward)
    steps.add(engine, keeping.of_metric("visits", COUNTY), "turned", None, by=steward)


def order(about: str = "data_records", unit: str = COUNTY) -> Order:
    thing = About("metric", unit, date(2026, 10, 1), 1, Text("归集公共数据量", "Records"), metric=about)
    return Order("十月归集量异常，请查清原因。", unit, thing)


def test_a_rule_drafts_an_instruction_and_a_person_sends_it_once(engine, clock):
    clock()
    put(engine, *[100 + at for at in range(16)], first="2025-06")
    number = keeping.begin(engine, RECORDS, "moved", 3, "请核对归集口径。", by=LEADER)
    put(engine, 400, first="2026-10")
    assert telling.tell(engine) == 1
    assert told(engine) == ["watch_drafted 2026-10"]
    with engine.connect() as conn:
        (notice,) = notices.listing(conn, "limin")
        assert reading.live(conn, "limin")[0].draft == "请核对归集口径。"
    asked = f"instructions?unit={COUNTY}&month=2026-10&draft={number}&charge=metric&metric=data_records"
    assert notice.link == asked  # nothing is issued before somebody presses
    for by, given in ((talking.who("chenjie"), order()), (LEADER, order(unit=OTHER)), (LEADER, order("visits"))):
        with pytest.raises(steps.Refused, match="没有这条关注"):
            drafting.send(engine, number, given, by=by)
    sent = drafting.send(engine, number, order(), by=LEADER)
    with pytest.raises(steps.Refused, match=f"第 {sent} 号"):
        drafting.send(engine, number, order(), by=LEADER)
    with engine.connect() as conn:
        (one,) = clocks.listing(conn, source=(drafting.SOURCE, number))
    assert (one.number, one.issued_by, one.source) == (sent, "limin", "watch")
    keeping.change(engine, number, 3, None, by=LEADER)  # it drafts no more
    with pytest.raises(steps.Refused, match="没有这条关注"):
        drafting.send(engine, number, order(), by=LEADER)


def test_what_came_of_a_warning_is_told_with_the_days_of_each_step(engine, clock):
    clock()
    put(engine, *[100 + at for at in range(16)], first="2025-06")
    number = keeping.begin(engine, RECORDS, "moved", 3, "请核对。", by=LEADER)
    put(engine, 400, first="2026-10")
    telling.tell(engine)
    notices.mark_read(engine, "limin")
    sent = drafting.send(engine, number, order(), by=LEADER)
    with engine.connect() as conn:
        (one,) = loops.loops(conn, "limin")[number].warned
        assert (one.of.month, one.verdict, one.accepted_at) == (date(2026, 10, 1), "open", None)
        assert None not in (one.seen_at, one.charged_at)
        assert loops.loops(conn, "chenjie") == {}
    steward = talking.who("wangfang")
    doing.carry_out(engine, sent, "received", by=steward, seen=1)
    doing.carry_out(engine, sent, "reported", by=steward, seen=2, text="口径已核对。")
    doing.decide(engine, sent, "accepted", by=LEADER, seen=3)
    with engine.connect() as conn:
        found = loops.loops(conn, "limin")[number]
    assert [each.verdict for each in found.warned] == ["true"]
    assert (found.hit_rate, found.cries_wolf) == (1.0, False)
    assert found.took("charged_at", "accepted_at") >= 0
    doing.decide(engine, sent, "reopened", by=LEADER, seen=4, text="又不对了。", until=date(2026, 12, 1))
    with engine.connect() as conn:
        assert loops.loops(conn, "limin")[number].count("open") == 1


def test_a_rule_that_is_taken_back_again_and_again_cries_wolf(overdue):
    for value in (400, 20, 117):  # two warnings of the month, each of which a correction takes back
        put(overdue, value, first="2026-10")
        telling.tell(overdue)
    with overdue.connect() as conn:
        (found,) = loops.loops(conn, "limin").values()
    assert [each.verdict for each in found.warned] == ["false", "false"]
    assert (found.count("false"), found.hit_rate, found.cries_wolf) == (2, 0.0, True)
    assert found.took("charged_at", "accepted_at") != found.took(
        "charged_at", "accepted_at"
    )  # no days of what never was


@pytest.mark.parametrize(
    ("watched", "kind", "threshold", "refused"),
    [
        (Watched("list", COUNTY, "", "problems"), "overdue", 3, steps.Refused),
        (Watched("unit", COUNTY), "incomplete", 10, steps.Refused),
        (keeping.of_metric("visits", COUNTY), "turned", None, access.Refused),
    ],
)
def test_what_drafts_no_instruction_is_said(engine, watched, kind, threshold, refused):
    by = LEADER if refused is steps.Refused else talking.who("wangfang")  # a steward charges nobody
    with pytest.raises(refused):
        steps.add(engine, watched, kind, threshold, draft="", by=by)
    with pytest.raises(personal.Refused):
        steps.add(engine, keeping.of_metric("visits", COUNTY), "turned", None, draft="电话 13812345678", by=LEADER)


@pytest.mark.parametrize(
    ("watched", "kind", "item", "asked"),
    [
        (RECORDS, "moved", "", {"charge": "metric", "metric": "data_records"}),
        (Watched("unit", COUNTY), "overdue", "", {"charge": "metric", "metric": "problems_overdue"}),
        (Watched("unit", COUNTY), "turned", "visits", {"charge": "metric", "metric": "visits"}),
        (
            Watched("row", COUNTY, "", "problems", "W1"),
            "late",
            "",
            {"charge": "row", "register": "problems", "key": "W1"},
        ),
        (Watched("list", COUNTY, "", "problems"), "overdue", "", {}),
        (Watched("unit", COUNTY), "incomplete", "", {}),
    ],
)
def test_what_a_rule_drafts_about(watched, kind, item, asked):
    assert drafted.about(watched, kind, item) == asked


@pytest.mark.parametrize(
    ("role", "unit", "kinds"),
    [
        ("leader", "330000", ["behind", "overdue", "overdue", "overdue", "turned"]),
        ("steward", COUNTY, ["incomplete", "overdue", "turned"]),
        ("presenter", "330000", []),
    ],
)
def test_whoever_comes_into_the_training_room_watches_what_is_theirs(drawn, role, unit, kinds):
    """Rules as anybody's: one that could not be made on the page is not given either."""
    cases.plant(drawn, {watches.HUZHOU: "330000", watches.YUEQING: "330000"})
    account(drawn, "played")
    who = somebody(role, unit, login="played")
    assert watches.give(drawn, who) == len(kinds)
    mine = reading.live(drawn, "played")
    assert sorted(each.kind for each in mine) == kinds
    tree = units.load(drawn).on(months.today())
    for each in mine:
        steps.require_rule(each.watched, each.kind, each.threshold)
        assert each.draft is None or access.may(who, "instruct", each.watched.unit, tree)
