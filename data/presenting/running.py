"""A storyline being run: where it stands, the walls that follow, and the commands of whoever leads.

Everything walls follow is one row; they are shown what it says and never told what happened, so a wall that was away is right
again with the first reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, or_, select, update

from data import access, audit, bulk, months, store
from data.access import Actor
from data.people import grants
from data.presenting import moves, reading, screenfuls, storylines
from data.presenting.reading import Step, Storyline
from data.refusal import ByReason
from data.schema import kiosk, presentation, presentation_wall, storyline_version, wall
from data.text import Text

POINTED = timedelta(seconds=3)  # for which a spot is shown
AGAIN = timedelta(milliseconds=90)  # between two spots, whoever sends more
PANEL = re.compile(r"[\w-]{0,40}", re.ASCII)  # what a panel is called
Command = Literal["next", "back", "go", "black", "light", "freeze", "release", "spotlight", "hide", "restore"]
MOST_HIDDEN = 40  # numbers hidden at once

REFUSALS = {
    "empty": Text("这个演示脚本还没有步骤。", "This storyline has no steps yet."),
    "no_wall": Text("没有第 {number} 号大屏，或它已停用。", "There is no wall {number}, or it has been revoked."),
    "taken": Text("大屏“{wall}”正在跟随“{title}”（{name}）。请先结束那一场，或不选这块大屏。",
                  "The wall “{wall}” follows “{title}” ({name}). End that one first, or leave this wall out."),
    "narrow": Text("大屏“{wall}”只能显示“{unit}”及其下级单位，不能显示第 {step} 步。",
                   "The wall “{wall}” can show {unit} and the units below it only, so not step {step}."),
    "kiosk": Text("“{wall}”是观众展台，不能跟随讲解，也不能轮播。", "“{wall}” is a visitors’ kiosk: it follows nobody and is in no rotation."),
    "gone": Text("没有第 {number} 场讲解，或没有共享给您。", "There is no presentation {number}, or it is not shared with you."),
    "ended": Text("这场讲解已经结束。", "This presentation has ended."),
    "moved": Text("{name}刚刚操作过，您这次的操作没有执行。请看过现在的情况再按。",
                  "{name} pressed something just before you; what you pressed was not done. Look, then press again."),
    "spot": Text("这一点不在画面上。", "This spot is not on the screen."),
    "step": Text("没有第 {step} 步。", "There is no step {step}."),
}  # fmt: skip


class Refused(ByReason):
    """A presentation that is not started, or a command that is not carried out."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Running:
    """How a presentation stands. `step` and `shown` count from 1; `turn` only grows. `pointer` is the spot to which
    somebody pointed within the last seconds: from 0 to 1 of a panel, or of the wall where that is ""; with the moment in
    milliseconds. `lit` is a panel that is lit, and `hidden` are metrics that are not shown, until the walls go to another step; `screen`
    counts the screenfuls of a page that is taller than a wall, from 1."""

    number: int
    storyline: int
    version: int
    turn: int
    step: int
    shown: int
    black: bool
    frozen: bool
    started_at: datetime
    step_since: datetime
    led_by: str
    leader_name: str
    lit: str
    hidden: str
    screen: int
    ended: bool
    pointer: tuple[float, float, int, str] | None = None


def to_run(conn: Connection, number: int, by: Actor) -> Storyline:
    """The newest version of a storyline that a person may run. Raises `Refused` where it is not theirs to see or has no steps."""
    if not by.login:
        raise storylines.Refused("gone", number=number)
    found = storylines.theirs(conn, number, by)
    if not found.steps:
        raise Refused("empty")
    return found


def start(engine: Engine, number: int, walls: Sequence[int], *, by: Actor) -> int:
    """Run the newest version of a storyline on walls, from its first step; the number of the presentation.

    Refused: it has no steps, a wall that one does not keep, that follows another, or that may not show a step's unit.
    """
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        found = to_run(conn, number, by)
        for each in walls:
            _require_wall(conn, each, found, by)
        made, now = bulk.next_number(conn, presentation), months.now()
        stands = {"turn": 1, "step": 1, "shown": 1, "black": False, "frozen": False, "step_since": now, "at": now}
        who = {"started_by": by.login, "led_by": by.login, "leader_name": by.name, "started_at": now}
        conn.execute(insert(presentation).values(number=made, storyline=number, version=found.version, **stands, **who))
        for each in dict.fromkeys(walls):
            conn.execute(insert(presentation_wall).values(presentation=made, wall=each))
        audit.add(conn, by, "presentation_started", f"presentation {made}",
                  after={"storyline": number, "version": found.version, "walls": list(walls)})  # fmt: skip
        moves.tell(conn)
        return made


def steer(
    engine: Engine, number: int, command: Command, turn: int, *, by: Actor, step: int = 0, what: str = ""
) -> Running:
    """Carry out a command upon the turn that was seen; how it stands then. `next` and `back` turn the screenfuls of a page that
    is taller than a wall before they lead to another step. `go` names a `step`, `spotlight` a panel and `hide` a
    metric (`what`): both hold until the walls go to another step, or `restore`.

    Refused: not one's own nor shared, ended, somebody else's command in between, no such step, nothing that could be on one.
    """
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        stands, found = require_led(conn, number, by)
        if stands.turn != turn:
            raise Refused("moved", name=stands.leader_name)
        changed = (
            _on_the_walls(stands, command, what)
            or _turned(stands, command, screenfuls.most(conn, number, stands.shown))
            or _after(stands, command, step, len(found.steps))
        )
        if changed.get("shown", stands.shown) != stands.shown:
            changed |= {"lit": "", "hidden": "", "screen": 1}
        now = months.now()
        if changed.get("step", stands.step) != stands.step:
            changed["step_since"] = now
        if stands.led_by != by.login:
            audit.add(conn, by, "presentation_taken_over", f"presentation {number}",
                      before={"person": stands.led_by}, after={"step": stands.step})  # fmt: skip
        led = {"turn": stands.turn + 1, "at": now, "led_by": by.login, "leader_name": by.name}
        conn.execute(update(presentation).where(presentation.c.number == number).values(**changed, **led))
        moves.tell(conn)
        after = state(conn, number)
        assert after
        return after


def point(engine: Engine, number: int, x: float, y: float, panel: str = "", *, by: Actor) -> None:
    """Show on its walls a spot, from 0 to 1 of a panel, or of the wall without one: walls of any shape find it. It fades by itself. Neither a turn nor noted in the audit log:
    it changes nothing of what is shown. What comes too soon after the one before is left out."""
    if not (0 <= x <= 1 and 0 <= y <= 1 and PANEL.fullmatch(panel)):
        raise Refused("spot")
    with store.writing(engine) as conn:
        require_led(conn, number, grants.still_held(conn, by))
        now, kept = months.now(), presentation.c
        due = or_(kept.pointed_at.is_(None), kept.pointed_at < now - AGAIN)
        spot = {"pointer_x": round(x, 3), "pointer_y": round(y, 3), "pointer_panel": panel, "pointed_at": now}
        if conn.execute(update(presentation).where(kept.number == number, due).values(**spot)).rowcount:
            moves.tell(conn)


def end(engine: Engine, number: int, *, by: Actor) -> None:
    """End it: its walls return to what their owners chose."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        stands, _ = require_led(conn, number, by)
        ended = {"ended_at": months.now(), "turn": stands.turn + 1}
        conn.execute(update(presentation).where(presentation.c.number == number).values(**ended))
        audit.add(conn, by, "presentation_ended", f"presentation {number}", before={"step": stands.step})
        moves.tell(conn)


def state(conn: Connection, number: int) -> Running | None:
    """How it stands; None where there is none."""
    row = conn.execute(select(presentation).where(presentation.c.number == number)).mappings().first()
    return _running(row) if row else None


def mine(conn: Connection, number: int, actor: Actor) -> tuple[Running, Storyline] | None:
    """A presentation that the actor may lead, ended or not, with the storyline as it is run; None where it is not theirs."""
    stands = state(conn, number)
    if stands is None or reading.one(conn, stands.storyline, actor) is None:
        return None
    return stands, reading.at_version(conn, stands.storyline, stands.version)


def going(conn: Connection, actor: Actor) -> list[tuple[Running, Storyline]]:
    """What is run now and the actor may lead, the newest first."""
    rows = conn.execute(_live().order_by(presentation.c.number.desc())).mappings().all()
    found = (mine(conn, row["number"], actor) for row in rows)
    return [each for each in found if each]


def of_wall(conn: Connection, number: int) -> tuple[Running, Step] | None:
    """What a wall follows now, and the step that it shows; None where it follows nothing."""
    asked = _live().join(presentation_wall, presentation_wall.c.presentation == presentation.c.number)
    row = conn.execute(asked.where(presentation_wall.c.wall == number)).mappings().first()
    if row is None:
        return None
    stands = _running(row)
    return stands, reading.at_version(conn, stands.storyline, stands.version).steps[stands.shown - 1]


@dataclass(frozen=True)
class Followed:
    """How everything that is run now stands: the turn of each presentation, the screenfuls that its walls said they have, and
    what each wall that follows one shows."""

    turns: dict[int, int]
    walls: dict[int, tuple[Running, Step]]
    screens: dict[int, int]


def followed(conn: Connection) -> Followed:
    """How everything that is run now stands."""
    live = {row["number"]: _running(row) for row in conn.execute(_live()).mappings()}
    steps = {number: reading.at_version(conn, each.storyline, each.version).steps for number, each in live.items()}
    follow = presentation_wall.c
    asked = select(presentation_wall).where(follow.presentation.in_(list(live)))
    walls, screens = {}, dict.fromkeys(live, 1)
    for row in conn.execute(asked) if live else ():
        stands = live[row.presentation]
        walls[row.wall] = (stands, steps[row.presentation][stands.shown - 1])
        if row.shown == stands.shown:
            screens[row.presentation] = max(screens[row.presentation], row.screens)
    return Followed({number: each.turn for number, each in live.items()}, walls, screens)


def walls_of(conn: Connection, number: int) -> list[tuple[int, str]]:
    """The walls that follow: numbers and names."""
    asked = (
        select(wall.c.number, wall.c.name)
        .join(presentation_wall, presentation_wall.c.wall == wall.c.number)
        .where(presentation_wall.c.presentation == number)
        .order_by(wall.c.number)
    )
    return [(row.number, row.name) for row in conn.execute(asked)]


def _live() -> Select:
    return select(presentation).where(presentation.c.ended_at.is_(None))


def require_led(conn: Connection, number: int, by: Actor) -> tuple[Running, Storyline]:
    """A presentation that goes on and that `by` may lead, for who holds the write lock. `Refused` otherwise."""
    found = mine(conn, number, by) if by.login else None
    if found is None:
        raise Refused("gone", number=number)
    if found[0].ended:
        raise Refused("ended")
    return found


def _require_wall(conn: Connection, number: int, found: Storyline, by: Actor) -> None:
    row = conn.execute(select(wall).where(wall.c.number == number, wall.c.revoked_at.is_(None))).mappings().first()
    if row is None:
        raise Refused("no_wall", number=number)
    tree = grants.tree_of_today(conn)
    access.require(by, "keep_walls", [row["unit"]], tree)
    refuse_kiosk(conn, number, row["name"])
    if followed := of_wall(conn, number):
        titles = storyline_version.c
        named = select(titles.title_zh).where(
            titles.storyline == followed[0].storyline, titles.version == followed[0].version
        )
        raise Refused("taken", wall=row["name"], title=conn.scalar(named), name=followed[0].leader_name)
    for nth, step in enumerate(found.steps, 1):
        if step.view.unit not in tree.below(row["unit"]):
            raise Refused("narrow", wall=row["name"], unit=tree[row["unit"]].name_zh, step=nth)


def refuse_kiosk(conn: Connection, number: int, name: str) -> None:
    """Raise `Refused` for a wall that is a kiosk: it shows what visitors may see, and follows nobody."""
    if conn.scalar(select(kiosk.c.wall).where(kiosk.c.wall == number)) is not None:
        raise Refused("kiosk", wall=name)


def _on_the_walls(stands: Running, command: Command, what: str) -> dict[str, object]:
    """What a command changes of the step that walls show; nothing for any other."""
    if command == "restore":
        return {"lit": "", "hidden": ""}
    if command not in ("spotlight", "hide"):
        return {}
    hidden = dict.fromkeys([*stands.hidden.split(), what])
    if not what or not PANEL.fullmatch(what) or len(hidden) > MOST_HIDDEN:
        raise Refused("spot")
    return {"lit": what} if command == "spotlight" else {"hidden": " ".join(hidden)}


def _turned(stands: Running, command: Command, screens: int) -> dict[str, object]:
    """The screenful that comes next on the walls, or was before; nothing where `next` and `back` lead to another step."""
    by = {"next": 1, "back": -1}.get(command, 0)
    to = min(stands.screen, screens) + by
    return {"screen": to} if by and 1 <= to <= screens and not stands.frozen else {}


def _after(stands: Running, command: Command, step: int, count: int) -> dict[str, object]:
    """What a command changes. While it is frozen, walls stay where they were and the presenter goes on alone."""
    if command in ("black", "light"):
        return {"black": command == "black"}
    if command == "freeze":
        return {"frozen": True}
    if command == "release":
        return {"frozen": False, "shown": stands.step}
    to = {"next": min(stands.step + 1, count), "back": max(stands.step - 1, 1), "go": step}[command]
    if not 1 <= to <= count:
        raise Refused("step", step=step)
    return {"step": to, "shown": stands.shown if stands.frozen else to}


def _running(row: RowMapping) -> Running:
    kept = {name: row[name] for name in Running.__dataclass_fields__ if name not in ("ended", "pointer")}
    return Running(**kept, ended=row["ended_at"] is not None, pointer=_pointer(row))


def _pointer(row: RowMapping) -> tuple[float, float, int, str] | None:
    at = row["pointed_at"]
    if at is None or months.now() - at > POINTED:
        return None
    return row["pointer_x"], row["pointer_y"], round(at.timestamp() * 1000), row["pointer_panel"] or ""
