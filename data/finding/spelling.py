"""What a name is made of: how it is written without what people vary, how it sounds, and the pieces it is looked up by."""

import re
from collections.abc import Container
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from data.finding.names import plain

LONGEST = 80  # letters of a title that are looked up; what a register calls a title is a line and no text
CHINESE = re.compile(r"[㐀-鿿豈-﫿]")


OF_NAMES = {"都": ("du",)}  # how a character that stands alone is read in names
LONGEST_WORD = 4  # characters of a word whose reading differs from that of its characters (长兴, 乐清)


@lru_cache(maxsize=50_000)
def sound(name: str) -> tuple[str, str]:
    """A plain name as it is typed by its sound: in full (youxiangyihu) and by the initials of its characters (yxyh).

    What is not Chinese stays as it is. A character that is read in several ways is read as the longest word it stands in:
    a tenth of the time that pypinyin takes to divide a title into words.
    """
    if not CHINESE.search(name):
        return name, name
    words, at = _words(), 0
    parts: list[str] = []
    while at < len(name):
        length = next((n for n in range(LONGEST_WORD, 1, -1) if name[at : at + n] in words), 1)
        parts += _read(name[at : at + length])
        at += length
    return "".join(parts), "".join(part[0] for part in parts)


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, ...]:
    if word in OF_NAMES or not CHINESE.search(word):
        return OF_NAMES.get(word, (word,))
    return tuple(part for part in _pypinyin().lazy_pinyin(word, errors=list) if part)


@cache
def _words() -> Container[str]:
    return _pypinyin().constants.PHRASES_DICT


@cache
def _pypinyin() -> Any:
    import pypinyin  # it loads its dictionaries: a second, so not before a name is asked for

    return pypinyin


def pieces(name: str, key: str = "") -> frozenset[str]:
    """What a title is looked up by: single and neighbouring characters, three letters of its sound, three of its initials
    (~yxy), how it begins (^优享), and the whole of it and of its key (=ZJ001)."""
    whole = plain(name)[:LONGEST]
    full, initials = sound(whole)
    code = plain(key)[:LONGEST]
    found = {*whole, *runs(whole, 2), *runs(full, 3), *(f"~{run}" for run in runs(initials, 3))}
    found |= {*runs(code, 3), f"={_short(whole)}"}
    found |= {f"^{written[:n]}" for written in (whole, full, initials, code) for n in (1, 2) if len(written) >= n}
    return frozenset(found | ({f"={_short(code)}"} if code else set()))


def asked_pieces(words: str) -> frozenset[str]:
    """The pieces by which titles that fit the words are found: those of `pieces` that such words can share with a title."""
    whole = plain(words)[:LONGEST]
    if not whole:
        return frozenset()
    found = {f"={_short(whole)}", f"^{whole[:2]}"}
    if CHINESE.search(whole):
        full, _ = sound(whole)
        by_sound = runs(full, 3) if len(whole) > 1 else set()
        return frozenset(found | (runs(whole, 2) or set(whole)) | by_sound)
    return frozenset(found | runs(whole, 3) | {f"~{run}" for run in runs(whole, 3)})


def runs(written: str, length: int) -> set[str]:
    """Every run of so many letters that stand side by side."""
    if length == 2:
        return {first + second for first, second in pairwise(written)}
    return {written[at : at + length] for at in range(len(written) - length + 1)}


def _short(written: str) -> str:
    return written[:30]
