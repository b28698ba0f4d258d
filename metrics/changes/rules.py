"""What numbers rest on, at two points: targets, duties, definitions, units and the systems of their structure."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, Row, except_, select

from data.figures import as_of
from data.measures import MEASURES
from data.registers import REGISTERS, TABLES
from data.reporting import obligations
from data.schema import structure, system
from data.text import LANGUAGES, Text, filled
from data.units import Tree, Unit, Units
from metrics import METRICS
from metrics.changes import definitions
from metrics.changes.change import NONE, Change
from metrics.changes.points import Point
from metrics.changes.touched import Touched
from metrics.formats import show

TARGET = Text("{metric} {year} 年目标", "{metric}, target of {year}")
DUTY = Text("填报任务：{what}（{unit}，{level}）", "Duty: {what} ({unit}, {level})")
UNTIL = Text("至 {month}", "until {month}")
HOLDS = Text("一直有效", "without end")
SYSTEM = Text("架构 {name}：{system}", "Structure {name}: {system}")
UNDER = Text("{name}，隶属{parent}", "{name}, under {parent}")


def targets(conn: Connection, units: Collection[str], then: Point, later: Point, touched: Touched) -> Iterator[Change]:
    """Targets set, changed or taken back."""
    if "targets" not in touched.registers:
        return
    was, now = (_targets(units, point.revision) for point in (then, later))
    before = {row.key: row for row in conn.execute(except_(was, now))}
    after = {row.key: row for row in conn.execute(except_(now, was))}
    for key in sorted({*before, *after}):
        had, has = before.get(key), after.get(key)
        row = has or had
        assert row is not None
        metric = METRICS.get(row.metric)
        names = (metric.zh, metric.en) if metric else (row.metric, row.metric)
        title = Text(
            *(TARGET.in_(lang, metric=name, year=row.year) for lang, name in zip(LANGUAGES, names, strict=True))
        )
        what = "set" if had is None else "gone" if has is None else "changed"
        told = [_target(each, metric) for each in (had, has)]
        yield Change(
            "target", what, row.unit, title, told[0], told[1], distance=1.0, metric=row.metric, register="targets",
            key=key, was=had.value if had else float("nan"), now=has.value if has else float("nan"),
            revision=touched.newest_rows(["targets"], {each.unit for each in (had, has) if each}),
        )  # fmt: skip


def _targets(units: Collection[str], revision: int):
    table = TABLES["targets"]
    rows = as_of(table, revision, table.c.unit.in_(sorted(units)))
    return select(*(rows.c[name] for name in ("key", "metric", "unit", "year", "value", "path")))


def _target(row: Row | None, metric) -> Text:
    if row is None:
        return NONE
    path = f" ({row.path})" if row.path else ""
    if metric is None:
        return Text(f"{row.value:g}{path}", f"{row.value:g}{path}")
    return Text(*(show(row.value, metric, language=lang) + path for lang in LANGUAGES))


def duties(conn: Connection, units: Collection[str], tree: Tree, then: Point, later: Point) -> Iterator[Change]:
    """Duties declared or ended that these units, or one above them, were given."""
    was, now = ({row.number: row for row in conn.execute(obligations.known(point.revision))} for point in (then, later))
    for number in sorted(now):
        had, has = was.get(number), now[number]
        if has.unit not in units or (had is not None and had.holds_to == has.holds_to):
            continue
        declared = MEASURES.get(has.what) or REGISTERS.get(has.what)
        names = (declared.zh, declared.en) if declared else (has.what, has.what)
        level = obligations.LEVELS.get(has.level, Text(has.level, has.level))
        called = (tree[has.unit].name_zh, tree[has.unit].name_en) if has.unit in tree else (has.unit, has.unit)
        blanks = zip(LANGUAGES, names, called, strict=True)
        title = Text(*(DUTY.in_(lang, what=what, unit=unit, level=level.in_(lang)) for lang, what, unit in blanks))
        told = [_until(each) for each in (had, has)]
        yield Change(
            "duty", "set" if had is None else "ended", has.unit, title, told[0], told[1], distance=1.0, key=str(number)
        )


def _until(row: Row | None) -> Text:
    if row is None:
        return NONE
    if row.holds_to is None:
        return HOLDS
    return filled(UNTIL, {"month": f"{row.holds_to:%Y-%m}"})


def meanings(conn: Connection, unit: str, metrics: Collection[str], then: Point, later: Point) -> Iterator[Change]:
    """Definitions that read otherwise."""
    was, now = definitions.known(conn, then.revision), definitions.known(conn, later.revision)
    for key in sorted(set(metrics) & set(was) & set(now)):
        if was[key] != now[key]:
            metric = METRICS[key]
            title = Text(metric.zh, metric.en)
            yield Change("definition", "changed", unit, title, was[key], now[key], distance=1.0, metric=key)


def units_of(known: Units, unit: str, then: Point, later: Point) -> Iterator[Change]:
    """Units below that were founded, ended, renamed or moved between the two days."""
    was, now = known.on(then.day), known.on(later.day)
    below = [set(tree.below(unit)) if unit in tree else set() for tree in (was, now)]
    for code in sorted(below[0] | below[1]):
        had, has = was.by_code.get(code), now.by_code.get(code)
        what = _what(had, has)
        if what:
            row = has or had
            assert row is not None
            told = [_placed(each, tree) for each, tree in ((had, was), (has, now))]
            title = Text(row.name_zh, row.name_en)
            yield Change("structure", what, code, title, told[0], told[1], distance=1.0, key=code)


def _what(had: Unit | None, has: Unit | None) -> str:
    if had is None or has is None:
        return "founded" if had is None else "ended"
    if had.parent != has.parent:
        return "moved"
    return "renamed" if (had.name_zh, had.name_en) != (has.name_zh, has.name_en) else ""


def _placed(unit: Unit | None, tree: Tree) -> Text:
    if unit is None:
        return NONE
    if unit.parent not in tree:
        return Text(unit.name_zh, unit.name_en)
    above = tree[unit.parent or ""]
    return Text(*(UNDER.in_(lang, name=unit.name(lang), parent=above.name(lang)) for lang in LANGUAGES))


def systems(conn: Connection, units: Collection[str], then: Point, later: Point) -> Iterator[Change]:
    """Systems that joined or left the structure of one of these units."""
    rows = conn.execute(
        select(structure, system.c.name_zh, system.c.name_en)
        .join(system, system.c.key == structure.c.system)
        .where(structure.c.unit.in_(sorted(units)))
        .order_by(structure.c.unit, structure.c.position)
    ).all()
    for unit in sorted({row.unit for row in rows}):
        mine = [row for row in rows if row.unit == unit]
        was, now = (_held(mine, point) for point in (then, later))
        for key in [*(each for each in now if each not in was), *(each for each in was if each not in now)]:
            row = now.get(key) or was[key]
            names = zip(LANGUAGES, (row.name_zh, row.name_en), strict=True)
            title = Text(*(SYSTEM.in_(lang, name=row.name, system=name) for lang, name in names))
            yield Change("structure", "founded" if key in now else "ended", unit, title, distance=1.0, key=key)


def _held(rows: Sequence[Row], point: Point) -> dict[str, Row]:
    newest = max((row.holds_from for row in rows if row.holds_from <= point.day), default=None)
    return {row.system: row for row in rows if row.holds_from == newest}
