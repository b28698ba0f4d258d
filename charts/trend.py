"""Lines by part, one above the other: which system moves, and which way?"""

from collections.abc import Callable, Mapping

import pandas as pd
from markupsafe import Markup

from charts.spark import spark


def trend(
    data: pd.DataFrame,
    *,
    names: Mapping[str, str],
    show: Callable[[float], str],
    exact: Callable[[float], str],
    none: str = "—",
) -> Markup:
    """One small line a part, all over the same months, with the last value. Choose it for up to eight parts.

    Eight lines in one frame need eight colours and a legend; eight rows need none and are read from across the room.
    `data` has `part`, `month`, `value`; rows come in the order of `names` (part → name). `show` writes the last value,
    `exact` the same in full, for the tip.
    """
    months = sorted(data["month"].unique()) if len(data) else []
    by_part = {part: rows.set_index("month")["value"] for part, rows in data.groupby("part")}
    rows = Markup("").join(
        _row(name, by_part.get(part, pd.Series(dtype=float)).reindex(months), show, exact, none)
        for part, name in names.items()
    )
    return Markup('<div class="trend">{}</div>').format(rows)


def _row(
    name: str, values: pd.Series, show: Callable[[float], str], exact: Callable[[float], str], none: str
) -> Markup:
    known = values.dropna()
    value = show(float(known.iloc[-1])) if len(known) else none
    return Markup(
        '<div class="trend-row" data-tip="{tip}"><span class="trend-name">{name}</span>{line}'
        '<span class="trend-value">{value}</span></div>'
    ).format(
        tip=f"{name}\n{exact(float(known.iloc[-1])) if len(known) else none}",
        name=name,
        line=spark([float(v) for v in values], label=f"{name} {value}") or Markup("<span></span>"),
        value=value,
    )
