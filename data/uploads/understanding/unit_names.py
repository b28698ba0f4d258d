"""Units as people call them in workbooks: code, full and short names, with the names of the units above before them."""

from data.finding.names import Names
from data.units import Units

ENDINGS = ("省", "市", "区", "县")


def unit_names(units: Units) -> Names:
    """Every unit there was by all its names; 海曙 means 海曙区 where only one unit is called so."""
    parents = {term.code: term for term in units.terms}
    named: dict[str, tuple[str, ...]] = {}
    shown: dict[str, tuple[str, str]] = {}  # the newest, also where both are the same word
    for term in units.terms:
        above, path = parents.get(term.parent or ""), term.name_zh
        paths: list[str] = []
        while above is not None and len(paths) < 5:
            path = above.name_zh + path
            paths.append(path)
            above = parents.get(above.parent or "")
        names = (term.name_zh, term.name_en, *paths, *short_names(term.name_zh))
        shown[term.code] = (term.name_zh, term.name_en)
        named[term.code] = tuple(dict.fromkeys((*named.get(term.code, ()), *names)))
    return Names((code, (*shown[code], *names)) for code, names in named.items())


def short_names(name: str) -> tuple[str, ...]:
    """A unit as it is called in short: 海曙 of 海曙区."""
    return (name[:-1],) if len(name) > 2 and name.endswith(ENDINGS) else ()


def as_code(written: object) -> object:
    """A code that a workbook keeps as a number, as text."""
    return f"{written:.0f}" if isinstance(written, float) and written == written and abs(written) < 1e15 else written
