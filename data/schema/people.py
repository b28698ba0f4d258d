"""Who may come in, and what was done by whom: people, their roles, sessions, walls, tokens, and the audit log."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from data.schema.base import METADATA, Hash, Key, Moment, UnitCode

# `password` is an argon2id hash, "" for who signs in elsewhere; `subject` is issuer and subject of such a person.
# `second_factor` is the key of their authenticator, encrypted with one that follows from the secret of the installation, ""
# for none; `second_factor_step` is the last step of time whose code was taken, so that none is taken twice.
person = Table(
    "person",
    METADATA,
    Column("login", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("mail", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    Column("password", Text, nullable=False, server_default=""),
    Column("must_change", Boolean, nullable=False),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("locked_until", Moment),
    Column("subject", Text, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("disabled_at", Moment),
    Column("signed_out_at", Moment),  # everywhere: what began before this moment has ended
    Column("password_until", Moment),  # of a one-time password
    Column("second_factor", Text, nullable=False, server_default=""),
    Column("second_factor_step", Integer, nullable=False, server_default="0"),
)

# What lets somebody in once who lost their authenticator; kept as hashes.
recovery_code = Table(
    "recovery_code",
    METADATA,
    Column("person", Key, ForeignKey("person.login"), primary_key=True),
    Column("hash", Hash, primary_key=True),
    Column("used_at", Moment),
)

# A role for a subtree of units; `departments` is a JSON list, [] for all that is not restricted. A role is taken away by
# ending it, so that the past can be told.
role_grant = Table(
    "role_grant",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", Key, ForeignKey("person.login"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("departments", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("given_by", Text, nullable=False),
    Index(None, "person"),
)

# Kept by the hash of what the cookie holds: who reads the table cannot sign in with it. One of person and wall is given.
# `provided` is the hash of the provider's cookie for which it was given, which is good for one; `unconfirmed`: the second
# factor is still to be shown.
session = Table(
    "session",
    METADATA,
    Column("hash", Hash, primary_key=True),
    Column("person", Key, ForeignKey("person.login")),
    Column("wall", Integer, ForeignKey("wall.number")),
    Column("started", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("ended", Moment),
    Column("provided", Hash),
    Column("unconfirmed", Boolean, nullable=False, server_default=false()),
    Index(None, "person"),
    Index(None, "provided", unique=True),
)

# A screen that shows what its owner chose (`view`: the query of the overview) and can do nothing else. It is paired once
# with a short code; its session is its long-lived token.
wall = Table(
    "wall",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("owner", Key, ForeignKey("person.login"), nullable=False),
    Column("unit", UnitCode, ForeignKey("unit.code"), nullable=False),
    Column("view", Text, nullable=False),
    Column("pairing", Hash),
    Column("pairing_until", Moment),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

# What a program of a person's presents to the interface (`/api`).
token = Table(
    "token",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", Key, ForeignKey("person.login"), nullable=False),
    Column("name", Text, nullable=False),
    Column("hash", Hash, nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)

# How often a token was used in a minute (of the epoch), over all servers of one store: the limit of the interface.
token_use = Table(
    "token_use",
    METADATA,
    Column("token", Hash, primary_key=True),
    Column("minute", Integer, primary_key=True, autoincrement=False),
    Column("times", Integer, nullable=False),
)

# Failed sign-ins of the last minutes, by address and by login: the rate limit.
failed_sign_in = Table(
    "failed_sign_in",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("address", Text, nullable=False),
    Column("login", Text, nullable=False),
    Index(None, "at"),
)

# Append-only (triggers of the database refuse anything else) and hash-chained: `hash` is over the row and `previous`.
audit = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("action", Key, nullable=False),
    Column("object", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("previous", Hash, nullable=False),
    Column("hash", Hash, nullable=False),
    Index(None, "at"),
)
