"""One acceptance test: what was asked, of how many it is true, and of which it is not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from sqlalchemy import Connection

from data.settings import settings
from data.text import Text, filled
from data.units import Tree

Result = Literal["passed", "partly", "failed"]
NAMED = 3  # of those of which it is not true
FOUND = Text("{met}/{of} 符合", "True of {met} of {of}")
LACKING = Text("{found}；不符合的如：{names}", "{found}; not of {names}")


@dataclass(frozen=True)
class At:
    """What is tried: the store behind a connection, of a unit and all below it, for a month, on a day."""

    conn: Connection
    tree: Tree
    unit: str
    month: date
    day: date

    @cached_property
    def below(self) -> tuple[str, ...]:
        """The unit and all below it."""
        return tuple(self.tree.below(self.unit))

    def name_of(self, code: str) -> Text:
        """What a unit is called."""
        return Text(self.tree[code].name_zh, self.tree[code].name_en)


@dataclass(frozen=True)
class Trial:
    """A test of a promise (`screen`, `dispatch`, …): `how` it is tried, of how many it is true (`met` of `of`), and the first
    of those of which it is not (`lacking`)."""

    key: str
    promise: str
    name: Text
    how: Text
    met: int
    of: int
    lacking: tuple[Text, ...] = ()

    @property
    def result(self) -> Result | None:
        """True of all is passed, of enough of them (the share by which a number is judged) in part; None where there is
        nothing to try it on."""
        if not self.of:
            return None
        return (
            "passed"
            if self.met == self.of
            else "partly"
            if self.met >= settings().coverage.enough * self.of
            else "failed"
        )

    @property
    def found(self) -> Text:
        """What was seen, in words."""
        said = filled(FOUND, {"met": f"{self.met:,}", "of": f"{self.of:,}"})
        if not self.lacking:
            return said
        names = Text("、".join(each.zh for each in self.lacking), ", ".join(each.en for each in self.lacking))
        return filled(LACKING, {"found": said, "names": names})


def first(names: Collection[Text]) -> tuple[Text, ...]:
    """The first of those of which it is not true, each once."""
    return tuple(dict.fromkeys(names))[:NAMED]
