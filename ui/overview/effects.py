"""What the newest batches moved of the figures of the first screen, in words: from what to what."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import pandas as pd

from data.text import Text
from metrics import METRICS, OVERVIEW
from metrics.effects import Effect, Standing, Step, Value, Where, before, effects, of
from metrics.formats import scale_for, show, told_apart
from metrics.language import Metric
from metrics.periods import PERIODS
from ui import reads
from ui.kept import kept
from ui.reads import by_revision
from ui.scope import Scope

KEYS = tuple(metric.key for metric in OVERVIEW)
MOST = 4  # lines that say it: as many as every screen has room for, and each takes a few hundredths of a second
TEXTS = {
    "moved": Text("{metric} {was} → {now}", "{metric} {was} → {now}"),
    "first": Text("{metric} 有了：{now}", "{metric}, the first: {now}"),
    "gone": Text("{metric} {was} → 无", "{metric} {was} → none"),
}


def moved(scope: Scope, below: tuple[str, ...], changes: pd.DataFrame) -> Mapping[int, list[Effect]]:
    """What these changes (`metrics.recent`, of the scope's own unit) moved of its figures, by revision, the one that
    moved farthest first; nothing of what the view hides. `below`: the unit, and those below it that ever reported."""
    snapshot = reads.snapshot(scope, KEYS, scope.unit, scope.month)
    of_unit = snapshot[(snapshot["unit"] == scope.unit) & ~snapshot["metric"].isin(reads.hidden(scope))]
    standing = tuple((row["metric"], of(row["value"], row["qualifier"])) for row in of_unit.to_dict("records"))
    steps = tuple(Step(int(r), int(b)) for r, b in zip(changes["revision"], changes["batch"], strict=True))
    where = Where(scope.unit, scope.month, PERIODS[reads.period_of(scope).key], below)
    return _moved(scope, scope.unit, scope.month, where, steps, standing, scope.moment)


@by_revision(rows=True, of="unit")
def _moved(
    conn,
    _revision,
    unit: str,
    month: date,
    where: Where,
    steps: tuple[Step, ...],
    standing: tuple[tuple[str, Value], ...],
    moment: tuple,
) -> dict[int, list[Effect]]:
    return effects(conn, OVERVIEW, where, steps, dict(standing), partial(_before, moment), MOST)


# What was known before a revision never moves: a new batch asks for its own step alone.
@kept(2000, lambda moment, conn, metrics, *more: (moment, conn.engine, tuple(each.key for each in metrics), *more))
def _before(
    _moment: tuple,
    conn,
    metrics: tuple[Metric, ...],
    where: Where,
    step: Step,
    standing: tuple[tuple[str, Value], ...],
) -> Standing:
    return before(conn, metrics, where, step, standing)


def said(effect: Effect, scope: Scope) -> str:
    """A number from → to, with as many digits as tell the two apart."""
    metric, lang = METRICS[effect.metric], scope.lang
    values = [each.value for each in (effect.was, effect.now) if each.value is not None]
    scale = scale_for(values, lang)
    more = told_apart(values, metric, lang, scale)
    was, now = (
        show(each.value, metric, each.qualifier, lang, scale=scale, more=more) for each in (effect.was, effect.now)
    )
    key = "first" if effect.was.value is None else "gone" if effect.now.value is None else "moved"
    return TEXTS[key].in_(lang, metric=metric.name(lang), was=was, now=now)
