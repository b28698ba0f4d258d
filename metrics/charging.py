"""What an instruction is about, as it stands: a number with its value and revision, a row, or a page."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data.clocks.reading import About
from data.clocks.workflows import workflow
from data.registers import REGISTERS
from data.text import Text
from metrics import METRICS, query, standings

USUAL = Text(
    "查清“{title}”的原因，提出措施并按期落实。", "Find out why “{title}” stands as it does, and mend it in time."
)
SEEN = Text(
    "按“{title}”页所示情况查清原因，提出措施并按期落实。",
    "Find out why things stand as “{title}” shows, and mend them in time.",
)
TOLD = Text("{said}。请查清原因，提出措施并按期落实。", "{said}. Find out why, and mend it in time.")
ACCEPTED = Text(
    "说明原因和措施，附依据；指标或台账有相应变化。",
    "The cause and what was done are told with evidence, and the figures show it.",
)


def of_metric(conn: Connection, key: str, unit: str, month: date, revision: int) -> About:
    """A number of a unit and month. KeyError where there is no such metric."""
    metric = METRICS[key]
    frame = query.snapshot(conn, [metric], unit, month, revision=revision)
    row = frame[frame["unit"] == unit].iloc[0]
    register = next((word.register for word in metric.rows), "")
    value = None if pd.isna(row["value"]) else float(row["value"])
    title = Text(metric.zh, metric.en)
    return About("metric", unit, month, revision, title, key, register, "", value, row["qualifier"] or "exact")


def of_row(
    conn: Connection, register: str, key: str, units: tuple[str, ...], month: date, revision: int
) -> tuple[About, str] | None:
    """A row that these units keep, and the department that answers for it; None where there is none by the month's end."""
    declared = REGISTERS[register]
    found = standings.one(conn, register, key, units, month, revision=revision)
    if found.empty:
        return None
    row = found.iloc[0]
    told = str(row[declared.title_field])
    english = str(row[declared.title_en] or "") if declared.title_en else ""
    department = str(row["department"] or "") if declared.has("department") else ""
    about = About("row", row["unit"], month, revision, Text(told, english or told), register=register, key=key)
    return about, department or declared.owner


def accepted_by(about: About) -> Text:
    """How it is accepted unless who issues it says otherwise, as its kind declares it; else as of any number."""
    declared = workflow(about.kind, about.register, "").acceptance
    return declared if declared.zh else ACCEPTED


def due_of_row(conn: Connection, about: About, units: tuple[str, ...]) -> date | None:
    """The day until which the list says that the row is due, where its register has a clock that goes by one; None else."""
    clock = REGISTERS[about.register].clock if about.kind == "row" else None
    if clock is None or not clock.due:
        return None
    found = standings.one(conn, about.register, about.key, units, about.month, revision=about.revision)
    day = found.iloc[0][clock.due] if len(found) else None
    return None if pd.isna(day) else pd.Timestamp(day).date()
