"""What was printed about the reform before there was a store: which figure, of whom and when, in which document, in which words.

The documents' sentences are not recorded whole: `printed` holds the words that are, and nothing is quoted that is not.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from data import months
from data.text import Text

SEED = Path(__file__).parent / "seed"
FILE = "published_figures.csv"
BASES = {"printed": Text("刊载日期", "printed"), "inferred": Text("日期为推断", "date inferred")}


def read(name: str) -> pd.DataFrame:
    """A file of the starting data, every cell as it is written."""
    return pd.read_csv(SEED / name, dtype=str, keep_default_na=False)


def application_keys() -> dict[str, str]:
    """The key of each application of the starting ledger, by its Chinese name."""
    return {name: f"ZJ{number:03d}" for number, name in enumerate(read("applications.csv")["name_zh"], start=1)}


def sources() -> pd.DataFrame:
    """The documents, the oldest first: key, title, title_en, publisher, publisher_en, date (2022-12), date_basis, note_zh,
    note_en."""
    return read("sources.csv").sort_values("date", kind="stable", ignore_index=True)


@cache
def printed() -> pd.DataFrame:
    """Every figure that was printed, in the order of the list: measure, name_zh, name_en, unit_zh, unit_code, subject (an
    application's key, "" for none), application (its name), month (a date), value (NaN: a grade, or words alone), qualifier,
    grade, source (a document's key), counts (whether it is a figure of the store; an aim is not), printed, note_zh, note_en
    and cell (where the value stands in the list). Nobody may change the frame.
    """
    rows = read(FILE)
    return rows.assign(
        application=rows["subject"],
        subject=rows["subject"].map(application_keys()).fillna(""),
        month=[months.parse(month) for month in rows["month"]],
        value=pd.to_numeric(rows["value"]).astype(float),
        counts=rows["counts"] == "yes",
        cell=[f"{'ABCDEFGHIJ'[rows.columns.get_loc('value')]}{row}" for row in range(2, len(rows) + 2)],
    )


def printed_as(measure: str, unit: str, month: date, subject: str = "") -> list[dict]:
    """The printed figures of a measure, unit, month and subject: records of `printed`; usually one."""
    rows = printed()
    same = (rows["measure"] == measure) & (rows["unit_code"] == unit) & (rows["subject"] == subject) & rows["counts"]
    return [row for row in rows[same].to_dict("records") if months.label(row["month"]) == months.label(month)]
