"""Where the list of a register opens, and one row of it."""

from ui.scope import Scope

PAGES = frozenset({"problems", "applications", "oversight"})  # whose list stands on a page of its own


def page_of(register: str) -> tuple[str, dict[str, str]]:
    """The page of a register's list, and what its address says beside it."""
    return (register, {}) if register in PAGES else ("register", {"register": register})


def listed(scope: Scope, register: str, **asked: object) -> str:
    """The address of a register's list, narrowed to what is asked."""
    page, query = page_of(register)
    return scope.link(page, metric="", **query, **asked)


def opened(scope: Scope, register: str, key: str) -> str:
    """The address of one row."""
    return scope.link("object", metric="", register=register, key=key)
