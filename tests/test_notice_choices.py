"""Quiet hours and one digest a day: when what is told leaves, what it says, and what was given up sent once more."""

import json
from datetime import datetime, timedelta

import pytest

from data import months, store, undelivered
from data.access import Grant
from data.health import notices as health
from data.notices import choices, mail, notices, outbox, webhook
from data.notices.choices import Choice
from data.settings import Notices, Settings
from tests import talking
from tests.staff import hire

PREPARED = talking.started
NOW = datetime(2026, 11, 5, 21, 30, tzinfo=months.SHANGHAI)
LEADER = talking.who("limin")
NIGHT = Choice(22, 8)


def at(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=months.SHANGHAI)


@pytest.mark.parametrize(
    ("choice", "now", "leaves"),
    [
        (choices.USUAL, at(3), at(3)),
        (NIGHT, at(21, 59), at(21, 59)),
        (NIGHT, at(22), at(8, day=6)),
        (NIGHT, at(7, 59), at(8)),
        (NIGHT, at(8), at(8)),
        (Choice(12, 14), at(13), at(14)),
        (Choice(digest_at=9), at(8, 59), at(9)),
        (Choice(digest_at=9), at(9), at(9, day=6)),
        (Choice(22, 8, 7), at(12), at(8, day=6)),  # a digest in quiet hours waits for their end
    ],
)
def test_when_what_is_told_leaves(choice, now, leaves):
    assert choice.leaves_at(now) == leaves


@pytest.mark.parametrize(
    "choice", [Choice(22, None), Choice(None, 8), Choice(8, 8), Choice(24, 8), Choice(digest_at=24)]
)
def test_hours_that_are_none_are_refused(engine, choice):
    with pytest.raises(choices.Refused):
        choices.choose(engine, choice, by=LEADER)


@pytest.fixture
def sent(engine, clock, monkeypatch):
    """What leaves by the webhook, as it is posted: `sent.away` makes it fail."""

    class Sent(list):
        away = False

    kept = Sent()

    def post(notice, login):
        if kept.away:
            raise OSError("away")
        kept.append(json.loads(webhook.body(notice, login)))

    monkeypatch.setattr(webhook, "post", post)
    for module in (notices, mail, webhook):
        monkeypatch.setattr(module, "settings", lambda: Settings(notices=Notices(webhook="http://127.0.0.1/")))
    clock()
    return kept


def tell(engine, *people: str, kind: str = "locked") -> None:
    blanks = {"name": "王芳", "month": "2026-10"}
    if kind == "watch_fired":
        blanks = {"what": "满意率", "rule": "状态变化", "month": "2026-10", "said": "转为“未达标”"}
    with store.writing(engine) as conn:
        notices.tell(conn, kind, people, blanks, "notices")


def test_in_quiet_hours_nothing_leaves_and_nothing_is_lost(engine, clock, sent):
    choices.choose(engine, NIGHT, by=LEADER)
    clock(hours=1)
    tell(engine, "limin", "chenjie")
    assert outbox.send(engine, months.now()) == 1
    assert [each["person"] for each in sent] == ["chenjie"]
    clock(hours=9)
    assert outbox.send(engine, months.now()) == 0
    clock(hours=1)
    assert outbox.send(engine, months.now()) == 1
    assert [each["person"] for each in sent] == ["chenjie", "limin"]


def test_ten_notices_are_one_digest_that_says_first_what_turned(engine, clock, sent):
    choices.choose(engine, Choice(digest_at=8), by=LEADER)
    for _ in range(25):  # more than are claimed together
        tell(engine, "limin")
    tell(engine, "limin", kind="watch_fired")
    assert outbox.send(engine, months.now()) == 0
    clock(hours=11)
    assert outbox.send(engine, months.now()) == 26
    (digest,) = sent
    assert (digest["kind"], digest["number"]) == ("digest", 26)
    lines = digest["zh"].splitlines()
    assert lines[0] == "今日摘要：通知 26 条。"
    assert "满意率" in lines[2]
    assert len(lines) == 29
    assert "What changed of what you watch" in digest["en"]
    tell(engine, "limin")
    clock(hours=24)
    assert outbox.send(engine, months.now()) == 1
    assert sent[1]["kind"] == "locked"  # one alone is told as it is


def test_what_waits_leaves_by_the_new_choice(engine, clock, sent):
    choices.choose(engine, Choice(digest_at=8), by=LEADER)
    tell(engine, "limin")
    choices.choose(engine, choices.USUAL, by=LEADER)
    with engine.connect() as conn:
        assert choices.of(conn, "limin") == choices.USUAL
    assert outbox.send(engine, months.now()) == 1


def test_another_try_waits_for_the_end_of_quiet_hours(engine, clock, sent):
    choices.choose(engine, NIGHT, by=LEADER)
    clock(minutes=29)
    tell(engine, "limin")
    sent.away = True
    assert outbox.send(engine, months.now()) == 0
    sent.away = False
    clock(hours=2)
    assert outbox.send(engine, months.now()) == 0
    clock(hours=9)
    assert outbox.send(engine, months.now()) == 1


def test_what_waits_for_a_digest_is_no_fault_of_the_server(engine, clock, sent):
    choices.choose(engine, Choice(digest_at=8), by=LEADER)
    tell(engine, "limin")
    with engine.connect() as conn:
        assert health.notices(conn, months.now() + timedelta(hours=9)).state == "good"
        assert health.notices(conn, months.now() + timedelta(days=3)).state == "bad"


def test_what_was_given_up_is_sent_again_by_who_keeps_the_people(engine, clock, sent):
    admin = hire(engine, "admin", "330000", Grant("administrator", "330000"))
    city = hire(engine, "city", "330200", Grant("administrator", "330200"))
    tell(engine, "limin")
    sent.away = True
    for pause in (timedelta(), *outbox.PAUSES):
        clock(minutes=pause.total_seconds() / 60)
        outbox.send(engine, months.now())
    sent.away = False
    assert outbox.send(engine, months.now() + timedelta(days=9)) == 0
    with pytest.raises(Exception, match="权限"):
        undelivered.send_again(engine, by=city)
    assert undelivered.send_again(engine, by=admin) == 1
    assert undelivered.send_again(engine, by=admin) == 0
    assert outbox.send(engine, months.now()) == 1
