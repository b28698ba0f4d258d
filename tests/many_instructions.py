"""So many open instructions at once, as `writing.put` leaves them."""

from datetime import date, timedelta

from sqlalchemy import Connection, insert, select

from data import months
from data.access import Actor
from data.clocks.reading import About
from data.instructions import writing
from data.instructions.writing import Order
from data.schema import instruction, instruction_event, instruction_now, instruction_unit
from data.text import Text

MONTH = date(2024, 10, 1)


def add(conn: Connection, count: int, unit: str, issuer_unit: str, by: Actor, *, key: str = "") -> None:
    """So many to a unit, issued a year ago and due in a year: about the satisfaction of the unit, or a row of the problems each."""
    now = months.now() - timedelta(days=365)
    title, register = Text("满意率", "Satisfaction"), "problems" if key else ""
    kind, metric = ("row", "") if key else ("metric", "satisfaction")
    about = About(kind, unit, MONTH, 1, title, metric=metric, register=register, key=key and f"{key}0")
    first = writing.put(
        conn, Order("查清原因。", unit, about), months.today() + timedelta(days=365), issuer_unit, by, now
    )
    numbers = range(first + 1, first + count)
    one = conn.execute(select(instruction).where(instruction.c.number == first)).one()._asdict()
    rows = [one | {"number": number, "key": key and f"{key}{number - first}"} for number in numbers]
    conn.execute(insert(instruction), rows)
    for table in (instruction_event, instruction_now, instruction_unit):
        found = [row._asdict() for row in conn.execute(select(table).where(table.c.instruction == first))]
        conn.execute(insert(table), [row | {"instruction": number} for number in numbers for row in found])
