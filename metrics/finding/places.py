"""Where each kind of thing is opened: the page, and what of the scope it changes. The one place that knows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from data.access import Action
from data.text import Text

KEPT = ("unit", "month", "period", "revision", "known", "lang", "room", "part")  # what of a view travels to another


@dataclass(frozen=True)
class Page:
    """A page as it is found: its title, and what one must be allowed to do somewhere to open it."""

    title: Text
    action: Action


# By the name in their address. The pages are declared a floor above, which hands them in here.
PAGES: dict[str, Page] = {}
ADDRESSES: set[str] = set()  # the names of all pages, also of those that are opened by what they show alone


@dataclass(frozen=True)
class Place:
    """A page, and what it is asked beside the scope of whoever goes there."""

    page: str
    query: Mapping[str, str] = field(default_factory=dict)

    def link(self, scope: Mapping[str, str]) -> str:
        """Its address in the scope of a view, as that view's own address says it."""
        kept = {name: scope[name] for name in KEPT if scope.get(name)}
        return f"./{self.page}?{urlencode({**kept, **self.query})}"


def of_unit(code: str, own: bool = True) -> Place:
    """A unit is opened on its page; on the overview where it is not one's `own`, and a published month shows it to all."""
    return Place("unit" if own else "", {"unit": code})


def of_metric(key: str) -> Place:
    """A metric is opened as the passport of its number."""
    return Place("passport", {"metric": key})


def of_number(metric: str, unit: str, month: str, period: str) -> Place:
    """One number opened: its metric, unit, month and period."""
    return Place("passport", {"unit": unit, "month": month, "period": period, "metric": metric})


def of_page(name: str, front: str = "overview") -> Place:
    """A page; the front page has no path of its own."""
    return Place("" if name == front else name)


def of_register(register: str) -> Place:
    """A register's list: a page of its own where it has one."""
    return Place(register) if register in PAGES else Place("register", {"register": register})


def of_row(register: str, key: str, unit: str) -> Place:
    """A row of a register, in the scope of its unit."""
    return Place("object", {"unit": unit, "register": register, "key": key})


def of_person(login: str, unit: str) -> Place:
    """Somebody who answers for a unit."""
    return Place("person", {"unit": unit, "who": login})


def of_document(key: str) -> Place:
    """A published source, among the figures by document."""
    return Place("published", {"by": "source", "source": key})
