"""Lines over time: what the frame says, and the same whoever draws beside."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pandas as pd

from charts import style
from charts.history import history

THREADS, ROUNDS = 8, 12
NAN = float("nan")
DATA = pd.DataFrame(
    {
        "part": ["a", "a", "a", "b"],
        "at": pd.to_datetime(["2026-03-01", "2026-01-01", "2026-02-01", "2026-01-01"]),
        "value": [3.0, 1.0, NAN, 9.0],
        "text": ["3", "1", "", "9"],
    }
)


def draw():
    return history(DATA, names={"b": "乙", "a": "甲"}, colours={"b": "bad"}, ticks=[(5, "五")])


def test_lines_come_in_the_order_of_names_through_time_with_gaps():
    figure = draw()
    assert [line.name for line in figure.data] == ["乙", "甲"]
    assert list(figure.data[1].y) == [1.0, None, 3.0]
    assert list(figure.data[1].text) == ["1", "", "3"]
    assert figure.data[0].line.color == style.BAD
    assert list(figure.layout.yaxis.ticktext) == ["五"]


def test_it_wears_the_colours_of_the_product_and_no_template():
    figure = draw()
    assert figure.layout.paper_bgcolor == style.PANEL
    assert not figure.layout.template.layout.colorway


def test_eight_threads_at_once_draw_what_one_draws():
    expected = draw().to_json()
    together = Barrier(THREADS)

    def drawn(_):
        together.wait()
        return [draw().to_json() for _ in range(ROUNDS)]

    with ThreadPoolExecutor(THREADS) as pool:
        for figures in pool.map(drawn, range(THREADS)):
            assert figures == [expected] * ROUNDS
