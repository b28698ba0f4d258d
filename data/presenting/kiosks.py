"""Kiosks: devices on which visitors go through a storyline. A kiosk is paired and kept as a wall is, and sees of the store what is
published to all and nothing else."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Engine, insert, select

from data import audit, months, store
from data.access import Actor, Grant
from data.people import grants, walls
from data.presenting import reading, running
from data.presenting.playing import moved_on
from data.presenting.reading import Step
from data.presenting.views import FRONT
from data.refusal import ByReason
from data.reporting import calendar
from data.schema import kiosk, storyline, wall
from data.text import Text, filled
from data.units import Tree

REFUSALS = {
    "nothing": Text(
        "“{title}”没有一步可以给观众看：第 {step} 步{why}。观众只能看已公布月份的驾驶舱首页。",
        "No step of “{title}” can be shown to visitors: step {step}: {why}. Visitors see the overview of published months alone.",
    ),
}  # fmt: skip
SKIPPED = {
    "page": Text("不是首页，首页之外的内容没有对所有人公布", "it is not the overview, and no other page is published to all"),
    "training": Text("看的是演练室", "it looks into the training room"),
    "pinned": Text("指定了某个数据版本，公布的只有现在的", "it names a revision, and only the present one is published"),
    "unit": Text("单位“{what}”已不存在", "there is no unit “{what}” any more"),
    "metric": Text("指标“{what}”已不存在", "there is no metric “{what}” any more"),
    "month": Text("{what} 尚未公布", "{what} is not published"),
}  # fmt: skip
PINNED = ("revision", "known")


class Refused(ByReason):
    """A kiosk that is not made."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Kiosk:
    """What a kiosk goes through: `steps` are what visitors may see, without what is said to them; `skipped` why others are not
    shown, by their place; `gone`: the storyline was ended."""

    wall: int
    unit: str
    title: Text
    version: int
    steps: tuple[Step, ...]
    skipped: tuple[tuple[int, Text], ...]
    gone: bool


def visitor(unit: str) -> Actor:
    """Who stands before a kiosk: may read nothing, and so sees what is open to all."""
    return Actor("", unit, (Grant("kiosk", unit),))


def make(
    engine: Engine, name: str, unit: str, number: int, metrics: Container[str], *, by: Actor, moves_on: bool = True
) -> str:
    """Make a kiosk of a unit that goes through the newest version of a storyline; its pairing code, told this once. `metrics` are
    the keys of those that there are; `moves_on`: its months move on with the newest that is published.

    Refused: a unit whose walls one does not keep, a storyline that is not one's own nor shared, nothing that visitors may see.
    """
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        found = running.to_run(conn, number, by)
        device, code = walls.add(conn, name, unit, {"unit": unit}, by=by)
        conn.execute(insert(kiosk).values(wall=device, storyline=number, moves_on=moves_on))
        shown = of(conn, device, metrics)
        if not shown or not shown.steps:
            step, why = shown.skipped[0] if shown else (1, SKIPPED["page"])
            raise Refused("nothing", title=found.title, step=step, why=why)
        audit.add(conn, by, "kiosk_made", f"wall {device}", after={"storyline": number})
        return code


def of(conn: Connection, device: int, metrics: Container[str]) -> Kiosk | None:
    """What a kiosk goes through at this moment; None for what is no kiosk."""
    asked = (
        select(kiosk, wall.c.unit, storyline.c.ended_at.is_not(None).label("gone"))
        .join(wall, wall.c.number == kiosk.c.wall)
        .join(storyline, storyline.c.number == kiosk.c.storyline)
        .where(kiosk.c.wall == device, wall.c.revoked_at.is_(None))
    )
    row = conn.execute(asked).mappings().first()
    if row is None:
        return None
    told = reading.at_version(conn, row["storyline"], None)
    steps, skipped = for_visitors(conn, told.steps, metrics, moves_on=row["moves_on"])
    return Kiosk(device, row["unit"], told.title, told.version, () if row["gone"] else steps, skipped, row["gone"])


def for_visitors(
    conn: Connection, steps: tuple[Step, ...], metrics: Container[str], *, moves_on: bool = False
) -> tuple[tuple[Step, ...], tuple[tuple[int, Text], ...]]:
    """The steps that visitors may see, without what is said to them; and why others are left out, by their place."""
    open_, tree = calendar.published(conn), grants.tree_of_today(conn)
    found = moved_on(steps, max(open_)) if moves_on and open_ else steps
    why = {nth: _closed(step, open_, tree, metrics) for nth, step in enumerate(found, 1)}
    shown = tuple(replace(step, notes="") for nth, step in enumerate(found, 1) if why[nth] is None)
    return shown, tuple((nth, text) for nth, text in why.items() if text)


def _closed(step: Step, open_: Container[date], tree: Tree, metrics: Container[str]) -> Text | None:
    """Why a step is not for visitors; None where it is."""
    view, asked = step.view, dict(step.view.query)
    if view.page != FRONT:
        return SKIPPED["page"]
    if asked.get("room", "real") != "real":
        return SKIPPED["training"]
    if any(name in asked for name in PINNED):
        return SKIPPED["pinned"]
    if view.unit not in tree:
        return filled(SKIPPED["unit"], {"what": view.unit})
    if asked.get("metric", "") and asked["metric"] not in metrics:
        return filled(SKIPPED["metric"], {"what": asked["metric"]})
    if view.month not in open_:
        return filled(SKIPPED["month"], {"what": months.label(view.month)})
    return None
