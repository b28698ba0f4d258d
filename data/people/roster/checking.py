"""What a workbook of people would change: who is new, whose name or unit is another, which roles are added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from data import access, months, units
from data.access import ROLES, Actor, Grant, Role
from data.departments import DEPARTMENTS
from data.finding.names import Names, plain
from data.people import accounts, grants
from data.people.roster.columns import COLUMNS, FILLED
from data.people.roster.reading import Read, Row
from data.refusal import Refusal
from data.schema import person
from data.text import Text
from data.units import Tree
from data.uploads.findings import Finding
from data.uploads.understanding.unit_names import unit_names

APART = "、,，;；/\n"
ABOUT = ("name", "unit", "mail")
ROLE_NAMES: dict[str, Role] = {plain(name): role for role, text in ROLES.items() for name in (role, text.zh, text.en)}


@dataclass(frozen=True)
class Person:
    """Somebody of the workbook. `was` is what their account says of name, unit and mail where it says something else; None
    for an account that is new. `roles` are those they would be given."""

    login: str
    name: str
    unit: str
    mail: str
    was: Mapping[str, str] | None
    roles: tuple[Grant, ...]

    @property
    def kind(self) -> str:
        """`new`, `changed` or `same`."""
        if self.was is None:
            return "new"
        return "changed" if self.was or self.roles else "same"


@dataclass(frozen=True)
class Checked:
    """The people in the order of the workbook, and what must be mended before anything is done."""

    people: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass
class _Known:
    """One reading of what rows are set against."""

    tree: Tree
    names: Names
    accounts: dict[str, tuple[dict[str, str], bool, tuple[Grant, ...]]] = field(default_factory=dict)


def check(conn: Connection, read: Read, by: Actor) -> Checked:
    """Set the rows against the accounts of this moment; nothing is changed."""
    known, findings = _known(conn, read.rows), list(read.findings)
    by = grants.still_held(conn, by)
    found: dict[str, tuple[Row, Person, dict[Grant, Row]]] = {}
    for row in read.rows:
        one, grant, wrong = _understood(row, known)
        findings += wrong
        if one is None or wrong:
            continue
        first = found.get(one.login)
        if first is None:
            findings += _may(conn, row, one, grant, by, known)
            found[one.login] = (row, one, {grant: row} if grant else {})
            continue
        findings += _beside(row, one, grant, first)
        if grant and grant not in first[2]:
            findings += _may(conn, row, one, grant, by, known)
            first[2][grant] = row
    people = tuple(_with_roles(one, tuple(roles), known) for _, one, roles in found.values())
    return Checked(people, tuple(findings))


def _known(conn: Connection, rows: Iterable[Row]) -> _Known:
    loaded = units.load(conn)
    tree = loaded.on(months.today())
    known = _Known(tree, unit_names(units.Units(tuple(tree[code] for code in tree.codes))))
    logins = {accounts.tidy(row.said["login"]) for row in rows}
    for row in conn.execute(select(person).where(person.c.login.in_(logins))):
        about = {"name": row.name, "unit": row.unit, "mail": row.mail}
        known.accounts[row.login] = (about, row.disabled_at is not None, grants.of(conn, row.login))
    return known


def _understood(row: Row, known: _Known) -> tuple[Person | None, Grant | None, list[Finding]]:
    """Whom a row is about and the role it gives, or what is wrong with it."""
    wrong = [_at(row, key, "person_missing", column=COLUMNS[key]) for key in FILLED if not row.said[key]]
    if wrong:
        return None, None, wrong
    login, name = accounts.tidy(row.said["login"]), row.said["name"]
    if not accounts.LOGIN.fullmatch(login):
        wrong.append(_at(row, "login", "person_login", value=row.said["login"]))
    if len(name) > accounts.LONGEST_NAME:
        wrong.append(_at(row, "name", "person_name", length=len(name), limit=accounts.LONGEST_NAME))
    codes = known.names.find(row.said["unit"])
    if not codes:
        nearest = known.names.nearest(row.said["unit"])
        wrong.append(_at(row, "unit", "person_unit", value=row.said["unit"], nearest=nearest))
    elif len(codes) > 1:
        wrong.append(_at(row, "unit", "person_units", value=row.said["unit"], listed=known.names.listed(codes)))
    grant, more = _grant(row, codes[0] if codes else "")
    wrong += more
    if wrong:
        return None, None, wrong
    about = known.accounts.get(login)
    if about and about[1]:
        return None, None, [_at(row, "login", "person_disabled", value=login)]
    mail = row.said["mail"] or (about[0]["mail"] if about else "")  # an empty cell takes no address away
    now = {"name": name, "unit": codes[0], "mail": mail}
    was = {key: about[0][key] for key in ABOUT if about[0][key] != now[key]} if about else None
    return Person(login, name, codes[0], mail, was, ()), grant, []


def _grant(row: Row, unit: str) -> tuple[Grant | None, list[Finding]]:
    written = [each.strip() for each in _parted(row.said["departments"]) if each.strip()]
    wrong = [_at(row, "departments", "person_department", value=each) for each in written if each not in DEPARTMENTS]
    if not row.said["role"]:
        return None, wrong
    role = ROLE_NAMES.get(plain(row.said["role"]))
    if role is None:
        listed = Text("、".join(text.zh for text in ROLES.values()), ", ".join(text.en for text in ROLES.values()))
        return None, [*wrong, _at(row, "role", "person_role", value=row.said["role"], listed=listed)]
    return Grant(role, unit, frozenset(written)), wrong


def _parted(written: str) -> list[str]:
    for mark in APART:
        written = written.replace(mark, "\n")
    return written.split("\n")


def _beside(row: Row, one: Person, grant: Grant | None, first: tuple[Row, Person, dict[Grant, Row]]) -> list[Finding]:
    """What a further row of the same account says that cannot be."""
    before, person_, roles = first
    place = f"{before.sheet}!{before.cells['login']}"
    if (one.name, one.mail) != (person_.name, person_.mail) or one.unit != person_.unit:
        return [_at(row, "login", "person_contradicts", value=one.login, first=place)]
    if grant is None or grant in roles:
        at = roles.get(grant, before) if grant else before
        return [_at(row, "login", "person_twice", value=one.login, first=f"{at.sheet}!{at.cells['login']}")]
    return []


def _may(conn: Connection, row: Row, one: Person, grant: Grant | None, by: Actor, known: _Known) -> list[Finding]:
    """Whether who brings it keeps the people of that unit, of where the account stands now, and could give the role."""
    try:
        access.require(by, "keep_people", [one.unit], known.tree)
        if one.was is not None:
            grants.require_over(conn, by, one.login)
        if grant:
            grants.require_to_give(conn, by, grant)
    except Refusal:
        name = known.tree[one.unit]
        return [_at(row, "unit", "person_not_yours", unit=Text(name.name_zh, name.name_en))]
    return []


def _with_roles(one: Person, asked: tuple[Grant, ...], known: _Known) -> Person:
    held = known.accounts[one.login][2] if one.login in known.accounts else ()
    roles = tuple(grant for grant in asked if grant not in held)
    return Person(one.login, one.name, one.unit, one.mail, one.was, roles)


def _at(row: Row, key: str, rule: str, **values: object) -> Finding:
    return Finding(rule, row.sheet, row.cells.get(key, row.cells["login"]), values)
