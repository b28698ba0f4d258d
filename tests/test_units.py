"""The tree of units: who stands where, on which day."""

from datetime import date

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
