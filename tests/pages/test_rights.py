"""Every role × page × unit at the door: which pages open, and whose figures they show. What is expected is drawn here."""

import json
from typing import get_args

import pytest

from app import PAGES
from data import store
from data.access import Actor, Grant, Role
from data.people import sessions, walls
from data.people.sessions import Session
from data.registers import REGISTERS
from tests.frames import drawn
from tests.pages.stores import with_ningbo
from tests.staff import hire
from ui import actor as signed

ROLES: tuple[Role, ...] = get_args(Role)
DEVICES: tuple[Role, ...] = ("wall", "kiosk")
OPEN = drawn(
    """
    page         | leader | steward | approver | presenter | administrator | wall | kiosk
    overview     | yes    | yes     | yes      | yes       | yes           | yes  |
    problems     | yes    | yes     | yes      | yes       | yes           |      |
    applications | yes    | yes     | yes      | yes       | yes           |      |
    oversight    | yes    | yes     | yes      |           |               |      |
    platform     | yes    | yes     | yes      | yes       | yes           |      |
    services     | yes    | yes     | yes      | yes       | yes           |      |
    diffusion    | yes    | yes     | yes      | yes       | yes           |      |
    organisation | yes    | yes     | yes      | yes       | yes           |      |
    economy      | yes    | yes     | yes      | yes       | yes           |      |
    results      | yes    | yes     | yes      | yes       | yes           |      |
    map          | yes    | yes     | yes      | yes       | yes           |      |
    league       | yes    | yes     | yes      | yes       | yes           |      |
    evaluation   | yes    | yes     | yes      | yes       | yes           |      |
    outlook      | yes    | yes     | yes      | yes       | yes           |      |
    instructions | yes    | yes     | yes      | yes       | yes           |      |
    meetings     | yes    | yes     | yes      | yes       | yes           |      |
    whole        | yes    | yes     | yes      | yes       | yes           |      |
    register     | yes    | yes     | yes      | yes       | yes           |      |
    object       | yes    | yes     | yes      | yes       | yes           |      |
    system       | yes    | yes     | yes      | yes       | yes           |      |
    unit         | yes    | yes     | yes      | yes       | yes           |      |
    person       | yes    | yes     | yes      | yes       | yes           |      |
    passport     | yes    | yes     | yes      | yes       | yes           |      |
    reporting    | yes    | yes     | yes      | yes       | yes           |      |
    burden       | yes    | yes     | yes      | yes       | yes           |      |
    desk         |        | yes     |          |           |               |      |
    upload       |        | yes     |          |           |               |      |
    history      | yes    | yes     | yes      | yes       | yes           |      |
    approval     |        |         | yes      |           |               |      |
    radar        |        |         | yes      |           |               |      |
    storylines   |        |         |          | yes       |               |      |
    people       |        |         |          |           | yes           |      |
    duties       |        |         |          |           | yes           |      |
    walls        | yes    |         |          | yes       | yes           |      |
    audit        |        |         |          |           | yes           |      |
    health       |        |         |          |           | yes           |      |
    today        | yes    | yes     | yes      | yes       | yes           |      |
    watching     | yes    | yes     | yes      | yes       | yes           |      |
    notices      | yes    | yes     | yes      | yes       | yes           |      |
    published    | yes    | yes     | yes      | yes       | yes           |      |
    proofreading | yes    | yes     | yes      | yes       | yes           |      |
    definitions  | yes    | yes     | yes      | yes       | yes           |      |
    account      | yes    | yes     | yes      | yes       | yes           |      |
    training     | yes    | yes     | yes      | yes       | yes           |      |
    """
).set_index("page")
NINGBO, HAISHU, HANGZHOU = "330200", "330203", "330100"
MONTH = "2024-10"
OVERSEERS = REGISTERS["oversight"].owner  # who is not named for them does not even see the restricted registers


def opened(screen, page: str, **query: str) -> str:
    """What stands at an address, the sentence of the door included."""
    return screen.knock(page, **query)


def bar(screen) -> str:
    """The title bar."""
    return next(each.proto.json for each in screen.app.get("bidi_component") if each.proto.id.endswith("-frame"))


@pytest.fixture(scope="module")
def filled(stores, tmp_path_factory):
    """Figures of two districts of Ningbo, and an account for every role there."""
    with stores.sqlite(with_ningbo, tmp_path_factory.mktemp("rights")) as engine:
        people = {
            role: hire(engine, role, NINGBO, Grant(role, NINGBO), Grant(role, NINGBO, frozenset({OVERSEERS})))
            for role in ROLES
            if role not in DEVICES
        }
        yield engine, people | {device: Actor("大厅", NINGBO, (Grant(device, NINGBO),)) for device in DEVICES}


@pytest.fixture
def as_(filled, screen_of, monkeypatch):
    """`as_(role)`: a session of who holds it for Ningbo."""
    engine, people = filled

    def session(role: str):
        screen = screen_of(engine, people[role])
        if role in DEVICES:
            device = Session(people[role], view=f"unit={NINGBO}", kiosk=int(role == "kiosk"))
            monkeypatch.setattr(signed, "signed_in", lambda: device)
        return screen

    return session


def test_the_drawn_table_tells_of_every_page_and_role():
    assert set(OPEN.index) == {page for section in PAGES.values() for page in section}
    assert set(OPEN.columns) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_pages_and_no_other(role, as_):
    screen = as_(role)
    for page in OPEN.index:
        shown = opened(
            screen, page, unit=NINGBO, month=MONTH, **({"metric": "satisfaction"} if page == "passport" else {})
        )
        assert "went-wrong" not in shown, page
        turned_away = "没有打开" in shown
        assert turned_away != (OPEN.loc[page, role] == "yes"), page
        if turned_away:
            assert not screen.app.button, page
            assert set(screen.boards()) == {"away"}, page  # nothing beside the sentence


def test_who_is_turned_away_reads_whom_to_ask_and_finds_the_way_back_but_no_device_does(as_, filled):
    hire(filled[0], "wanguan", NINGBO, Grant("administrator", NINGBO), name="万管")
    for role, told in (("leader", True), ("wall", False)):
        shown = opened(as_(role), "people", unit=NINGBO, month=MONTH)
        assert ("万管" in shown, "回到总览" in shown) == (told, told), role


def test_every_page_opens_over_postgresql(stores, screen_of):
    with stores.postgresql(with_ningbo) as engine:
        screen = screen_of(engine)
        for page in OPEN.index:
            shown = opened(screen, page, unit=NINGBO, month=MONTH, metric="satisfaction")
            assert "went-wrong" not in shown, page
            assert ("没有打开" in shown) == (page == "oversight"), page  # for which nobody is named


@pytest.mark.parametrize("role", [role for role in ROLES if role != "kiosk"])
def test_the_title_bar_offers_what_opens(role, as_):
    screen = as_(role)
    opened(screen, "overview", unit=NINGBO, month=MONTH)
    for page in OPEN.index:
        if page in ("overview", "passport", "register", "object", "system", "unit", "person") or role in DEVICES:
            continue
        assert (f"./{page}?" in bar(screen)) == (OPEN.loc[page, role] == "yes"), page


@pytest.mark.parametrize("role", [role for role in ROLES if role not in DEVICES])
@pytest.mark.parametrize(("unit", "reads"), [(NINGBO, True), (HAISHU, True), (HANGZHOU, False), ("330000", False)])
def test_a_role_shows_its_units_and_no_other(role, unit, reads, as_):
    screen = as_(role)
    for page in ("overview", "problems", "history"):
        shown = opened(screen, page, unit=unit, month=MONTH)
        notes = "".join(
            each.proto.json for each in screen.app.get("bidi_component") if each.proto.id.endswith("-notes")
        )
        assert ("没有查看" in shown + json.loads(notes or '{"html": ""}')["html"]) != reads, (page, unit)


def test_a_wall_stays_where_its_owner_put_it(as_):
    screen = as_("wall")
    opened(screen, "overview", unit=HANGZHOU, month=MONTH, revision="1")
    kept = {name: value if isinstance(value, str) else value[0] for name, value in screen.app.query_params.items()}
    assert kept == {"wall": "1", "unit": NINGBO}


def test_by_browser_each_sees_what_is_theirs(bare, visit):
    """Through real sessions: a steward of Ningbo, and a wall that is revoked while it hangs."""
    bare.person("ningbo-steward", Grant("steward", NINGBO), name="王芳", unit=NINGBO)
    page = visit(f"{bare.address}/people?unit={NINGBO}", as_="ningbo-steward")
    page.get_by_text("王芳没有打开“人员”的权限").wait_for()
    page = visit(f"{bare.address}/desk?unit={NINGBO}", as_="ningbo-steward")
    page.locator(".st-key-page-desk").wait_for()
    engine = store.connect(bare.store)
    owner = hire(engine, "owner", "330000", Grant("administrator", "330000"))
    code = walls.make(engine, "大厅", NINGBO, {"lang": "zh"}, by=owner)
    page = visit(f"{bare.address}/pair", as_=None)
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="配对").click()
    page.locator(".overview.wall").wait_for()
    page.goto(f"{bare.address}/people")
    page.locator(".overview.wall").wait_for()  # it cannot leave
    with engine.connect() as conn:
        number = int(walls.listing(conn, owner)["number"].iloc[0])
    walls.revoke(engine, number, by=owner)
    page.goto(bare.address)
    page.locator("input[name=login]").wait_for()
    (kept,) = [each for each in page.context.cookies() if each["name"] == sessions.COOKIE]
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Lax"
    engine.dispose()
