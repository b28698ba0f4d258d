"""What the program notes of an instruction whose metric shows that it is done, or shows it no longer; nobody's step."""

from sqlalchemy import Connection

from data import audit, months
from data.access import Actor
from data.clocks.life import Showing
from data.clocks.reading import Instruction
from data.instructions import telling, writing
from data.notices import notices
from data.text import Text

BY = Actor("系统 / the program", "", origin="instructions")


def is_shown(one: Instruction) -> bool:
    """Whether its metric was last noted as showing that it is done."""
    kinds = [event.kind for event in one.events if event.kind in ("shown", "unshown")]
    return kinds[-1:] == ["shown"]


def note(conn: Connection, one: Instruction, step: Showing, said: Text) -> int:
    """Note that the condition holds (or holds no more) and tell both sides, for who holds the write lock; how many were told."""
    writing.take(conn, one, step, BY, months.now(), f"{said.zh} / {said.en}")
    after = {} if one.restricted else {"text": said.zh}
    audit.add(conn, BY, f"instruction_{step}", f"instruction {one.number}", after=after)
    people = dict.fromkeys([*telling.whom_of(conn, one, "reported"), *telling.whom_of(conn, one, "issued")])
    hidden = Text("…", "…") if one.restricted else said
    blanks = {"number": one.number, "said": hidden, "state": telling.state_of(one)}
    return notices.tell(conn, f"instruction_{step}", people, blanks, telling.link_of(one))
