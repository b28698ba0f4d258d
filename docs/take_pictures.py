"""The pictures of the guides, taken anew from the real pages: `python -m docs.take_pictures`. Every figure in them is made up."""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, select

from data import demo, months, schema, starting, store
from data.access import Actor, Grant
from data.figures import as_of
from data.measures import MEASURES
from data.people import accounts, sessions
from data.presenting import running, storylines
from data.presenting.reading import Step
from data.presenting.views import View
from data.reporting import approval, drafts, examining, submissions
from data.text import Language, Text
from data.uploads import check
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from data.uploads.template import template
from docs import presenting_pictures
from tests import chromium
from tests.pages.conftest import EVERYBODY, Server
from tests.people import ROOT_UNIT, everybody

PICTURES = Path(__file__).parent / "pictures"
LANGUAGES: dict[Language, str] = {"zh": "", "en": ".en"}  # what the name of a picture ends with
CITY, FILE = "330200", "宁波市月报.csv"
PEOPLE = {
    "wangmin": ("王敏", Grant("steward", CITY)),
    "zhangwei": ("张伟", Grant("approver", "330000")),
}
COLOURS = 160  # a page has few; a picture is a third of the size
DESK, LONG_WALL, LAPTOP, PHONE = (1920, 1080), (3840, 1080), (1366, 860), (390, 844)
# Who acts in the demonstration: who leads keystone reforms, a county's steward, a city's office.
ACTING = {
    "lead": ("王示范", Grant("leader", ROOT_UNIT)),
    "county": ("填报员（演示）", Grant("steward", "330382")),
    "office": ("办公室（演示）", Grant("approver", "330300")),
}
SATISFACTION = (("metric", "satisfaction"),)
STEPS = (
    ("overview", (), "全省总体", "The province at a glance", "先看全省总体：哪些达标，哪些没有。", 2),
    ("league", SATISFACTION, "谁真的领先", "Who is truly ahead", "名次有重叠的不念名次，只说“稳居前列”。", 3),
    ("map", SATISFACTION, "满意率在哪里低", "Where satisfaction is low", "请低于目标的市说明。", 3),
    ("passport", SATISFACTION, "这个数从哪里来", "Where the number comes from", "点开看到每一格。", 2),
    ("problems", (("standing", "overdue"),), "超期问题", "What is overdue", "逐条过，当场交办。", 5),
)
WAIT = 60_000


def main() -> None:
    """Take all of them, in both languages."""
    month = months.last_full(months.today() - timedelta(days=8))  # of a month that is due
    os.environ["COCKPIT_CALENDAR_OWED_FROM"] = months.label(months.shift(month, -12))  # as in a store a year old
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.FLAGS)
        _of_the_demonstration(browser, f"sqlite:///{folder}/demonstration.db", month)
        _of_the_month(browser, f"sqlite:///{folder}/city.db", f"sqlite:///{folder}/demonstration.db", month)
        browser.close()


def _of_the_demonstration(browser: Browser, url: str, month: date) -> None:
    """What leaders see; and what came in, from whom and when."""
    engine = _store(url)
    demo.load(engine)
    revised = months.label(months.shift(month, -4))  # corrected two months later in the demonstration
    with _served(url) as server:
        take = partial(_take, browser, server, EVERYBODY)
        take("overview", "", ".concluded")
        take("whole", "whole", ".map-1612")
        take("map", "map", ".landscape")
        take(
            "passport",
            f"passport?unit=330300&metric=interface_calls&month={revised}",
            "[data-panel=months] .lines-plot",
        )
        take("problems", "problems", ".lines")
        take("instructions", "instructions", ".lane-board")
        take("meetings", "meetings?meeting=2", ".arrows")
        take("league", "league", ".bands")
        take("history", "history", "[data-panel=batches] tr")
        take("reporting", f"reporting?month={months.label(month)}", ".matrix")
        take("burden", "burden", ".tile")
        take("wall", "?wall=1", ".concluded", LONG_WALL)
        _acting(browser, server, month)
        number, presentation = _meeting(engine, month)
        take("storyline", f"storylines?storyline={number}", ".handle")
        take("console", f"present/{presentation}", ".clocks", LAPTOP)
        who = _actor(engine, EVERYBODY)
        presenting_pictures.take(browser, server, engine, who, number, presentation, month, _put)


def _acting(browser: Browser, server: Server, month: date) -> None:
    """The days of a leader, a steward and an office; an instruction as it is given out on a phone and as it is carried out."""
    for login, (name, grant) in ACTING.items():
        server.person(login, grant, name=name, unit=grant.unit)
    take = partial(_take, browser, server)
    red = f"unit=330382&metric=satisfaction&month={months.label(month)}"
    take("lead", "today", "today", "[data-panel=mine]")
    take("lead", "charge", f"instructions?charge=metric&{red}", "textarea", PHONE)
    take("county", "received", "today", "[data-panel=do]")
    take("county", "instruction", "instructions?unit=330382&instruction=9", "[data-panel=life]")
    take("office", "office", "today", "[data-panel=burning]")


def _meeting(engine: Engine, month: date) -> tuple[int, int]:
    """A storyline of five steps, and a presentation of it that stands at the second: their numbers."""
    who = _actor(engine, EVERYBODY)
    steps = [
        Step(View(page, ROOT_UNIT, month, query), Text(zh, en), notes, minutes)
        for page, query, zh, en, notes, minutes in STEPS
    ]
    number = storylines.create(engine, Text("月度例会", "Monthly meeting"), ROOT_UNIT, steps, by=who)
    presentation = running.start(engine, number, (), by=who)
    running.steer(engine, presentation, "next", 1, by=who)
    return number, presentation


def _of_the_month(browser: Browser, url: str, demonstration: str, month: date) -> None:
    """A steward's desk and draft, an approver's page: a city whose last month counts, with this month handed in."""
    engine = _store(url)
    before, now = (_report(store.connect(demonstration), each) for each in (months.shift(month, -1), month))
    _commit(engine, before)
    with _served(url) as server:
        for login, (name, grant) in PEOPLE.items():
            server.person(login, grant, name=name, unit=grant.unit)
        steward = _actor(engine, "wangmin")
        draft = _filled_in(engine, _mistaken(now), month, steward)
        take = partial(_take, browser, server)
        take("wangmin", "upload", f"upload?unit={CITY}&month={months.label(month)}", "[data-panel=changes]")
        submissions.submit(engine, draft.number, draft.version, by=steward, looked_at=_warnings(engine, draft, steward))
        take("zhangwei", "approval", "approval?submission=1", "[data-panel=figures]")
        _send_one_back(engine, _actor(engine, "zhangwei"))
        take("wangmin", "desk", f"desk?month={months.label(month)}", "[data-panel]")


def _store(url: str) -> Engine:
    engine = store.connect(url)
    store.migrate(engine)
    starting.load(engine)
    return engine


@contextmanager
def _served(url: str) -> Iterator[Server]:
    server = Server(url)
    server.person(EVERYBODY, *everybody().grants, name=everybody().name)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _take(
    browser: Browser, server: Server, login: str, name: str, path: str, until: str, size: tuple[int, int] = DESK
) -> None:
    """One page in both languages as that person sees it, once `until` is on it."""
    width, height = size
    for language, ending in LANGUAGES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies([{"name": sessions.COOKIE, "value": server.cookies[login], "url": server.address}])
        page = context.new_page()
        page.goto(f"{server.address}/{path}{'&' if '?' in path else '?'}lang={language}")
        page.wait_for_selector(until, timeout=WAIT)
        if page.locator("[data-test-script-state]").count():  # a page of Streamlit's
            page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=WAIT)
        page.wait_for_timeout(1500)  # charts fade in
        _save(page.screenshot(), PICTURES / f"{name}{ending}.png")
        context.close()


def _put(taken: bytes, name: str, language: Language) -> None:
    _save(taken, PICTURES / f"{name}{LANGUAGES[language]}.png")


def _save(taken: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.thumbnail(DESK)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _report(engine: Engine, month: date) -> pd.DataFrame:
    """What the demonstration has of the city's counties in a month, in the columns of a long table."""
    table = schema.figure
    only = (
        (table.c.month == month) & table.c.unit.like(f"{CITY[:4]}%") & (table.c.subject == "") & (table.c.unit != CITY)
    )
    with engine.connect() as conn:
        figures = pd.read_sql(select(as_of(table, only=only)), conn)
    names = figures["measure"].map(lambda key: MEASURES[key].zh)
    return pd.DataFrame(
        {"单位": figures["unit"], "月份": months.label(month), "填报项": names, "数值": figures["value"]}
    )


def _mistaken(report: pd.DataFrame) -> pd.DataFrame:
    """The report with one figure that looks like a wrong 万."""
    wrong = report.index[report["填报项"] == MEASURES["data_records"].zh][0]
    return report.assign(数值=report["数值"].where(report.index != wrong, report["数值"] * 10))


def _csv(report: pd.DataFrame) -> bytes:
    return report.to_csv(index=False, float_format="%.15g").encode("utf-8-sig")


def _commit(engine: Engine, report: pd.DataFrame) -> None:
    """Last month's report, as it counts by now."""
    content, by = _csv(report), Actor("王敏", CITY, (Grant("steward", CITY),))
    with store.writing(engine) as conn:
        _, checked = check.read(conn, content, FILE, by, months.today())
        write(conn, compare(conn, checked.figures, checked.records), Source("workbook", FILE, content), by=by)


def _actor(engine: Engine, login: str) -> Actor:
    with engine.connect() as conn:
        return accounts.actor_of(conn, login)


def _filled_in(engine: Engine, report: pd.DataFrame, month: date, by: Actor) -> drafts.Draft:
    """The template with the report in it."""
    opened = drafts.open_(engine, CITY, month, by=by)
    with engine.connect() as conn:
        book = load_workbook(io.BytesIO(template(conn, CITY, month, by)))
    sheet = book["月报"]
    columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=4) for cell in row if cell.value}
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=5)}
    for unit, measure, value in zip(report["单位"], report["填报项"], report["数值"], strict=True):
        if measure in columns and unit in rows:
            sheet.cell(rows[unit], columns[measure], value)
    content = io.BytesIO()
    book.save(content)
    name = FILE.replace(".csv", ".xlsx")
    return drafts.put(engine, opened.number, name, content.getvalue(), by=by, base=opened.version).draft


def _warnings(engine: Engine, draft: drafts.Draft, by: Actor) -> int:
    with engine.connect() as conn:
        return len(examining.draft(conn, draft.number, draft.version, actor=by).checked.warnings)


def _send_one_back(engine: Engine, by: Actor) -> None:
    with engine.connect() as conn:
        review = submissions.review(conn, 1)
    cell = review.compared.figures.loc[review.compared.figures["measure"] == "data_records"].iloc[0]
    back = approval.Back(cell["sheet"], cell["cell"], "比上月多十倍，请核对单位", _in_three_days())
    approval.accept(engine, 1, by=by, sending_back=[back], step=0)


def _in_three_days() -> datetime:
    return datetime.combine(months.today() + timedelta(days=3), time(18), months.SHANGHAI)


if __name__ == "__main__":
    main()
