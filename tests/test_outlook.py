"""What a withdrawal would bring back, told before it is done."""

import pytest

from data import outlook, revisions, store
from data.reporting.direct import withdraw
from data.uploads.commit import Refused
from tests import prepared
from tests.pages.stores import NINGBO, OCTOBER, PROBLEMS, upload
from tests.people import somebody, steward

PREPARED = prepared.with_starting_data


@pytest.fixture
def three(engine):
    """October; its correction with problems; and a later correction of one figure."""
    upload(engine, OCTOBER)
    middle = upload(engine, OCTOBER.replace("2900", "2100"), PROBLEMS)
    upload(engine, "measure | unit | month | value\nrated | 330203 | 2024-10 | 1100")
    return engine, middle.batch


def ask(engine, number):
    with store.rehearsal(engine) as conn:
        return outlook.withdraw(conn, number, by=NINGBO)


def test_figures_fall_back_rows_go_and_later_ones_stay(three):
    engine, middle = three
    assert ask(engine, middle) == outlook.Outlook(back=3, gone=4, unchanged=1)


def test_asking_changes_nothing(three):
    engine, middle = three
    before = _revision(engine)
    assert ask(engine, middle) == ask(engine, middle)
    assert _revision(engine) == before


def test_what_is_gone_cannot_be_withdrawn(three):
    engine, middle = three
    withdraw(engine, middle, by=NINGBO, reason="填错")
    with pytest.raises(Refused):
        ask(engine, middle)


def _revision(engine):
    with engine.connect() as conn:
        return revisions.current(conn)


def test_what_a_later_batch_changed_again_is_listed_once_with_its_newest_batch(three):
    engine, middle = three
    newest = upload(
        engine, "measure | unit | month | value\nrated | 330203 | 2024-10 |", PROBLEMS.replace("账实", "帐实")
    )
    with engine.connect() as conn:
        found = outlook.conflicts(conn, middle)
    assert found["batch"].unique().tolist() == [newest.batch]
    figure = found[found["register"] == ""]
    assert figure[["measure", "unit", "subject", "mine"]].to_numpy().tolist() == [["rated", "330203", "", 1000]]
    assert figure["now"].isna().all()
    assert found[found["register"] == "problems"]["subject"].tolist() == ["W-01", "W-02", "W-03", "W-04"]


def test_nothing_later_no_conflict_and_what_was_withdrawn_is_none(three):
    engine, middle = three
    with engine.connect() as conn:
        newest = int(revisions.listing(conn).iloc[0]["batch"])
        assert outlook.conflicts(conn, newest).empty
    withdraw(engine, newest, by=NINGBO, reason="填错")
    with engine.connect() as conn:
        assert outlook.conflicts(conn, middle).empty


@pytest.mark.parametrize(
    ("actor", "may"),
    [(NINGBO, True), (somebody("approver"), True), (somebody("leader"), False), (steward("张三", "330203"), False)],
)
def test_who_may_withdraw_has_the_right_for_every_unit_in_the_batch(three, actor, may):
    engine, middle = three
    with engine.connect() as conn:
        assert outlook.allowed(conn, middle, actor) is may
