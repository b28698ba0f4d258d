"""The map in three dimensions, drawn by the browser's graphics card: for who wants to walk in it, at a desk."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts.deck import HEIGHT, deck
from data.text import Text
from metrics import formats
from metrics.language import Metric
from ui import reads, region
from ui.cards import run_up
from ui.landscape.diffusion import pairs, sites
from ui.page import panel
from ui.scope import Scope, month_name
from ui.templates import render
from ui.texts import tell

MOMENT = 1.2  # seconds for a month while it plays
PLAYING, SHOWN = "deep-playing", "deep-month"
PLACE = ["lon", "lat", "value", "name", "href", "text"]
ARC = ["lon", "lat", "to_lon", "to_lat", "count", "name", "text", "href"]
POINT = ["lon", "lat", "count", "name", "text", "href"]
TEXTS = {
    "title": Text("{metric}：各地一年来，三维", "{metric}: a year place by place, in three dimensions"),
    "play": Text("▶ 播放", "▶ Play"),
    "stop": Text("■ 停", "■ Stop"),
    "slide": Text("月份", "Month"),
    "legend": Text(
        "柱高为数值，弧线为推广，圆点为基础设施；点柱看下一级，点弧线或圆点看清单。",
        "Columns are values, arcs adoptions, discs infrastructure; a column leads a level down, an arc or a disc to its list.",
    ),
    "else": Text("看不到图？用矢量图", "No picture? Use the vector map"),
}


def deep(scope: Scope, metric: Metric) -> None:
    """The same numbers, arcs, points and links as the vector map; a slider through the year, which plays."""
    title = TEXTS["title"].in_(scope.lang, metric=metric.name(scope.lang))
    outlines = [region.outlines()[unit] for unit in scope.compared if unit in region.outlines()]
    flat = scope.link("map", metric=metric.key)
    told = render("deep", legend=TEXTS["legend"].in_(scope.lang), flat=flat, other=TEXTS["else"].in_(scope.lang))
    if not outlines:
        told = render("empty", text=tell(scope.lang, "no_outlines", unit=scope.name(scope.unit)))
    with panel("deep", title, told, scope):
        if outlines:
            _walked(scope, metric, outlines)
            st.html(Markup('<span class="source">{}</span>').format(tell(scope.lang, "map_source")))


def _walked(scope: Scope, metric: Metric, outlines: Sequence[dict]) -> None:
    run = run_up(scope)
    data = reads.history(scope, (metric.key,), scope.compared, run)
    top = float(data["value"].max()) if data["value"].notna().any() else 1.0
    arcs, points = _arcs(scope), _points(scope)
    plays = st.session_state.get(PLAYING, False)
    if st.session_state.get(SHOWN) not in run:
        st.session_state[SHOWN] = scope.month

    @st.fragment(run_every=MOMENT if plays else None)
    def moment() -> None:
        if plays != st.session_state.get(PLAYING, False):
            st.rerun()
        if plays:
            st.session_state[SHOWN] = run[(run.index(st.session_state[SHOWN]) + 1) % len(run)]
        word = TEXTS["stop" if plays else "play"].in_(scope.lang)
        with st.container(horizontal=True, vertical_alignment="bottom", key="deep-player"):
            st.button(word, key="deep-play", on_click=_turn, args=(not plays,))
            shown = st.select_slider(
                TEXTS["slide"].in_(scope.lang),
                run,
                key=SHOWN,
                format_func=lambda month: month_name(month, scope.lang),
                on_change=_turn,
                args=(False,),
            )
        places = _places(scope, metric, data, shown)
        drawn = deck(places, arcs, points, outlines, top=top)
        key = f"deck-{scope.unit}-{metric.key}"
        with st.container(key="deep-map"):
            chosen = st.pydeck_chart(drawn, height=HEIGHT, key=key, on_select="rerun", selection_mode="single-object")
        _follow(chosen.selection.indices, {"columns": places.dropna(subset=["value"]), "arcs": arcs, "points": points})

    moment()


def _turn(plays: bool) -> None:
    st.session_state[PLAYING] = plays


def _follow(indices: Mapping[str, Sequence[int]], layers: Mapping[str, pd.DataFrame]) -> None:
    """Go where what was pressed leads; what the browser says is a place among our own rows, never an address."""
    for layer, rows in layers.items():
        for at in indices.get(layer, ()):
            if at < len(rows):
                url = urlsplit(rows["href"].iloc[at])
                st.session_state[PLAYING] = False
                st.switch_page(
                    f"pages/leaders/{url.path.removeprefix('./')}.py", query_params=dict(parse_qsl(url.query))
                )


def _places(scope: Scope, metric: Metric, data: pd.DataFrame, month: date) -> pd.DataFrame:
    values = data[pd.to_datetime(data["month"]).dt.date == month].set_index("unit")["value"].astype(float)
    scale = formats.scale_for(values, scope.lang)
    rows = [
        {
            **_at(unit),
            "value": value,
            "name": scope.name(unit),
            "href": scope.link("map", unit=unit, metric=metric.key, view="deck"),
            "text": formats.show(value, metric, language=scope.lang, scale=scale) if value == value else "—",
        }
        for unit in scope.compared
        if unit in region.outlines()
        for value in [float(values.get(unit, float("nan")))]
    ]
    return pd.DataFrame(rows, columns=PLACE)


def _arcs(scope: Scope) -> pd.DataFrame:
    rows = [
        {
            **_at(row["source"]),
            **{f"to_{key}": value for key, value in _at(row["target"]).items()},
            "count": row["count"],
            "name": row["tip"],
            "text": "",
            "href": row["href"],
        }
        for row in pairs(scope).to_dict("records")
        if {row["source"], row["target"]} <= region.outlines().keys() and row["source"] != row["target"]
    ]
    return pd.DataFrame(rows, columns=ARC)


def _points(scope: Scope) -> pd.DataFrame:
    rows = [
        {**_at(row["unit"]), "count": row["count"], "name": row["tip"], "text": "", "href": row["href"]}
        for row in sites(scope).to_dict("records")
        if row["unit"] in region.outlines()
    ]
    return pd.DataFrame(rows, columns=POINT)


def _at(unit: str) -> dict[str, float]:
    known = region.outlines()[unit]["properties"]
    return {"lon": known["lon"], "lat": known["lat"]}
