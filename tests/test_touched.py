"""Which tests `make check` runs for a change."""

from tests.touched import ALWAYS, touched


def test_a_module_brings_the_tests_that_import_it_or_share_what_does_and_no_others():
    found = touched(["data/people/tokens.py"])
    assert {"tests/test_tokens.py", "tests/test_rights.py", *ALWAYS} <= set(found)
    assert "tests/test_charts.py" not in found
    assert "tests/test_submissions.py" in touched(["tests/month.py"])  # what tests share is a module, too


def test_a_test_that_changed_is_run_and_what_starts_browsers_is_left_to_the_whole_run():
    assert "tests/test_charts.py" in touched(["tests/test_charts.py"])
    assert not [path for path in touched(["data/store.py"]) if path.startswith("tests/pages/")]


def test_a_data_file_counts_for_the_package_beside_it():
    assert "tests/test_demo.py" not in touched(["data/demo/names.csv"])  # slow
    found = touched(["docs/leader.md"])
    assert set(ALWAYS) <= set(found)
    assert "tests/test_charts_style.py" in found  # asks `docs.design`
    assert "tests/test_charts.py" not in found
