"""Word templates of briefings that offices keep: added by who may present a unit, used for it and all below, ended by who may.

What stands in one was looked at before (`metrics.briefs.checking`): this keeps it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update

from data import access, audit, bulk, files, months, personal, store
from data.access import Actor
from data.people import grants
from data.refusal import ByReason
from data.schema import brief_template
from data.text import Text

LONGEST = 120
REFUSALS = {
    "no_account": Text("模板须用个人账号保存。", "Keeping a template needs a person's own account."),
    "name": Text("模板的文件名为空或太长（最多 {limit} 字）。", "The template's name is empty or too long (at most {limit} characters)."),
    "gone": Text("没有第 {number} 号模板，或不归您使用。", "There is no template {number}, or it is not yours to use."),
}  # fmt: skip


class Refused(ByReason):
    """A template that is not kept, used or ended."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Kept:
    """A template: whose unit's, its file by its hash, by whom and when."""

    number: int
    unit: str
    name: str
    sha256: str
    at: datetime
    person_name: str


def keep(engine: Engine, unit: str, name: str, content: bytes, *, by: Actor) -> int:
    """Keep a template for a unit and all below it; its number."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        access.require(by, "present", [unit], grants.tree_of_today(conn))
        if not by.login:
            raise Refused("no_account")
        said = name.strip()
        if not 0 < len(said) <= LONGEST:
            raise Refused("name", limit=LONGEST)
        personal.refuse(said)
        number = bulk.next_number(conn, brief_template)
        row = {"number": number, "unit": unit, "name": said, "sha256": files.keep(conn, content), "at": months.now()}
        conn.execute(insert(brief_template).values(**row, person=by.login, person_name=by.name))
        audit.add(conn, by, "template_kept", f"template {number}", after={"name": said, "unit": unit})
        return number


def end(engine: Engine, number: int, *, by: Actor) -> None:
    """Offer a template no longer; what was made of it stays."""
    with store.writing(engine) as conn:
        by = grants.still_held(conn, by)
        kept = brief_template.c
        row = (
            conn.execute(select(brief_template).where(kept.number == number, kept.ended_at.is_(None)))
            .mappings()
            .first()
        )
        if row is None:
            raise Refused("gone", number=number)
        access.require(by, "present", [row["unit"]], grants.tree_of_today(conn))
        conn.execute(update(brief_template).where(kept.number == number).values(ended_at=months.now()))
        audit.add(conn, by, "template_ended", f"template {number}", before={"name": row["name"]})


def listing(conn: Connection, actor: Actor) -> list[Kept]:
    """The templates that the actor may use, the newest first: of a unit that they present, and of those above it."""
    tree = grants.tree_of_today(conn)
    presented = {grant.unit for grant in actor.grants if access.may(actor, "present", grant.unit, tree)}
    above = {unit for each in presented if each in tree for unit in tree.path(each)}
    rows = conn.execute(
        select(brief_template).where(brief_template.c.ended_at.is_(None)).order_by(brief_template.c.number.desc())
    ).mappings()
    found = [Kept(**{name: row[name] for name in Kept.__dataclass_fields__}) for row in rows]
    return [each for each in found if each.unit in above or access.may(actor, "present", each.unit, tree)]


def content_of(conn: Connection, number: int, actor: Actor) -> tuple[str, bytes]:
    """Name and bytes of one that the actor may use. `Refused` otherwise."""
    found = next((each for each in listing(conn, actor) if each.number == number), None)
    if found is None:
        raise Refused("gone", number=number)
    return found.name, files.kept(conn, found.sha256)
