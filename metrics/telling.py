"""A passport as plain text, for the command line."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from data import months
from metrics.formats import exact, in_full, show, show_change
from metrics.judgement import Row, months_missing
from metrics.language import Metric
from metrics.passport import Passport
from metrics.periods import Period

MOST_LINES = 20
KINDS = {"commit": "更正 / correction: ", "withdraw": "撤回 / withdrawn: "}


def tell(found: Passport, name: str) -> Iterator[str]:
    """The lines of a passport in both languages; `name` is the unit's. At most MOST_LINES of each list."""
    metric = found.metric
    yield f"{metric.zh} / {metric.en} · {name} {found.unit} · {months.label(found.month)}"
    value = show(found.value, metric, found.qualifier)
    yield f"{found.grade or value} ({exact(found.value, metric, found.qualifier)})"
    yield f"{found.how.zh} / {found.how.en}"
    yield from _listed("已知更正 / known corrections", list(_corrections(found)), len(found.corrections))
    yield f"公式 / formula: {found.formula.zh} / {found.formula.en}"
    yield f"填报率 / coverage: {found.reported + found.carried}/{found.expected}"
    for part in found.parts:
        yield f"  {part.measure.zh} / {part.measure.en}: {in_full(part.value)} ({len(part.units)} 个单位 / units)"
    yield from _listed("来源 / from", list(_origins(found)), found.origins.total)
    owed = [f"{unit} {measure}: {owner.zh} / {owner.en}" for unit, measure, owner in found.missing.to_numpy().tolist()]
    yield from _listed("缺报 / missing", owed, len(owed))
    silent = [
        f"{row.unit} {row.application} {row.name} ({months.label(row.last)})"
        for row in found.silent.itertuples(index=False)
    ]
    yield from _listed("本月未报的应用（末次月份） / applications that are silent (last month)", silent, len(silent))
    yield from _listed("历次 / earlier values", list(_earlier(found)), len(found.earlier))


def tell_period(metric: Metric, row: Row, period: Period, month: date) -> str:
    """The value of a period that ends with the month, with its changes and the months it lacks: a row of a snapshot."""
    value = f"{period.text.zh} / {period.text.en}: {show(row['value'], metric, row['qualifier'])}"
    changes = [(period.mom, "mom")] if period.before else []
    told = [f"{name.zh} / {name.en} {show_change(row[key], metric)}" for name, key in (*changes, (period.yoy, "yoy"))]
    lacking = months_missing(row, period.key, month)
    return "; ".join((value, *told, *([f"{lacking.zh} / {lacking.en}"] if lacking.zh else [])))


def _origins(found: Passport) -> Iterator[str]:
    for row in found.origins.frame.to_dict("records"):
        if found.metric.rows:
            what = f"{row['unit']} {row['key']} {row['title']}"
        else:
            said = f" “{row['said']}”" if row["said"] else ""
            what = f"{row['unit']} {row['measure']} {months.label(row['month'])} {row['subject']}".rstrip()
            what += f" = {row['grade'] or in_full(row['value'])} {row['qualifier']}{said}"
        demo = " 演示数据 / demonstration" if row["demo"] else ""
        batch = f"批次 / batch {row['batch']}, {row['actor']}, {row['at']:%Y-%m-%d %H:%M}{_approved(row)}"
        yield f"{what} ← {row['file_name']} {row['sheet']}!{row['cell']} ({batch}){demo} {row['note']}".rstrip()


def _corrections(found: Passport) -> Iterator[str]:
    for row in found.corrections.to_dict("records"):
        if found.metric.rows:
            what = f"{row['unit']} {row['key']} {row['title']}: {row['change']}"
        else:
            what = f"{row['unit']} {row['measure']} {months.label(row['month'])} {row['subject']}".rstrip()
            what += f": {row['before_grade'] or in_full(row['before'])} → {row['grade'] or in_full(row['value'])}"
        when = f"{row['at']:%Y-%m-%d %H:%M}"
        yield f"{what} ({row['reason']}; {when}, {row['actor']}{_approved(row)}, 批次 / batch {row['batch']})"


def _earlier(found: Passport) -> Iterator[str]:
    for row in found.earlier.to_dict("records"):
        value = exact(row["value"], found.metric, row["qualifier"])
        said = f" ({KINDS[row['kind']]}{row['reason']})" if row["reason"] else ""
        yield f"版本 / revision {row['revision']}, {row['at']:%Y-%m-%d %H:%M}, {row['actor']}: {value}{said}"


def _approved(row: Mapping[Any, Any]) -> str:
    return f", 审核 / approved by {row['approved_by']}" if row["approved_by"] else ""


def _listed(title: str, lines: list[str], total: int) -> Iterator[str]:
    if lines:
        yield f"{title} ({total}):"
        yield from (f"  {line}" for line in lines[:MOST_LINES])
