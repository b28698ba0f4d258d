"""The audit log: added to and nothing else, and whatever is done to it past its triggers is found."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from data import anchors, audit, store
from data.refusal import Refusal
from data.schema import audit as log
from data.text import Text
from tests.people import somebody

WANG = somebody("administrator", login="wangfang")


@pytest.fixture
def noting(tmp_path, monkeypatch):
    """What is noted outside the database, in a file of the test's own."""
    monkeypatch.setattr(anchors, "file", lambda: tmp_path / "noted")
    return tmp_path / "noted"


@pytest.fixture
def written(engine, noting):
    """A log of five lines."""
    for number in range(1, 6):
        with store.writing(engine) as conn:
            audit.add(conn, WANG, "role_given", f"person p{number}", after={"role": "steward"})
    return engine


def verified(engine, expect=""):
    with engine.connect() as conn:
        return audit.verify(conn, expect)


def broken(engine, expect=""):
    return [(found.kind, found.first, found.last) for found in verified(engine, expect).broken]


def past_the_triggers(engine, *statements):
    """What somebody with the password of the database could do."""
    with engine.begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        else:
            conn.execute(text("DROP TRIGGER IF EXISTS audit_no_update"))
            conn.execute(text("DROP TRIGGER IF EXISTS audit_no_delete"))
        for statement in statements:
            conn.execute(statement)


def refused_halfway(engine):
    with store.writing(engine) as conn:
        audit.add(conn, WANG, "role_given", "person p6")
        raise Refusal(Text("不行", "no"))


def forged(number, **more):
    row = {"number": number, "at": audit.months.now(), "login": "x", "name": "x", "origin": "", "action": "x"}
    return insert(log).values(
        **(row | {"object": "", "before": "", "after": "", "previous": "", "hash": "0" * 64} | more)
    )


def test_a_log_nobody_touched_is_whole(written):
    found = verified(written)
    assert (found.count, found.noted, found.broken) == (5, 5, ())
    assert found.head.startswith("5:")
    assert not broken(written, expect=found.head)


def test_whoever_asks_on_after_the_log_was_looked_at_loses_no_row(written):
    with written.connect() as conn:
        asked = select(log.c.number).order_by(log.c.number)
        before = conn.execute(asked).cursor.fetchall()
        audit.verify(conn)
        assert conn.execute(asked).cursor.fetchall() == before


def test_an_empty_log_is_whole(engine, noting):
    assert verified(engine) == audit.Verified(0, "", 0, ())


@pytest.mark.parametrize(
    "change", [update(log).values(name="x"), delete(log), text("DELETE FROM audit WHERE number = 2")]
)
def test_the_database_refuses_to_change_or_delete_a_line(written, change):
    with pytest.raises(DBAPIError, match="append-only"), written.begin() as conn:
        conn.execute(change)
    assert not broken(written)


@pytest.mark.parametrize("field", [name for name in audit.SEALED if name not in ("number", "at")] + ["hash"])
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_changed_line_is_named_whichever_field_was_changed(written, field, number):
    past_the_triggers(written, update(log).where(log.c.number == number).values({field: "f" * 64}))
    assert broken(written) == [("changed", number, number)]


def test_a_line_that_was_taken_out_is_missing(written):
    past_the_triggers(written, delete(log).where(log.c.number.in_([2, 3])))
    assert broken(written) == [("missing", 2, 3)]


def test_the_first_line_is_missed_too(written):
    past_the_triggers(written, delete(log).where(log.c.number == 1))
    assert broken(written) == [("missing", 1, 1)]


def test_a_line_that_was_put_in_is_named(written):
    past_the_triggers(written, forged(6))
    assert broken(written) == [("put_in", 6, 6)]


def test_a_line_before_the_first_is_put_in(written):
    past_the_triggers(written, forged(0))
    assert broken(written) == [("put_in", 0, 0)]


def test_lines_renumbered_to_hide_a_hole_are_changed(written):
    past_the_triggers(
        written,
        delete(log).where(log.c.number == 3),
        update(log).where(log.c.number == 4).values(number=3),
        update(log).where(log.c.number == 5).values(number=4),
    )
    assert broken(written) == [("changed", 3, 4), ("cut_off", 5, 5)]


def test_a_log_cut_off_at_the_end_is_found_by_what_was_noted_outside(written, noting):
    past_the_triggers(written, delete(log).where(log.c.number > 3))
    assert broken(written) == [("cut_off", 4, 5)]
    noting.unlink()
    assert not broken(written)  # the chain alone does not show it


def test_a_log_that_goes_on_after_it_was_cut_off_is_found(written):
    past_the_triggers(written, delete(log).where(log.c.number > 3))
    with store.writing(written) as conn:
        audit.add(conn, WANG, "role_taken", "person p9")
    assert broken(written) == [("changed", 4, 4), ("cut_off", 5, 5)]


def test_a_log_emptied_as_a_whole_is_found(written):
    past_the_triggers(written, delete(log))
    assert broken(written) == [("cut_off", 1, 5)]


def test_a_head_noted_elsewhere_must_still_be_in_the_log(written, noting):
    head = verified(written).head
    noting.unlink()
    past_the_triggers(written, delete(log).where(log.c.number == 5))
    assert broken(written, expect=head) == [("expected", 5, 5)]


def test_without_notes_changed_and_put_in_are_told_by_the_chain(written, noting):
    noting.unlink()
    past_the_triggers(written, update(log).where(log.c.number == 2).values(name="x"), forged(6))
    assert broken(written) == [("changed", 2, 2), ("changed", 6, 6)]


def test_what_is_rolled_back_is_not_noted(written, noting):
    with store.rehearsal(written) as conn:
        audit.add(conn, WANG, "role_given", "person p6")
    with pytest.raises(Refusal):
        refused_halfway(written)
    assert len(noting.read_text().splitlines()) == 5
    assert not broken(written)


def test_a_note_that_cannot_be_written_stops_nothing(written, noting, caplog):
    noting.unlink()
    noting.mkdir()
    with store.writing(written) as conn:
        audit.add(conn, WANG, "role_given", "person p6")
    noting.rmdir()
    assert verified(written).count == 6
    assert "could not be noted" in caplog.text


def test_many_writers_at_once_leave_one_chain(written):
    def write(number):
        with store.writing(written) as conn:
            audit.add(conn, WANG, "role_given", f"person q{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(20)))
    found = verified(written)
    assert (found.count, found.noted, found.broken) == (25, 25, ())


def test_every_finding_is_a_sentence_with_its_lines(written):
    past_the_triggers(written, delete(log).where(log.c.number == 2))
    (found,) = verified(written).broken
    assert (found.told("zh"), found.told("en")) == ("第 2 条缺失。", "Line 2 is missing.")


def test_the_log_is_listed_newest_first_and_found_by_who_what_when(written):
    with store.writing(written) as conn:
        audit.add(conn, somebody("leader", login="li", name="李"), "asked", "figure 100%_x", after={"text": "为何"})
    with written.connect() as conn:
        assert list(audit.listing(conn)["number"]) == [6, 5, 4, 3, 2, 1]
        assert list(audit.listing(conn, limit=2, offset=1)["number"]) == [5, 4]
        assert list(audit.listing(conn, login="li")["object"]) == ["figure 100%_x"]
        assert list(audit.listing(conn, action="role_given", words="P3")["number"]) == [3]
        assert list(audit.listing(conn, words="%_")["number"]) == [6]
        moment = audit.listing(conn)["at"].iloc[0]
        assert 6 in set(audit.listing(conn, since=moment)["number"])
        assert 6 not in set(audit.listing(conn, until=moment)["number"])
        assert audit.counted(conn, since=moment) + audit.counted(conn, until=moment) == 6
        assert audit.seen(conn) == (["asked", "role_given"], [("li", "李"), ("wangfang", "王芳")])
        assert conn.scalar(select(log.c.origin).where(log.c.number == 1)) == ""


def test_no_line_is_replaced_either(written):
    verb = "INSERT OR REPLACE" if written.dialect.name == "sqlite" else "INSERT"
    with written.connect() as conn, pytest.raises(DBAPIError):
        conn.execute(text(f"{verb} INTO audit SELECT * FROM audit WHERE number = 1"))
