"""How well a name fits what was asked: 100 is the name itself, 0 is not at all.

In this order: the whole name or key, its beginning, part of it; the same by its sound and by its initials; all its words
somewhere; at last what only looks or sounds like it, where a letter or a character is wrong.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from data.finding.names import plain
from data.finding.spelling import CHINESE, sound

WHOLE, BEGINS, WITHIN = 100.0, 90.0, 80.0
SOUNDS, INITIALS, INITIALS_BEGIN, SOUNDS_BEGIN = 86.0, 78.0, 74.0, 72.0
SOUNDS_WITHIN, INITIALS_WITHIN, WORDS = 64.0, 60.0, 62.0
ALIKE = 30.0  # and as much more as it is alike, up to 28
LEAST_ALIKE = 66.0  # of a hundred: one character wrong of three (满意利), two letters of eight
LONGEST_DIFFERENCE = 8.0  # a name is moved down for what it has beside what was asked, but not below the next step


@dataclass(frozen=True)
class Named:
    """Something by all its names, of which any may be asked for; `key` is found whole or by its beginning."""

    names: tuple[str, ...]
    key: str = ""

    @cached_property
    def written(self) -> tuple[str, ...]:
        """The names without what people vary."""
        return tuple(dict.fromkeys(plain(name) for name in self.names if plain(name)))

    @cached_property
    def sounds(self) -> tuple[tuple[str, str], ...]:
        """In full and by initials, of the names that are Chinese."""
        return tuple(sound(name) for name in self.written if CHINESE.search(name))

    @cached_property
    def code(self) -> str:
        """The key as it is compared."""
        return plain(self.key)


@lru_cache(maxsize=50_000)
def named(names: tuple[str, ...], key: str = "") -> Named:
    """The same `Named` for the same names: how it sounds is worked out once."""
    return Named(names, key)


@dataclass(frozen=True)
class Asked:
    """What was typed."""

    words: str

    @cached_property
    def whole(self) -> str:
        """All of it without what people vary."""
        return plain(self.words)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Its words, where there are several."""
        parts = tuple(plain(word) for word in self.words.split())
        return tuple(part for part in parts if part) if len(parts) > 1 else ()

    @cached_property
    def is_chinese(self) -> bool:
        """Whether it has a Chinese character; else it may be a sound, initials, English or a key."""
        return bool(CHINESE.search(self.whole))

    @cached_property
    def sound(self) -> str:
        """In full, of what is Chinese."""
        return sound(self.whole)[0]


def fit(asked: Asked, one: Named) -> float:
    """How well it fits."""
    whole = asked.whole
    if not whole or not one.written:
        return 0.0
    if whole in one.written or whole == one.code:
        return WHOLE
    best = max(_written(whole, name) for name in one.written)
    if len(whole) > 1 and one.code.startswith(whole):
        best = max(best, _less(BEGINS, whole, one.code))
    if best < SOUNDS and len(whole) > 1:
        best = max((best, *(_sounds(asked, full, initials) for full, initials in one.sounds)))
    if not best and asked.parts and _has_all(asked.parts, one):
        best = WORDS
    return best or _alike(asked, one)


def _written(whole: str, name: str) -> float:
    if name.startswith(whole):
        return _less(BEGINS, whole, name)
    return _less(WITHIN, whole, name) if whole in name else 0.0


def _sounds(asked: Asked, full: str, initials: str) -> float:
    """By sound: typed in letters, or in other characters that sound the same (满易率)."""
    typed = asked.sound if asked.is_chinese else asked.whole
    if typed == full:
        return SOUNDS
    if asked.is_chinese:
        return _less(SOUNDS_WITHIN, typed, full) if len(asked.whole) > 2 and typed in full else 0.0
    if typed == initials:
        return INITIALS
    if initials.startswith(typed):
        return _less(INITIALS_BEGIN, typed, initials)
    if full.startswith(typed):
        return _less(SOUNDS_BEGIN, typed, full)
    if len(typed) > 2 and typed in initials:
        return _less(INITIALS_WITHIN, typed, initials)
    return _less(SOUNDS_WITHIN, typed, full) if len(typed) > 3 and typed in full else 0.0


def _has_all(parts: tuple[str, ...], one: Named) -> bool:
    everything = "\n".join((*one.written, *(full for full, _ in one.sounds), one.code))
    return all(part in everything for part in parts)


def _alike(asked: Asked, one: Named) -> float:
    """What is written or typed a little wrong; of two characters, and of three letters, nobody can tell."""
    least = 3 if asked.is_chinese else 4
    if len(asked.whole) < least:
        return 0.0
    best = max(_likeness(asked.whole, name) for name in one.written)
    if not asked.is_chinese:
        best = max((best, *(_likeness(asked.whole, full) for full, _ in one.sounds)))
    return ALIKE + 28 * (best - LEAST_ALIKE) / (100 - LEAST_ALIKE) if best >= LEAST_ALIKE else 0.0


def _likeness(whole: str, name: str) -> float:
    """Against the whole name, and against the part of a longer one that looks most like it, which counts less."""
    if abs(len(name) - len(whole)) <= 2:
        return fuzz.ratio(whole, name)
    return 0.95 * fuzz.partial_ratio(whole, name, score_cutoff=LEAST_ALIKE) if len(name) > len(whole) > 3 else 0.0


def _less(step: float, whole: str, name: str) -> float:
    return step - min(LONGEST_DIFFERENCE, len(name) - len(whole)) / 2
