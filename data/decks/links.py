"""How a place on a slide says which number it holds: a chart, a table or a line of text by its name, a number in a sentence by
the address it leads to. Both outlive moving, formatting and LibreOffice, which loses texts for screen readers."""

import hashlib
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from data import months

SCHEME = "cockpit:"
PAGE = "passport"
GRAPHICS = ("history", "units", "figures", "judged")  # two charts and two tables
LINES = ("scope", "source", "standing", "said")  # lines of text
MOST = 24  # words of an address
IN_TEXT = ("value", "row")  # a number in a sentence, and the name that begins a row of the table


@dataclass(frozen=True)
class Link:
    """What a place holds. `kind` is one of GRAPHICS, LINES, IN_TEXT; `metric` is "" where it holds many.

    `count`: months of a history. `columns` of a table, in order. `holds`: of the line of the scope, the kinds that were on its
    slide. `digest`: of a line, how it read when we wrote it. `demo`: of the training room. Of a list that judges: the `page` that
    shows it, what else its address `asked`, and the metrics that its step hides; `count` are its columns.
    """

    kind: str
    unit: str
    month: date
    metric: str = ""
    period: str = "month"
    count: int = 0
    columns: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    digest: str = ""
    demo: bool = False
    page: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it."""
        asked = {
            "unit": self.unit,
            "month": months.label(self.month),
            "metric": self.metric,
            "period": "" if self.period == "month" else self.period,
            "count": str(self.count or ""),
            "columns": " ".join(self.columns),
            "holds": " ".join(self.holds),
            "as": self.digest,
            "room": "training" if self.demo else "",
            "page": self.page,
            "asked": urlencode(self.asked),
            "hidden": " ".join(self.hidden),
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def name(self) -> str:
        """The name of a shape that holds it."""
        return f"{SCHEME}{self.kind}?{urlencode(self.query)}"

    def address(self, root: str, **more: str) -> str:
        """Where its number is opened, below a cockpit's address; `show` says that a deck shows it."""
        return f"{root.rstrip('/')}/{PAGE}?{urlencode({**self.query, 'show': self.kind, **more})}"


def digest(text: str) -> str:
    """By which it is seen whether somebody wrote in a line."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:12]


def of_name(name: str) -> Link | None:
    """The link that a shape's name is; None for any other name, also one that somebody broke."""
    if not name.startswith(SCHEME):
        return None
    kind, _, query = name.removeprefix(SCHEME).partition("?")
    return _link(kind, query) if kind in (*GRAPHICS, *LINES) else None


def of_address(address: str) -> Link | None:
    """The link that an address is; None for one that leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    kind = dict(parse_qsl(parts.query)).get("show", "")
    return _link(kind, parts.query) if parts.path.endswith(f"/{PAGE}") and kind in IN_TEXT else None


def _link(kind: str, query: str) -> Link | None:
    asked = dict(parse_qsl(query))
    try:
        return Link(
            kind,
            asked["unit"],
            months.parse(asked["month"]),
            asked.get("metric", ""),
            asked.get("period", "month"),
            min(int(asked.get("count", "0")), 60),
            tuple(asked.get("columns", "").split()),
            tuple(asked.get("holds", "").split()),
            asked.get("as", ""),
            asked.get("room") == "training",
            asked.get("page", ""),
            tuple(parse_qsl(asked.get("asked", ""), max_num_fields=MOST)),
            tuple(asked.get("hidden", "").split()),
        )
    except (KeyError, ValueError):
        return None
