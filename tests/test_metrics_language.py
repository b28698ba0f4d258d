"""Formulas read like their line in the report, and what makes no sense is refused with the way to say it."""

import pytest

from data.figures import QUALIFIERS
from data.measures import MEASURES
from data.registers import REGISTERS
from metrics import METRICS, OVERVIEW
from metrics.language import count, latest, total
from metrics.qualifiers import BITS
from metrics.wording import formula_text
from tests import cases


def test_a_stock_cannot_be_totalled():
    with pytest.raises(ValueError, match=r"write latest\(data_records\)"):
        total(cases.RECORDS)


def test_a_published_rate_is_an_index():
    with pytest.raises(ValueError, match="name an index"):
        cases.metric("rate", total(cases.VISITS), published=cases.RATED)


def test_rows_and_measures_do_not_mix():
    with pytest.raises(ValueError, match="make two metrics"):
        cases.metric("mixed", count("problems") / total(cases.VISITS))


def test_a_metric_is_over_something():
    with pytest.raises(ValueError, match="names no measure"):
        cases.metric("nothing", 1 - (1 - total(cases.VISITS)).left)


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        (total(cases.VISITS), "flow"),
        (total(cases.VISITS) - total(cases.RATED), "flow"),
        (latest(cases.RECORDS) + latest(cases.USERS), "stock"),
        (total(cases.VISITS) + latest(cases.USERS), "ratio"),
        (total(cases.SATISFIED) / total(cases.RATED), "ratio"),
        (1 - total(cases.SATISFIED), "ratio"),
        (cases.word(cases.INDEX), "index"),
        (count("problems"), "stock"),
        (count("problems") / count("problems"), "ratio"),
    ],
)
def test_a_metric_is_what_its_measures_are_until_it_divides(formula, kind):
    assert cases.metric("it", formula).kind == kind


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (1 - total(cases.SATISFIED) / total(cases.RATED), "1 − satisfied ÷ rated"),
        ((1 - total(cases.SATISFIED)) / total(cases.RATED), "(1 − satisfied) ÷ rated"),
        (total(cases.VISITS) - (total(cases.RATED) - 2), "visits − (rated − 2)"),
        (2 * (total(cases.VISITS) + 1), "2 × (visits + 1)"),
    ],
)
def test_a_formula_is_told_with_the_brackets_it_needs(formula, words):
    assert formula_text(cases.metric("it", formula)).zh == words


def test_every_declared_metric_can_be_told_in_both_languages():
    for metric in METRICS.values():
        told = formula_text(metric)
        assert told.zh, metric.key
        assert told.en, metric.key
        assert all((metric.zh, metric.en, metric.owner.zh, metric.owner.en, metric.why.zh, metric.why.en)), metric.key


def test_the_first_screen_has_eight_declared_tiles():
    assert len(OVERVIEW) == 8
    assert all(METRICS[metric.key] is metric for metric in OVERVIEW)


def test_conditions_name_fields_that_their_register_has():
    for metric in METRICS.values():
        for word in metric.rows:
            fields = {field.key for field in REGISTERS[word.register].fields}
            assert {condition.field for condition in word.where} <= fields, metric.key


def test_every_qualifier_of_the_store_is_known():
    assert set(BITS) == set(QUALIFIERS)


def test_every_measure_of_a_unit_can_be_read_as_a_metric():
    read = {measure.key for metric in METRICS.values() for measure in metric.measures}
    of_applications = {"app_daily_visitors", "app_daily_visits"}  # levels of one application, never its unit's
    assert set(MEASURES) - read == of_applications
