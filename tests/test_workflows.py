"""The kinds of instruction: what each is called, which steps it has, what reporting and accepting ask for, when it climbs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data import months, working_days
from data.clocks import reading
from data.clocks.life import CARRYING, DECIDING, FROM, STATES, STEPS
from data.clocks.reading import About
from data.clocks.workflows import USUAL, WORKFLOWS, workflow
from data.instructions import clock, files, lanes, mine, rights, steps, writing
from data.instructions.steps import File, Order
from data.registers import REGISTERS
from data.text import Text
from metrics import charging
from tests import talking, workbooks
from tests.frames import drawn
from tests.people import somebody
from tests.talking import CITY, COUNTY, OCTOBER, add

PREPARED = talking.started
LEADER, STEWARD = somebody("leader", CITY, login="limin"), somebody("steward", COUNTY, login="wangfang")

# What it is about or where it was decided, and the kind that it is of.
KINDS = """
about  | register         | source   | kind
metric |                  |          |
metric | problems         |          |
page   |                  | question |
row    | problems         |          | problems
row    | inspections      |          | inspections
row    | keystone_reforms |          | keystone_reforms
row    | weaknesses       |          | weaknesses
row    | oversight        |          | oversight
row    | applications     |          |
page   |                  | meeting  | meeting
row    | problems         | meeting  | problems
"""

# The states of each kind, in their order, as they are called.
STANDS = """
kind             | states
                 | 待签收 已签收 办理中 待验收 已暂停 已验收 已撤销
problems         | 待签收 已签收 整改中 待销号 已暂停 已销号 已撤销
inspections      | 待签收 已签收 整改中 待复核 已复核 已暂停 已通报 已撤销
keystone_reforms | 待认领 已认领 推进中 待评审 已兑现 已撤销
weaknesses       | 待签收 已签收 补短板中 待确认 已暂停 已补上 已撤销
oversight        | 待核实 核实中 待确认 已处置 已撤销
meeting          | 待签收 已签收 落实中 待验收 已落实 已取消
"""

# After what happened: what both sides may do next.
NEXT = """
kind             | happened                    | next
                 |                             | received asked_longer passed_on paused cancelled
                 | received                    | progressed reported asked_longer passed_on paused cancelled
                 | received,reported           | accepted sent_back cancelled
                 | received,reported,accepted  | reopened
problems         | received,reported           | accepted sent_back cancelled
inspections      | received,reported           | checked sent_back cancelled
inspections      | received,reported,checked   | accepted sent_back cancelled
inspections      | received,reported,checked,accepted | reopened
keystone_reforms | received                    | progressed reported asked_longer passed_on cancelled
oversight        |                             | progressed reported asked_longer passed_on cancelled
oversight        | progressed                  | progressed reported asked_longer passed_on cancelled
meeting          | received                    | progressed reported asked_longer passed_on cancelled
"""

# What a step of a kind needs: a file, words; and after how many working days it is due and climbs.
ASKS = """
kind             | file | words | days | climbs
                 |      |       | 10   | 5
problems         | yes  |       | 10   | 5
inspections      | yes  |       | 10   | 5
keystone_reforms |      | yes   | 10   | 10
weaknesses       |      |       | 10   | 10
oversight        |      | yes   | 5    | 3
meeting          |      |       | 10   | 5
"""


def cases(table: str) -> list:
    return [pytest.param(row, id=" ".join(map(str, row))) for row in drawn(table).itertuples(index=False)]


def about(kind: str) -> About:
    """Something of that kind in the county."""
    thing = "row" if kind in REGISTERS else "page"
    register = kind if thing == "row" else ""
    return About(thing, COUNTY, OCTOBER, 1, Text("账实不符", "Books"), register=register, key="W1" if register else "")


def put(conn, kind: str, *then: str, ago: int = 0) -> reading.Instruction:
    """One of a kind with the steps that followed, due so many days ago."""
    source = "meeting" if kind == "meeting" else ""
    order = Order("整改到位。", COUNTY, about(kind), source=source, source_number=1 if source else None)
    number = writing.put(conn, order, months.today() - timedelta(days=ago), CITY, LEADER, months.now())
    for step in then:
        one = reading.one(conn, number)
        assert one
        writing.take(conn, one, step, STEWARD if step in CARRYING else LEADER, months.now(), "办理")
    found = reading.one(conn, number)
    assert found
    return found


@pytest.mark.parametrize("case", cases(KINDS))
def test_the_kind_follows_from_what_it_is_about_else_from_where_it_was_decided(case):
    assert workflow(case.about, case.register, case.source).key == case.kind


@pytest.mark.parametrize("case", cases(STANDS))
def test_each_kind_has_states_of_its_own(case):
    declared = WORKFLOWS[case.kind]
    assert " ".join(declared.state(state).zh for state in declared.its_states) == case.states


@pytest.mark.parametrize("case", cases(NEXT))
def test_each_kind_has_steps_of_its_own(conn, case):
    workbooks.plant(conn)
    one = put(conn, case.kind, *filter(None, case.happened.split(",")))
    assert {step for step in (*CARRYING, *DECIDING) if one.may(step)} == set(case.next.split())
    assert one.standing.state in one.workflow.its_states
    counted = lanes.counts(conn, lanes.Asked(somebody("leader", CITY, login="limin"), None))
    assert counted[one.standing.state] == (not one.restricted)


@pytest.mark.parametrize("case", cases(ASKS))
def test_each_kind_asks_for_its_own(engine, case, monkeypatch):
    """A file and words where the kind says so, in its own number of days."""
    monkeypatch.setattr(files, "checked", lambda given, by: tuple(_looked(each) for each in given))
    owner = REGISTERS[case.kind].owner if case.kind == "oversight" else ""
    chief, clerk = add(engine, "chief", "leader", CITY, owner), add(engine, "clerk", "steward", COUNTY, owner)
    source = {"source": "meeting", "source_number": 1} if case.kind == "meeting" else {}
    order = replace(Order("整改到位。", COUNTY, about(case.kind)), **source)
    with engine.begin() as conn:
        number = steps.issue_now(conn, order, "整改到位。", "", chief)

    def take(step: str, text: str = "", given=()) -> None:
        with engine.connect() as conn:
            one = reading.one(conn, number)
        assert one
        if not one.may(step):
            return
        if step in CARRYING:
            steps.carry_out(engine, number, step, by=clerk, seen=one.seen, text=text, evidence=given)
        else:
            steps.decide(engine, number, step, by=chief, seen=one.seen, text=text)

    with engine.connect() as conn:
        one = reading.one(conn, number)
        assert one
        assert one.standing.due == working_days.after(months.today(), int(case.days))
    take("received")
    if case.file:
        with pytest.raises(steps.Refused) as refused:
            take("reported", "办结")
        assert refused.value.reason == "no_evidence"
        assert one.workflow.name.zh in refused.value.sentence.zh
    take("reported", "办结", (File("说明.txt", b"x"),) if case.file else ())
    take("checked", "现场看过")
    if case.words:
        with pytest.raises(steps.Refused) as refused:
            take("accepted")
        assert refused.value.reason == "empty"
    take("accepted", "通过" if case.words else "")
    with engine.connect() as conn:
        done = reading.one(conn, number)
    assert done
    assert done.standing.state == "accepted"


def _looked(file: File) -> files.Checked:
    return files.Checked(file.name, "text/plain", file.content, False)


@pytest.mark.parametrize("case", cases(ASKS))
def test_each_kind_climbs_after_its_own_days(conn, case):
    workbooks.plant(conn)
    one = put(conn, case.kind, ago=1)
    tree, days = rights.tree_for(conn, COUNTY), int(case.climbs)
    on_day, before = (replace(one, day=working_days.after(one.standing.due, n)) for n in (days, days - 1))
    assert (clock.climbed_to(on_day, tree), clock.climbed_to(before, tree)) == ("330000", None)


def test_what_waits_at_a_finding_is_first_to_be_checked_and_of_a_warning_its_outcome(conn):
    workbooks.plant(conn)
    put(conn, "inspections", "received", "reported"), put(conn, "inspections", "received", "reported", "checked")
    waits = [each.waits for each in mine.page(conn, lanes.Asked(LEADER, None), lanes.Narrowed(waits="any"))]
    assert sorted(filter(None, waits)) == ["accepted", "checked"]


@pytest.mark.parametrize("kind", [each for each in WORKFLOWS.values() if each is not USUAL], ids=lambda kind: kind.key)
def test_what_a_kind_declares_is_there_in_both_languages(kind):
    assert kind.key == "meeting" or REGISTERS[kind.key].clock
    assert set(kind.states) <= set(kind.its_states)
    assert set(kind.steps) <= set(STEPS) - kind.without
    assert all(states <= set(STATES) for states in kind.follows.values())
    assert set(kind.follows) <= set(FROM)
    assert all(text.zh and text.en for text in (*kind.states.values(), *kind.steps.values(), kind.name))
    accepted = charging.accepted_by(about(kind.key))
    assert accepted.zh
    assert accepted.en
