"""Notices: told in the transaction of what happened, in both languages, to whom they concern."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from data import months, store
from data.access import Grant
from data.notices import notices
from data.notices.kinds import KINDS
from data.people import grants
from data.schema import outgoing
from data.settings import Notices, Settings
from tests.cases import plant
from tests.notices import ASKED, LINK, make
from tests.people import everybody


def test_everybody_told_reads_the_sentence_in_their_language(conn):
    make(conn, "wangfang"), make(conn, "zhangwei")
    assert notices.tell(conn, "question_asked", ["wangfang", "zhangwei"], ASKED, LINK) == 2
    (notice,) = notices.listing(conn, "wangfang")
    assert notice.told("zh") == "李敏就海曙区 2026-10 的“活跃用户”提问：为何下降？"
    assert notice.told("en") == "李敏 asks about 活跃用户 of Haishu 2026-10: 为何下降？"
    assert (notice.link, notice.read_at) == (LINK, None)


def test_moments_and_days_are_told_as_zhejiang_writes_them(conn):
    make(conn, "wangfang")
    until = datetime(2026, 11, 30, 18, tzinfo=months.SHANGHAI).astimezone(None)
    blanks = {**ASKED, "until": until, "reason": "补报", "month": date(2026, 10, 1)}
    notices.tell(conn, "exception_given", ["wangfang"], blanks, LINK)
    (notice,) = notices.listing(conn, "wangfang")
    assert "2026-11-30 18:00" in notice.told("zh")
    assert "2026-10-01" in notice.told("en")


def test_what_a_person_wrote_is_no_blank(conn):
    make(conn, "wangfang")
    notices.tell(conn, "question_asked", ["wangfang"], {**ASKED, "text": "{unit} {0} %s"}, LINK)
    assert notices.listing(conn, "wangfang")[0].told("en").endswith("{unit} {0} %s")


def test_a_blank_that_is_forgotten_stops_what_forgot_it(conn):
    make(conn, "wangfang")
    with pytest.raises(KeyError, match="text"):
        notices.tell(conn, "question_asked", ["wangfang"], {"name": "", "unit": "", "month": "", "what": ""}, LINK)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sentence_asks_for_the_same_blanks_in_both_languages(kind):
    def names(text):
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert names(KINDS[kind].zh) == names(KINDS[kind].en)


def test_who_is_named_twice_is_told_once_and_who_has_no_account_in_use_not_at_all(conn):
    make(conn, "wangfang"), make(conn, "gone", disabled_at=months.now())
    assert notices.tell(conn, "question_asked", ["wangfang", "wangfang", "nobody", "gone"], ASKED, LINK) == 1


def test_under_a_key_each_person_is_told_one_time(conn):
    make(conn, "wangfang"), make(conn, "zhangwei")

    def told(*logins):
        return notices.tell(conn, "question_asked", logins, ASKED, LINK, once="due 330203 2026-10")

    assert [told("wangfang"), told("wangfang", "zhangwei"), told("wangfang", "zhangwei")] == [1, 1, 0]


def test_reading_is_ones_own_and_what_is_read_stands_last(engine):
    with store.writing(engine) as conn:
        make(conn, "wangfang"), make(conn, "zhangwei")
        for _ in range(2):
            notices.tell(conn, "question_asked", ["wangfang", "zhangwei"], ASKED, LINK)
        newest = notices.listing(conn, "wangfang")[0].number
    notices.mark_read(engine, "zhangwei", [newest])
    with engine.connect() as conn:
        assert notices.unread(conn, "wangfang") == 2
    notices.mark_read(engine, "wangfang", [newest])
    with engine.connect() as conn:
        assert [each.number == newest for each in notices.listing(conn, "wangfang")] == [False, True]
        assert (notices.unread(conn, "wangfang"), notices.unread(conn, "zhangwei")) == (1, 2)
        assert notices.counted(conn, "wangfang") == 2
    notices.mark_read(engine, "wangfang")
    with engine.connect() as conn:
        assert notices.unread(conn, "wangfang") == 0


def test_what_did_not_happen_is_not_told(engine):
    with store.rehearsal(engine) as conn:
        make(conn, "wangfang")
        notices.tell(conn, "question_asked", ["wangfang"], ASKED, LINK)
    with engine.connect() as conn:
        assert notices.listing(conn, "wangfang") == []


@pytest.mark.parametrize(
    ("here", "address", "channels"),
    [
        (Notices(), "w@gov.cn", []),
        (Notices(mail_host="mail.gov.cn"), "w@gov.cn", ["mail"]),
        (Notices(mail_host="mail.gov.cn"), "", []),
        (Notices(mail_host="mail.gov.cn", webhook="http://oa/in"), "w@gov.cn", ["mail", "webhook"]),
    ],
)
def test_notices_leave_by_the_channels_that_are_configured(conn, monkeypatch, here, address, channels):
    monkeypatch.setattr(notices, "settings", lambda: Settings(notices=here))
    make(conn, "wangfang", address)
    notices.tell(conn, "question_asked", ["wangfang"], ASKED, LINK)
    assert sorted(conn.scalars(select(outgoing.c.channel))) == channels


def test_who_is_given_a_role_is_told_by_whom(engine):
    with store.writing(engine) as conn:
        make(conn, "wangfang")
        plant(conn, {"330000": None})
        grants.give(conn, "wangfang", Grant("steward", "330000"), by=everybody("李敏", login="limin"))
        grants.give(conn, "wangfang", Grant("leader", "330000"), by=everybody())  # the program's doing is not told
        assert [notice.told("zh") for notice in notices.listing(conn, "wangfang")] == [
            "李敏授予您330000的“填报员”角色。"
        ]
