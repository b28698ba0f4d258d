"""What is found by its declaration alone: metrics, registers, pages, published sources, and units of a tree."""

from collections.abc import Iterator
from functools import cache

from data import published
from data.finding.matching import Named, named
from data.registers import REGISTERS
from data.text import Text
from data.units import Tree, Unit
from data.uploads.understanding.unit_names import short_names
from metrics import METRICS
from metrics.finding.places import PAGES


@cache
def metrics() -> tuple[tuple[str, Named], ...]:
    """Every metric by its names and key, and by those of the measures it is made of where it is made of one."""
    return tuple((key, named((metric.zh, metric.en), key)) for key, metric in METRICS.items())


@cache
def registers() -> tuple[tuple[str, Named], ...]:
    """Every register by its names and key."""
    return tuple((key, named((each.zh, each.en), key)) for key, each in REGISTERS.items())


def pages() -> Iterator[tuple[str, Named]]:
    """Every page by its titles and the name in its address."""
    for name, page in PAGES.items():
        yield name, named((page.title.zh, page.title.en), name)


@cache
def documents() -> tuple[tuple[str, Named, Text], ...]:
    """Every published source by its titles, with who published it and when."""
    return tuple(
        (row["key"], named((row["title"], row["title_en"]), row["key"]), _told(row))
        for row in published.sources().to_dict("records")
    )


def _told(row: dict) -> Text:
    return Text(f"{row['publisher']} {row['date']}", f"{row['publisher_en']}, {row['date']}")


def units(tree: Tree) -> Iterator[tuple[Unit, Named]]:
    """The units of a tree by their names, full and short, and by their code."""
    for code in tree.codes:
        unit = tree[code]
        yield unit, named((unit.name_zh, unit.name_en, *short_names(unit.name_zh)), code)
