"""Hours in which a wall goes through a storyline by itself: declared by who keeps the wall and may run the storyline, ended by
who keeps the wall."""

from collections.abc import Container

from sqlalchemy import Connection, Engine, insert, select, update

from data import access, audit, bulk, months, store
from data.access import Actor
from data.people import grants
from data.presenting import moves, playing, running
from data.presenting.playing import Rotation
from data.presenting.spans import Span
from data.refusal import ByReason
from data.schema import rotation, wall
from data.text import Text

REFUSALS = {
    "span": Text(
        "请至少选一个星期几，并且“从”要早于“到”（跨过零点的，分成两段）。",
        "Choose at least one weekday, and a “from” that is before “to” (make two of what goes past midnight).",
    ),
    "taken": Text(
        "大屏“{wall}”在{when}已轮播“{title}”，时间重叠。请错开时间，或先停止那一段。",
        "The wall “{wall}” already goes through “{title}” {when}, which overlaps. Choose another time, or end that one first.",
    ),
    "nothing": Text(
        "“{title}”没有一步能在这块大屏上显示：第 {step} 步{why}。",
        "No step of “{title}” can be shown on this wall: step {step}: {why}.",
    ),
    "gone": Text("没有第 {number} 号轮播，或它已停止。", "There is no rotation {number}, or it has ended."),
}


class Refused(ByReason):
    """A rotation that is not declared or not ended."""

    sentences = REFUSALS


def declare(
    engine: Engine,
    device: int,
    number: int,
    span: Span,
    metrics: Container[str],
    *,
    by: Actor,
    moves_on: bool = True,
) -> int:
    """Let a wall go through the newest version of a storyline in those hours, with months that move on with the newest;
    the number of the rotation. `metrics` are the keys of those that there are.

    Refused: a storyline that is not one's own nor shared, a wall that one does not keep, no time, a time at which the wall
    goes through another, nothing that it can show.
    """
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        running.to_run(conn, number, by)
        name = _kept_wall(conn, device, by)
        running.refuse_kiosk(conn, device, name)
        if not span.is_one:
            raise Refused("span")
        now = months.now()
        for other in playing.rotations(conn, metrics, now, device).get(device, ()):
            if other.span.meets(span):
                raise Refused("taken", wall=name, title=other.title, when=other.span.said)
        made = bulk.next_number(conn, rotation)
        hours = {"weekdays": "".join(sorted(set(span.weekdays))), "begins": span.begins, "ends": span.ends}
        who = {"made_at": now, "made_by": by.login, "made_name": by.name}
        conn.execute(
            insert(rotation).values(number=made, wall=device, storyline=number, moves_on=moves_on, **hours, **who)
        )
        _require_shown(playing.rotations(conn, metrics, now, device)[device], made)
        told = {"wall": device, "storyline": number, "when": span.said.zh}
        audit.add(conn, by, "rotation_declared", f"rotation {made}", after=told)
        moves.tell(conn)
        return made


def end(engine: Engine, number: int, *, by: Actor) -> None:
    """End a rotation: its wall returns to its own view. Whoever keeps the wall does."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        kept = rotation.c
        row = conn.execute(select(rotation).where(kept.number == number, kept.ended_at.is_(None))).mappings().first()
        if row is None:
            raise Refused("gone", number=number)
        _kept_wall(conn, row["wall"], by)
        conn.execute(update(rotation).where(kept.number == number).values(ended_at=months.now()))
        told = {"wall": row["wall"], "storyline": row["storyline"]}
        audit.add(conn, by, "rotation_ended", f"rotation {number}", before=told)
        moves.tell(conn)


def _kept_wall(conn: Connection, number: int, by: Actor) -> str:
    """The name of a wall that `by` keeps."""
    row = conn.execute(select(wall).where(wall.c.number == number, wall.c.revoked_at.is_(None))).mappings().first()
    if row is None:
        raise running.Refused("no_wall", number=number)
    access.require(by, "keep_walls", [row["unit"]], grants.tree_of_today(conn))
    return str(row["name"])


def _require_shown(of_wall: tuple[Rotation, ...], number: int) -> None:
    made = next(each for each in of_wall if each.number == number)
    if not made.steps:
        step, why = made.skipped[0]
        raise Refused("nothing", title=made.title, step=step, why=why)
