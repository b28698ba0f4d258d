"""What a measure is: a number people upload."""

from dataclasses import dataclass
from typing import Literal

from data.text import Text

Kind = Literal["flow", "stock", "index"]


@dataclass(frozen=True)
class Measure:
    """A number people upload.

    `kind`: a flow adds up over units, subjects and months; a stock over units and subjects, read at the end of a
    period and carried forward for at most `carry` months; an index never adds up.
    `reported_as="ytd"`: people report 1—N月累计. `part_of`: the measure this one cannot exceed.
    `by_application`: reported for each application (the subject) beside the whole unit.
    `owed`: asked for every month, so it has a column in the template.
    """

    key: str
    zh: str
    en: str
    kind: Kind
    unit: Text
    owner: str = ""
    definition: Text = Text("", "")
    reported_as: Literal["month", "ytd"] = "month"
    carry: int = 0
    part_of: str | None = None
    by_application: bool = False
    owed: bool = False
    aliases: tuple[str, ...] = ()
