"""Briefings by the calendar: when who is told, once, and what they find there is what they may read by then."""

from datetime import datetime
from io import BytesIO

import pytest
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import access, audit, months, store
from data.access import Grant
from data.documents import schedules
from data.notices import notices
from data.people import accounts, sessions
from metrics.__main__ import main
from metrics.papers import making as printing
from tests import prepared
from tests.frames import drawn
from tests.people import everybody
from tests.staff import hire
from tests.test_api_rows import caller
from tests.two_districts import CITY, HAISHU, started
from web import brief
from web.server import middleware

FAR = "330600"


@prepared.over(started)
def PREPARED(engine):
    """Units, a presenter, two who read the city and one who reads elsewhere."""
    hire(engine, "lan", CITY, Grant("presenter", CITY), name="兰")
    hire(engine, "chen", CITY, Grant("leader", CITY), name="陈")
    hire(engine, "wang", CITY, Grant("steward", CITY), name="王")
    hire(engine, "far", FAR, Grant("leader", FAR), name="远")


def at(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=months.SHANGHAI)


def lan(engine):
    with engine.connect() as conn:
        return accounts.actor_of(conn, "lan")


def planned(engine, monkeypatch, day: int, *whom: str, on: str = "2026-01-05") -> int:
    monkeypatch.setattr(months, "now", lambda: at(on))
    return schedules.plan(engine, CITY, day, whom, by=lan(engine))


def told(engine, login: str) -> list[tuple[str, str]]:
    with engine.connect() as conn:
        return [(each.told("zh"), each.link) for each in notices.listing(conn, login)]


DAYS = drawn(
    """
    planned    | day | now        | month
    2026-01-05 | 10  | 2026-01-09 |
    2026-01-05 | 10  | 2026-01-10 | 2025-12
    2026-01-05 | 10  | 2026-01-31 | 2025-12
    2026-01-10 | 10  | 2026-01-10 | 2025-12
    2026-01-11 | 10  | 2026-01-31 |
    2026-01-11 | 10  | 2026-02-10 | 2026-01
    2026-01-05 | 1   | 2026-03-01 | 2026-02
    2026-01-05 | 28  | 2026-02-28 | 2026-01
    """
)


@pytest.mark.parametrize(("on", "day", "now", "month"), [tuple(row) for row in DAYS.to_numpy()])
def test_the_day_on_which_receivers_are_told_of_the_month_before(on, day, now, month):
    schedule = schedules.Schedule(1, CITY, int(day), at(on), "lan", "兰", (("chen", "陈"),))
    assert (schedules.month_due(schedule, at(now)) or "") == (months.parse(month) if month else "")


def test_each_is_told_once_a_month_with_the_way_to_the_revision_of_that_day(engine, monkeypatch):
    number = planned(engine, monkeypatch, 10, "chen", "wang", "chen")
    assert schedules.remind(engine, at("2026-02-09")) == 0
    assert schedules.remind(engine, at("2026-02-10")) == 2
    assert schedules.remind(engine, at("2026-02-11")) == 0
    (said,) = told(engine, "chen")
    assert said == ("330200 2026-01 的专报已备好，请查看（兰安排）。", f"brief?unit={CITY}&month=2026-01&revision=1")
    assert schedules.remind(engine, at("2026-03-12")) == 2
    schedules.end(engine, number, by=lan(engine))
    assert schedules.remind(engine, at("2026-04-12")) == 0
    with pytest.raises(schedules.Refused, match=f"没有第 {number} 号定期专报"):
        schedules.end(engine, number, by=lan(engine))
    with engine.connect() as conn:
        assert {"brief_planned", "brief_unplanned"} <= set(audit.listing(conn)["action"])
        assert schedules.listing(conn, lan(engine)) == []


def test_who_may_not_read_any_more_is_told_nothing(engine, monkeypatch):
    planned(engine, monkeypatch, 10, "chen", "wang")
    accounts.disable(engine, "chen", by=everybody())
    assert schedules.remind(engine, at("2026-02-10")) == 1
    assert told(engine, "chen") == []
    assert len(told(engine, "wang")) == 1


def test_of_a_store_without_figures_nobody_is_told(engine, monkeypatch):
    planned(engine, monkeypatch, 10, "chen")
    monkeypatch.setattr(schedules.revisions, "current", lambda _: 0)
    assert schedules.remind(engine, at("2026-02-10")) == 0


def test_it_is_planned_for_whom_it_can_serve(engine, monkeypatch):
    for day, whom, said in (
        (0, ["chen"], "1 至 28"),
        (29, ["chen"], "1 至 28"),
        (5, [], "1 至 40"),
        (5, ["far"], "不能查看"),
    ):
        with pytest.raises(schedules.Refused, match=said):
            planned(engine, monkeypatch, day, *whom)
    with engine.connect() as conn:
        chen = accounts.actor_of(conn, "chen")
        assert schedules.listing(conn, chen) == []
    number = planned(engine, monkeypatch, 5, "chen")
    with pytest.raises(access.Refused):
        schedules.end(engine, number, by=chen)
    with engine.connect() as conn:
        (kept,) = schedules.listing(conn, lan(engine))
    assert (kept.unit, kept.day, kept.receivers, kept.person_name) == (CITY, 5, (("chen", "陈"),), "兰")


@pytest.fixture(scope="module")
def reported(stores, tmp_path_factory):
    """A store of the quick kind with figures, and who may read which of them."""
    with stores.of("sqlite", started, tmp_path_factory.mktemp("schedules")) as engine:
        hire(engine, "chen", CITY, Grant("leader", CITY))
        hire(engine, "low", HAISHU, Grant("leader", HAISHU))
        yield engine


def test_the_notice_leads_to_its_files_for_who_may_read_by_then(reported, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: reported)
    monkeypatch.setattr(printing, "pdf", lambda *_, **__: b"%PDF")
    client = TestClient(Starlette(routes=brief.ROUTES, middleware=middleware()), follow_redirects=False)
    cookies = {"": ""}
    with store.writing(reported) as conn:
        cookies |= {login: sessions.open_(conn, login, address="127.0.0.1", agent="test") for login in ("chen", "low")}

    def opened(who: str, **more: str):
        query = {"unit": CITY, "month": "2024-10", "revision": "1", "lang": "zh", **more}
        headers = {"cookie": f"{sessions.COOKIE}={cookies[who]}"} if who else {}
        return client.get("/brief", params=query, headers=headers)

    with store.writing(reported) as conn:
        blanks = {"unit": "x", "month": "2024-10", "name": "兰"}
        notices.tell(conn, "brief_ready", ["chen"], blanks, f"brief?unit={CITY}")
        (told_,) = notices.listing(conn, "chen")
    assert opened("low", notice=str(told_.number)).status_code == 409
    page = opened("chen", notice=str(told_.number))
    with reported.connect() as conn:
        assert notices.unread(conn, "chen") == 0
    assert page.status_code == 200
    assert "330200 2024年10月专报" in page.text
    assert page.text.count('class="button"') == 3
    word, slides, pdf = (opened("chen", **{"as": kind}) for kind in ("word", "slides", "pdf"))
    assert (word.content[:2], pdf.content) == (b"PK", b"%PDF")
    shown = [
        shape.text_frame.text
        for slide in Presentation(BytesIO(slides.content)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert any("2024年10月" in text for text in shown)
    with reported.connect() as conn:
        assert set(audit.listing(conn)["action"].head(3)) == {"brief_made", "deck_made", "pdf_made"}
    for who, more, said in (
        ("low", {}, "不能查看"),
        ("low", {"as": "word"}, "不能查看"),
        ("low", {"as": "slides"}, "不能查看"),
        ("low", {"as": "pdf"}, "不能查看"),
        ("chen", {"revision": "9"}, "版本 9 不存在"),
        ("chen", {"revision": "x"}, "不是一份专报"),
        ("chen", {"month": "x"}, "无法识别"),
        ("chen", {"unit": "1"}, "没有单位"),
    ):
        refused = opened(who, **more)
        assert (refused.status_code, said in refused.text) == (409, True), (who, more)
    assert opened("").status_code == 303


def test_over_http_they_are_planned_listed_and_ended(engine, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    presents, leads = caller(engine, CITY, role="presenter"), caller(engine, CITY)
    asked = {"unit": CITY, "day": 5, "receivers": ["chen", "wang", "chen"]}
    made = presents.post("/v1/briefs", json=asked, headers={"Idempotency-Key": "1"})
    assert made.status_code == 201
    told_ = made.json()
    assert (told_["unit"], told_["day"]) == (CITY, 5)
    assert told_["receivers"] == [{"login": "chen", "name": "陈"}, {"login": "wang", "name": "王"}]
    assert presents.post("/v1/briefs", json=asked, headers={"Idempotency-Key": "1"}).json() == told_
    assert presents.get("/v1/briefs").json() == {"briefs": [told_]}
    assert leads.get("/v1/briefs").json() == {"briefs": []}
    number = told_["number"]
    for who, wrong, status in (
        (leads, asked, 403),
        (presents, asked | {"unit": FAR}, 403),
        (presents, asked | {"receivers": ["far"]}, 409),
        (presents, asked | {"receivers": []}, 422),
        (presents, asked | {"day": 29}, 422),
    ):
        assert who.post("/v1/briefs", json=wrong).status_code == status, wrong
    assert leads.delete(f"/v1/briefs/{number}").status_code == 403
    assert presents.delete(f"/v1/briefs/{number}").status_code == 204
    assert presents.delete(f"/v1/briefs/{number}").status_code == 409
    assert presents.get("/v1/briefs").json() == {"briefs": []}


def test_the_command_line_plans_lists_and_ends_them(engine, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    assert main(["briefs", "plan", CITY, "9", "chen", "wang", "--by", "lan"]) == 0
    assert main(["briefs", "list", "--by", "lan"]) == 0
    said = capsys.readouterr().out
    assert "planned as No. 1: on day 9 of each month" in said
    assert f"1  {CITY}   9  " in said
    assert main(["briefs", "plan", CITY, "9", "far", "--by", "lan"]) == 1  # who may not read it
    assert main(["briefs", "end", "1", "--by", "chen"]) == 1
    assert main(["briefs", "end", "1", "--by", "lan"]) == 0
    with engine.connect() as conn:
        assert schedules.listing(conn, lan(engine)) == []
