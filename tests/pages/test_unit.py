"""The page of a unit and of a person who answers for one: what each is, has and owes, and who may read it."""

import re
from datetime import date

import pytest

from data import units
from data.access import Actor, Grant
from data.people import accounts
from data.questions import questions
from data.registers import REGISTERS
from data.reporting import obligations
from tests.pages.stores import with_ningbo
from tests.people import everybody, somebody
from ui.unit.head import history

COUNTY, CITY, MONTH = "330203", "330200", "2024-10"
ASKED = {"unit": COUNTY, "month": MONTH}
PREPARED = with_ningbo
PROGRAM = Actor("test", "330000", (Grant("administrator", "330000"),))


@pytest.fixture
def town(engine):
    """Ningbo with a steward in Haishu, and a question that nobody has answered."""
    for login, name, role, unit in (
        ("wangfang", "王芳", "steward", COUNTY),
        ("limin", "李敏", "leader", CITY),
        ("other", "陈洁", "steward", "330205"),
    ):
        accounts.add(engine, login, name, unit, by=PROGRAM)
        accounts.give(engine, login, Grant(role, unit), by=PROGRAM)
    asker = somebody("leader", CITY, name="李敏", login="limin")
    questions.ask(engine, "visits", COUNTY, date(2024, 10, 1), "", "为何没有报？", by=asker)
    return engine


def lines(html):
    """What it owes: by kind how many."""
    found = re.findall(r'data-label="类别" class="main">([^<]+)</td><td[^>]*>(?:<a[^>]*>)?([\d,]+)', html)
    return dict(found)


def test_a_unit_says_who_it_is_what_it_owes_and_who_answers(town, screen_of):
    html = screen_of(town).open("unit", **ASKED)
    head = re.search(r'class="object-head">(.*?)</div>', html, re.DOTALL)[1]
    assert "县（市、区） · 330203" in head
    assert "<h1>海曙区</h1>" in head
    assert "宁波市" in head
    assert "unit=330200" in head
    owed = lines(html)
    with town.connect() as conn:
        duties = obligations.owed(conn, date(2024, 10, 1), COUNTY)["what"]
    lists = set(duties) & set(REGISTERS)
    assert owed["本月应报未报"] == str(len(duties) - len(lists) - 2)  # two figures came
    assert owed["未交的清单"] == str(len(lists))  # of earlier months, the problems of this one came
    assert owed["待答复的提问"] == "1"
    assert "在办的交办" not in owed
    assert re.search(r"已办清：[^<]*在办的交办", html)
    assert re.search(r'person\?[^"]*who=wangfang">王芳<', html)
    assert "陈洁" not in html
    assert re.search(r"register|problems\?[^\"]*standing=overdue", html)


def test_it_stands_as_known_at_a_revision_and_says_what_is_of_the_present_only(town, screen_of):
    html = screen_of(town).open("unit", **ASKED, revision="1")
    assert "待答复的提问" not in lines(html)
    assert "看历史版本时不列" in html


def test_the_units_below_stand_with_the_worst_first(town, screen_of):
    html = screen_of(town).open("unit", unit=CITY, month=MONTH)
    below = html[html.index("下属单位") :]
    names = re.findall(r'class="main"><a href="\./unit\?unit=(\d+)', below)
    assert names[0] == COUNTY  # the one with a problem overdue
    assert len(names) == 10


def test_what_is_another_s_is_not_shown(town, screen_of):
    other = somebody("steward", "330205", name="陈洁", login="other")
    html = screen_of(town, other).open("unit", **ASKED)
    assert "<h1>江北区</h1>" in html
    assert "海曙区</h1>" not in html


def test_an_empty_store_says_so_in_both_languages(started, screen_of):
    for lang, told in (("zh", "已办清"), ("en", "Nothing owed")):
        html = screen_of(started).open("unit", unit=COUNTY, lang=lang)
        assert told in html
        if lang == "en":
            assert not re.search(
                r"[一-鿿]", re.sub(r"data-tip=\"[^\"]*\"", "", html[html.index("What it owes") :])[:1500]
            )


def test_a_unit_of_a_reorganisation_says_with_whom(town):
    with town.connect() as conn:
        known = units.load(conn)
    told = history(known, known.in_month(date(2024, 10, 1))["330113"], "zh")
    assert len(told) == 1
    assert told[0].startswith("2021-04-09 区划调整")
    assert "钱塘区" in told[0]
    assert "临平区" in told[0]
    assert history(known, known.in_month(date(2024, 10, 1))[COUNTY], "zh") == []


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (somebody("leader", CITY, login="limin"), True),
        (somebody("steward", COUNTY, login="wangfang"), True),
        (somebody("steward", "330205", login="other"), False),
        (everybody(), True),
    ],
)
def test_a_person_is_shown_to_who_may_read_a_unit_they_answer_for(town, screen_of, actor, sees):
    html = screen_of(town, actor).open("person", who="wangfang")
    assert ("<h1>王芳</h1>" in html) is sees
    assert ("不在您的查看范围内" in html) is not sees


def test_who_answers_for_nothing_here_is_no_person_of_this_page(town, screen_of):
    for who in ("limin", "nobody", "", "<script>"):
        assert "没有这个人" in screen_of(town).open("person", who=who)
