"""Where most of it lies: problems overdue in one place or list, and problems that came back."""

from collections.abc import Iterator

import pandas as pd

from data import months
from data.registers import REGISTERS
from data.settings import settings
from data.text import Text
from metrics.conclusions.conclusion import Conclusion, say
from metrics.conclusions.evidence import LONG, Evidence
from metrics.formats import show_share
from metrics.owners import office
from metrics.problems import problems_overdue, problems_reopened

TEXTS = {
    "there": Text("{place}{list}问题超期 {count} 个", "{place}: {count} overdue in {list}"),
    "of_whole": Text("占{whole}超期 {total} 个的 {share}", "{share} of the {total} overdue in {whole}"),
    "of_own": Text("占本单位超期 {total} 个的 {share}", "{share} of its {total} overdue"),
    "year_ago": Text("一年前 {before} 个，上月 {last} 个", "{before} a year ago, {last} last month"),
    "long": Text("其中 {count} 个已超 {days} 天", "{count} for over {days} days"),
    "back": Text("{place} {count} 个已办结的问题又反弹", "{place}: {count} closed problems have come back"),
    "back_most": Text("{list}最多，{most} 个", "most in {list}: {most}"),
    "all_lists": Text("各清单", "all lists"),
}
LISTS = dict(REGISTERS["problems"].field("list").choices)
BY_PLACE_AND_LIST, BY_LIST, BY_PLACE = ("place", "list"), ("list",), ("place",)


def concentrated(evidence: Evidence) -> Iterator[Conclusion]:
    """One place and list, one list, or one place holds more than its share of all that is overdue."""
    limits, rows = settings().conclusions, evidence.problems
    total = int(rows["overdue"].sum())
    if total < limits.at_least:
        return
    placed = rows.assign(place=rows["unit"].map(evidence.part))
    for keys in (BY_PLACE_AND_LIST, BY_LIST, BY_PLACE):
        sums = placed.groupby(list(keys), sort=False)[["overdue", "last", "before", "long"]].sum()
        worst = sums["overdue"].idxmax()
        count = int(sums.loc[worst, "overdue"])
        if count / total > limits.share and count >= limits.at_least and _is_one_of_many(sums, keys, evidence):
            named = dict(zip(keys, worst if isinstance(worst, tuple) else (worst,), strict=True))
            yield _share(named, sums.loc[worst], total, placed, evidence)
            return


def _is_one_of_many(sums: pd.DataFrame, keys: tuple[str, ...], evidence: Evidence) -> bool:
    """A whole that has one part only says nothing by it; a place alone needs others beside it."""
    return len(sums) > 1 or keys == BY_PLACE_AND_LIST or (keys == BY_LIST and not evidence.children)


def _share(named: dict[str, str], sums: pd.Series, total: int, rows: pd.DataFrame, evidence: Evidence) -> Conclusion:
    there = rows
    for key, value in named.items():
        there = there[there[key] == value]
    place = named.get("place", evidence.unit)
    by_department = there.groupby("department")["overdue"].sum()
    department = str(by_department.idxmax()) if by_department.max() > by_department.sum() / 2 else ""
    name = evidence.name(place)
    asked = {"unit": place, "standing": "overdue"} | ({"list": named["list"]} if "list" in named else {})
    count, long = int(sums["overdue"]), int(sums["long"])
    share = count / total
    of = say(TEXTS["of_whole"], whole=evidence.name(evidence.unit), total=total, share=show_share(share))
    moved = say(TEXTS["year_ago"], before=int(sums["before"]), last=int(sums["last"]))
    return Conclusion(
        rule="concentrated",
        grade="fire",
        beyond=share / settings().conclusions.share,
        unit=place,
        metric=problems_overdue.key,
        what=say(
            TEXTS["there"],
            place=name,
            list=LISTS[named["list"]] if "list" in named else Text("", "all lists"),
            count=count,
        ),
        told=Text(f"{of.zh}，{moved.zh}", f"{of.en}; {moved.en}"),
        since=say(TEXTS["long"], count=long, days=LONG) if long else Text("", ""),
        owner=office(department) if department else problems_overdue.owner,
        page="problems",
        query=tuple(asked.items()),
    )


def came_back(evidence: Evidence) -> Iterator[Conclusion]:
    """More closed problems are open again than one may let pass."""
    rows, limit = evidence.problems, settings().conclusions.came_back
    count = int(rows["back"].sum())
    if count < limit:
        return
    by_list = rows.groupby("list")["back"].sum()
    worst = str(by_list.idxmax())
    yield Conclusion(
        rule="came_back",
        grade="behind",
        beyond=count / limit,
        unit=evidence.unit,
        metric=problems_reopened.key,
        what=say(TEXTS["back"], place=evidence.name(evidence.unit), count=count),
        told=say(TEXTS["back_most"], list=LISTS[worst], most=int(by_list.max())),
        since=Text(months.label(evidence.month), months.label(evidence.month)),
        owner=problems_reopened.owner,
        page="problems",
        query=(("unit", evidence.unit), ("list", worst)),
    )
