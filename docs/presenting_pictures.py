"""The pictures of the presenter's guide that no signed-in person's page shows: a phone, a visitors' kiosk, a sealed slide."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from data.access import Actor
from data.people import sessions, walls
from data.presenting import kiosks, phones
from data.reporting import calendar
from data.seals import keeping
from data.seals.bag import PAGE
from data.seals.verifying import unpacked
from data.text import LANGUAGES, Language
from metrics import METRICS
from tests.pages.conftest import Server
from tests.people import ROOT_UNIT

PHONE, ROOM = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
SEALING, FADES = 300_000, 800  # milliseconds: two pages for each number, and until a slide has faded in
Save = Callable[[bytes, str, Language], None]  # a picture, its name, its language


def take(
    browser: Browser, server: Server, engine: Engine, who: Actor, storyline: int, presentation: int, month: date, save: Save
) -> None:  # fmt: skip
    """Take them of a storyline and of a presentation of it; the month is published for it."""
    _phone(browser, server, engine, who, presentation, save)
    _kiosk(browser, server, engine, who, storyline, month, save)
    _sealed(browser, server, engine, who, storyline, month, save)


def _phone(browser: Browser, server: Server, engine: Engine, who: Actor, presentation: int, save: Save) -> None:
    """The console of a phone that was paired."""
    cookie = phones.pair(engine, phones.offer(engine, presentation, by=who), "", "")
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": phones.COOKIE, "value": cookie, "url": server.address}])
    page = context.new_page()
    for lang in LANGUAGES:
        page.goto(f"{server.address}/present/phone/console?lang={lang}")
        _save_once(page, ".clocks", "phone", lang, save)
    context.close()


def _kiosk(
    browser: Browser, server: Server, engine: Engine, who: Actor, storyline: int, month: date, save: Save
) -> None:
    """A kiosk at its first step, as a visitor who touched the language sees it."""
    calendar.publish(engine, month, by=who)
    code = kiosks.make(engine, "展厅", ROOT_UNIT, storyline, METRICS, moves_on=False, by=who)
    context = browser.new_context(viewport=ROOM, has_touch=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": sessions.COOKIE, "value": walls.pair(engine, code, "", ""), "url": server.address}])
    page = context.new_page()
    page.goto(f"{server.address}/kiosk")
    _save_once(page, "#stage .overview.wall", "kiosk", "zh", save)
    page.get_by_role("button", name="English").tap()
    _save_once(page, "#stage .overview.wall", "kiosk", "en", save)
    context.close()


def _sealed(
    browser: Browser, server: Server, engine: Engine, who: Actor, storyline: int, month: date, save: Save
) -> None:
    """The last slide of a seal, opened as a file and without a network, with what is said to it."""
    context = browser.new_context(viewport=ROOM)  # type: ignore[arg-type]
    context.add_cookies([{"name": sessions.COOKIE, "value": server.cookies[who.login], "url": server.address}])
    page = context.new_page()
    page.goto(f"{server.address}/storylines?storyline={storyline}&month={month:%Y-%m}&lang=zh")
    for press in ("look", "now"):
        page.locator(f".st-key-seal-{press} button").click(timeout=SEALING)
    page.get_by_text("已封存：").first.wait_for(timeout=SEALING)
    context.close()
    with engine.connect() as conn:
        seal = keeping.listing(conn, who)[0].number
        content = unpacked(keeping.file_of(conn, seal, who)[1])[PAGE]
    file = Path(server.store.removeprefix("sqlite:///")).with_name("session.html")
    file.write_bytes(content)
    context = browser.new_context(viewport=ROOM, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    page.locator(".check.good").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    for lang in LANGUAGES:
        _save_once(page, ".sealed-bar", "sealed", lang, save)
        page.keyboard.press("l")
    context.close()


def _save_once(page: Page, until: str, name: str, lang: Language, save: Save) -> None:
    page.locator(until).first.wait_for()
    page.wait_for_timeout(FADES)
    save(page.screenshot(), name, lang)
