"""Instructing from the presenter's console and from a phone: three taps, with the rights of who leads."""

import re
from html import unescape

import pytest

from data import store
from data.access import Grant
from data.clocks import reading
from data.people import grants
from data.presenting import phones, running, storylines
from data.presenting.reading import Step
from data.presenting.views import View
from tests import presenting
from tests.people import everybody
from tests.presenting import CITY, DISTRICT, OCTOBER, STEPS, TITLE, who
from tests.test_live import browser as browser
from tests.test_live import signed, token

PREPARED = presenting.started
CHARGE = "/present/1/charge"


@pytest.fixture
def led(engine, monkeypatch):
    """lan leads a presentation of the city, and may instruct it as well; step 2 is the map of visits in Haishu."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    with store.writing(engine) as conn:
        for grant in (Grant("leader", CITY), Grant("presenter", "330000")):
            grants.give(conn, "lan", grant, by=everybody())
    steps = (*STEPS, Step(View("map", CITY, OCTOBER, (("room", "training"),))), Step(View("map", "330000", OCTOBER)))
    number = storylines.create(engine, TITLE, CITY, steps, by=who(engine, "lan"))
    storylines.share(engine, number, "bao", by=who(engine, "lan"))
    running.start(engine, number, (), by=who(engine, "lan"))
    return engine


def issued(engine):
    with engine.connect() as conn:
        return reading.listing(conn)


def links(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+about=[^"]+)"', html)]


def fields(html: str, about: str) -> dict[str, str]:
    text = re.search(r"<textarea[^>]*>([^<]*)</textarea>", html)[1]
    due = re.search(r'name="due" value="([^"]+)"', html)[1]
    return {"token": token(html), "about": about, "text": unescape(text), "due": due}


def test_three_taps_from_the_console_and_the_number_stands_with_it(led, browser):
    lan = browser(signed(led, "lan"))
    running.steer(led, 1, "go", 1, by=who(led, "lan"), step=2)
    console = lan.get("/present/1?lang=zh").text
    way = unescape(re.search(r'href="([^"]+/charge[^"]+)"', console)[1])  # the first tap
    form = lan.get(way).text  # the view names one number: there is nothing to choose
    assert f"{DISTRICT} 2024-10“应用访问量”" in unescape(form)
    assert "查清“应用访问量”的原因" in unescape(form)
    done = lan.post(way, data=fields(form, f"visits~{DISTRICT}"))
    assert (done.status_code, done.headers["location"]) == (303, "/present/1/charge?lang=zh&issued=1")
    assert "已交办第 1 号" in lan.get(done.headers["location"]).text
    (one,) = issued(led)
    assert (one.issued_by, one.first_unit, one.about.metric, one.about.month) == ("lan", DISTRICT, "visits", OCTOBER)
    assert one.acceptance


def test_of_a_page_of_many_numbers_one_is_chosen_first(led, browser):
    lan = browser(signed(led, "lan"))
    chosen = lan.get(f"{CHARGE}?lang=en&step=1").text
    assert "About what" in chosen
    ways = links(chosen)
    assert [each for each in ways if "satisfaction" in each]
    form = lan.get(next(each for each in ways if "satisfaction" in each)).text
    sent = fields(form, f"satisfaction~{CITY}") | {"unit": DISTRICT}
    assert lan.post(f"{CHARGE}?lang=en&step=1", data=sent).status_code == 303
    assert issued(led)[0].first_unit == DISTRICT


def test_a_phone_does_the_same_as_who_made_its_code(led, browser):
    cookie = phones.pair(led, phones.offer(led, 1, by=who(led, "lan")), "", "")
    phone = browser(phone=cookie)
    form = phone.get("/present/phone/console/charge?lang=zh&step=2").text
    done = phone.post("/present/phone/console/charge?lang=zh&step=2", data=fields(form, f"visits~{DISTRICT}"))
    assert done.status_code == 303
    assert issued(led)[0].issued_by == "lan"


def test_who_may_not_instruct_is_offered_nothing_and_issues_nothing(led, browser):
    lan, bao = browser(signed(led, "lan")), browser(signed(led, "bao"))
    assert "/charge" not in bao.get("/present/1").text
    assert "不在您的交办范围内" in bao.get(f"{CHARGE}?lang=zh&step=2").text
    form = lan.get(f"{CHARGE}?lang=zh&step=2").text
    sent = fields(form, f"visits~{DISTRICT}")
    theirs = token(bao.get("/present/1").text)
    assert bao.post(f"{CHARGE}?step=2", data=sent | {"token": theirs}).status_code == 409
    assert bao.post(f"{CHARGE}?step=2", data=sent).status_code == 403  # another's token
    assert browser().get(CHARGE).status_code in (303, 401, 404)
    assert issued(led) == []


def test_the_training_room_and_units_above_are_nothing_to_instruct_on(led, browser):
    lan = browser(signed(led, "lan"))
    assert "放的是演练室" in lan.get(f"{CHARGE}?lang=zh&step=4").text
    assert "不在您的交办范围内" in lan.get(f"{CHARGE}?lang=zh&step=5").text  # the province is not theirs


def test_what_cannot_be_issued_is_said_in_the_form(led, browser):
    lan = browser(signed(led, "lan"))
    way = f"{CHARGE}?lang=zh&step=2"
    sent = fields(lan.get(way).text, f"visits~{DISTRICT}")
    for wrong, said in (
        ({"text": "打 13800138000"}, "手机号"),
        ({"due": "2020-01-01"}, "2020-01-01"),
        ({"unit": "999999"}, "999999"),
        ({"about": "visits~330600"}, "页面已过期"),
        ({"about": "nonsense"}, "页面已过期"),
    ):
        answer = lan.post(way, data=sent | wrong)
        assert (answer.status_code, said in answer.text) == (409, True), wrong
    assert issued(led) == []
    running.end(led, 1, by=who(led, "lan"))
    assert lan.post(way, data=sent).status_code == 404
    assert issued(led) == []  # a presentation that has ended issues nothing
