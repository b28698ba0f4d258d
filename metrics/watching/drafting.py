"""What a rule drafts an instruction about, and the address of the form with it."""

from datetime import date
from urllib.parse import urlencode

from data import months
from data.watching.kinds import drafts
from data.watching.reading import Watched
from metrics.problems import problems_overdue


def about(watched: Watched, kind: str, item: str = "") -> dict[str, str]:
    """What the form is asked about: a row or a number, as it names them in its address; nothing of what no rule drafts."""
    if not drafts(watched.subject, kind):
        return {}
    if watched.subject == "row":
        return {"charge": "row", "register": watched.register, "key": watched.key}
    metric = watched.metric or (problems_overdue.key if kind == "overdue" else item)
    return {"charge": "metric", "metric": metric} if metric else {}


def form_of(number: int, watched: Watched, kind: str, month: date, item: str = "") -> str:
    """The address of the form with what the rule of that number drafted of a month, without a language; "" for none."""
    asked = about(watched, kind, item)
    here = {"unit": watched.unit, "month": months.label(month), "draft": number}
    return f"instructions?{urlencode(here | asked)}" if asked else ""
