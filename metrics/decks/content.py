"""What stands on the slides of a deck: lines, numbers, tables and charts, each with the link by which it is found again."""

from collections.abc import Sequence
from dataclasses import dataclass

from data import months
from data.decks.links import Link
from data.text import Language, Text

DEMO = Text("演示数据", "Demo data")


@dataclass(frozen=True)
class Line:
    """A line of text; breaks make paragraphs."""

    link: Link
    text: str


@dataclass(frozen=True)
class Number:
    """One number with what it is called, and below it its changes and how it stands. `status` is a key of STATUSES or ""."""

    link: Link
    name: str
    text: str
    standing: Line
    status: str
    source: Line


@dataclass(frozen=True)
class Chart:
    """A line through months, or bars of units. `values` as the store has them, None where there is none."""

    link: Link
    title: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]
    series: str
    format: str
    source: Line


@dataclass(frozen=True)
class Row:
    """A row of the table: its name with what it is measured in, and its cells in the order of the table's columns."""

    link: Link
    name: str
    measure: str
    cells: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Table:
    """Figures against targets."""

    link: Link
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    source: Line


@dataclass(frozen=True)
class Listed:
    """A list as a page shows it: its title, headings, rows with the address of each, what of it was cut ("": nothing), what is
    `said` of it as a whole, above its rows, and where it comes from. `named`: the column that says who or what a row is. `words`: the other columns are no numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    addresses: tuple[str, ...]
    cut: str = ""
    said: str = ""
    source: str = ""
    named: int = 0
    words: bool = False


@dataclass(frozen=True)
class Judged:
    """A slide of its own after a step that judges, or that of a step that has a list and no numbers: what is said of its places,
    scores, forecasts or instructions, and the first of their rows. `title`: of the slide; `link`: of the table; `notes`: what is
    said to it, where it is the step's only one."""

    title: str
    scope: Line
    address: str
    link: Link
    said: Line
    listed: Listed
    source: Line
    notes: str = ""


@dataclass(frozen=True)
class Slide:
    """One step. `left` is a number or a table, beside it the charts; None where it has a list alone (`Judged`)."""

    title: str
    scope: Line
    address: str
    notes: str
    left: Number | Table | None
    charts: Sequence[Chart]


@dataclass(frozen=True)
class Deck:
    """A deck: what stands on its cover, and its slides. `demo`: everything in it is invented or tried."""

    title: str
    under: Line
    demo: bool
    slides: tuple[Slide, ...]

    def file_name(self, lang: Language) -> str:
        """What a file of it is called, without its ending: mark, title, month."""
        mark = DEMO.in_(lang) if self.demo else ""
        plain = "".join(each if each.isalnum() or each in "-_ ·" else "_" for each in self.title).strip()
        return "-".join(part for part in (mark, plain, months.label(self.under.link.month)) if part)
