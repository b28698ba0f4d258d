"""Names as people write them: found by any of their forms, and the nearest one where there is none."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from data.text import LANGUAGES, Text

NOISE = re.compile(r"[\s“”\"'‘’:*#_、,。.·-]+")
OPEN, CLOSED = "([【〔《", ")]】〕》"
KEPT = 8192  # names: a cell is asked by many whether it is one of theirs
ALIKE = 100  # keys: who is called as so many others is ambiguous, whoever else is called so as well
LISTED = 10  # keys that a sentence names
LONGEST = 300  # characters of a cell that can be a name; what is longer is a text, of which no name is looked for


def visible(text: str) -> str:
    """The text without characters that cannot be seen (category Cf: U+200B, marks of direction)."""
    if text.replace(
        "\n", ""
    ).isprintable():  # as nearly everything that is read; a character that cannot be seen is not
        return text
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def marked(text: str) -> bool:
    """Whether a digit of it is a mark of a footnote (①, ¹): normalised it would become a digit of the number."""
    return not text.isascii() and any(unicodedata.category(each) == "No" for each in text)


def plain(written: object) -> str:
    """The name without what people vary: full-width forms, case, spaces, line breaks, quotes, punctuation.

    Of a text longer than any name only the beginning.
    """
    return _plain(str(written)[:LONGEST])


@lru_cache(KEPT)
def _plain(written: str) -> str:
    return NOISE.sub("", _normal(written).casefold())


def without_brackets(written: object) -> str:
    """The plain name without what stands in brackets (a unit of measure, a remark)."""
    return _without_brackets(str(written)[:LONGEST])


@lru_cache(KEPT)
def _without_brackets(written: str) -> str:
    return _plain(_parted(_normal(written))[0])


def bracketed(written: object) -> list[str]:
    """What stands in brackets in the name."""
    return [inside.strip() for inside in _parted(_normal(written))[1]]


def _normal(written: object) -> str:
    return unicodedata.normalize("NFKC", visible(str(written)[:LONGEST]))


def _parted(name: str) -> tuple[str, list[str]]:
    """What stands outside of brackets and what inside of each; a bracket that nothing closes is a letter.

    One pass: a pattern that looks for the end of each bracket takes the square of their number.
    """
    outside, inside, opened, depth = [], [], 0, 0
    since = 0
    for at, letter in enumerate(name):
        if letter in OPEN:
            opened = opened if depth else at
            depth += 1
        elif letter in CLOSED and depth:
            depth -= 1
            if not depth:
                outside.append(name[since:opened])
                inside.append(name[opened + 1 : at])
                since = at + 1
    return "".join((*outside, name[since:])), inside


class Names:
    """Keys by all their names. Of a key the first name is shown in Chinese, the second in English. Of the keys that share a
    name the first `ALIKE` are known by it."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]]):
        self.shown: dict[str, Text] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        for key, names in named:
            self.shown[key] = Text(names[0], names[1] if len(names) > 1 else names[0])
            for name in (key, *names):
                self._add(plain(name), key)
                self._add(without_brackets(name), key)

    def also(self, named: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Other names of the keys, where nothing else is called so; of two keys, one that both have is ambiguous."""
        taken = frozenset(self.keys)
        for key, names in named:
            for name in names:
                for each in {plain(name), without_brackets(name)} - taken:
                    self._add(each, key)

    def _add(self, name: str, key: str) -> None:
        known = self.keys.get(name, ())
        if name and len(known) < ALIKE and key not in known:
            self.keys[name] = (*known, key)

    def find(self, written: object) -> tuple[str, ...]:
        """The keys so called: none, one, or several where the name is ambiguous."""
        if isinstance(written, str) and len(written) > LONGEST:
            return ()
        return self.keys.get(plain(written)) or self.keys.get(without_brackets(written), ())

    def nearest(self, written: object) -> Text | str:
        """The name people know that looks most like this one; "" where there are no names at all."""
        best = process.extractOne(plain(written), self.keys.keys(), scorer=fuzz.ratio)
        return self.shown[self.keys[best[0]][0]] if best else ""

    def listed(self, keys: Sequence[str]) -> Text:
        """Several of them, each with its key: what an ambiguous name may mean; of very many the first."""
        first, more = list(keys)[:LISTED], ["…"] * (len(keys) > LISTED)
        zh, en = ([f"{self.shown[key].in_(language)} ({key})" for key in first] + more for language in LANGUAGES)
        return Text("、".join(zh), ", ".join(en))
