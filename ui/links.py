"""Where a unit's and a person's page open – links for whoever may open them, the name alone for others – and how to reach somebody."""

from markupsafe import Markup

from data.people.contacts import Contact
from ui.scope import Scope
from ui.tables import link


def unit_href(scope: Scope, unit: str) -> str:
    """The address of a unit's page; the overview's, which published months open to all, where the page is not theirs."""
    return scope.link("unit", unit=unit, metric="") if scope.is_own(unit) else scope.link(unit=unit)


def named(scope: Scope, unit: str) -> Markup | str:
    """A unit's name, which leads to its page where this person may open it; the code of one that is no more."""
    if unit not in scope.tree:
        return unit
    return link(scope.name(unit), unit_href(scope, unit)) if scope.is_own(unit) else scope.name(unit)


def person_link(login: str, name: str, scope: Scope) -> Markup:
    """Somebody's name, which leads to their page."""
    return link(name, scope.link("person", metric="", who=login))


def ways_of(one: Contact) -> Markup:
    """A telephone number and an address one can tap; — for neither."""
    ways = [
        *([Markup('<a href="tel:{0}">{0}</a>').format(one.phone)] if one.phone else []),
        *([Markup('<a href="mailto:{0}">{0}</a>').format(one.mail)] if one.mail else []),
    ]
    return Markup(" ").join(ways) or Markup("—")
