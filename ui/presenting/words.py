"""Storylines and steps in words, and the ways to them."""

from collections.abc import Mapping
from urllib.parse import urlencode

from data.presenting.reading import Step, Storyline
from data.presenting.views import FRONT, LEFT_OUT, PAGES, View
from data.registers import REGISTERS
from data.text import LANGUAGES, Text
from metrics import METRICS
from ui.room import REAL, TRAINING
from ui.scope import Scope, month_name
from ui.texts import tell

TEXTS = {
    "minutes": Text("{minutes:g} 分钟", "{minutes:g} min"),
    "training": Text("演练室", "training room"),
}


def href(found: Storyline | int, scope: Scope, **more: object) -> str:
    """The address of a storyline's page."""
    number = found if isinstance(found, int) else found.number
    return scope.link("storylines", metric="", pinned=False, storyline=number, **more)


def add_href(page: str, query: Mapping[str, str], scope: Scope) -> str:
    """The address at which this view becomes a step; "" for a page that is none. Storylines are the real store's, whichever
    room the view is in."""
    if page not in PAGES:
        return ""
    here = {**query, "unit": scope.unit, "month": scope.month.strftime("%Y-%m")}
    address = f"./{'' if page == FRONT else page}?{urlencode(here)}"
    return scope.link("storylines", room=REAL, metric="", pinned=False, add=address)


def file_href(page: str, query: Mapping[str, str], scope: Scope, paper: str = "") -> str:
    """The address of this view as a PDF on that paper, or without one as a picture; "" for a page of which there is none."""
    if page not in PAGES:
        return ""
    told = {"known", *LEFT_OUT, *scope.__dataclass_fields__}  # by the scope, or by nobody
    more = {name: value for name, value in query.items() if name not in told}
    where, on = ("pdf", {"paper": paper}) if paper else ("picture", {})
    return scope.link(where, **{**more, "of": page, **on})


def title_of(step: Step, scope: Scope) -> str:
    """What a step is called: its title, or what it shows."""
    return step.title.in_(scope.lang) or what(step.view, scope)


def what(view: View, scope: Scope) -> str:
    """What a view shows: page, number or list, unit, month."""
    asked = dict(view.query)
    metric, register = METRICS.get(asked.get("metric", "")), REGISTERS.get(asked.get("register", ""))
    parts = [tell(scope.lang, view.page)]
    parts += [metric.name(scope.lang)] if metric else []
    parts += [register.zh if scope.lang == "zh" else register.en] if register else []
    parts += [unit_name(view.unit, scope), month_name(view.month, scope.lang)]
    parts += [TEXTS["training"].in_(scope.lang)] if asked.get("room") == TRAINING else []
    return " · ".join(parts)


def unit_name(unit: str, scope: Scope) -> str:
    """A unit as it is called; its code where it is no more."""
    return scope.name(unit) if unit in scope.tree else unit


def minutes(count: float, scope: Scope) -> str:
    """So many minutes."""
    return TEXTS["minutes"].in_(scope.lang, minutes=round(count, 1))


def both(text: Text, **blanks: object) -> Text:
    """A sentence with its blanks filled in both languages."""
    told = (
        text.in_(lang, **{name: each.in_(lang) if isinstance(each, Text) else each for name, each in blanks.items()})
        for lang in LANGUAGES
    )
    return Text(*told)
