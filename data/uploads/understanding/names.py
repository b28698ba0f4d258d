"""Names as people write them: found by any of their forms, and the nearest one where there is none."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from data.text import LANGUAGES, Text

NOISE = re.compile(r"[\s“”\"'‘’:*#_、,。.·﻿​-]+")
BRACKETS = re.compile(r"[(\[【〔《](.*?)[)\]】〕》]")


def plain(written: object) -> str:
    """The name without what people vary: full-width forms, case, spaces, line breaks, quotes, punctuation."""
    return NOISE.sub("", unicodedata.normalize("NFKC", str(written)).casefold())


def without_brackets(written: object) -> str:
    """The plain name without what stands in brackets (a unit of measure, a remark)."""
    return plain(BRACKETS.sub("", unicodedata.normalize("NFKC", str(written))))


def bracketed(written: object) -> list[str]:
    """What stands in brackets in the name."""
    return [inside.strip() for inside in BRACKETS.findall(unicodedata.normalize("NFKC", str(written)))]


class Names:
    """Keys by all their names. Of a key the first name is shown in Chinese, the second in English."""

    def __init__(self, named: Iterable[tuple[str, tuple[str, ...]]]):
        self.shown: dict[str, Text] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        for key, names in named:
            self.shown[key] = Text(names[0], names[1] if len(names) > 1 else names[0])
            for name in (key, *names):
                self._add(plain(name), key)
                self._add(without_brackets(name), key)

    def _add(self, name: str, key: str) -> None:
        known = self.keys.get(name, ())
        if name and key not in known:
            self.keys[name] = (*known, key)

    def find(self, written: object) -> tuple[str, ...]:
        """The keys so called: none, one, or several where the name is ambiguous."""
        return self.keys.get(plain(written)) or self.keys.get(without_brackets(written), ())

    def nearest(self, written: object) -> Text | str:
        """The name people know that looks most like this one; "" where there are no names at all."""
        best = process.extractOne(plain(written), self.keys.keys(), scorer=fuzz.ratio)
        return self.shown[self.keys[best[0]][0]] if best else ""

    def listed(self, keys: Iterable[str]) -> Text:
        """Several of them, each with its key: what an ambiguous name may mean."""
        zh, en = ([f"{self.shown[key].in_(language)} ({key})" for key in keys] for language in LANGUAGES)
        return Text("、".join(zh), ", ".join(en))
