"""People with accounts in a store of a test: units first, then somebody with roles, without the cost of a password."""

import json

from sqlalchemy import Engine, insert

from data import bulk, months, store
from data.access import Actor, Grant
from data.people import accounts
from data.schema import person, role_grant
from tests.cases import ZHEJIANG, plant


def settle(engine: Engine) -> None:
    """The units of `tests.cases`, in a store of the test's own."""
    with store.writing(engine) as conn:
        plant(conn, ZHEJIANG)


def hire(engine: Engine, login: str, unit: str, *grants: Grant, name: str = "", subject: str | None = None) -> Actor:
    """An account with roles (and no password), as it acts."""
    now = months.now()
    with store.writing(engine) as conn:
        made = {"login": login, "name": name or login, "unit": unit, "made_at": now, "made_by": "test"}
        conn.execute(insert(person).values(**made, must_change=False, subject=subject))
        for grant in grants:
            number = bulk.next_number(conn, role_grant)
            held = {"person": login, "role": grant.role, "unit": grant.unit, "since": now, "given_by": "test"}
            departments = json.dumps(sorted(grant.departments), ensure_ascii=False)
            conn.execute(insert(role_grant).values(number=number, **held, departments=departments))
        return accounts.actor_of(conn, login, "127.0.0.1")
