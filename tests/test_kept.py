"""What sessions share is asked once, also where they ask at the same time, and given up in its turn."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from ui.kept import forget, kept


def asked_of(most, by=None):
    asked = []

    def ask(*what):
        asked.append(what)
        return object()

    return (kept(most, by) if by else kept(most))(ask), asked


def test_the_same_is_asked_once_and_the_longest_unused_is_given_up_first():
    ask, asked = asked_of(2)
    one = ask("a", (1, 2))
    assert ask("a", (1, 2)) is one
    ask("b"), ask("a", (1, 2)), ask("c")
    assert ask("a", (1, 2)) is one
    ask("b")
    assert asked == [("a", (1, 2)), ("b",), ("c",), ("b",)]


def test_what_tells_two_apart_can_be_said():
    ask, asked = asked_of(5, lambda word: word.lower())
    assert ask("A") is ask("a")
    assert asked == [("A",)]


def test_who_asks_for_the_same_at_the_same_time_waits_for_one():
    begun, go_on, asked = Event(), Event(), []

    @kept(5)
    def ask(word):
        asked.append(word)
        begun.set()
        go_on.wait(10)
        return word

    with ThreadPoolExecutor(8) as viewers:
        first = viewers.submit(ask, "a")
        begun.wait(10)
        others = [viewers.submit(ask, "a") for _ in range(7)]
        go_on.set()
        assert {each.result(10) for each in (first, *others)} == {"a"}
    assert asked == ["a"]


def test_what_failed_is_asked_again():
    answers = iter([ValueError("away"), "there"])

    @kept(5)
    def ask():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="away"):
        ask()
    assert ask() == "there"


def test_all_of_it_can_be_forgotten():
    ask, asked = asked_of(5)
    ask("a"), forget(), ask("a")
    assert asked == [("a",), ("a",)]


def test_a_function_of_a_page_would_be_kept_for_one_view_alone():
    def draw():
        return None

    draw.__module__ = "__main__"
    with pytest.raises(TypeError, match="one view alone"):
        kept(5)(draw)
