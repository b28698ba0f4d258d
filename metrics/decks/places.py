"""What a place of a deck says from now on, and how it read before: by the kind of the place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data import months
from data.decks.links import Link
from data.decks.reading import Held
from data.decks.renewing import Edit
from data.text import Language, Text
from metrics import METRICS
from metrics.decks import judged
from metrics.decks.content import Chart, Line
from metrics.decks.numbers import OURS
from metrics.decks.reading import COLUMNS, Reader, month_name
from metrics.formats import NONE, show
from metrics.status import STATUSES

TABLE, OTHERS = Text("指标与目标", "Figures against targets"), Text("其他点有变", "other points changed")
BLANK = Text("标题", "Title")
LINES = {
    "scope": Text("单位和月份", "Unit and month"),
    "source": Text("来源", "Source"),
    "standing": Text("对照目标", "Against target"),
    "said": Text("一句话", "Sentence"),
}
COLOURS = {"met": "good", "ahead": "good", "near": "warn", "behind": "warn", "far_behind": "bad", "missed": "bad"}
assert set(COLOURS) == set(STATUSES)


@dataclass(frozen=True)
class Written:
    """What is written, what it is about, and of each part that may differ its name ("" for the whole), how it read and how it
    reads."""

    edit: Edit
    what: str
    told: tuple[tuple[str, str, str], ...] = ()


def written(held: Held, link: Link, reader: Reader, root: str) -> Written:
    """What the place says of `link`. Raises `Refusal` where that is not there or not the reader's."""
    match link.kind:
        case "history" | "units":
            return _chart(held, link, reader)
        case "figures":
            reader.scope(link)
            return Written(Edit(name=link.name), TABLE.in_(reader.lang))
        case "judged":
            return _judged(held, link, reader, root)
        case "said":
            return _line(held, link, judged.of_link(link, reader, root).said, reader)
        case "row":
            return _row(held, link, reader, root)
        case "value":
            number = reader.number(link)
            edit = Edit(text=number.text, address=link.address(root, lang=reader.lang))
            return Written(edit, _what(link, reader), (("", held.text, number.text),))
        case "standing":
            number = reader.number(link)
            return _line(held, link, number.standing, reader, colour=COLOURS.get(number.status, ""))
        case "source":
            return _line(held, link, _source(link, reader), reader)
    return _line(held, link, reader.scope(link), reader)


def _source(link: Link, reader: Reader) -> Line:
    """The source of a number or of a chart, which says more."""
    if link.count:
        return reader.history(replace(link, kind="history")).source
    if link.columns == judged.SOURCE:
        return judged.source(link, reader)
    if link.columns == ("units",):
        return reader.units(replace(link, kind="units", columns=())).source
    return reader.source(link)


def _chart(held: Held, link: Link, reader: Reader) -> Written:
    chart = reader.history(link) if link.kind == "history" else reader.units(link)
    edit = Edit(
        name=chart.link.name,
        categories=chart.categories,
        values=chart.values,
        series=chart.series,
        format=chart.format,
        ours=OURS,
    )
    return Written(edit, f"{chart.title} · {_unit(link, reader)}", _points(held, chart, reader.lang))


def _points(held: Held, chart: Chart, lang: Language) -> tuple[tuple[str, str, str], ...]:
    """The point that is told of a chart: the last month, or the first of the units; and that others moved where it did not."""
    metric, at = METRICS[chart.link.metric], -1 if chart.link.kind == "history" else 0

    def point(categories: tuple[str, ...], values: tuple[float | None, ...]) -> str:
        return f"{categories[at]} {show(values[at], metric, language=lang)}" if categories else NONE

    if (held.categories, held.values) == (chart.categories, chart.values):
        return ()
    before, after = point(held.categories, held.values), point(chart.categories, chart.values)
    if before != after:
        return (("", before, after),)
    return (("", before, f"{after} ({OTHERS.in_(lang)})"),)


def _judged(held: Held, link: Link, reader: Reader, root: str) -> Written:
    made = judged.of_link(link, reader, root)
    rows = (made.listed.headings, *made.listed.rows)
    edit = Edit(name=link.name, rows=rows, addresses=made.listed.addresses, named=made.listed.named)
    return Written(edit, f"{made.title} · {_unit(link, reader)}", tuple(_moved(held.rows, rows, made.listed.named)))


def _moved(
    held: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]], named: int
) -> Iterator[tuple[str, str, str]]:
    """Of each who or what is listed, then or now, the cells that read otherwise, with their headings."""
    before, after = ({row[named]: dict(zip(each[0], row, strict=False)) for row in each[1:]} for each in (held, rows))
    for name in {**after, **before}:
        was, now = before.get(name, {}), after.get(name, {})
        yield name, _apart(was, now), _apart(now, was)


def _apart(row: Mapping[str, str], other: Mapping[str, str]) -> str:
    """The cells of a row that another has not so; a dash where it is not listed, nothing where both read the same."""
    if row == other:
        return ""
    return " · ".join(f"{head} {cell}" for head, cell in row.items() if other.get(head) != cell) or NONE


def _row(held: Held, link: Link, reader: Reader, root: str) -> Written:
    named = replace(link, columns=())
    row = reader.row(named, link.columns or COLUMNS)
    edit = Edit(cells=row.cells, address=named.address(root, lang=reader.lang), colour=COLOURS.get(row.status, ""))
    names = [reader.heading(name, link) for name in link.columns or COLUMNS]
    told = tuple(zip(names, held.cells, row.cells, strict=False))
    return Written(edit, _what(link, reader), told)


def _line(held: Held, link: Link, line: Line, reader: Reader, *, colour: str = "") -> Written:
    what = LINES[link.kind].in_(reader.lang)
    if not held.edited:
        name = replace(link, digest=line.link.digest).name
        return Written(
            Edit(name=name, text=line.text, colour=colour, month=months.label(link.month)),
            what,
            (("", held.text, line.text),),
        )
    pairs = [(month_name(held.link.month, reader.lang), month_name(link.month, reader.lang))]
    pairs += [(months.label(held.link.month), months.label(link.month))]
    swap = next((pair for pair in pairs if pair[0] in held.text and pair[0] != pair[1]), None)
    told = (("", held.text, held.text.replace(*swap)),) if swap else ()
    return Written(Edit(name=link.name, swap=swap, month=months.label(link.month)), what, told)


def _what(link: Link, reader: Reader) -> str:
    return f"{METRICS[link.metric].name(reader.lang)} · {_unit(link, reader)}"


def _unit(link: Link, reader: Reader) -> str:
    tree = reader.tree(link.month)
    return tree[link.unit].name(reader.lang) if link.unit in tree else link.unit
