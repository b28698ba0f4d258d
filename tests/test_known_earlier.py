"""An earlier revision: what has moved since is added up anew, all else is read as it stands, and both are what the figures
say."""

import random

import pytest
from sqlalchemy import delete, select, update

from data import figures, revisions, rollups
from data.figures import as_of, by_system, whole
from data.schema import figure, figure_month, rollup
from tests import prepared, rolled
from tests.cases import report, reports, withdraw
from tests.rolled import KEYS, MONTHS, UNITS, said_at_random

PREPARED = prepared.migrated
FIRST, LAST = MONTHS[0].date(), MONTHS[-1].date()


def known(conn, revision: int, system: str = "") -> dict:
    """As pages read it."""
    asked = figures.own_query(KEYS, UNITS, FIRST, LAST, revision=revision, systems=[system]).subquery()
    told = select(*(asked.c[name] for name in figures.OWN))
    rows = conn.execute(told).all()
    assert len({row[:3] for row in rows}) == len(rows)
    return {(system, *row[:3]): content(row.value, row.qualifier, row.grade, row.subjects) for row in rows}


def as_figures_say(conn, revision: int, system: str = "") -> dict:
    """The same from all figures of that revision."""
    told = by_system(as_of(figure, revision), revision) if system else whole(as_of(figure, revision))
    rows = [row for row in conn.execute(told) if row.system == system]
    return {
        (system, row.measure, row.unit, row.month): content(row.value, row.qualifier, row.grade, row.subjects)
        for row in rows
    }


def content(value, qualifier, grade, subjects) -> tuple:
    return value, qualifier or "exact", grade or "", tuple(sorted((subjects or "").split(figures.BETWEEN)))


@pytest.mark.parametrize("seed", range(3))
def test_every_revision_is_what_its_figures_said(conn, seed):
    rolled.at_random(conn, seed)
    chance = random.Random(seed)
    for count in (1, 2, 5):  # a few cells: the rest stays
        report(conn, said_at_random(chance, count))
    rolled.take_one_back(conn)
    for revision in range(1, revisions.current(conn) + 1):
        for system in ("", "society"):
            assert not rolled.differing(known(conn, revision, system), as_figures_say(conn, revision, system)), revision


@pytest.mark.parametrize("moved", ["reported again", "withdrawn", "nothing"])
def test_only_what_has_moved_since_is_added_up_anew(conn, moved):
    rolled.plant(conn, rolled.ZHEJIANG)
    table = "unit | month | visits\n330203 | 2026-07 | 5\n330203 | 2026-08 | 6"
    report(conn, reports(table))
    second = report(conn, reports("unit | month | visits\n330203 | 2026-07 | 7"))
    before = revisions.current(conn)
    if moved == "reported again":
        report(conn, reports("unit | month | visits\n330203 | 2026-07 | 9"))
    elif moved == "withdrawn":
        withdraw(conn, second, "填错")
    # what stayed is read from the sums, whatever they say, and what moved from the figures
    conn.execute(update(rollup).where(rollup.c.month == MONTHS[1].date()).values(value=66))
    conn.execute(update(rollup).where(rollup.c.month == FIRST).values(value=55))
    told = {key[3]: value for key, (value, *_) in known(conn, before).items()}
    assert told == {FIRST: 55 if moved == "nothing" else 7, MONTHS[1].date(): 66}


def test_each_batch_notes_its_units_and_months(conn):
    rolled.at_random(conn, 1)
    noted = set(conn.execute(select(figure_month.c.unit, figure_month.c.month, figure_month.c.batch)).all())
    held = set(conn.execute(select(figure.c.unit, figure.c.month, figure.c.batch).distinct()).all())
    assert noted == held
    assert noted


def test_sums_made_anew_note_them_too(conn):
    """What a store lost there, or another program never wrote."""
    rolled.at_random(conn, 1)
    noted = set(conn.execute(select(figure_month)).all())
    conn.execute(delete(figure_month))
    rollups.rebuild(conn)
    assert set(conn.execute(select(figure_month)).all()) == noted
