"""The conclusions: what is wrong in sentences, each with the page on which one acts."""

from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from data import months
from data.text import Text
from metrics.conclusions import GRADES, NOTHING, Conclusion, conclusions, none_found
from ui import reads
from ui.cards import KEYS
from ui.instructions.issuing import told_link
from ui.reads import by_revision
from ui.scope import Scope
from ui.templates import render

MOST = 5  # read at once; a screen shows as many as it has room for
TEXTS = {
    "ask": Text("提问", "Ask"),
    "charge": Text("交办", "Instruct"),
    "own": Text("结论只向本单位及其上级显示。", "What stands out is told to the unit itself and those above it."),
}
SIGNS = {"fire": "✕", "behind": "▲", "doubt": "◐", "notice": "●"}


class Told(NamedTuple):
    """What stands out, and the sentence where nothing does; `calm` where that is good news."""

    conclusions: tuple[Conclusion, ...]
    nothing: str
    calm: bool = False


@by_revision(rows=True, of="unit")
def of_unit(conn, revision, unit: str, month: date) -> tuple[Conclusion, ...]:
    """`metrics.conclusions` of a unit, the worst first."""
    return conclusions(conn, unit, month, revision=revision, most=MOST)


def told(scope: Scope) -> Told:
    """The conclusions of the scope, for who may read its rows."""
    if not scope.is_own(scope.unit):
        return Told((), TEXTS["own"].in_(scope.lang))
    found = of_unit(scope, scope.unit, scope.month)
    none = none_found(reads.snapshot(scope, KEYS, scope.unit, scope.month))
    shown = tuple(each for each in found if each.metric not in scope.hidden)
    return Told(shown, none.in_(scope.lang), none is NOTHING)


def sentences(found: Told, scope: Scope, charges: tuple[str, ...]) -> Markup:
    """One card a conclusion, the worst first, with the ways to ask and, for who may charge its unit (`charges`), to charge it."""
    cards = [_card(each, scope, charges) for each in found.conclusions]
    return render("conclusions", cards=cards, nothing=found.nothing, calm=found.calm)


def _card(one: Conclusion, scope: Scope, charges: tuple[str, ...]) -> dict[str, object]:
    lang = scope.lang
    about = {"unit": one.unit, "metric": one.metric, "said": one.what.in_(lang), "owner": one.owner.zh}
    return {
        "metric": one.metric,
        "grade": one.grade,
        "graded": GRADES[one.grade].in_(lang),
        "sign": SIGNS[one.grade],
        "what": one.what.in_(lang),
        "told": one.told.in_(lang),
        "whose": " · ".join(part for part in (_whose(one, scope), one.since.in_(lang)) if part),
        "href": way(one, scope),
        "charge": TEXTS["charge"].in_(lang),
        "charge_href": told_link(scope, charges, **about),
        "ask": TEXTS["ask"].in_(lang),
        "ask_href": scope.link("passport", unit=one.unit, metric=one.metric, question="new"),
    }


def _whose(one: Conclusion, scope: Scope) -> str:
    parts = scope.name(one.unit), one.owner.in_(scope.lang)
    return "".join(parts) if scope.lang == "zh" else " · ".join(parts)


def way(one: Conclusion, scope: Scope) -> str:
    """The page on which one acts."""
    about = dict(one.query)
    fields: dict[str, object] = {name: about.pop(name) for name in ("unit", "metric") if name in about}
    if "month" in about:
        fields["month"] = months.parse(about.pop("month"))
    return scope.link(one.page, **({"metric": ""} | fields), **about)
