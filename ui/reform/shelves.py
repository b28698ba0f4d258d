"""Rows of one register by one of its fields: how those of each value stand, every part a link to them."""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd
from markupsafe import Markup

from data.registers import REGISTERS
from data.text import Text
from metrics.owners import office
from ui.panels import beside_title
from ui.rows.fields import linked, register_name, state_parts
from ui.rows.links import listed, opened
from ui.rows.reading import counts
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

TEXTS = {
    "owed": Text("暂无，由{owner}登记", "None yet, kept by {owner}"),
    "nobody": Text("未注明", "Not stated"),
    "all": Text("全部 {count}", "All {count}"),
}


def shelf(scope: Scope, register: str, name: str = "") -> dict[str, object]:
    """A register as one shelf, for `charts.stood`."""
    found = counts(scope, register, "standing").set_index("standing")["count"]
    return _shelf(scope, register, name or register_name(register, scope), found, {})


def by_choice(scope: Scope, register: str, field: str) -> list[dict[str, object]]:
    """A shelf for each choice of a field, in their order; those without a row say who owes them."""
    found = counts(scope, register, field, "standing")
    return [
        _shelf(scope, register, text.in_(scope.lang), _of(found, field, key), {field: key})
        for key, text in REGISTERS[register].field(field).choices
    ]


def by_words(
    scope: Scope, register: str, field: str, most: int, *, among: Collection[str] | None = None
) -> list[dict[str, object]]:
    """A shelf for each value (of those `among` which to choose) of a field of words, units or references: those with most
    that burns first, then the largest."""
    found = counts(scope, register, field, "standing")
    found = found if among is None else found[found[field].isin(among)]
    burning = [state.key for state in REGISTERS[register].states if state.meaning in ("over", "bad")]
    hot = found[found["standing"].isin(burning)].groupby(field)["count"].sum()
    sums = found.groupby(field)["count"].sum().to_frame().assign(hot=hot).fillna({"hot": 0})
    order = sums.sort_values(["hot", "count"], ascending=False, kind="stable").index[:most]
    say = linked(register, [{field: key} for key in order if key], scope)
    return [
        _shelf(
            scope,
            register,
            Markup(say(field, key)).striptags() if key else TEXTS["nobody"].in_(scope.lang),
            _of(found, field, key),
            {field: key} if key else {},
        )
        for key in order
    ]


def _of(found: pd.DataFrame, field: str, key: str) -> pd.Series:
    return found[found[field] == key].set_index("standing")["count"]


def _shelf(
    scope: Scope, register: str, name: str, found: Mapping[str, int], asked: Mapping[str, str]
) -> dict[str, object]:
    declared = REGISTERS[register]
    return {
        "name": name,
        "href": listed(scope, register, **asked),
        "note": "",
        "none": owed(scope, register),
        "parts": state_parts(
            declared, found, lambda standing: listed(scope, register, standing=standing, **asked), scope.lang
        ),
    }


def owed(scope: Scope, register: str) -> str:
    """Who has to enter what is not there."""
    return TEXTS["owed"].in_(scope.lang, owner=office(REGISTERS[register].owner).in_(scope.lang))


def nothing(scope: Scope, register: str) -> Markup:
    """The same where a whole panel has nothing."""
    return render("empty", text=f"{register_name(register, scope)} · {owed(scope, register)}")


def named_items(scope: Scope, register: str, rows: Iterable[tuple[str, str]]) -> Markup:
    """Rows by their names, each a link to it: keys and what they are called."""
    return render("items", items=[link(name, opened(scope, register, key)) for key, name in rows])


def all_of(scope: Scope, register: str, count: int, **asked: str) -> Markup:
    """The way to all rows, beside a panel's title."""
    way = link(TEXTS["all"].in_(scope.lang, count=f"{count:,}"), listed(scope, register, **asked))
    return beside_title(way)
