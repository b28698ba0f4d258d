"""Whether what won an award is still there a year later, and what results rest on."""

from datetime import date

import pandas as pd

from data import months
from data.references import keys_in
from data.registers.declaration import Field

YEAR = 12  # months after which an award is asked about
ALIVE, GONE, YOUNG, NAMELESS, UNKNOWN = "alive", "gone", "young", "nameless", "unknown"


def a_year_later(awards: pd.DataFrame, applications: pd.DataFrame, month: date) -> pd.DataFrame:
    """The awards with what became of their application by the end of `month`: `alive` (it runs), `gone` (it stopped),
    `unknown` (it does neither, or is not in the ledger that one may read), `young` (the award is less than a year old) or
    `nameless` (it names none). `awards` has `key`, `application` and `given`, `applications` `key` and `standing`."""
    standing = awards["application"].map(applications.set_index("key")["standing"].to_dict())
    last = pd.Timestamp(months.end_of(months.shift(month, -YEAR)))
    fate = standing.map({"live": ALIVE, "stopped": GONE}).fillna(UNKNOWN)
    fate = fate.mask(pd.to_datetime(awards["given"]) > last, YOUNG)
    return awards.assign(fate=fate.mask(awards["application"].fillna("") == "", NAMELESS))


def rests_on(rows: pd.DataFrame, field: Field) -> pd.Series:
    """How many rows each result names in a field that refers to others."""
    return rows[field.key].map(lambda value: len(keys_in(field, value))).astype(int)
