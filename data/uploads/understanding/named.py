"""A name and what is said around it: 应用访问量（万人次，累计） is a measure, a unit of measure and a span."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.finding.names import Names, bracketed, plain, without_brackets
from data.measures import MEASURES
from data.uploads.understanding.phrases import Phrase, phrases

MEASURE_NAMES = Names((key, (each.zh, each.en, *each.aliases)) for key, each in MEASURES.items())
LONGEST = 120  # characters that can be a name with what stands around it
SHORTEST = 2  # characters of a name that is looked for inside a longer text
IN_TEXT = sorted((name for name in MEASURE_NAMES.keys if len(name) >= SHORTEST), key=len, reverse=True)
COLONS = re.compile(r"[:：]\s*$")


@dataclass(frozen=True)
class Named:
    """The keys that a text names (none, one, several) and what stands beside the name."""

    keys: tuple[str, ...]
    said: tuple[Phrase, ...] = ()


def named(names: Names, written: object) -> Named:
    """What is named, with what its brackets say; a code or another name of the same in brackets says nothing more."""
    if exact := names.keys.get(plain(written)):
        return Named(exact)
    keys = names.keys.get(without_brackets(written), ())
    inside = [each for each in bracketed(written) if not set(names.find(each)) & set(keys)]
    return Named(keys, tuple(phrase for each in inside for phrase in phrases(each)) if keys else ())


def measure_named(written: object) -> Named:
    """The measure of a header or row, also where other words stand before or after its name (上月应用访问量, 注册用户数).

    Words that are not understood leave no measure, so that nobody takes 应用访问量申请数 for 应用访问量.
    """
    found = named(MEASURE_NAMES, written)
    if found.keys or not isinstance(written, str) or len(written) > LONGEST:
        return found
    return _measure_within(written)


@lru_cache(4096)
def _measure_within(written: str) -> Named:
    """The same, of a text that has other words around the name; a header is asked several times what it is."""
    text = unicodedata.normalize("NFKC", written).casefold()
    looked_in = plain(text)
    for name in IN_TEXT:
        before, here, after = looked_in.partition(name)
        if here:
            around = _around(text, before, after)
            if all(phrase.kind != "unknown" for phrase in around):
                return Named(MEASURE_NAMES.keys[name], around)
    return Named(())


def measures_in(text: str) -> set[str]:
    """The measures that a title speaks of; of names within each other the longest."""
    rest, found = plain(text), set()
    for name in IN_TEXT:
        if name in rest and not name.isascii():
            rest = rest.replace(name, " ")
            found |= set(MEASURE_NAMES.keys[name])
    return found


def _around(text: str, before: str, after: str) -> tuple[Phrase, ...]:
    """What is said before and after a name, read as it was written: with its spaces and brackets."""
    return (*phrases(_end_of(text, before, first=True)), *phrases(_end_of(text, after, first=False)))


def _end_of(text: str, wanted: str, *, first: bool) -> str:
    """So much from the first (or last) of the text as is written in it when what `plain` leaves out is left out."""
    if not wanted:
        return ""
    for length in range(len(wanted), len(text) + 1):
        part = text[:length] if first else text[-length:]
        if plain(part) == wanted:
            return part
    return wanted


def kinds(said: Iterable[Phrase]) -> set[str]:
    """The kinds of what is said."""
    return {phrase.kind for phrase in said}
