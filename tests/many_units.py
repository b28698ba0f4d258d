"""A store with the starting data and so many townships below its counties, of which one has villages and one of these grids."""

import pandas as pd
from sqlalchemy import Engine

from data import bulk, months, schema, store, units
from tests import prepared

COUNTY, TOWNSHIP, VILLAGE, GRID = "330203", "330203001", "330203001001", "330203001g01"
FEW, MANY = 40, 40_000
BEFORE = pd.Timestamp(2020, 1, 1)


@prepared.over(prepared.with_starting_data)
def with_townships(engine: Engine) -> None:
    """As many as a country has, six levels deep."""
    add(engine, MANY)


def add(engine: Engine, count: int) -> None:
    """So many townships shared out over the counties, and a village with a grid in the first."""
    with store.writing(engine) as conn:
        counties = units.load(conn).on(months.today()).leaves("330000")
        first = [COUNTY, *(code for code in counties if code != COUNTY)]
        places = [(first[number % len(first)], number // len(first) + 1) for number in range(count)]
        rows = [(f"{county}{nth:03d}", county, "township", f"第{nth}镇", f"Town {nth}") for county, nth in places]
        rows += [(VILLAGE, TOWNSHIP, "village", "下王村", "Xiawang"), (GRID, VILLAGE, "grid", "一号网格", "Grid 1")]
        terms = pd.DataFrame(rows, columns=["code", "parent", "level", "name_zh", "name_en"]).assign(holds_from=BEFORE)
        bulk.add(conn, schema.unit, terms[["code"]])
        bulk.add(conn, schema.unit_term, terms)
