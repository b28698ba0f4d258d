"""A calm province in which nothing stands out, and the demonstration's stories to plant in it, one at a time."""

from datetime import date, datetime, timedelta

import pandas as pd
from sqlalchemy import Connection, insert

from data import months, rollups
from data.demo import delays, stories
from data.demo.world import World
from data.schema import system
from data.units import load
from data.uploads.commit import Source, add, write
from data.uploads.compare import compare
from tests import cases
from tests.duties import oblige
from tests.people import steward

FIRST, LAST = date(2024, 10, 1), date(2025, 10, 1)
STORM = date(2025, 8, 1)
BY = steward("王", "330000")
TREE = {"330000": None} | {
    code: "330000" if code.endswith("00") else f"{code[:4]}00"
    for code in (
        *("330200", "330203", "330281", "330300", "330329", "330382", "330400", "330402", "330424"),
        *("330500", "330502", "330521", "330700", "330702", "330726"),
        *("331000", "331002", "331003", "331100", "331102", "331127"),
    )
}
WHOLES = {"data_records": 500_000, "open_datasets": 400, "interface_calls": 90_000, "asked": 900, "rated": 2_000}
PARTS = {"aware": ("asked", 0.7), "satisfied": ("rated", 0.95)}
APPS = {"APP-1": stories.STORM_APPLICATION, "APP-2": "浙里办"}
VISITS = 5_000
PROBLEMS = 330  # one a day, each closed a month before it is due


def calm(conn: Connection) -> World:
    """Thirteen months in which every county reports everything in time, nothing is overdue, and every target is being met."""
    cases.plant(conn, TREE)
    world = World(load(conn).on(LAST), FIRST, LAST)
    oblige(conn, "unit | what\n" + "\n".join(f"330000 | {key}" for key in (*WHOLES, *PARTS)))
    conn.execute(
        insert(system).values(key="society", position=1, name_zh="数字社会", name_en="Digital society", kind="system")
    )
    made = everything(world)
    write_records(conn, "applications", ledger())
    write_records(conn, "targets", targets(world))
    write_records(conn, "problems", problems(world))
    for month in world.shown:
        came = datetime.combine(months.shift(month, 1), datetime.min.time(), months.SHANGHAI) + timedelta(days=4)
        of_month = made[made["month"] == pd.Timestamp(month)]
        apart = of_month["unit"] == delays.SLIPPING
        for rows in (of_month[~apart], of_month[apart]):
            report(conn, rows, came, rolled_up=False)
    rollups.rebuild(conn)
    return world


def everything(world: World) -> pd.DataFrame:
    """measure, unit, month, subject, value: the same every month, a few thousandths apart."""
    rows = []
    for nth, month in enumerate(world.shown):
        breath = 1 + 0.004 * (nth % 2)
        for unit in world.counties:
            values = {key: round(value * breath) for key, value in WHOLES.items()}
            values |= {key: round(values[whole] * (share - 0.001 * (nth % 2))) for key, (whole, share) in PARTS.items()}
            rows += [(key, unit, month, "", value) for key, value in values.items()]
            rows += [("visits", unit, month, app, round(VISITS * breath)) for app in APPS]
    frame = pd.DataFrame(rows, columns=["measure", "unit", "month", "subject", "value"])
    frame["month"] = pd.to_datetime(frame["month"]).astype("datetime64[s]")
    city = frame[(frame["measure"] == "data_records") & frame["unit"].str.startswith(stories.DISAGREEING_CITY[:4])]
    whole = city.groupby(["measure", "month", "subject"], as_index=False)["value"].sum()
    whole["unit"] = stories.DISAGREEING_CITY
    return pd.concat([frame, whole], ignore_index=True).astype({"value": float})


def ledger() -> pd.DataFrame:
    """Two applications, live for years."""
    return pd.DataFrame(
        {
            "key": list(APPS),
            "name": list(APPS.values()),
            "unit": "330000",
            "system": "society",
            "status": "live",
            "live_since": pd.Timestamp("2022-01-01"),
        }
    )


def targets(world: World) -> pd.DataFrame:
    """Visits of the year as they come in."""
    counties = {unit: len(world.tree.leaves(unit)) or 1 for unit in world.tree.codes}
    rows = [("visits", unit, 2025, count * 12 * VISITS * len(APPS)) for unit, count in counties.items()]
    frame = pd.DataFrame(rows, columns=["metric", "unit", "year", "value"]).astype({"value": float})
    return frame.assign(key=frame["metric"] + frame["unit"])


def problems(world: World) -> pd.DataFrame:
    """One a day, in all counties and lists in turn, closed and accepted in time."""
    end = pd.Timestamp(months.end_of(world.last))
    found = [end - pd.Timedelta(days=day + 1) for day in range(PROBLEMS)]
    lists = ("ecology", "audit", "safety", "petitions")
    frame = pd.DataFrame({"key": [f"WT-{nth:04d}" for nth in range(PROBLEMS)], "found": found})
    frame["unit"] = [world.counties[nth % len(world.counties)] for nth in range(PROBLEMS)]
    frame["list"] = [lists[nth % len(lists)] for nth in range(PROBLEMS)]
    frame["department"] = [stories.OVERDUE_DEPARTMENT if each == "ecology" else "应急管理局" for each in frame["list"]]
    frame["title"] = [f"{world.tree[unit].name_zh}问题" for unit in frame["unit"]]
    for field, days in (("assigned", 2), ("closed", 10), ("accepted", 12), ("due", 60)):
        frame[field] = frame["found"] + pd.Timedelta(days=days)
    return frame.assign(reopened=0, severity="general", status=None)


def write_records(conn: Connection, register: str, rows: pd.DataFrame) -> None:
    """Rows of a register in one batch."""
    dated = {name: rows[name].astype("datetime64[s]") for name in rows if str(rows[name].dtype).startswith("datetime")}
    framed = rows.assign(**dated, sheet="清单", cell="A2", removed=False)
    cases.report(conn, **{register: framed})


def report(conn: Connection, rows: pd.DataFrame, came: datetime | None = None, *, rolled_up: bool = True) -> int:
    """Figures in one batch, handed in at a moment; the batch's number."""
    framed = rows.assign(qualifier=rows.get("qualifier", "exact"), grade="", said="", sheet="月报", cell="C7")
    source = Source("workbook", "月报.xlsx", b"", handed_in=came)
    return (write if rolled_up else add)(conn, compare(conn, framed, {}), source, by=BY).batch


def changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The figures of `after` that are others than before, and those that are gone, as withdrawn."""
    keys = ["measure", "unit", "month", "subject"]
    both = before.merge(after, on=keys, how="outer", suffixes=("_before", ""), indicator=True)
    both["qualifier"] = both["qualifier"].fillna("exact") if "qualifier" in both else "exact"
    moved = (both["_merge"] != "both") | (both["value"] != both["value_before"]) | (both["qualifier"] != "exact")
    return both.loc[moved, [*keys, "value", "qualifier"]]
