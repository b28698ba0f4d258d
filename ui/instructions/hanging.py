"""The instructions that hang on a number or a row, on its own page."""

from data.instructions import lanes, mine
from data.instructions.lanes import Asked, Narrowed
from data.text import Text
from ui import room
from ui.actor import actor
from ui.instructions.clocks import version
from ui.instructions.listed import table_of
from ui.panels import Panel
from ui.scope import Scope

FEW = 20
HANGING = Text("就此交办 · {count}", "Instructions about this · {count}")


def hanging(scope: Scope, *, metric: str = "", register: str = "", key: str = "") -> dict[str, Panel]:
    """Those that this person may read, each with how it stands; nothing where there are none. Of a metric those about the
    scope's unit and those below it, whatever the month, the first of them."""
    if not version():
        return {}
    with room.engine().connect() as conn:
        if register:
            here = mine.listing(conn, actor(), register=register, key=key)
            count = len(here)
        else:
            asked = Asked(actor(), None)
            about = Narrowed(metric=metric, about=tuple(scope.tree.below(scope.unit)))
            here, count = mine.page(conn, asked, about, FEW), lanes.count(conn, asked, about)
    return {"hanging": Panel(HANGING.in_(scope.lang, count=count), table_of(here, scope))} if here else {}
