"""All that can be said in a question: the words of the grammar, metrics and units by their names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from data.finding.names import visible
from data.units import Tree
from data.uploads.understanding.unit_names import short_names
from metrics import METRICS
from metrics.answering import words

Kind = Literal["metric", "unit", "change", "moved", "order", "ranked", "filter", "level", "listing", "filling", "comparing", "here"]  # fmt: skip
LONGEST = 120  # letters of a question
PUNCTUATION = re.compile(r"[\s,，。.!！?？;；:：“”\"'‘’()（）《》【】\[\]]+")
DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)")
BRACKETED = re.compile(r"[（(][^）)（(]{0,60}[）)]")
DASH = re.compile(r"(?<=[a-z])-(?=[a-z])")


@dataclass(frozen=True)
class Token:
    """A part of a question that is understood: what kind of thing it is and which."""

    kind: Kind
    value: Any


Lexicon = Mapping[str, tuple[Token, ...]]


def tidy(question: str) -> str:
    """A question without what people vary: full-width forms, case, punctuation; one space between words."""
    text = unicodedata.normalize("NFKC", visible(question[:LONGEST])).casefold().replace("'", "").replace("’", "")
    kept = DECIMAL.sub(lambda found: "\x00" if found[0] == "." else "\x01", text)
    bare = DASH.sub(" ", PUNCTUATION.sub(" ", kept))
    return bare.replace("\x00", ".").replace("\x01", "").strip()


@lru_cache(maxsize=8)
def lexicon(tree: Tree) -> Lexicon:
    """Every phrase with all it can mean; of one thing several kinds of words are never the same."""
    found: defaultdict[str, list[Token]] = defaultdict(list)
    for phrase, token in (*_words(), *_metrics(), *_units(tree)):
        key = tidy(phrase)
        if key and token not in found[key]:
            found[key].append(token)
    return {phrase: _preferred(tokens) for phrase, tokens in found.items()}


def _preferred(tokens: list[Token]) -> tuple[Token, ...]:
    """A word that names a metric or a unit is no filling."""
    named = [token for token in tokens if token.kind in ("metric", "unit")]
    return tuple(named or tokens[:1])


def _words() -> Iterator[tuple[str, Token]]:
    of: tuple[tuple[Kind, Mapping[str, tuple[str, ...]]], ...] = (
        ("change", words.CHANGES),
        ("moved", words.MOVED),
        ("order", words.ORDERS),
        ("ranked", words.RANKED),
        ("filter", words.FILTERS),
        ("level", words.LEVELS),
    )
    for kind, table in of:
        for value, phrases in table.items():
            yield from ((phrase, Token(kind, value)) for phrase in phrases)
    plain: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("comparing", words.COMPARING),
        ("listing", words.LISTING),
        ("here", words.HERE),
        ("filling", words.FILLING),
    )
    for kind, phrases in plain:
        yield from ((phrase, Token(kind, "")) for phrase in phrases)
    yield from ((phrase, Token("listing", "rank")) for phrase in words.RANKING)


def _metrics() -> Iterator[tuple[str, Token]]:
    for key, metric in METRICS.items():
        bare = BRACKETED.sub("", metric.zh)
        # “(published)” tells a printed total from the metric of the same name: only the whole name means it.
        names = (metric.zh, metric.en, key, key.replace("_", " "), *words.CALLED.get(key, ()))
        for name in (*names, *((bare,) if bare == metric.zh else ())):
            yield name, Token("metric", key)


def _units(tree: Tree) -> Iterator[tuple[str, Token]]:
    for code in tree.codes:
        unit = tree[code]
        for name in (unit.name_zh, unit.name_en, code, *short_names(unit.name_zh)):
            yield name, Token("unit", code)
