"""The tree of units: who stands where, on which day."""

from datetime import date
from pathlib import Path

from data.units import Unit, Units

TURN = date(2021, 4, 9)


def unit(code: str, parent: str | None, since: date = date(2000, 1, 1), until: date | None = None) -> Unit:
    return Unit(code, code, code, "county", parent, None, None, since, until)


UNITS = Units((unit("a", None), unit("b", "a"), unit("c", "a"), unit("x", "b", until=TURN), unit("x", "c", TURN)))


def test_a_term_holds_from_its_first_day_until_the_day_before_the_next():
    before, after = UNITS.on(date(2021, 4, 8)), UNITS.on(TURN)
    assert (before.children["b"], before.children.get("c")) == (("x",), None)
    assert (after.children.get("b"), after.children["c"]) == (None, ("x",))


def test_the_tree_of_the_same_terms_is_the_same_object():
    assert UNITS.on(TURN) is UNITS.on(date(2026, 1, 1))
    assert UNITS.on(TURN) is not UNITS.on(date(2020, 1, 1))


def test_below_path_and_leaves():
    tree = UNITS.on(TURN)
    assert (tree.codes, tree.below("c"), tree.path("x")) == (("a", "b", "c", "x"), ("c", "x"), ("a", "c", "x"))
    assert (tree.leaves("a"), tree.leaves("x")) == (("b", "x"), ("x",))


def test_a_unit_whose_parent_is_not_there_is_a_root():
    assert Units((unit("b", "a"),)).on(TURN).path("b") == ("b",)


def test_a_month_has_the_tree_of_its_last_day():
    """A unit that begins, or moves, on the 9th stands in that month where it stands from then on."""
    assert UNITS.in_month(date(2021, 4, 1)) is UNITS.on(TURN)
    assert UNITS.in_month(date(2021, 3, 1)) is UNITS.on(date(2021, 4, 8))
    begun = Units((unit("a", None), unit("y", "a", since=TURN)))
    assert [("y" in begun.in_month(date(2021, month, 1))) for month in (3, 4)] == [False, True]


OF_A_DAY = (
    "today()",
    "on(day)",
    ".on(later.day)",
    ".on(until)",
    ".on(self.day)",
    ".on(asked.on)",
    ".on(one.held_on)",
    "units.on(first)",
    "timedelta(days=1)",
    "months.end_of(month)",
)


def test_nobody_chooses_the_tree_of_a_month_for_themselves():
    """`Units.on` is asked for days alone: today, a day somebody named, the day a tree began or was the last."""
    root = Path(__file__).parent.parent
    chosen = [
        f"{file.relative_to(root)}: {line.strip()}"
        for folder in ("data", "metrics", "ui", "web", "pages")
        for file in (root / folder).rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if ".on(" in line and not any(day in line for day in OF_A_DAY)
    ]
    assert chosen == []
