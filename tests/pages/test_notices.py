"""The inbox: unread first, each leading to its place, read when one has been there."""

import pytest

from data import months, store
from data.access import Grant
from data.notices import choices, notices, outbox
from data.notices.choices import Choice
from data.schema import outgoing
from tests import talking
from tests.notices import ASKED, LINK
from tests.people import somebody
from tests.staff import hire


@pytest.fixture
def town(started):
    """Two people and three notices to one of them."""
    for login in ("wangfang", "limin"):
        talking.add(started, login, "steward", talking.COUNTY)
    with store.writing(started) as conn:
        for text in ("一", "二", "<script>alert(1)</script>"):
            notices.tell(conn, "question_asked", ["wangfang"], {**ASKED, "text": text}, LINK)
    return started


def of(screen_of, engine, login="wangfang", role="steward"):
    return screen_of(engine, somebody(role, talking.COUNTY, name=login, login=login))


def left(engine, login="wangfang"):
    with engine.connect() as conn:
        return notices.unread(conn, login)


def test_nothing_yet_is_said_calmly(town, screen_of):
    assert "还没有通知" in of(screen_of, town, "limin").open("notices")


def test_the_newest_unread_stands_first_and_leads_to_its_place(town, screen_of):
    shown = of(screen_of, town).open("notices")
    assert shown.index("提问：二") < shown.index("提问：一")
    assert "未读 3 条" in shown
    assert f"./{LINK}&lang=zh&notice=1" in shown.replace("&amp;", "&")


def test_what_is_no_page_of_streamlit_is_gone_to_by_the_browser_itself(town, screen_of):
    with store.writing(town) as conn:
        blanks = {"unit": "海曙区", "month": "2026-10", "name": "兰"}
        notices.tell(conn, "brief_ready", ["wangfang"], blanks, "brief?unit=330203&month=2026-10&revision=1")
    shown = of(screen_of, town).open("notices")
    (way,) = [line for line in shown.splitlines() if "专报已备好" in line]
    assert 'target="_self"' in way
    assert shown.count('target="_self"') == 1


def test_it_speaks_the_readers_language(town, screen_of):
    shown = of(screen_of, town).open("notices", lang="en")
    assert "李敏 asks about 活跃用户 of Haishu 2026-10: 一" in shown
    assert "Mark as read" in shown


def test_what_somebody_wrote_is_text(town, screen_of):
    shown = of(screen_of, town).open("notices")
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_who_follows_a_notice_has_read_it(town, screen_of):
    screen = of(screen_of, town)
    screen.open("definitions", notice="1")
    assert left(town) == 2
    shown = screen.open("notices")
    assert shown.index("提问：二") < shown.index("提问：一")
    assert shown.count('class="read"') == 1


@pytest.mark.parametrize("number", ["99", "x", "-1", "1"])
def test_nobody_reads_anothers(town, screen_of, number):
    of(screen_of, town, "limin").open("definitions", notice=number)
    assert left(town) == 3


def test_all_are_marked_at_once(town, screen_of):
    screen = of(screen_of, town)
    screen.open("notices")
    screen.app.button(key="read-all").click()
    shown = screen.run()
    assert "全部已读" in shown
    assert left(town) == 0
    assert not [button for button in screen.app.button if button.key == "read-all"]


def test_administrators_see_what_could_not_be_sent(town, screen_of):
    with store.writing(town) as conn:
        row = {"number": 1, "notice": 1, "channel": "mail", "tries": 9, "error": "550 <no> such user"}
        at = months.now()
        conn.execute(outgoing.insert().values(**row, next_at=at, given_up_at=at))
    assert outbox.State(0, 1, "550 <no> such user") == _state(town)
    assert "550 &lt;no&gt; such user" in of(screen_of, town, role="administrator").open("notices")
    assert "550" not in of(screen_of, town).open("notices")


def _state(engine):
    with engine.connect() as conn:
        return outbox.state(conn)


def test_quiet_hours_and_the_digest_are_chosen_there(town, screen_of):
    screen = of(screen_of, town)
    screen.open("notices")
    for key, hour in (("how-from", 22), ("how-to", 8), ("how-digest", 9)):
        screen.app.selectbox(key=key).set_value(hour)
    screen.run()
    screen.app.button(key="how-save").click()
    assert "已保存" in screen.run()
    with town.connect() as conn:
        assert choices.of(conn, "wangfang") == Choice(22, 8, 9)
    screen.app.selectbox(key="how-to").set_value(22)
    screen.run()
    screen.app.button(key="how-save").click()
    assert "从几点到几点" in screen.run()


def test_what_was_given_up_is_sent_again_by_a_button(town, screen_of):
    with store.writing(town) as conn:
        row = {"number": 1, "notice": 1, "channel": "mail", "tries": 9, "error": "550"}
        conn.execute(outgoing.insert().values(**row, next_at=months.now(), given_up_at=months.now()))
    screen = of(screen_of, town)
    screen.open("notices")
    assert not [each for each in screen.app.button if each.key == "send-again"]
    screen = screen_of(town, hire(town, "admin", "330000", Grant("administrator", "330000")))
    screen.open("notices")
    screen.app.button(key="send-again").click()
    assert "1 条已重新排队发送" in screen.run()
    assert _state(town) == outbox.State(1, 0, "")
