"""A view as what an instruction is about: a page as it was narrowed, what it is called, and the way back to it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from data.clocks.reading import About
from data.presenting.views import FRONT, LEFT_OUT, PAGES, Refused, View, read
from data.registers import REGISTERS
from data.text import LANGUAGES, Language, Text
from metrics import METRICS
from ui.scope import OF_SCOPE, Scope
from ui.texts import tell

LOOKED = "looked"  # what the address of the form calls the view
LONGEST = 1000  # of an address that is kept; one that says more loses what narrows it
OTHERWISE = frozenset({"object", "passport", "instructions"})  # a row and a number have a way of their own
MOMENT = frozenset({"from", "before", "sort", LOOKED})  # how one read, not what one looked at


def address(page: str, query: Mapping[str, str], scope: Scope) -> str:
    """What an instruction keeps of the view that is open; "" for a page that is none to instruct at."""
    if page not in PAGES or page in OTHERWISE:
        return ""
    left = OF_SCOPE | LEFT_OUT | MOMENT
    narrowed = {name: value for name, value in query.items() if name not in left}
    about = {"unit": scope.unit, "month": scope.month.strftime("%Y-%m")}
    about |= {name: query[name] for name in ("metric", "period") if query.get(name)}
    path = "" if page == FRONT else page
    whole = f"./{path}?{urlencode({**about, **narrowed})}"
    return whole if len(whole) <= LONGEST else f"./{path}?{urlencode(about)}"


def looked_at(written: str, scope: Scope) -> tuple[About, str] | None:
    """What the form is about, and the department that answers for its list or metric ("": none); None for no view of ours."""
    view = _view(written[:LONGEST], scope)
    if view is None or view.page in OTHERWISE or view.unit not in scope.tree:
        return None
    register, metric = register_of(view), METRICS.get(dict(view.query).get("metric", ""))
    owner = REGISTERS[register].owner if register else metric.owner.zh if metric else ""
    title = Text(*(_title(view, lang) for lang in LANGUAGES))
    about = About("page", view.unit, view.month, scope.revision, title, register=register, key=written[:LONGEST])
    return about, owner


def register_of(view: View) -> str:
    """The register whose list the view shows; "" where it shows none."""
    asked = "problems" if view.page == "problems" else dict(view.query).get("register", "")
    return asked if asked in REGISTERS else ""


def href(about: About, scope: Scope) -> str:
    """The view as it stood, at its revision; "" where none was kept."""
    view = _view(about.key, scope) if about.key else None
    if view is None:
        return ""
    more = dict(view.query)
    asked = {"unit": view.unit, "month": view.month, "metric": more.pop("metric", ""), "wall": False}
    return scope.link(view.path, **asked, revision=about.revision, pinned=True, **more)


def _view(written: str, scope: Scope) -> View | None:
    try:
        return read(written, {"unit": scope.unit, "month": scope.month.strftime("%Y-%m")})
    except Refused:
        return None


def _title(view: View, lang: Language) -> str:
    """The page, and of a list which one; what narrows it beside unit and month."""
    asked, register = dict(view.query), register_of(view)
    metric = METRICS.get(asked.get("metric", ""))
    parts = [tell(lang, view.page)] if view.page not in ("register", "problems") or not register else []
    parts += [metric.name(lang)] if metric else []
    parts += [Text(REGISTERS[register].zh, REGISTERS[register].en).in_(lang)] if register else []
    parts += _narrowed(register, asked, lang)
    return " · ".join(parts)


def _narrowed(register: str, asked: Mapping[str, str], lang: Language) -> list[str]:
    """The choices of the list's fields and its states, in words."""
    if not register:
        return []
    declared = REGISTERS[register]
    told = [
        dict(field.choices)[asked[field.key]].in_(lang)
        for field in declared.fields
        if field.choices and asked.get(field.key) in dict(field.choices)
    ]
    standing = [state for state in declared.states if state.key == asked.get("standing")]
    return [*told, *(state.text.in_(lang) for state in standing)]
