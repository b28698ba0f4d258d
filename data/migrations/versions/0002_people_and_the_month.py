"""People and their roles, the audit log, the steward's month, and what people tell each other."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# The audit log is added to and nothing else, whoever asks.
KEPT = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_kept() RETURNS trigger AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$ LANGUAGE plpgsql",
        "CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_kept()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "failed_sign_in",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(op.f("ix_failed_sign_in_at"), "failed_sign_in", ["at"], unique=False)
    op.create_table(
        "look",
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("metric", "day", name=op.f("pk_look")),
    )
    op.create_table(
        "month_state",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_month_state")),
    )
    op.create_table(
        "request_done",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "person", name=op.f("pk_request_done")),
    )
    op.create_table(
        "draft",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_draft_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_unit_month"), "draft", ["unit", "month"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("holds_to", sa.Date(), nullable=True),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_obligation_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_obligation")),
    )
    op.create_table(
        "person",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("mail", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("password", sa.Text(), server_default="", nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_person_unit")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_person")),
        sa.UniqueConstraint("subject"),
    )
    op.create_table(
        "draft_version",
        sa.Column("draft", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["draft.number"], name=op.f("fk_draft_version_draft")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_draft_version_sha256")),
        sa.PrimaryKeyConstraint("draft", "version", name=op.f("pk_draft_version")),
    )
    op.create_table(
        "lock_exception",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_lock_exception_person")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_lock_exception_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_lock_exception")),
    )
    op.create_table(
        "notice",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("blanks", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_notice_person")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notice")),
        sa.UniqueConstraint("once"),
    )
    op.create_index(op.f("ix_notice_person_read_at"), "notice", ["person", "read_at"], unique=False)
    op.create_table(
        "question",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.login"], name=op.f("fk_question_asked_by")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_question_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_measure_unit_month"), "question", ["measure", "unit", "month"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("departments", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_role_grant_person")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_role_grant_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person"), "role_grant", ["person"], unique=False)
    op.create_table(
        "submission",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batch.number"], name=op.f("fk_submission_batch")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_submission_sha256")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_submission_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_state"), "submission", ["state"], unique=False)
    op.create_index(op.f("ix_submission_unit_month"), "submission", ["unit", "month"], unique=False)
    op.create_table(
        "token",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_token_person")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_token")),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "wall",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("pairing", sa.String(length=64), nullable=True),
        sa.Column("pairing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["person.login"], name=op.f("fk_wall_owner")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_wall_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wall")),
    )
    op.create_table(
        "decision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submission.number"], name=op.f("fk_decision_submission")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_submission"), "decision", ["submission"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["question.number"], name=op.f("fk_evidence_question")),
        sa.ForeignKeyConstraint(["sha256"], ["batch_file.sha256"], name=op.f("fk_evidence_sha256")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_question"), "evidence", ["question"], unique=False)
    op.create_table(
        "message",
        sa.Column("question", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["question"], ["question.number"], name=op.f("fk_message_question")),
        sa.PrimaryKeyConstraint("question", "position", name=op.f("pk_message")),
    )
    op.create_table(
        "outgoing",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["notice"], ["notice.number"], name=op.f("fk_outgoing_notice")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outgoing")),
    )
    op.create_index(op.f("ix_outgoing_next_at"), "outgoing", ["next_at"], unique=False)
    op.create_table(
        "sent_back",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=64), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.String(length=16), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["settled_by"], ["submission.number"], name=op.f("fk_sent_back_settled_by")),
        sa.ForeignKeyConstraint(["submission"], ["submission.number"], name=op.f("fk_sent_back_submission")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_sent_back_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sent_back")),
    )
    op.create_index(op.f("ix_sent_back_submission"), "sent_back", ["submission"], unique=False)
    op.create_index(op.f("ix_sent_back_unit_month"), "sent_back", ["unit", "month"], unique=False)
    op.create_table(
        "session",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("wall", sa.Integer(), nullable=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.login"], name=op.f("fk_session_person")),
        sa.ForeignKeyConstraint(["wall"], ["wall.number"], name=op.f("fk_session_wall")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_person"), "session", ["person"], unique=False)
    op.add_column("batch", sa.Column("submission", sa.Integer(), server_default="0", nullable=False))
    op.add_column("batch", sa.Column("handed_in", sa.DateTime(timezone=True), nullable=True))
    op.add_column("batch", sa.Column("approved_by", sa.Text(), server_default="", nullable=False))
    op.add_column("batch", sa.Column("correction", sa.Text(), server_default="", nullable=False))
    for statement in KEPT[op.get_bind().dialect.name]:
        op.execute(statement)
