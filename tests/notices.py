"""People who can be told something, for tests of notices."""

from sqlalchemy import Connection, insert, select

from data import months
from data.schema import person, unit
from data.text import Text

LINK = "passport?unit=330203&month=2026-10&metric=app_users"
ASKED = {"name": "李敏", "unit": Text("海曙区", "Haishu"), "month": "2026-10", "what": "活跃用户", "text": "为何下降？"}


def make(conn: Connection, login: str, mail: str = "", **more: object) -> None:
    """An account, its unit made where it is not there."""
    if not conn.scalar(select(unit.c.code).where(unit.c.code == "330203")):
        conn.execute(insert(unit).values(code="330203"))
    row = {"login": login, "name": login, "unit": "330203", "mail": mail, "must_change": False}
    conn.execute(insert(person).values(**{**row, **more}, made_at=months.now(), made_by=""))
