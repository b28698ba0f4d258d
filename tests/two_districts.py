"""A city with two districts that reported two months of visits, and who presents them: for decks and briefings."""

from datetime import date

from sqlalchemy import Engine

from data import store
from data.access import Actor, Grant
from tests import prepared
from tests.cases import ZHEJIANG, plant, report
from tests.frames import figures

OCTOBER = date(2024, 10, 1)
CITY, HAISHU, JIANGBEI = "330200", "330203", "330205"
REPORTED = """
measure   | unit   | month   | value
visits    | 330203 | 2024-09 | 20000
visits    | 330203 | 2024-10 | 30000
visits    | 330205 | 2024-09 | 41000
visits    | 330205 | 2024-10 | 40000
rated     | 330203 | 2024-10 |  1000
satisfied | 330203 | 2024-10 |   900
"""
READER = Actor("bao", CITY, (Grant("presenter", CITY),))


@prepared.over(prepared.migrated)
def started(engine: Engine) -> None:
    """The districts with what they reported."""
    with store.writing(engine) as conn:
        plant(conn, ZHEJIANG)
        report(conn, figures(REPORTED))
