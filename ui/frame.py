"""The title bar: whose state, of which month, how sure, and the way to the other pages."""

from collections.abc import Sequence

from data import months
from data.settings import settings
from ui import reads
from ui.board import board
from ui.cards import KEYS
from ui.scope import Scope, last_month, month_name, when
from ui.templates import render
from ui.texts import teller

MONTHS_BACK = 60  # months one can choose; an earlier one still opens by its address


def frame(scope: Scope, pages: Sequence[str], here: str) -> None:
    """Show the title bar of a page; `pages` are those one can go to, by the name of their file."""
    t = teller(scope.lang)
    state = reads.state(scope)
    as_of = when(state.at) if state.at else "—"
    bar = render(
        "frame",
        t=t,
        wall=scope.wall,
        title=settings().title_zh if scope.lang == "zh" else settings().title_en,
        unit=scope.name(scope.unit),
        home=scope.link(metric=""),
        pages=[{"href": scope.link(_path(page), metric=""), "name": t(page), "here": page == here} for page in pages],
        demo=state.demo,
        as_of=as_of,
        coverage=_coverage(scope),
        **_time(scope, _path(here)),
        other=scope.link(_path(here), lang="en" if scope.lang == "zh" else "zh"),
        other_lang="en" if scope.lang == "zh" else "zh",
        to_wall=scope.link(wall=True),
    )
    words = {
        "cut": t("cut", when=as_of, age="{age}"),
        "seconds": t("seconds", s="{s}"),
        "minutes": t("minutes", m="{m}", s="{s}"),
    }
    board(bar, key="frame", lang=scope.lang, watch=words)
    if scope.notes:
        board(render("notes", notes=scope.notes), key="notes", lang=scope.lang)


def _time(scope: Scope, path: str) -> dict[str, object]:
    """Which month and which revision are shown, and the ways to others."""
    first, last = settings().months.first, last_month()
    before, after = months.shift(scope.month, -1), months.shift(scope.month, 1)
    choices = months.between(max(first, months.shift(last, -MONTHS_BACK)), last)
    return {
        "month": month_name(scope.month, scope.lang),
        "chosen": months.label(scope.month),
        "months": [(months.label(each), month_name(each, scope.lang)) for each in {*choices, scope.month}],
        "before": scope.link(path, month=before) if before >= first else "",
        "after": scope.link(path, month=after) if after <= last else "",
        "revision": scope.revision,
        "past": scope.pinned,
        "here": scope.link(path),
        "present": scope.link(path, pinned=False),
        "today": months.today().isoformat(),
    }


def _coverage(scope: Scope) -> str:
    """The share of what the first screen's numbers need that has come in: a ratio of sums over its tiles."""
    rows = reads.snapshot(scope, KEYS, scope.unit, scope.month)
    whole = rows[rows["unit"] == scope.unit]
    expected = int(whole["expected"].sum())
    return f"{(whole['reported'] + whole['carried']).sum() / expected:.0%}" if expected else "—"


def _path(page: str) -> str:
    """The overview is the front page and has no path of its own."""
    return "" if page == "overview" else page
