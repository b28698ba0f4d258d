"""What the documents say beside figures: in the starting data as rows that name their document and claim no more."""

import shutil

import pandas as pd
import pytest
from sqlalchemy import select

from data import figures, months, published, starting, units
from data.references import keys_in
from data.registers import REGISTERS, TABLES
from tests import prepared

FILLED = {"nodes": 16, "awards": 15, "ratings": 5, "theory": 5}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def conn(request, stores, tmp_path_factory):
    kind, folder = request.param, tmp_path_factory.mktemp("starting")
    with stores.of(kind, prepared.with_starting_data, folder) as engine, engine.connect() as there:
        yield there


def rows_of(conn, register):
    return pd.read_sql(select(figures.as_of(TABLES[register])), conn)


@pytest.mark.parametrize(("register", "count"), FILLED.items())
def test_published_rows_carry_their_source(conn, register, count):
    rows = rows_of(conn, register)
    titles = tuple(f"《{title}》" for title in published.sources()["title"])
    assert len(rows) == count
    said = rows["evidence" if "evidence" in rows else "note"]
    assert said.str.startswith((*titles, "体系清单")).all()
    assert set(rows["sheet"]) == {"rows.csv"}


def test_nobody_is_named_and_nothing_else_is_filled_from_documents(conn):
    filled = {key for key in REGISTERS if len(rows_of(conn, key))}
    assert filled == {*FILLED, "applications"}


def test_ningbo_reads_in_terms_of_the_province(conn):
    nodes = rows_of(conn, "nodes").set_index("key")
    field = REGISTERS["nodes"].field("maps_to")
    mapped = {key for value in nodes["maps_to"] for key in keys_in(field, value)}
    assert (nodes["structure"] == "6N").sum() == 6
    assert set(nodes.loc[sorted(mapped), "structure"]) == {"1612"}
    assert set(nodes.loc[sorted(mapped), "kind"]) == {"platform", "system"}


def test_an_honour_is_of_an_application_of_the_ledger(conn):
    awards, ledger = rows_of(conn, "awards"), rows_of(conn, "applications").set_index("key")
    honours = ledger.loc[awards["application"], "honours"].fillna("")
    assert (honours != "").all()


def test_another_owner_begins_with_headers_alone(stores, tmp_path, monkeypatch):
    seed = shutil.copytree(published.SEED, tmp_path / "seed")
    for name in ("applications.csv", "published_figures.csv", "rows.csv", "sources.csv"):
        head = (seed / name).read_text(encoding="utf-8").splitlines()[0]
        (seed / name).write_text(f"{head}\n", encoding="utf-8")
    monkeypatch.setattr(published, "SEED", seed)
    with stores.sqlite(prepared.migrated, tmp_path) as engine:
        starting.load(engine)
        with engine.connect() as conn:
            assert len(units.load(conn).in_month(months.parse("2026-10")).codes) > 100
            assert not [key for key in REGISTERS if len(rows_of(conn, key))]
