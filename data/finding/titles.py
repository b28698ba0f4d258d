"""The index of the rows of registers, in the store: made with each batch, asked for whoever may read which units.

A piece (`spelling.pieces`) leads to the numbers of the titles that have it, packed by register and unit, so the rarest and
best are chosen among all of them without reading one. How many titles have a piece is known without reading which: the rare
pieces are read, and the common ones, which tell little, as far as `READ` numbers go, so a hundred thousand rows are asked in
the time of a hundred.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from struct import pack

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select

from data import bulk
from data.figures import as_of
from data.finding import spelling
from data.registers import REGISTERS, TABLES
from data.schema import title, title_piece

FEW = 500  # keys that a query names at once
MOST = 120  # titles that are looked at closely
READ = 100_000  # numbers of titles that are read for one question; the pieces of most have far fewer
NUMBER = np.dtype("<u4")


@dataclass(frozen=True)
class Title:
    """A row as it is called now."""

    register: str
    key: str
    unit: str
    name: str
    other: str


def names_of(register: str) -> tuple[str, str]:
    """The field a row is called by, and the one with the same in English; "" where there is none."""
    declared = REGISTERS[register]
    return declared.title_field, declared.title_en


def add(conn: Connection, register: str, records: pd.DataFrame) -> None:
    """Index the rows of a batch (key, unit, the register's fields, removed), but those that are called as they were."""
    field, other = names_of(register)
    rows = records[~records["removed"].astype(bool)]
    if rows.empty:
        return
    called = pd.DataFrame(
        {
            "key": rows["key"],
            "unit": rows["unit"],
            "name": rows[field].fillna(rows["key"]).astype(str) if field in rows else rows["key"],
            "other": rows[other].fillna("").astype(str) if other and other in rows else "",
        }
    ).drop_duplicates(ignore_index=True)
    known = _known(conn, register, called["key"].unique().tolist())
    new = called[[row not in known for row in called.itertuples(index=False, name=None)]]
    if new.empty:
        return
    first = bulk.next_number(conn, title)
    numbered = new.assign(number=range(first, first + len(new)), register=register)
    bulk.add(conn, title, numbered[["number", "register", "key", "unit", "name", "other"]])
    bulk.add(conn, title_piece, _packed(numbered).assign(register=register, since=first))


def fill(conn: Connection) -> None:
    """Index the rows of registers that are not indexed at all: those of a store from before there was an index."""
    complete(conn, [key for key in TABLES if not conn.scalar(select(exists().where(title.c.register == key)))])


def complete(conn: Connection, registers: Iterable[str] = tuple(TABLES)) -> None:
    """Index the rows of registers that are not indexed yet: for who added many batches at once."""
    for register in registers:
        table = TABLES[register]
        if conn.scalar(select(exists().where(table.c.removed.is_(False)))):
            add(conn, register, bulk.read(conn, select(table)))


def _known(conn: Connection, register: str, keys: list[str]) -> set[tuple[str, str, str, str]]:
    columns = (title.c.key, title.c.unit, title.c.name, title.c.other)
    asked = select(*columns).where(title.c.register == register)
    if len(keys) > 20 * FEW:  # so many that reading all of them is quicker
        return {tuple(row) for row in conn.execute(asked)}
    parts = (keys[at : at + FEW] for at in range(0, len(keys), FEW))
    return {tuple(row) for part in parts for row in conn.execute(asked.where(title.c.key.in_(part)))}


def _packed(titles: pd.DataFrame) -> pd.DataFrame:
    """Each piece of each unit with the numbers of its titles."""
    found: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    columns = (titles[name].tolist() for name in ("number", "key", "unit", "name", "other"))
    for number, key, unit, name, other in zip(*columns, strict=True):
        of_unit = found[unit]
        for piece in spelling.pieces(name, key) | (spelling.pieces(other) if other else frozenset()):
            of_unit[piece].append(number)
    packed = [
        (piece, unit, pack(f"<{len(numbers)}I", *numbers))  # as NUMBER reads them
        for unit, of_unit in found.items()
        for piece, numbers in of_unit.items()
    ]
    return pd.DataFrame(packed, columns=["piece", "unit", "titles"])


def fitting(
    conn: Connection,
    words: str,
    readable: Mapping[str, Collection[str]],
    *,
    revision: int | None = None,
    most: int = MOST,
) -> list[Title]:
    """The rows whose titles share most with the words, as they are called at a revision (default: now), in no order.

    `readable`: of which register the rows of which units may be found; of no other anything is read, so that nothing tells
    how much there is of it.
    """
    numbers = _best(conn, spelling.asked_pieces(words), readable, most)
    asked = select(title.c.register, title.c.key, title.c.unit, title.c.name, title.c.other)
    rows = conn.execute(asked.where(title.c.number.in_(numbers))).all() if numbers else []
    candidates = [Title(*row) for row in rows]
    called = _called(conn, candidates, revision)
    return [each for each in candidates if each in called]


def _best(conn: Connection, pieces: Iterable[str], readable: Mapping[str, Collection[str]], most: int) -> list[int]:
    """The numbers of the titles with the most, and the rarest, of the pieces."""
    allowed = _allowed(readable)
    wanted = _rarest(conn, pieces, allowed)
    if not wanted:
        return []
    having: defaultdict[str, list[bytes]] = defaultdict(list)
    asked = select(title_piece.c.piece, title_piece.c.titles).where(title_piece.c.piece.in_(wanted), allowed)
    for piece, titles in conn.execute(asked):
        having[piece].append(titles)
    runs = [np.frombuffer(b"".join(packed), dtype=NUMBER) for packed in having.values()]
    weights = [1.0 / (2.0 + np.log1p(len(run))) for run in runs]
    numbers = np.concatenate(runs)
    first = int(numbers.min())
    sums = np.bincount(numbers - first, weights=np.repeat(weights, [len(run) for run in runs]))
    some = min(most, int(np.count_nonzero(sums)))
    best = np.argpartition(-sums, some - 1)[:some]
    return [int(number) + first for number in best if sums[number] > 0]


def _rarest(conn: Connection, pieces: Iterable[str], allowed: ColumnElement[bool]) -> list[str]:
    """The pieces that are read: the rarest in any case, and as many more as `READ` numbers hold."""
    piece, size = title_piece.c.piece, func.sum(func.length(title_piece.c.titles))
    asked = select(piece).where(piece.in_(sorted(pieces)), allowed).group_by(piece)
    told = conn.execute(asked.add_columns(size).order_by(size, piece)).all()
    upto = accumulate(int(bytes_) // NUMBER.itemsize for _, bytes_ in told)
    return [name for at, ((name, _), total) in enumerate(zip(told, upto, strict=True)) if not at or total <= READ]


def _allowed(readable: Mapping[str, Collection[str]]) -> ColumnElement[bool]:
    """The registers whose rows of the same units may be read are asked for together.

    Asked of the rows that a piece leads to: looked up in the key, each register with each unit would be sought by itself.
    """
    together: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for register, units in readable.items():
        if units:
            together[frozenset(units)].append(register)
    register_of, unit_of = title_piece.c.register.concat(""), title_piece.c.unit.concat("")
    parts = [
        and_(register_of.in_(sorted(registers)), unit_of.in_(sorted(units))) for units, registers in together.items()
    ]
    return or_(false(), *parts)


def _called(conn: Connection, candidates: Iterable[Title], revision: int | None) -> set[Title]:
    """The candidates that are still called so, and are rows of that unit."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for each in candidates:
        keys[each.register].add(each.key)
    found: set[Title] = set()
    for register, its in keys.items():
        field, other = names_of(register)
        rows = as_of(TABLES[register], revision, only=TABLES[register].c.key.in_(sorted(its)))
        columns = (rows.c.key, rows.c.unit, rows.c[field], *((rows.c[other],) if other else ()))
        for key, unit, name, *rest in conn.execute(select(*columns)):
            found.add(Title(register, key, unit, name or key, (rest[0] or "") if rest else ""))
    return found
