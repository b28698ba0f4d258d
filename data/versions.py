"""Which program may serve which tables: its own, and those of a later release as long as that release says so.

A migration that leaves a running program what it needs (it adds tables, columns that may be empty, indexes) says
`works_with_older = True`. What the tables' version is older programs cannot know; so beside it stands the oldest that may serve
them: that of the last migration that said nothing.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
# Of the tables: this program's own; older; newer and still served; newer and not; noted with several versions.
Standing = Literal["same", "behind", "served", "newer", "several"]


def config() -> Config:
    """What Alembic works by."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def there(conn: Connection) -> tuple[str, ...]:
    """The versions that the store notes: one, but for a store that was changed by hand; none in an empty one."""
    return tuple(sorted(MigrationContext.configure(conn).get_current_heads()))


def ours() -> str:
    """The version of this program's tables."""
    return _known()[0]


def standing(conn: Connection) -> Standing:
    """How the tables stand to this program."""
    found = there(conn)
    if set(found) - set(_known()):
        return "served" if len(found) == 1 and _oldest_noted(conn) in _known() else "newer"
    if len(found) > 1:
        return "several"
    return "same" if found == (ours(),) else "behind"


def note(conn: Connection) -> None:
    """Write down the oldest program that may serve the tables of this one."""
    conn.execute(text("UPDATE alembic_version SET oldest = :oldest"), {"oldest": _oldest()})


def _oldest_noted(conn: Connection) -> str | None:
    if "oldest" not in {column["name"] for column in inspect(conn).get_columns("alembic_version")}:
        return None
    return conn.scalar(text("SELECT oldest FROM alembic_version"))


@cache
def _known() -> tuple[str, ...]:
    """Every version that this program knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


@cache
def _oldest() -> str:
    scripts = ScriptDirectory.from_config(config()).walk_revisions()
    return next(each.revision for each in scripts if not getattr(each.module, "works_with_older", False))
