"""What breaks is a sentence with a number on the screen, and the whole story under that number in the log."""

import re

import pytest
import streamlit as st
from sqlalchemy.exc import OperationalError

from ui import calm


@pytest.fixture
def shown(monkeypatch):
    """What is put on the board, and `hold` where the last frame is kept."""
    seen = []
    monkeypatch.setattr(st, "query_params", {})
    monkeypatch.setattr(calm, "board", lambda panels, **_: seen.append(panels))
    monkeypatch.setattr(calm, "hold", lambda: seen.append("hold"))
    return seen


def test_a_failure_is_a_sentence_with_a_reference_and_a_line_in_the_log(shown, caplog):
    with calm.calm():
        raise ValueError("password=1612")
    (sentence,) = shown
    (reference,) = re.findall(r"编号 ([0-9a-f]{6})", sentence)
    assert "password" not in sentence
    assert reference in caplog.text
    assert "password=1612" in caplog.text


def test_a_store_that_is_away_keeps_the_last_frame(shown):
    with calm.calm():
        raise OperationalError("SELECT 1", {}, OSError("connection refused"))
    assert shown == ["hold"]


def test_a_store_that_is_away_is_logged_once_a_minute_however_many_ask(shown, caplog, monkeypatch):
    calm._log_away.cache_clear()
    for second in (1200, 1201, 1259, 1260):
        monkeypatch.setattr(calm, "monotonic", lambda second=second: float(second))
        with calm.calm():
            raise OperationalError("SELECT 1", {}, OSError("connection refused"))
    assert shown == ["hold"] * 4
    assert [record.message for record in caplog.records] == ["The store cannot be reached"] * 2
    assert all(record.exc_info for record in caplog.records)


def test_what_works_is_left_alone(shown):
    with calm.calm():
        pass
    assert shown == []
