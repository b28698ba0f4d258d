"""A storyline to rehearse with: views at the stories of the demonstration, and what one may say to each.

Storylines are the real store's, whichever room their steps show, so it is not loaded with the demonstration: whoever rehearses makes
it their own, with their own rights, and changes it as they like.
"""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

from data import access
from data.access import Actor
from data.presenting.reading import Step
from data.presenting.views import View
from data.text import Language, Text
from data.units import Tree

WRITTEN = Path(__file__).parent / "storyline.csv"
TITLE = Text("演练：十分钟讲一遍改革（演示数据）", "Rehearsal: the reform in ten minutes (demo data)")


def steps(unit: str, month: date, lang: Language, tree: Tree, room: Mapping[str, str], who: Actor) -> tuple[Step, ...]:
    """Its steps as of a month, told for a unit, in the language of who rehearses: those of the unit itself, and the stories of places
    below it that they may read. `room` is what an address says of the room that holds the demonstration."""
    within = {code for code in tree.below(unit) if access.may(who, "read", code, tree)}
    with WRITTEN.open(encoding="utf-8", newline="") as lines:
        told = [line for line in csv.DictReader(lines) if (line["unit"] or unit) in within]
    return tuple(_step(line, line["unit"] or unit, month, lang, room) for line in told)


def _step(line: Mapping[str, str], unit: str, month: date, lang: Language, room: Mapping[str, str]) -> Step:
    query = tuple(sorted({**dict(parse_qsl(line["query"])), **room}.items()))
    return Step(
        View(line["page"], unit, month, query),
        Text(line["title_zh"], line["title_en"]),
        line[f"notes_{lang}"],
        float(line["minutes"]),
        int(line["seconds"]),
        line["focus"],
    )
