"""The page Health: what the checks found, for who administers the whole."""

import re
from datetime import datetime, timedelta

import pytest

from data import months
from data.access import Grant
from data.health.finding import finding
from data.health.looking import CHECKS, Health
from data.text import Text
from tests.staff import hire
from ui import health

AT = datetime(2026, 11, 29, 9, 30, tzinfo=months.SHANGHAI)


@pytest.fixture
def looked(monkeypatch):
    """The moments at which one looked; a disk that is full is found, and a wall with a name that is no markup."""
    moments = []

    def look(_engine):
        moments.append(AT + len(moments) * timedelta(minutes=1))
        said = finding("bad", Text("磁盘快满了", "A disk is nearly full"), Text("请清理", "Free space"))
        dark = finding("watch", Text("<b>大厅</b>不在线", "<b>Hall</b> is dark"), Text("去看", "Go there"))
        return Health(moments[-1], tuple(type(said)(**{**vars(each), "check": name}) for each, name in
                                         ((said, "disk"), (dark, "walls"))))  # fmt: skip

    monkeypatch.setattr(health, "look", look)
    return moments


def administrator(started, unit):
    return hire(started, f"admin-{unit}", unit, Grant("administrator", unit), name="陈")


def test_the_worst_stands_first_with_when_it_was_looked_at_and_one_may_look_again(started, screen_of, looked):
    screen = screen_of(started, administrator(started, "330000"))
    shown = screen.open("health")
    assert "有 1 项异常，1 项要留意" in shown
    assert "2026-11-29 09:30:00" in shown
    assert shown.index("磁盘快满了") < shown.index("&lt;b&gt;大厅&lt;/b&gt;不在线")
    assert screen.run().count("请清理") == 1
    assert len(looked) == 1  # kept until one asks again
    screen.app.button(key="look-again").click()
    assert "2026-11-29 09:31:00" in screen.run()
    english = screen.open("health", lang="en")
    assert "A disk is nearly full" in english
    assert not re.search(r"[一-鿿]", "".join(re.findall(r"<table.*</table>", english, re.DOTALL)))


def test_who_administers_a_part_is_told_who_looks(started, screen_of, looked):
    shown = screen_of(started, administrator(started, "330200")).open("health")
    assert "由管理浙江省的管理员查看" in shown
    assert not looked


def test_the_page_shows_every_check_of_a_real_store(started, screen_of):
    shown = screen_of(started, administrator(started, "330000")).open("health")
    assert all(name.zh in shown for name in CHECKS.values())
    assert "没有做成" not in shown
