"""A question cut into tokens: at each place the longest phrase that is known; what is none is kept as not understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from metrics.answering.lexicon import Lexicon, Token
from metrics.answering.spans import Number, When, spans

LONGEST_PHRASE = 80


@dataclass(frozen=True)
class Part:
    """A piece of the question: what it can mean (several where it is ambiguous, nothing where it is not understood)."""

    text: str
    tokens: tuple[Token | When | Number, ...]


def scan(text: str, known: Lexicon, today: date) -> list[Part]:
    """The parts of a tidied question, in order; neighbouring pieces that are not understood are one part."""
    return list(_joined(_parts(text, known, today)))


def _parts(text: str, known: Lexicon, today: date) -> Iterator[Part]:
    timed: dict[int, tuple[int, When | Number]] = {}
    for start, end, made in spans(text, today):
        if start not in timed or timed[start][0] < end:
            timed[start] = (end, made)
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        phrase = _phrase(text, at, known)
        end = timed[at][0] if at in timed else at
        if end - at > len(phrase):  # 330212 is a unit before it is a number
            yield Part(text[at:end], (timed[at][1],))
            at = end
        elif phrase:
            yield Part(phrase, known[phrase])
            at += len(phrase)
        else:
            end = _end_of_word(text, at)
            yield Part(text[at:end], ())
            at = end


def _phrase(text: str, at: int, known: Lexicon) -> str:
    """The longest known phrase that begins there: of Latin letters only whole words."""
    if at and _latin(text[at - 1]) and _latin(text[at]):
        return ""
    for end in range(min(len(text), at + LONGEST_PHRASE), at, -1):
        inside_word = end < len(text) and _latin(text[end - 1]) and _latin(text[end])
        if not inside_word and text[at:end] in known:
            return text[at:end]
    return ""


@lru_cache(maxsize=256)
def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _end_of_word(text: str, at: int) -> int:
    end = at + 1
    while _latin(text[at]) and end < len(text) and _latin(text[end]):
        end += 1
    return end


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    waiting = ""
    for part in parts:
        if not part.tokens:
            waiting += (" " if waiting and _latin(waiting[-1]) else "") + part.text
            continue
        if waiting:
            yield Part(waiting, ())
            waiting = ""
        yield part
    if waiting:
        yield Part(waiting, ())
