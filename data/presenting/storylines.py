"""Storylines made, saved, copied, shared and ended. A save is a version of its own, made from the one that was seen."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy import Connection, Engine, delete, insert, update

from data import access, audit, bulk, months, personal, store
from data.access import Actor
from data.people import accounts, grants
from data.presenting import moves, reading
from data.presenting.reading import Step, Storyline
from data.refusal import ByReason
from data.schema import storyline, storyline_share, storyline_step, storyline_version
from data.settings import settings
from data.text import Text
from data.units import Tree

MOST_STEPS, LONGEST_TITLE, LONGEST_NOTES = 100, 80, 4000
MOST_MINUTES, SECONDS = 240, (5, 3600)
REFUSALS = {
    "no_account": Text("演示脚本须用个人账号编写。", "Storylines need a person's own account."),
    "no_title": Text("请给演示脚本起个名字。", "Give the storyline a title."),
    "long": Text("“{text}…”太长，最多 {limit} 字。", "“{text}…” is too long; at most {limit} characters."),
    "steps": Text("一个演示脚本最多 {limit} 步。", "A storyline has at most {limit} steps."),
    "minutes": Text("第 {step} 步的时长应在 0 至 {limit} 分钟之间。", "Step {step}: between 0 and {limit} minutes."),
    "seconds": Text("第 {step} 步的停留应在 {first} 至 {last} 秒之间。", "Step {step}: between {first} and {last} seconds."),
    "no_unit": Text("第 {step} 步的单位“{unit}”不存在。", "Step {step}: there is no unit “{unit}”."),
    "month": Text("第 {step} 步的月份 {month} 不在可看的范围内。", "Step {step}: the month {month} cannot be looked at."),
    "shown": Text("第 {step} 步要突出或不显示的内容无法识别。", "Step {step}: what is in focus or hidden cannot be read."),
    "gone": Text("没有第 {number} 号演示脚本，或没有共享给您。", "There is no storyline {number}, or it is not shared with you."),
    "moved": Text("{name}刚刚保存了第 {version} 版，您的改动没有保存。请看过新的一版再改。",
                  "{name} has just saved version {version}; your change was not saved. Look at it, then change again."),
    "owner": Text("只有{name}（作者）可以{what}。", "Only {name}, who owns it, may {what}."),
    "partner": Text("{name}没有“{unit}”的讲解权限，不能共享。", "{name} may not present {unit}, so it cannot be shared."),
}  # fmt: skip
WHAT = {"share": Text("共享", "share it"), "end": Text("停用", "end it")}


class Refused(ByReason):
    """A storyline that is not made, saved, shared or ended."""

    sentences = REFUSALS


def create(engine: Engine, title: Text, unit: str, steps: Sequence[Step] = (), *, by: Actor) -> int:
    """Make a storyline told for a unit; its number. Refused: no right to present the unit or to read a step's, no title."""
    with store.writing(engine) as conn:
        by = _able(conn, by)
        access.require(by, "present", [unit], grants.tree_of_today(conn))
        number = bulk.next_number(conn, storyline)
        conn.execute(insert(storyline).values(number=number, owner=by.login, unit=unit, made_at=months.now()))
        _write(conn, number, 1, title, steps, by)
        audit.add(conn, by, "storyline_made", f"storyline {number}", after={"name": title.zh, "unit": unit})
        return number


def save(engine: Engine, number: int, base: int, title: Text, steps: Sequence[Step], *, by: Actor) -> int:
    """Save it as a new version, made from version `base`; the new one. Refused where another was saved meanwhile."""
    return change(engine, number, base, lambda _: (title, steps), by=by)


def change(
    engine: Engine, number: int, base: int, how: Callable[[Storyline], tuple[Text, Sequence[Step]]], *, by: Actor
) -> int:
    """The same, with title and steps made from how it stands."""
    with store.writing(engine) as conn:
        by = _able(conn, by)
        found = theirs(conn, number, by)
        if found.version != base:
            raise Refused("moved", name=found.saved_by, version=found.version)
        title, steps = how(found)
        _write(conn, number, base + 1, title, steps, by)
        moves.tell(conn)  # walls that go through it by themselves
        audit.add(conn, by, "storyline_saved", f"storyline {number}", after={"version": base + 1, "steps": len(steps)})
        return base + 1


def copy(engine: Engine, number: int, title: Text, by_months: int = 0, *, by: Actor) -> int:
    """A new storyline of one's own with the steps of another, all `by_months` later; its number."""
    with store.reading(engine) as conn:
        found = theirs(conn, number, _able(conn, by))
    steps = [
        replace(step, view=replace(step.view, month=months.shift(step.view.month, by_months))) for step in found.steps
    ]
    return create(engine, title, found.unit, steps, by=by)


def share(engine: Engine, number: int, login: str, *, by: Actor) -> None:
    """Let another presenter of the unit see, change and run it. Only its owner does; a second time changes nothing."""
    with store.writing(engine) as conn:
        by = _able(conn, by)
        found = _own(conn, number, by, "share")
        partner, tree = accounts.actor_of(conn, login), grants.tree_of_today(conn)
        if not access.may(partner, "present", found.unit, tree):
            raise Refused("partner", name=partner.name, unit=tree[found.unit].name_zh)
        if login in {each for each, _ in found.shared} or login == found.owner:
            return
        conn.execute(insert(storyline_share).values(storyline=number, person=login, at=months.now()))
        audit.add(conn, by, "storyline_shared", f"storyline {number}", after={"person": login})


def keep_from(engine: Engine, number: int, login: str, *, by: Actor) -> None:
    """Share it with that person no longer. Only its owner does."""
    with store.writing(engine) as conn:
        by = _able(conn, by)
        _own(conn, number, by, "share")
        shared = storyline_share.c
        if conn.execute(delete(storyline_share).where(shared.storyline == number, shared.person == login)).rowcount:
            audit.add(conn, by, "storyline_unshared", f"storyline {number}", before={"person": login})


def end(engine: Engine, number: int, *, by: Actor) -> None:
    """Take it off everybody's list; its versions stay. Only its owner does."""
    with store.writing(engine) as conn:
        by = _able(conn, by)
        found = _own(conn, number, by, "end")
        conn.execute(update(storyline).where(storyline.c.number == number).values(ended_at=months.now()))
        moves.tell(conn)
        audit.add(conn, by, "storyline_ended", f"storyline {number}", before={"name": found.title.zh})


def _able(conn: Connection, by: Actor) -> Actor:
    """Who acts, with the rights they still hold."""
    if not by.login:
        raise Refused("no_account")
    return grants.still_held(conn, by)


def theirs(conn: Connection, number: int, by: Actor, version: int | None = None) -> Storyline:
    """One that is the actor's to see, as of a version (None: the newest). Raises `Refused` otherwise."""
    found = reading.one(conn, number, by, version)
    if found is None:
        raise Refused("gone", number=number)
    return found


def _own(conn: Connection, number: int, by: Actor, what: str) -> Storyline:
    found = theirs(conn, number, by)
    if found.owner != by.login:
        raise Refused("owner", name=found.owner_name, what=WHAT[what])
    return found


def _write(conn: Connection, number: int, version: int, title: Text, steps: Sequence[Step], by: Actor) -> None:
    """A version with its steps, each looked at once more."""
    named = _title(title)
    if not named.zh:
        raise Refused("no_title")
    if len(steps) > MOST_STEPS:
        raise Refused("steps", limit=MOST_STEPS)
    saved = {"at": months.now(), "person": by.login, "name": by.name, "title_zh": named.zh, "title_en": named.en}
    tree = grants.tree_of_today(conn)
    rows = [_row(position, step, by, tree) for position, step in enumerate(steps, 1)]
    conn.execute(insert(storyline_version).values(storyline=number, version=version, **saved))
    if rows:
        conn.execute(insert(storyline_step), [{"storyline": number, "version": version, **row} for row in rows])


def _row(position: int, step: Step, by: Actor, tree: Tree) -> dict[str, object]:
    view = step.view
    if view.unit not in tree:
        raise Refused("no_unit", step=position, unit=view.unit)
    access.require(by, "read", [view.unit], tree)
    if not settings().months.first <= view.month <= months.today().replace(day=1):
        raise Refused("month", step=position, month=months.label(view.month))
    if not 0 <= step.minutes <= MOST_MINUTES:
        raise Refused("minutes", step=position, limit=MOST_MINUTES)
    if not SECONDS[0] <= step.seconds <= SECONDS[1]:
        raise Refused("seconds", step=position, first=SECONDS[0], last=SECONDS[1])
    if not all(each.isidentifier() and each.isascii() for each in (*step.hidden, step.focus or "_")):
        raise Refused("shown", step=position)  # they become selectors of a style sheet
    title, notes = _title(step.title), _said(step.notes, LONGEST_NOTES)
    shown = {"page": view.page, "unit": view.unit, "month": view.month, "query": urlencode(view.query)}
    how = {"focus": step.focus, "hidden": " ".join(step.hidden), "minutes": step.minutes, "seconds": step.seconds}
    return {"position": position, **shown, **how, "title_zh": title.zh, "title_en": title.en, "notes": notes}


def _title(title: Text) -> Text:
    """Both languages; what is missing in one is said as in the other."""
    zh, en = (_said(each, LONGEST_TITLE) for each in (title.zh, title.en))
    return Text(zh or en, en or zh)


def _said(text: str, limit: int) -> str:
    said = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    said = "".join(each for each in said if each == "\n" or each.isprintable())
    if len(said) > limit:
        raise Refused("long", text=said[:12], limit=limit)
    personal.refuse(said)
    return said
