"""Which instruction is the clock of a row: of registers that declare one, the instruction that hangs on the row."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from data.clocks import reading
from data.clocks.life import ENDED
from data.clocks.reading import Instruction
from data.registers import REGISTERS
from data.schema import instruction

FEW = 5000  # keys that a query may name


def of_rows(conn: Connection, register: str, keys: Collection[str]) -> dict[str, Instruction]:
    """The clock of each of the rows that has one, by key: the whole instruction, never a part; one that runs before one that
    was accepted, the earliest due before a later one. Cancelled ones are none, and a register that declares no clock has none."""
    declared = REGISTERS.get(register)
    if declared is None or declared.clock is None or not keys:
        return {}
    wanted = set(keys)
    rows = (instruction.c.register == register, instruction.c.about == "row", instruction.c.part_of.is_(None))
    only = (instruction.c.key.in_(wanted),) if len(wanted) < FEW else ()
    charged = conn.execute(select(instruction.c.number, instruction.c.key).where(*rows, *only))
    numbers = [number for number, key in charged if key in wanted]
    found: dict[str, Instruction] = {}
    for one in sorted(reading.of_numbers(conn, numbers), key=_order):
        if one.standing.state != "closed":
            found.setdefault(one.about.key, one)
    return found


def runs(one: Instruction) -> bool:
    """Whether the clock still runs."""
    return one.standing.state not in ENDED


def _order(one: Instruction) -> tuple[bool, int, int]:
    return not runs(one), one.standing.due.toordinal() if runs(one) else 0, -one.number
