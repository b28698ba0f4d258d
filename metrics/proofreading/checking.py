"""A text held against the store: each figure with its verdict, what it is about, the store's value and where that opens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from data import months, units
from data.text import LANGUAGES, Text
from data.units import Tree
from metrics import METRICS, formats
from metrics.finding import places
from metrics.finding.places import Place
from metrics.finding.search import Seeker
from metrics.periods import MONTH, PERIODS
from metrics.proofreading.context import Context, contexts
from metrics.proofreading.figure import Figure, agrees, is_rounded_too_far
from metrics.proofreading.known import Known, Value, applications
from metrics.proofreading.naming import NAMED, candidates
from metrics.proofreading.scanning import figures, folded
from metrics.proofreading.verdicts import VERDICTS, Judged, judge
from metrics.sealed import released

NEAREST = 3  # metrics that are offered where it is not certain which is meant
LONGEST = 200_000  # letters of a text that are read


@dataclass(frozen=True)
class Finding:
    """One figure of the text and what is said of it. `metric` and `unit` are "" where they are not known; `about`, `held`
    (the store's value with its promise and month) and `instead` are told in both languages; `nearest`: metrics that may be meant;
    `released`: how that number was published with seals, the last first."""

    figure: Figure
    verdict: str
    metric: str = ""
    unit: str = ""
    about: Text = Text("", "")
    held: Text = Text("", "")
    instead: Text = Text("", "")
    place: Place | None = None
    nearest: tuple[str, ...] = ()
    released: tuple[Text, ...] = ()


def proofread(conn: Connection, text: str, seeker: Seeker) -> list[Finding]:
    """Every figure of a text in its order, judged by what the seeker may read at their revision; a text without a month is
    held against the newest number up to the seeker's month. Nothing of the text is kept."""
    text, today = text[:LONGEST], months.today()
    tree = units.load(conn).in_month(seeker.month)
    found = figures(text, today)
    if not found:
        return []
    known = Known(conn, seeker, tree)
    named = applications(conn, seeker.revision)
    told = contexts(folded(text), found, tree, seeker.unit, named, today)
    checked = (_checked(figure, context, known) for figure, context in zip(found, told, strict=True))
    return [replace(each, released=_released(each, conn)) for each in checked]


def _released(found: Finding, conn: Connection) -> tuple[Text, ...]:
    """How the number that a figure is held against was published."""
    if found.place is None or not found.metric:
        return ()
    asked = dict(found.place.query)
    month, period = months.parse(str(asked["month"])), str(asked.get("period") or MONTH.key)
    return tuple(released.of_number(conn, found.metric, str(asked["unit"]), month, period))


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """The findings in the order of their verdicts, within one in that of the text."""
    order = list(VERDICTS)
    return sorted(findings, key=lambda each: order.index(each.verdict))  # type: ignore[arg-type]


def _checked(figure: Figure, context: Context, known: Known) -> Finding:
    """The finding of one figure. Where several metrics are named alike, none is chosen because its value fits."""
    fitting = candidates(figure, context.near, context.sentence)
    if not fitting or not context.unit:
        return Finding(figure, "not_ours")
    nearest = tuple(key for key, _ in fitting[:NEAREST])
    best, score = fitting[0]
    if score < NAMED:
        return Finding(figure, "not_known", unit=context.unit, nearest=nearest)
    if figure.change and METRICS[best].format != "points":
        return _change(figure, best, context, known, nearest)
    judged, metric, period = _judged(figure, best, context, known)
    also = [key for key, score in fitting[1:NEAREST] if score >= NAMED]
    if judged.value is None and also:  # of two metrics that are named, the one that has numbers
        judged, metric, period = _judged(figure, also.pop(0), context, known)
    if judged.verdict in ("disagrees", "not_known"):
        other = _otherwise(figure, also, context, known)
        if other is not None:
            value, key = other
            return _finding(figure, metric, context, Judged("other_level", judged.value), period, known.tree, nearest, (value, key))  # fmt: skip
    return _finding(figure, metric, context, judged, period, known.tree, nearest)


def _judged(figure: Figure, metric: str, context: Context, known: Known) -> tuple[Judged, str, str]:
    until, period = _until(context, known.seeker.month)
    dated = context.when is not None and context.when.month is not None
    values = known.values(metric, context.unit, period, until, context.subject)
    if context.subject and not values:
        values = known.values(metric, context.unit, period, until)
    if dated and values and values[-1].month != until:
        last = values[-1]
        return Judged("not_known" if not agrees(figure, last.value) else "outdated", last, last), metric, period
    return judge(figure, values, known.around(metric, context.unit, period, until), dated=dated), metric, period


def _otherwise(figure: Figure, metrics: Sequence[str], context: Context, known: Known) -> tuple[Value, str] | None:
    """The value of another metric that the words name as well, if the figure is that."""
    until, period = _until(context, known.seeker.month)
    for metric in metrics:
        values = known.values(metric, context.unit, period, until, context.subject)
        if values and agrees(figure, values[-1].value):
            return values[-1], metric
    return None


def _until(context: Context, month: date) -> tuple[date, str]:
    when = context.when
    period = when.period if when and when.period else MONTH.key
    return (when.month if when and when.month else month), period


def _change(figure: Figure, metric: str, context: Context, known: Known, nearest: tuple[str, ...]) -> Finding:
    """同比增长12.3%, 环比下降1.2个百分点: held against the change that the tiles show."""
    until, _ = _until(context, known.seeker.month)
    values = known.values(metric, context.unit, MONTH.key, until)
    changes = known.changes(metric, context.unit, values[-1].month) if values else {}
    if figure.change not in changes or figure.kind not in ("points", "change"):
        return _finding(figure, metric, context, Judged("not_known"), MONTH.key, known.tree, nearest)
    size = changes[figure.change] * (100 if figure.kind == "points" else 1)
    value = Value(context.unit, values[-1].month, changes[figure.change], "exact")
    same = agrees(figure, size)
    verdict = "agrees" if same else "rounds_too_far" if is_rounded_too_far(figure, size) else "disagrees"
    told = _finding(figure, metric, context, Judged(verdict), MONTH.key, known.tree, nearest)  # type: ignore[arg-type]
    period = PERIODS[MONTH.key]
    name = period.mom if figure.change == "mom" else period.yoy
    shown = _pair(lambda lang: f"{name.in_(lang)} {formats.show_change(value.value, METRICS[metric], lang)}")
    return Finding(figure, told.verdict, metric, context.unit, told.about, _dated(shown, value.month), place=_place(metric, value, MONTH.key))  # fmt: skip


def _finding(
    figure: Figure,
    metric: str,
    context: Context,
    judged: Judged,
    period: str,
    tree: Tree,
    nearest: tuple[str, ...],
    other: tuple[Value, str] | None = None,
) -> Finding:
    value, instead = judged.value, judged.instead
    about = _about(context.unit, metric, tree)
    held = _told(value, metric) if value else Text("", "")
    took = Text("", "")
    if other:
        took = _joined(_about(other[0].unit, other[1], tree), _told(*other))
    elif instead:
        took = _joined(_about(instead.unit, metric, tree), _told(instead, metric))
    place = _place(metric, value, period) if value else None
    return Finding(figure, judged.verdict, metric, context.unit, about, held, took, place, nearest)


def _about(unit: str, metric: str, tree: Tree) -> Text:
    name = Text(tree[unit].name_zh, tree[unit].name_en) if unit in tree else Text(unit, unit)
    return _joined(name, Text(METRICS[metric].zh, METRICS[metric].en))


def _told(value: Value, metric: str) -> Text:
    def shown(lang) -> str:
        number = formats.show(value.value, METRICS[metric], value.qualifier, lang, more=1)
        return f"{number} {METRICS[metric].unit.in_(lang)}".strip()

    return _dated(_pair(shown), value.month)


def _dated(shown: Text, month: date) -> Text:
    return Text(f"{shown.zh}（{months.label(month)}）", f"{shown.en} ({months.label(month)})")


def _joined(first: Text, second: Text) -> Text:
    return Text(f"{first.zh} · {second.zh}", f"{first.en} · {second.en}")


def _place(metric: str, value: Value, period: str) -> Place:
    return places.of_number(metric, value.unit, months.label(value.month), period)


def _pair(told) -> Text:
    return Text(*(told(lang) for lang in LANGUAGES))
