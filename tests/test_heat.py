"""How hot a place is: fixed classes, each with a word, worse is hotter; nothing is parted where nothing is known."""

import math

import pandas as pd
import pytest

from metrics import METRICS
from metrics.heat import heat


def classes(whole, *values, metric="problems_overdue"):
    rows = pd.DataFrame(
        {"value": values, "attainment": math.nan, "due": math.nan}, index=[f"u{n}" for n in range(len(values))]
    )
    found = heat(rows, METRICS[metric], pd.Series({"value": whole}))
    return [word.zh for word in found.words], list(found.steps.values())


@pytest.mark.parametrize(
    ("whole", "values", "words", "steps"),
    [
        (295, (160, 5, 13, 27, 55), ["<30", "30–59", "59–100", "100–200", "≥200"], [3, 0, 0, 0, 1]),
        (3, (3, 0, 0), ["<1", "1–2", "2–3", "3–4", "≥4"], [3, 0, 0]),
        (0, (0, 0, math.nan), ["<1", "1–2", "2–3", "3–4", "≥4"], [0, 0, None]),
    ],
)
def test_a_count_that_should_be_small_is_set_against_the_even_share(whole, values, words, steps):
    assert classes(whole, *values) == (words, steps)


def test_a_rate_is_set_against_the_whole():
    assert classes(0.95, 0.96, 0.945, 0.93, 0.89, math.nan, metric="satisfaction") == (
        ["≤0", "≤1", "≤2", "≤5", ">5"],
        [0, 1, 2, 4, None],
    )
