"""Rows of registers over HTTP: what a register is, its rows as they stood at the end of a month, and one row's changes."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from data import disclosures, months, row_versions, store, units
from data.access import Actor
from data.dated import plain
from data.references import keys_in
from data.register_rights import may_open, units_readable
from data.registers import REGISTERS, Register
from data.training_mark import is_training
from data.units import Tree
from metrics import row_moves, standings
from metrics.standings import Asked
from web.api.door import Opened, Person
from web.api.problems import Stopped, responses
from web.api.scope import known_at
from web.api.shapes import Absent, Count, Day, Number, OfMonth, OfUnit, Said, Shape

PAGE, LARGEST = 100, 1000
KINDS = ("unauthorized", "forbidden", "invalid", "not_found", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/registers", tags=["registers"], responses=responses(*KINDS))
SEEN = r"^[^\x00-\x1f\x7f]*$"  # no character that nobody can see, such as a line's end
Key = Annotated[str, Path(description="The register's key, such as problems.", max_length=64, pattern=SEEN)]
OfRevision = Annotated[Number | Absent, Query(description="As known at this revision; now if not given.")]


class FieldOf(Shape):
    """A field of a register. `refers_to`: the register whose rows it names, by key; `several`: more than one."""

    key: str
    zh: str
    en: str
    type: str
    required: bool
    choices: dict[str, Said]
    unit: Said | None
    refers_to: str | None
    several: bool


class StateOf(Shape):
    """How a row may stand; `meaning`: over (past its day), bad, watch, good or neutral."""

    key: str
    name: Said
    meaning: str


class RegisterOf(Shape):
    """A register: who keeps it, its fields, and how its rows may stand."""

    key: str
    zh: str
    en: str
    definition: Said
    owner: str
    group: str
    owed: bool
    fields: list[FieldOf]
    states: list[StateOf]


class Registers(Shape):
    """Every register that this person may read."""

    registers: list[RegisterOf]


class Row(Shape):
    """A row as it stood: its fields by their keys, `standing` by the key of the state ("" where none is declared), days
    `late`, the batch and cell it came from."""

    key: str
    unit: str
    standing: str
    late: int | None
    fields: dict[str, Any]
    batch: int
    sheet: str
    cell: str


class Rows(Shape):
    """A page of rows, the worst first; `next` is the offset of the next page, null at the end."""

    register_key: str
    unit: str
    month: str
    revision: int
    demo: bool
    total: int
    next: int | None
    rows: list[Row]


class ChangeOf(Shape):
    """One field of a row: from what to what; null for nothing."""

    field: str
    before: Any
    after: Any


class VersionOf(Shape):
    """What one batch said of a row; `kind`: added, changed or removed."""

    kind: str
    batch: int
    at: datetime
    by: str
    approved_by: str
    sheet: str
    cell: str
    holds_from: date | None
    changes: list[ChangeOf]


class RowOpened(Shape):
    """One row as it stood at the end of the month, and every change of it, the newest first."""

    register_key: str
    month: str
    revision: int
    demo: bool
    row: Row
    versions: list[VersionOf]


class MoveOf(Shape):
    """How many rows went from one value to another; "" is a row that does not say, "-" no row on that day."""

    was: str
    now: str
    count: int


class MovedRow(Shape):
    """A row that has another value on the later day."""

    key: str
    unit: str
    was: str
    now: str


class Moves(Shape):
    """How rows moved in one field between the ends of two days, most first; `moved`: those that changed, a page of them."""

    register_key: str
    unit: str
    field: str
    since: date
    until: date
    revision: int
    demo: bool
    flow: list[MoveOf]
    total: int
    next: int | None
    moved: list[MovedRow]


@router.get("", summary="Every register")
def list_registers(actor: Person) -> Registers:
    """Keys, names, fields and states of the registers that this person may read somewhere."""
    return Registers(registers=[_described(each) for each in REGISTERS.values() if may_open(actor, each.key)])


@router.get("/{register}/rows", summary="The rows of a register at the end of a month")
def list_rows(
    actor: Person,
    engine: Opened,
    register: Key,
    unit: OfUnit = None,
    month: OfMonth = None,
    standing: Annotated[
        str, Query(description="The key of a state; all if not given.", max_length=64, pattern=SEEN)
    ] = "",
    q: Annotated[str, Query(description="Words that stand in the row.", max_length=100, pattern=SEEN)] = "",
    revision: OfRevision = None,
    offset: Annotated[Count, Query(description="How many rows to pass over.")] = 0,
    limit: Annotated[Number, Query(description=f"Rows of a page, at most {LARGEST}.")] = PAGE,
) -> Rows:
    """The rows that a unit and all below it keep, as far as this person may read them, the worst first."""
    declared, at, of = _register(register), month or months.last_full(months.today()), unit or actor.unit
    if declared.restricted and may_open(actor, register):
        disclosures.register_opened(engine, register, of, by=actor)
    with store.reading(engine) as conn:
        known, tree = known_at(conn, revision), units.load(conn).in_month(at)
        readable = _readable(actor, register, tree, of)
        asked = Asked(standing, None, q)
        size = min(limit, LARGEST)
        page = standings.rows(conn, register, readable, at, asked, revision=revision, limit=size, offset=offset)
        there = offset + len(page.rows)
        return Rows(
            register_key=register,
            unit=of,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            total=page.total,
            next=there if there < page.total and len(page.rows) else None,
            rows=[_row(declared, each) for each in page.rows.to_dict("records")],
        )


@router.get("/{register}/moves", summary="How the rows of a register moved between two days")
def list_moves(
    actor: Person,
    engine: Opened,
    register: Key,
    since: Annotated[Day, Query(description="The earlier day, like 2025-10-31: as rows stood at its end.")],
    until: Annotated[Day, Query(description="The later day.")],
    field: Annotated[
        str, Query(description="A field with choices, such as stage, or standing.", max_length=64, pattern=SEEN)
    ] = row_moves.STANDING,
    unit: OfUnit = None,
    revision: OfRevision = None,
    offset: Annotated[Count, Query(description="How many rows to pass over.")] = 0,
    limit: Annotated[Number, Query(description=f"Rows of a page, at most {LARGEST}.")] = PAGE,
) -> Moves:
    """Of a unit and all below it, as far as this person may read them: how many rows went from which value to which."""
    declared, of = _register(register), unit or actor.unit
    if field not in row_moves.movable(declared):
        raise Stopped("not_found", "query field", what=field)
    if since > until:
        raise Stopped("invalid", "query since", what=since.isoformat())
    if declared.restricted and may_open(actor, register):
        disclosures.register_opened(engine, register, of, by=actor)
    with store.reading(engine) as conn:
        known, tree = known_at(conn, revision), units.load(conn).on(until)
        readable = _readable(actor, register, tree, of)
        found = row_moves.moves(conn, register, field, readable, since, until, revision=revision)
        demo = is_training(conn)
    moved = found[found["was"] != found["now"]]
    there = offset + min(limit, LARGEST)
    return Moves(
        register_key=register,
        unit=of,
        field=field,
        since=since,
        until=until,
        revision=known,
        demo=demo,
        flow=[MoveOf(**each) for each in row_moves.flow(found).to_dict("records")],
        total=len(moved),
        next=there if there < len(moved) else None,
        moved=[MovedRow(**each) for each in moved.iloc[offset:there][list(MovedRow.model_fields)].to_dict("records")],
    )


@router.get("/{register}/rows/{key}", summary="One row and every change of it")
def open_row(
    actor: Person,
    engine: Opened,
    register: Key,
    key: Annotated[str, Path(description="The row's key.", max_length=200, pattern=SEEN)],
    month: OfMonth = None,
    revision: OfRevision = None,
) -> RowOpened:
    """The row as it stood at the end of the month, and from what to what each field changed, when, by whom, in which cell."""
    declared, at = _register(register), month or months.last_full(months.today())
    with store.reading(engine) as conn:
        known, tree = known_at(conn, revision), units.load(conn).in_month(at)
        found = standings.one(conn, register, key, units_readable(actor, register, tree), at, revision=revision)
        if found.empty:
            raise Stopped("not_found", "path key", what=key)
        return RowOpened(
            register_key=register,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            row=_row(declared, found.to_dict("records")[0]),
            versions=[_version(declared, each) for each in row_versions.versions(conn, register, key, revision)],
        )


def _register(key: str) -> Register:
    if key not in REGISTERS:
        raise Stopped("not_found", "path register", what=key)
    return REGISTERS[key]


def _readable(actor: Actor, register: str, tree: Tree, unit: str) -> list[str]:
    if unit not in tree:
        raise Stopped("not_found", "query unit", what=unit)
    may = units_readable(actor, register, tree)
    readable = [code for code in tree.below(unit) if code in may]
    if not readable:
        raise Stopped("forbidden", "query unit")
    return readable


def _row(register: Register, row: dict[Any, Any]) -> Row:
    fields = {field.key: _value(register, field.key, row[field.key]) for field in register.fields}
    late = None if row["late"] != row["late"] else int(row["late"])
    place = {name: row[name] for name in ("key", "unit", "standing", "batch", "sheet", "cell")}
    return Row(**place, late=late, fields=fields)


def _value(register: Register, key: str, value: object) -> Any:
    field = register.field(key)
    return list(keys_in(field, value)) if field.many else plain(value)


def _version(register: Register, version: row_versions.Version) -> VersionOf:
    return VersionOf(
        kind=version.kind,
        batch=version.batch,
        at=version.at,
        by=version.actor,
        approved_by=version.approved_by,
        sheet=version.sheet,
        cell=version.cell,
        holds_from=version.holds_from,
        changes=[
            ChangeOf(
                field=each.field,
                before=_value(register, each.field, each.before),
                after=_value(register, each.field, each.after),
            )
            for each in version.changes
        ],
    )


def _described(register: Register) -> RegisterOf:
    return RegisterOf(
        key=register.key,
        zh=register.zh,
        en=register.en,
        definition=Said.of(register.definition),
        owner=register.owner,
        group=register.group,
        owed=register.owed,
        fields=[
            FieldOf(
                key=field.key,
                zh=field.zh,
                en=field.en,
                type=field.type,
                required=field.required,
                choices={key: Said.of(text) for key, text in field.choices},
                unit=Said.of(field.unit) if field.unit else None,
                refers_to=field.to or None,
                several=field.many,
            )
            for field in (register.key_field, *register.fields)
        ],
        states=[StateOf(key=each.key, name=Said.of(each.text), meaning=each.meaning) for each in register.states],
    )
