"""What has been said in a question so far, and where it is asked."""

from dataclasses import dataclass, field
from datetime import date

from data.units import Units
from metrics.answering.spans import Number, When

THRESHOLDS = ("above", "below")


@dataclass(frozen=True)
class View:
    """Where the question is asked: the unit and month shown there, and what counts as today."""

    units: Units
    unit: str
    month: date
    today: date


@dataclass
class Said:
    """What the parts of a question say, by kind."""

    metrics: list[tuple[str, str]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    times: list[tuple[str, When]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    threshold: Number | None = None
    ranked: str = ""
    listing: bool = False
    ranking: bool = False
    comparing: bool = False
    here: bool = False
    joined: bool = False  # the word before joined two names
    waits: str = ""  # a word that must have a number behind it
