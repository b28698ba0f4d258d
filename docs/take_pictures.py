"""The pictures of the guides, taken anew from the real pages: `python -m docs.take_pictures`. Every figure in them is made up."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine, select

from data import demo, months, schema, starting, store
from data.access import Actor, Grant
from data.figures import as_of
from data.measures import MEASURES
from data.settings import settings
from data.uploads import parse
from data.uploads.check import check
from data.uploads.commit import Source, commit
from data.uploads.compare import compare
from tests.pages.conftest import CHROMIUM, FLAGS, Server

PICTURES = Path(__file__).parent / "pictures"
LANGUAGES = {"zh": "", "en": ".en"}  # what the name of a picture ends with
CITY, STEWARD = "330200", "王敏"
COLOURS = 160  # a page has few; a picture is a third of the size
DESK, LONG_WALL = (1920, 1080), (3840, 1080)
WAIT = 60_000


def main() -> None:
    """Take all of them, in both languages."""
    month = months.last_full(months.today())
    revised = months.label(months.shift(month, -4))  # corrected two months later in the demonstration
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        engine = _store(f"sqlite:///{folder}/demonstration.db")
        demo.load(engine)
        with _served(engine, browser) as address:
            _take(browser, "overview", f"{address}/?", ".tile")
            _take(
                browser,
                "passport",
                f"{address}/passport?unit=330300&metric=interface_calls&month={revised}",
                ".js-plotly-plot",
            )
            _take(browser, "problems", f"{address}/problems?", ".lines")
            _take(browser, "history", f"{address}/history?", "[data-panel=batches] tr")
            _take(browser, "wall", f"{address}/?wall=1", ".tile", LONG_WALL)
        before, now = (_report(engine, each) for each in (months.shift(month, -1), month))
        city = _store(f"sqlite:///{folder}/city.db")
        _commit(city, before)
        with _served(city, browser) as address:
            _take(
                browser,
                "upload",
                f"{address}/upload?unit={CITY}&by={STEWARD}",
                "[data-panel=changes]",
                drop=_mistaken(now),
            )
        browser.close()


def _store(url: str) -> Engine:
    engine = store.connect(url)
    store.migrate(engine)
    starting.load(engine)
    return engine


@contextmanager
def _served(engine: Engine, browser: Browser) -> Iterator[str]:
    """The address of a server that has shown its front page once."""
    server = Server(engine.url.render_as_string())
    server.start()
    try:
        page = browser.new_page()
        page.goto(server.address)
        page.wait_for_selector(".tile", timeout=WAIT)
        page.close()
        yield server.address
    finally:
        server.kill()


def _take(
    browser: Browser,
    name: str,
    address: str,
    until: str,
    size: tuple[int, int] = DESK,
    drop: pd.DataFrame | None = None,
) -> None:
    """One page in both languages, once `until` is on it."""
    width, height = size
    for language, ending in LANGUAGES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{address}&lang={language}")
        if drop is not None:
            _drop(page, drop)
        page.wait_for_selector(until, timeout=WAIT)
        page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=WAIT)
        page.wait_for_timeout(1500)  # charts fade in
        _save(page.screenshot(), PICTURES / f"{name}{ending}.png")
        page.close()


def _drop(page: Page, report: pd.DataFrame) -> None:
    page.wait_for_selector('input[type="file"]', state="attached", timeout=WAIT)
    file = {"name": "宁波市月报.csv", "mimeType": "text/csv", "buffer": _csv(report)}
    page.set_input_files('input[type="file"]', files=[file])


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
    content, by = _csv(report), Actor(STEWARD, CITY, (Grant("steward", CITY),))
    with engine.connect() as conn:
        checked = check(conn, parse.read(content, "宁波市月报.csv", settings().limits), by, months.today())
        compared = compare(conn, checked.figures, checked.records)
    commit(engine, compared, Source("workbook", "宁波市月报.csv", content), by=by)


if __name__ == "__main__":
    main()
