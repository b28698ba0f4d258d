"""Differences between seals for the command line."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from data import store
from data.text import Text
from metrics.sealed import holding
from metrics.sealed.comparing import WHAT, Difference, compare


def between(bags: Sequence[bytes], today: Callable[[], Engine]) -> list[Difference]:
    """How the second bag, or today's store where there is none, differs from the first."""
    before, *after = map(holding.of_bag, bags)
    if after:
        return compare(before, after[0])
    with store.reading(today()) as conn:
        return compare(before, holding.again(conn, before))


def line(each: Difference) -> Text:
    """A difference in a line."""
    what = WHAT[each.kind]
    zh = f"{what.zh}  {each.about.zh}：{each.was.zh} → {each.now.zh}"
    return Text(zh, f"{what.en}  {each.about.en}: {each.was.en} → {each.now.en}")
