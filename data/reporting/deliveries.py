"""Deliveries: a unit's month that comes in parts, each checked as it comes and put aside; `finishing` commits all of them as one
batch. The stewards of the unit share one, and whoever was cut off goes on with it."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data import audit, bulk, files, months, store
from data.access import Actor
from data.reporting import calendar, examining, rights, telling
from data.reporting.drafted import Unread
from data.schema import delivery, delivery_part
from data.settings import settings
from data.text import Text
from data.uploads import check, staged
from data.uploads.check import Checked
from data.uploads.findings import ByFindings, Finding
from data.uploads.parse import Book

MOST_PARTS = 10_000

REFUSALS = {
    "no_delivery": Text("没有第 {number} 号分段报送。", "There is no delivery {number}."),
    "not_yet": Text("{month} 还没有到，不能填报。", "{month} has not come; nothing can be reported for it yet."),
    "too_early": Text("{first} 之前的月份不在填报范围。", "Months before {first} are not reported."),
    "ended": Text(
        "这次分段报送已于 {at} 完成或作废。要再报，请另开一次。",
        "This delivery was finished or dropped on {at}. To report again, begin another one.",
    ),
    "cut_off": Text(
        "第 {part} 段没有传完整（内容与所给的 sha256 不符），没有保存。请重传这一段。",
        "Part {part} did not come whole (its content is not that of the sha256 given); nothing was kept. Send it again.",
    ),
    "rows": Text(
        "第 {part} 段里有清单的条目。分段报送只收数据；清单请用工作簿报送。",
        "Part {part} has rows of a register. A delivery takes figures alone; hand registers in as a workbook.",
    ),
    "few_parts": Text(
        "共 {count} 段，还缺第 {which} 段。请补传后再完成。",
        "Of {count} parts {which} is missing. Send what is missing, then finish.",
    ),
    "more_parts": Text(
        "已收到第 {which} 段，多于所说的 {count} 段。请核对段数。",
        "Part {which} is there, though only {count} were announced. Look at how many there are.",
    ),
    "part_errors": Text(
        "第 {which} 段还有须改正之处。请改好后重传这些段。",
        "Part {which} has errors. Mend them and send those parts again.",
    ),
    "errors": Text(
        "各段合起来有 {count} 处须改正，改好后才能完成。各段仍在。",
        "All parts together have {count} errors; mend them before it is finished. The parts are kept.",
    ),
    "warnings": Text(
        "有 {count} 处疑点需要您逐一核对并确认后才能完成。",
        "Look at the {count} warnings and confirm them before this is finished.",
    ),
    "nothing": Text("各段里没有可提交的数据。", "There is nothing to commit in the parts."),
    "department": Text(
        "其中有您不负责填报的数据（{measure}）。请由负责的同事完成。",
        "There are figures that are not yours to report ({measure}). Let somebody finish it whose they are.",
    ),
    "many_for_approval": Text(
        "数据须经审核才能生效，每次送审最多 {limit} 个数，这里有 {count} 个。请按下级单位分开报送。",
        "Figures count once they are approved; at most {limit} go to an approver at a time, and here are {count}. Deliver by "
        "units below.",
    ),
    "busy": Text(
        "您完成时数据正在频繁更新，没有完成，各段仍在。请再试一次。",
        "The store was moving while you finished; nothing was committed and the parts are kept. Please try again.",
    ),
}  # fmt: skip


class Refused(ByFindings):
    """What is not taken or not finished. `findings` are those that stand against it."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Delivery:
    """A row of `delivery`."""

    number: int
    unit: str
    month: date
    person: str
    name: str
    begun_at: datetime
    changes: int
    touched_at: datetime
    ended_at: datetime | None
    batch: int | None
    submission: int | None


@dataclass(frozen=True)
class Part:
    """A part as it lies aside; `findings` are its own, as dicts of rule, severity, sheet, cell, zh and en."""

    part: int
    at: datetime
    name: str
    file_name: str
    sha256: str
    rows: int
    errors: int
    warnings: int
    findings: tuple[dict, ...]


@dataclass(frozen=True)
class Put:
    """A part that came; `beside`: what is to be asked of its figures beside the store, which is asked of all of them again
    at the end. `new`: whether it is not what lay there already."""

    part: Part
    beside: tuple[Finding, ...] = ()
    new: bool = True


def begin(engine: Engine, unit: str, month: date, *, by: Actor) -> Delivery:
    """The open delivery of the unit and month, made where there is none. Raises `Refused` and the refusals of `access` and the
    calendar."""
    with store.writing(engine) as conn:
        if month > months.today():
            raise Refused("not_yet", month=months.label(month))
        if month < settings().months.first:
            raise Refused("too_early", first=months.label(settings().months.first))
        able = rights.require(conn, by, "report", unit, month)
        calendar.require_open(conn, able, unit, month)
        here = (delivery.c.unit == unit) & (delivery.c.month == month) & delivery.c.ended_at.is_(None)
        there = conn.scalar(select(delivery.c.number).where(here))
        return of(conn, there if there else _made(conn, unit, month, able))


def _made(conn: Connection, unit: str, month: date, able: Actor) -> int:
    number, now = bulk.next_number(conn, delivery), months.now()
    row = {"number": number, "unit": unit, "month": month, "person": able.login, "name": able.name}
    conn.execute(insert(delivery).values(**row, begun_at=now, touched_at=now, changes=0))
    told = {"unit": unit, "month": months.label(month)}
    audit.add(conn, able, "delivery_begun", f"delivery {number}", after=told)
    return number


def of(conn: Connection, number: int) -> Delivery:
    """A delivery by its number. Raises `Refused` where there is none."""
    row = conn.execute(select(delivery).where(delivery.c.number == number)).first()
    if row is None:
        raise Refused("no_delivery", number=number)
    return Delivery(**row._mapping)


def parts(conn: Connection, number: int) -> list[Part]:
    """The parts that lie aside, by their numbers."""
    asked = select(delivery_part).where(delivery_part.c.delivery == number).order_by(delivery_part.c.part)
    return [_part(row._mapping) for row in conn.execute(asked)]


def _part(row) -> Part:
    told = {name: row[name] for name in row if name not in ("delivery", "findings")}
    return Part(**told, findings=tuple(json.loads(row["findings"])))


def still_open(conn: Connection, number: int, by: Actor) -> tuple[Delivery, Actor]:
    """The delivery and the actor's rights as they are now. Raises `Refused` where it has ended."""
    here = of(conn, number)
    able = rights.require(conn, by, "report", here.unit, here.month)
    if here.ended_at is not None:
        raise Refused("ended", at=telling.when(here.ended_at))
    return here, able


def put(engine: Engine, number: int, part: int, file_name: str, content: bytes, *, by: Actor, sha256: str = "") -> Put:
    """Read and check a part, and put it aside in the place of what had its number; the same bytes again change nothing.

    `sha256`: of the content as it was sent, so that a part cut off is known. Raises `Refused` where it cannot be read or has
    rows of registers; a part with errors is kept, and told.
    """
    mark = hashlib.sha256(content).hexdigest()
    if sha256 and sha256.lower() != mark:
        raise Refused("cut_off", part=part)
    with store.reading(engine) as conn:
        here, able = still_open(conn, number, by)
        there = next((each for each in parts(conn, number) if each.part == part and each.sha256 == mark), None)
        if there:
            return Put(there, new=False)
        checked = _read(conn, here, able, part, file_name, content)
        beside = tuple(check.beside(conn, checked.figures, able, months.today()))
    with store.writing(engine) as conn:
        here, able = still_open(conn, number, by)
        _keep(conn, here, part, file_name, content, checked, able)
        return Put(next(each for each in parts(conn, number) if each.part == part), beside)


def _read(conn: Connection, here: Delivery, able: Actor, part: int, file_name: str, content: bytes) -> Checked:
    """A part checked, every place in it named by its part and line."""
    book, checked = check.read(conn, content, file_name, able, months.today(), part=True)
    if not isinstance(book, Book):
        raise Unread(book.finding)
    if any(not records.empty for records in checked.records.values()):
        raise Refused("rows", part=part)
    checked = examining.of_the_month(checked, here.month)
    several = len(book.sheets) > 1

    def named(sheet: str) -> str:
        return f"第{part}段" + (f" {sheet}" if several and sheet else "")

    findings = tuple(replace(each, sheet=named(each.sheet)) for each in checked.findings)
    return replace(
        checked, figures=checked.figures.assign(sheet=checked.figures["sheet"].map(named)), findings=findings
    )


def _keep(
    conn: Connection, here: Delivery, part: int, file_name: str, content: bytes, checked: Checked, able: Actor
) -> None:
    told = [
        {"rule": each.rule, "severity": each.severity, "sheet": each.sheet, "cell": each.cell}
        | {language: each.told(language) for language in ("zh", "en")}
        for each in checked.findings
    ]
    row = {
        "delivery": here.number, "part": part, "at": months.now(), "name": able.name, "file_name": file_name,
        "sha256": files.keep(conn, content), "rows": len(checked.figures), "errors": len(checked.errors),
        "warnings": len(checked.warnings), "findings": json.dumps(told, ensure_ascii=False),
    }  # fmt: skip
    mine = (delivery_part.c.delivery == here.number) & (delivery_part.c.part == part)
    conn.execute(delete(delivery_part).where(mine))
    conn.execute(insert(delivery_part).values(**row))
    staged.put(conn, here.number, part, checked.figures)
    change(conn, here.number, changes=here.changes + 1, touched_at=row["at"])
    about = {name: row[name] for name in ("part", "file_name", "sha256", "rows", "errors")}
    audit.add(conn, able, "delivery_part", f"delivery {here.number}", after=about)


def drop(engine: Engine, number: int, *, by: Actor) -> None:
    """Throw a delivery away, with all its parts."""
    with store.writing(engine) as conn:
        here, able = still_open(conn, number, by)
        staged.remove(conn, number)
        conn.execute(delete(delivery_part).where(delivery_part.c.delivery == number))
        change(conn, number, ended_at=months.now())
        audit.add(conn, able, "delivery_dropped", f"delivery {number}", before={"changes": here.changes})


def change(conn: Connection, number: int, **values: object) -> None:
    """Write where a delivery stands, for who holds the write lock."""
    conn.execute(update(delivery).where(delivery.c.number == number).values(**values))
