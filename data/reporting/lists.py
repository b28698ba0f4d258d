"""Lists that did not change in a month: confirmed with one word, so that the month has its list."""

from datetime import date

from sqlalchemy import Connection, Engine

from data import access, audit, handed_lists, months, store
from data.access import Actor
from data.refusal import ByReason
from data.register_rights import may_report_rows
from data.registers import REGISTERS
from data.reporting import calendar, rights
from data.text import Text
from data.uploads.checking.rules import no_figures
from data.uploads.commit import Committed, Source, write
from data.uploads.compare import compare

REFUSALS = {
    "no_register": Text("没有按月报送的台账“{register}”。", "No register “{register}” is handed in month by month."),
    "future": Text("{month} 还没有到，不能确认无变化。", "{month} has not come; nothing can be confirmed for it yet."),
    "there": Text(
        "{unit} {month} 的“{register}”已经报过，无需再确认。",
        "The {register} of {unit} for {month} is there already; there is nothing to confirm.",
    ),
}
UNCHANGED = Text("{register}：{month} 无变化", "{register}: nothing changed in {month}")


class Refused(ByReason):
    """A list that cannot be confirmed to be as it was."""

    sentences = REFUSALS


def confirm_unchanged(engine: Engine, register: str, unit: str, month: date, *, by: Actor) -> Committed:
    """Hand in a unit's list of a month as it was: one batch without rows, which counts at once.

    Raises `Refused` (no such list, a month to come, there already), `access.Refused`, the calendar's and, while the
    demonstration is live, `uploads.commit.Refused`.
    """
    with store.writing(engine) as conn:
        if register not in REGISTERS or not handed_lists.asked_for(conn, register):
            raise Refused("no_register", register=register)
        able = rights.require(conn, by, "report", unit, month)
        tree = rights.tree_with(conn, unit, months.end_of(month))
        declared, name = REGISTERS[register], tree[unit].name_zh if unit in tree else unit
        if not may_report_rows(able, register, unit, tree):
            raise access.Refused(able, "report", name, declared.owner)
        calendar.require_open(conn, able, unit, month)
        if month > months.today():
            raise Refused("future", month=months.label(month))
        if unit in handed_lists.units_in(conn, register, month):
            raise Refused("there", unit=name, month=months.label(month), register=declared.zh)
        return _write(conn, register, unit, month, able)


def _write(conn: Connection, register: str, unit: str, month: date, by: Actor) -> Committed:
    declared, label = REGISTERS[register], months.label(month)
    told = UNCHANGED.in_("zh", register=declared.zh, month=label)
    content = f"{told}\n{UNCHANGED.in_('en', register=declared.en, month=label)}\n{unit}\n".encode()
    source = Source("screen", f"{told}.txt", content, handed_in=months.now(), month=month, lists=((register, unit),))
    done = write(conn, compare(conn, no_figures(), {}), source, by=by)
    audit.add(
        conn, by, "confirm_list", f"batch {done.batch}", after={"unit": unit, "register": register, "month": label}
    )
    return done
