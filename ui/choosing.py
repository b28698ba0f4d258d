"""Units to choose from in a form. Of very many those near the one on the screen and the uppermost are offered: a country's are never
sent to a browser whole, and whoever wants another opens it first, by the search."""

from collections.abc import Sequence
from typing import Any

from data import months
from data.text import Text
from data.units import Tree
from ui import reads
from ui.scope import Scope

MOST = 500  # that one list offers
LEFT_OUT = Text(
    "这里列出上级单位和“{unit}”附近的 {count} 个单位；要选其他单位，请先用搜索打开它。",
    "These are {count} units: the uppermost and those near {unit}. For another, open it first by the search.",
)


def unit_box(place: Any, label: str, scope: Scope, codes: Sequence[str], key: str, chosen: str = "") -> None:
    """A box of a form in which one of the units is chosen, beginning with the one `chosen`. `place` is where it stands: a column,
    or `streamlit` itself."""
    names = indented(scope, codes)
    place.selectbox(
        label,
        list(names),
        index=list(names).index(chosen) if chosen in names else 0 if names else None,
        format_func=names.__getitem__,
        help=left_out(scope, codes),
        key=key,
    )


def left_out(scope: Scope, codes: Sequence[str]) -> str | None:
    """What a form says of the units that it does not offer; None where it offers all."""
    if len(codes) <= MOST:
        return None
    return LEFT_OUT.in_(scope.lang, unit=scope.name(scope.unit), count=len(near(scope, codes)))


def near(scope: Scope, codes: Sequence[str]) -> list[str]:
    """Of many units MOST, in their order: the unit on the screen, those above and right below it, and level by level from the
    top."""
    if len(codes) <= MOST:
        return list(codes)
    tree, among = _today(scope), set(codes)
    here = scope.unit if scope.unit in tree else codes[0]
    beside = [*tree.path(here), *tree.children.get(here, ()), *tree.children.get(tree[here].parent, ())]
    downwards = sorted(codes, key=lambda code: len(tree.path(code)))
    kept = set(list(dict.fromkeys(code for code in (*beside, *downwards) if code in among))[:MOST])
    return [code for code in codes if code in kept]


def indented(scope: Scope, codes: Sequence[str]) -> dict[str, str]:
    """Their names, those below another further in, in the order of today's tree; of more than MOST those `near`."""
    tree = _today(scope)
    shown = near(scope, codes)
    top = min((len(tree.path(code)) for code in shown), default=1)
    return {code: "　" * (len(tree.path(code)) - top) + tree[code].name(scope.lang) for code in shown}


def _today(scope: Scope) -> Tree:
    return reads.units(scope).on(months.today())
