"""Who signed in with a password before second factors were asked for gives theirs too, where their roles need one."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    session = sa.table("session", sa.column("person"), sa.column("provided"), sa.column("unconfirmed", sa.Boolean()))
    came = session.c.person.is_not(None), session.c.provided.is_(None)
    op.execute(session.update().where(*came).values(unconfirmed=True))
