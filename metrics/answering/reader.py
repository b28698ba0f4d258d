"""A question to one reading, or why not: every part must be understood, and all of them fit together in one way only."""

from data.units import Tree
from metrics.answering.lexicon import Token, lexicon, tidy
from metrics.answering.reading import Reading, Unread
from metrics.answering.refusing import Stopped, ambiguous, not_understood, stopped
from metrics.answering.said import THRESHOLDS, Said, View
from metrics.answering.scanner import Part, scan
from metrics.answering.shaping import shaped
from metrics.answering.spans import Number, When


def read(question: str, view: View) -> Reading | Unread:
    """The one reading of a question, or why there is none."""
    tree = view.units.in_month(view.month)
    parts = scan(tidy(question), lexicon(tree), view.today)
    try:
        return shaped(_heard(parts, tree), view)
    except Stopped as why:
        return why.why


def _heard(parts: list[Part], tree: Tree) -> Said:
    if not all(part.tokens for part in parts):
        raise not_understood(parts)
    said = Said()
    for part in parts:
        _hear(part, said, tree)
    if said.waits:
        raise stopped("words", words=said.waits)
    if not said.metrics:
        asks = bool(said.orders or said.filters or said.changes or said.moved)
        raise stopped("no_metric", is_question=asks)
    if len({key for _, key in said.metrics}) > 1:
        raise stopped("metrics", words="、".join(text for text, _ in said.metrics))
    return said


def _hear(part: Part, said: Said, tree: Tree) -> None:
    token = _meant(part, said, tree)
    if isinstance(token, Number):
        _hear_number(part.text, token, said)
        return
    if said.waits:
        raise stopped("words", words=said.waits)
    if isinstance(token, When):
        said.times.append((part.text, token))
        return
    _hear_word(part.text, token, said, tree)
    said.joined = token.kind == "comparing"


def _meant(part: Part, said: Said, tree: Tree) -> Token | When | Number:
    """What a part means: of several units that one which lies below the unit just said."""
    if len(part.tokens) == 1:
        return part.tokens[0]
    above = said.units[-1] if said.units else ""
    below = [each for each in part.tokens if isinstance(each, Token) and each.kind == "unit" and above in tree.path(each.value)]  # fmt: skip
    if len(below) == 1:
        return below[0]
    raise ambiguous(part, tree)


def _hear_number(text: str, number: Number, said: Said) -> None:
    waits, said.waits = said.waits, ""
    if waits and said.filters and said.filters[-1] in THRESHOLDS and said.threshold is None:
        said.threshold = number
    elif number.count:
        said.counts.append(round(number.value))
    else:
        raise stopped("number", words=text)


def _hear_word(text: str, token: Token, said: Said, tree: Tree) -> None:
    match token.kind:
        case "metric":
            said.metrics.append((text, token.value))
        case "unit":
            _add_unit(said, token.value, tree)
        case "change":
            said.changes.append(token.value)
        case "moved":
            said.moved.append(token.value)
        case "order":
            said.orders.append(token.value)
        case "filter":
            said.filters.append(token.value)
            said.waits = text if token.value in THRESHOLDS else ""
        case "level":
            said.levels.append(token.value)
        case "listing":
            said.listing, said.ranking = True, said.ranking or token.value == "rank"
        case "comparing":
            said.comparing = True
        case "here":
            said.here = True
        case "ranked":
            said.ranked, said.waits = token.value, text


def _add_unit(said: Said, code: str, tree: Tree) -> None:
    """宁波市海曙区 is one unit with its path, as is Haishu, Ningbo; 宁波和海曙 are two."""
    last = said.units[-1] if said.units and not said.joined else ""
    if last and last in tree.path(code):
        said.units[-1] = code
    elif not (last and code in tree.path(last)) and code not in said.units:
        said.units.append(code)
