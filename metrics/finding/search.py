"""One answer for the box of every page, the interface and the command line: what fits the words, the best first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data import access, reach, units
from data.access import ROLES, Actor
from data.finding import titles
from data.finding.matching import Asked, fit, named
from data.people.contacts import answering
from data.register_rights import may_read_rows
from data.registers import REGISTERS
from data.reporting import calendar
from data.text import Text
from data.units import Tree
from metrics import METRICS
from metrics.finding import declared, places
from metrics.finding.places import PAGES, Place

LONGEST = 100  # letters that are looked for; what is longer is no name
MOST = 12
EACH = 6  # of one kind, where another kind has something to say as well

# In the order in which things that fit alike are named.
KINDS = {
    "metric": Text("指标", "Metric"),
    "unit": Text("单位", "Unit"),
    "page": Text("页面", "Page"),
    "register": Text("清单", "Register"),
    "row": Text("条目", "Row"),
    "person": Text("联系人", "Person"),
    "document": Text("文献", "Document"),
}


@dataclass(frozen=True)
class Seeker:
    """Who looks, and at what: the unit and month of their view, as known at a revision (None: now)."""

    actor: Actor
    unit: str
    month: date
    revision: int | None = None


@dataclass(frozen=True)
class Found:
    """Something that fits: what it is, its name and what is said beside it, and where it is opened."""

    kind: str
    key: str
    name: Text
    note: Text
    place: Place
    fit: float


def find(conn: Connection, words: str, seeker: Seeker, *, most: int = MOST) -> list[Found]:
    """What fits the words, the best first; of what the seeker may not read nothing, nor a hint of how much there is."""
    asked = Asked(words[:LONGEST])
    if not asked.whole:
        return []
    known = units.load(conn)
    tree = known.in_month(seeker.month)
    found = [
        *_metrics(asked, seeker, tree),
        *_units(conn, asked, seeker, tree),
        *_pages(asked, seeker.actor),
        *_registers(asked, seeker.actor),
        *_rows(conn, asked, seeker, known),
        *_people(conn, asked, seeker, tree),
        *_documents(asked),
    ]
    order = {kind: at for at, kind in enumerate(KINDS)}
    found.sort(key=lambda each: (-each.fit, order[each.kind], len(each.name.zh), each.key))
    return _chosen(found, most)


def _chosen(found: list[Found], most: int) -> list[Found]:
    """The best, but not one kind alone where others fit too; what only looks like the words is left out beside what is
    called so."""
    best = found[0].fit if found else 0.0
    good = [each for each in found if each.fit >= min(best, 100.0) - 45]
    shown: list[Found] = []
    for each in good:
        if sum(one.kind == each.kind for one in shown) < EACH:
            shown.append(each)
    rest = [each for each in good if each not in shown]
    return sorted([*shown, *rest][:most], key=good.index)


def _metrics(asked: Asked, seeker: Seeker, tree: Tree) -> Iterator[Found]:
    for key, names in declared.metrics():
        how = fit(asked, names)
        if how and may_read_metric(seeker.actor, key, seeker.unit, tree):
            metric = METRICS[key]
            yield Found("metric", key, Text(metric.zh, metric.en), metric.owner, places.of_metric(key), how)


def may_read_metric(actor: Actor, key: str, unit: str, tree: Tree) -> bool:
    """Whether somebody may read a metric of a unit as far as its registers are restricted."""
    registers = {word.register for word in METRICS[key].rows if REGISTERS[word.register].restricted}
    return all(may_read_rows(actor, register, unit, tree) for register in registers)


def _units(conn: Connection, asked: Asked, seeker: Seeker, tree: Tree) -> Iterator[Found]:
    """One's own, and all where the month is published: those that the overview opens."""
    all_open = seeker.month in calendar.published(conn)
    own = access.readable(seeker.actor, tree)
    for unit, names in declared.units(tree):
        how = fit(asked, names) if all_open or unit.code in own else 0.0
        if how:
            above = tree[unit.parent] if unit.parent and unit.parent in tree else None
            note = Text(above.name_zh if above else "", above.name_en if above else "")
            yield Found(
                "unit",
                unit.code,
                Text(unit.name_zh, unit.name_en),
                note,
                places.of_unit(unit.code, unit.code in own),
                how,
            )


def _pages(asked: Asked, actor: Actor) -> Iterator[Found]:
    for name, names in declared.pages():
        how = fit(asked, names)
        if how and access.may_somewhere(actor, PAGES[name].action):
            yield Found("page", name, PAGES[name].title, Text("", ""), places.of_page(name), how)


def _registers(asked: Asked, actor: Actor) -> Iterator[Found]:
    """A restricted one for those alone who were given a role for it."""
    for key, names in declared.registers():
        register, how = REGISTERS[key], fit(asked, names)
        if how and access.may_somewhere(actor, "read_restricted" if register.restricted else "read"):
            owner = Text(register.owner, register.owner)
            yield Found("register", key, register.name, owner, places.of_register(key), how)


def _rows(conn: Connection, asked: Asked, seeker: Seeker, known: units.Units) -> Iterator[Found]:
    readable = reach.rows_of_registers(known, seeker.actor)
    for row in titles.fitting(conn, asked.words, readable, revision=seeker.revision):
        how = fit(asked, named((row.name, row.other) if row.other else (row.name,), row.key))
        if how:
            register = REGISTERS[row.register]
            zh, en = _unit_name(known, seeker.month, row.unit)
            yield Found(
                "row",
                f"{row.register}/{row.key}",
                Text(row.name, row.other or row.name),
                Text(f"{register.zh} · {zh} · {row.key}", f"{register.en} · {en} · {row.key}"),
                places.of_row(row.register, row.key, row.unit),
                how,
            )


def _unit_name(known: units.Units, month: date, code: str) -> tuple[str, str]:
    tree = known.in_month(month)
    term = tree[code] if code in tree else next((each for each in known.terms if each.code == code), None)
    return (term.name_zh, term.name_en) if term else (code, code)


def _people(conn: Connection, asked: Asked, seeker: Seeker, tree: Tree) -> Iterator[Found]:
    """Who reports or approves for a unit of one's own, once each."""
    seen: set[str] = set()
    for each in answering(conn, access.readable(seeker.actor, tree)):
        how = 0.0 if each.contact.login in seen else fit(asked, named((each.contact.name,), each.contact.login))
        if how:
            seen.add(each.contact.login)
            unit, role = tree[each.unit], ROLES[each.role]
            ways = [way for way in (each.contact.phone, each.contact.mail) if way]
            note = Text(
                " · ".join((unit.name_zh, role.zh, *ways)),
                " · ".join((unit.name_en, role.en, *ways)),
            )
            name = Text(each.contact.name, each.contact.name)
            yield Found("person", each.contact.login, name, note, places.of_person(each.contact.login, each.unit), how)


def _documents(asked: Asked) -> Iterator[Found]:
    for key, names, told in declared.documents():
        how = fit(asked, names)
        if how:
            yield Found("document", key, Text(names.names[0], names.names[-1]), told, places.of_document(key), how)
