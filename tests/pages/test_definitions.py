"""The page of definitions says everything that is declared."""

import pytest
from markupsafe import escape

from data.measures import MEASURES
from metrics import METRICS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_metric_and_measure_is_written_out(started, screen_of, lang):
    html = screen_of(started).open("definitions", lang=lang)
    for metric in METRICS.values():
        assert f'id="{metric.key}"' in html
        assert escape(metric.name(lang)) in html
        assert escape(metric.why.in_(lang)) in html
    for measure in MEASURES.values():
        assert f"<small>{measure.key}</small>" in html
        assert escape(measure.definition.in_(lang)) in html


def test_a_link_from_a_number_shows_its_definition_first(started, screen_of):
    html = screen_of(started).open("definitions", metric="usage_rate")
    assert html.index('id="usage_rate"') < html.index('id="data_records"')
    assert "活跃用户 ÷ 注册用户" in html


def test_definitions_are_found_by_their_words(started, screen_of):
    html = screen_of(started).open("definitions", q="满意 政务")
    assert 'id="satisfaction"' in html
    assert 'id="data_records"' not in html
    assert "<details" not in html.split('data-panel="search"')[1]  # what was looked for stands open
    assert "没有含这些词的口径" in screen_of(started).open("definitions", q="<b>没有这样的词")
    whole = screen_of(started).open("definitions")
    assert whole.count('<details class="folded">') > 5  # a page of names, each subject a click away
