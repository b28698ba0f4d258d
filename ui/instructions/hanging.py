"""The instructions that hang on a number or a row, on its own page."""

from data.instructions import mine
from data.text import Text
from ui import room
from ui.actor import actor
from ui.instructions.clocks import version
from ui.instructions.listed import table_of
from ui.panels import Panel
from ui.scope import Scope

HANGING = Text("就此交办 · {count}", "Instructions about this · {count}")


def hanging(scope: Scope, *, metric: str = "", register: str = "", key: str = "") -> dict[str, Panel]:
    """Those that this person may read, each with how it stands; nothing where there are none. Of a metric those about the
    scope's unit, whatever the month."""
    if not version():
        return {}
    with room.engine().connect() as conn:
        about = "" if register else scope.unit
        here = mine.listing(conn, actor(), metric=metric, about=about, register=register, key=key)
    return {"hanging": Panel(HANGING.in_(scope.lang, count=len(here)), table_of(here, scope))} if here else {}
