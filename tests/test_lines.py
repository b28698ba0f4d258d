"""Lines of a number beside what its target asked for month by month."""

import re
from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from markupsafe import Markup

from metrics import METRICS
from ui import lines
from ui.scope import Scope

RUN = pd.date_range("2026-01-01", periods=3, freq="MS").astype("datetime64[s]")
PLACE = SimpleNamespace(container=lambda key: nullcontext())


@pytest.fixture
def drawn(monkeypatch):
    """What the chart of months shows, by the name of its lines."""
    shown = []
    monkeypatch.setattr(lines.st, "html", lambda text: None)
    monkeypatch.setattr(lines.st, "plotly_chart", lambda figure, **_: shown.append(figure))

    def draw(path):
        data = pd.DataFrame({"month": RUN, "value": [0.8, 0.82, 0.81], "qualifier": "exact"})
        scope = Scope("330000", date(2026, 3, 1), 1, False, "en", False, "satisfaction")
        lines.explored(data, METRICS["satisfaction"], scope, PLACE, title="Months", path=path, marks={})
        return {line.name: list(line.y) for line in shown[-1].data}, shown[-1].layout.yaxis.range

    return draw


def test_the_path_of_a_target_stands_beside_its_number_and_within_the_axis(drawn):
    path = pd.DataFrame({"month": RUN[1:], "value": [0.85, 0.9]})
    found, ends = drawn(path)
    assert found == {METRICS["satisfaction"].en: [0.8, 0.82, 0.81], "Target": [0.85, 0.9]}
    assert ends[1] >= 0.9


def test_without_a_path_there_is_one_line(drawn):
    found, _ = drawn(pd.DataFrame({"month": RUN[:0], "value": pd.Series(dtype=float)}))
    assert list(found) == [METRICS["satisfaction"].en]


def test_the_line_drawn_with_the_page_has_both_and_is_marked_where_something_happened():
    data = pd.DataFrame({"month": RUN, "value": [0.8, 0.82, 0.81], "qualifier": "exact"})
    path = pd.DataFrame({"month": RUN[1:], "value": [0.85, 0.9]})
    scope = Scope("330000", date(2026, 3, 1), 1, False, "en", False, "satisfaction")
    asked = {"title": "Months", "path": path, "marks": {date(2026, 2, 1): "1"}, "aside": Markup("")}
    html = str(lines.one(data, METRICS["satisfaction"], scope, **asked)["months"].body)
    assert html.count('<g class="line ') == 2
    assert re.search(r'data-tip="2026-02\nSatisfaction 82\S* ?%\nTarget 85\S* ?%"', html)
    assert html.count('class="happened"') == 1
    nothing = data.assign(value=float("nan"))
    assert lines.one(nothing, METRICS["satisfaction"], scope, **asked) == {}
