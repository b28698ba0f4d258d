"""Actors for tests: somebody with one role, and somebody with every role."""

from data.access import PEOPLE, Actor, Grant, Role

ROOT_UNIT = "330000"


def somebody(role: Role, unit: str = ROOT_UNIT, *departments: str, name: str = "王芳", login: str = "") -> Actor:
    """One role for a unit (and departments); without a login they have no account."""
    return Actor(name, unit, (Grant(role, unit, frozenset(departments)),), login)


def steward(name: str, unit: str) -> Actor:
    """Who reports for a unit and all below it."""
    return somebody("steward", unit, name=name)


def everybody(name: str = "全权", unit: str = ROOT_UNIT, login: str = "") -> Actor:
    """One person with every role at the top: for tests of something else than rights."""
    return Actor(name, unit, tuple(Grant(role, ROOT_UNIT) for role in sorted(PEOPLE)), login)
