"""What is watched, in words, and where it is opened."""

from datetime import date
from urllib.parse import urlencode

from sqlalchemy import Connection

from data import months
from data.references import titles
from data.registers import REGISTERS
from data.text import Text
from data.units import Tree
from data.watching.reading import Watched
from metrics import METRICS
from metrics.finding import places
from metrics.finding.places import Place

NAMED = Text("{unit}“{what}”", "{what} of {unit}")


def name_of(conn: Connection, watched: Watched, tree: Tree) -> Text:
    """What is watched, as it is called; of a restricted register the register alone."""
    unit = tree.by_code.get(watched.unit)
    place = Text(unit.name_zh, unit.name_en) if unit else Text(watched.unit, watched.unit)
    what = _thing(conn, watched)
    if what is None:
        return place
    return Text(
        NAMED.in_("zh", unit=place.zh, what=what.zh),
        NAMED.in_("en", unit=place.en, what=what.en),
    )


def _thing(conn: Connection, watched: Watched) -> Text | None:
    if watched.subject == "unit":
        return None
    if watched.metric:
        return Text(METRICS[watched.metric].zh, METRICS[watched.metric].en)
    register = REGISTERS[watched.register]
    name = Text(register.zh, register.en)
    if watched.subject == "list" or register.restricted:
        return name
    found = titles(conn, watched.register, [watched.key]).get(watched.key)
    return found[0] if found else Text(f"{name.zh} {watched.key}", f"{name.en} {watched.key}")


def place_of(watched: Watched, kind: str, item: str = "") -> Place:
    """The page on which the change is seen."""
    if watched.subject == "row":
        return places.of_row(watched.register, watched.key, watched.unit)
    here = {"unit": watched.unit}
    if kind == "incomplete":
        return Place("reporting", here)
    if watched.subject == "list":
        found = places.of_register(watched.register)
        return Place(found.page, {**found.query, **here})
    if kind == "overdue":
        return Place("problems", {**here, "standing": "overdue"})
    metric = watched.metric or item
    return Place("passport", {**here, "metric": metric}) if metric else Place("unit", here)


def link_of(watched: Watched, kind: str, month: date, item: str = "") -> str:
    """The address of that page in a month, without a language."""
    found = place_of(watched, kind, item)
    return f"{found.page}?{urlencode({**found.query, 'month': months.label(month)})}"
