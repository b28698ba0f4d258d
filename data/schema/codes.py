"""The codes of units as columns have them, compared with any number of codes: one of a country asks for a hundred thousand."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, String, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

MANY = 1_000  # from here on the codes travel as one parameter: PostgreSQL takes 65,535 of them, SQLite 250,000


class _Codes(TypeDecorator[Sequence[str]]):
    """Many codes in one parameter: an array of PostgreSQL's, text of JSON elsewhere."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> TypeEngine:
        return dialect.type_descriptor(ARRAY(String) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Any) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return json.dumps(value)


class _Among(FunctionElement[bool]):
    """Whether a column holds one of the codes of a parameter."""

    type = Boolean()
    inherit_cache = True


@compiles(_Among)
def _on_sqlite(element: _Among, compiler: Any, **more: Any) -> str:
    column, codes = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({codes}))"


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: Any, **more: Any) -> str:
    column, codes = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} = ANY ({codes})"


def among(column: ColumnElement[str], name: str, *, many: bool) -> ColumnElement[bool]:
    """Whether a column holds one of the codes that are given under a name when the statement runs; `many`: more than MANY."""
    if many:
        return _Among(column, bindparam(name, type_=_Codes()))
    return column.in_(bindparam(name, expanding=True))


class UnitCodes(TypeDecorator[str]):
    """The code of a unit. `in_` and `not_in` take as many as there are."""

    impl = String
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator):
        def in_(self, other: Any) -> Any:
            return _among(self.expr, other) if _many(other) else super().in_(other)

        def not_in(self, other: Any) -> Any:
            return ~_among(self.expr, other) if _many(other) else super().not_in(other)


def _many(other: Any) -> bool:
    return isinstance(other, Collection) and len(other) > MANY


def _among(column: ColumnElement[str], codes: Collection[str]) -> ColumnElement[bool]:
    return _Among(column, bindparam(None, list(codes), _Codes()))
