"""One-screen control (一屏掌控): the state of the whole reform on one screen, the worst spot first."""

from collections.abc import Iterator

from sqlalchemy import select

from data.rows_now import standing_now
from data.settings import settings
from data.structure import structure_of
from data.text import Text
from metrics import OVERVIEW, query
from metrics.acceptance.trial import At, Trial, first
from metrics.conclusions import GRADES, conclusions

EVERY = 1_000  # conclusions: all there are


def trials(at: At) -> Iterator[Trial]:
    """Every system has its number on the picture, every tile its value, and all that is acute is said on the first screen."""
    held = structure_of(at.conn, at.tree, at.unit, at.month)
    systems = [each for each in held.systems if each.kind == "system"] if held else []
    there = _with_rows(at, "applications") | _with_rows(at, "runways")
    yield Trial(
        "systems",
        "screen",
        Text(
            "每个系统都在全景图上，点得到应用或跑道",
            "Every system is on the picture and leads to applications or runways",
        ),
        Text("逐个系统核对在册的应用和跑道", "Each system against the applications and runways entered"),
        sum(each.key in there for each in systems),
        len(systems),
        first([Text(each.name_zh, each.name_en) for each in systems if each.key not in there]),
    )
    tiles = query.snapshot(at.conn, OVERVIEW, at.unit, at.month)
    known = set(tiles.loc[(tiles["unit"] == at.unit) & tiles["value"].notna(), "metric"])
    yield Trial(
        "tiles",
        "screen",
        Text("首页每个指标都有数", "Every number of the overview has a value"),
        Text("逐个指标核对当月数值", "Each number against its value of the month"),
        len(known),
        len(OVERVIEW),
        first([Text(each.zh, each.en) for each in OVERVIEW if each.key not in known]),
    )
    found = conclusions(at.conn, at.unit, at.month, most=EVERY)
    acute = [place for place, each in enumerate(found) if each.grade == next(iter(GRADES))]
    shown = [place for place in acute if place < settings().conclusions.most]
    yield Trial(
        "worst_first",
        "screen",
        Text("突出问题都在首页的结论里", "All that is acute is said on the overview"),
        Text("全部结论与首页所列逐条核对", "All conclusions against those that the overview says"),
        len(shown),
        len(acute),
        first([found[place].what for place in acute if place not in shown]),
    )


def _with_rows(at: At, register: str) -> set[str]:
    rows = standing_now(at.conn, register, at.below, at.month)
    return set(at.conn.scalars(select(rows.c.system).distinct()))
