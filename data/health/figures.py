"""The rollup, and how rows are kept to stand: whether what pages read is what figures and rows say, on a sample."""

from datetime import datetime
from random import Random

from sqlalchemy import Connection, func, select

from data import months, revisions, rollups, row_standings
from data.health.finding import Finding, finding
from data.registers import REGISTERS, TABLES
from data.schema import batch, figure
from data.text import Text

BATCHES = 12  # of which figures are drawn …
EACH = 3  # … so many
TOLD = 3  # differences named in the sentence
REGISTERS_DRAWN = 4
TEXTS = {
    "same": Text(
        "汇总与明细一致：抽查 {pairs} 组数据、{rows} 行登记（版本 {revision}）。",
        "The sums are those of the figures: {pairs} series and {rows} rows of registers looked at (revision {revision}).",
    ),
    "empty": Text("还没有数据可供核对。", "There are no figures to look at yet."),
    "differ": Text(
        "汇总与明细不一致，共 {count} 处，例如：{places}（版本 {revision}）。",
        "The sums are not those of the figures, {count} places, among them {places} (revision {revision}).",
    ),
    "rebuild": Text(
        "大屏和页面显示的数不可信。请先备份，再运行 python -m data rebuild，按明细重新汇总；如再次出现，请把这句话交给开发人员。",
        "What walls and pages show cannot be trusted. Back up, then run python -m data rebuild, which adds up the figures anew; if "
        "it comes again, give this sentence to the developers.",
    ),
}


def rollup(conn: Connection, _now: datetime) -> Finding:
    """Some series (a measure of a unit, all its months) as they are summed and as they would be summed now. Which ones
    follows from the revision: asked twice it looks at the same."""
    revision = revisions.current(conn)
    random = Random(revision)
    pairs, drawn = _sample(conn, random), _rows(conn, random)
    if not pairs and not drawn:
        return finding("good", TEXTS["empty"])
    wrong = [f"{each.unit} {months.label(each.month)} {each.measure}" for each in rollups.differing(conn, pairs)]
    wrong += [
        f"{REGISTERS[register].zh} {each.key}".strip()
        for register, keys in drawn.items()
        for each in row_standings.differing(conn, register, keys)
    ]
    if not wrong:
        return finding("good", TEXTS["same"], pairs=len(pairs), rows=sum(map(len, drawn.values())), revision=revision)
    told = Text("、".join(wrong[:TOLD]), ", ".join(wrong[:TOLD]))
    return finding("bad", TEXTS["differ"], TEXTS["rebuild"], count=len(wrong), places=told, revision=revision)


def _sample(conn: Connection, random: Random) -> list[tuple[str, str]]:
    """Measures and units, from figures drawn at random of batches drawn at random: each by its place in an index."""
    held = list(conn.execute(select(batch.c.number, batch.c.added + batch.c.changed).order_by(batch.c.number)))
    drawn: set[tuple[str, str]] = set()
    for number, rows in random.sample(held, min(BATCHES, len(held))):
        of_batch = select(figure.c.measure, figure.c.unit).where(figure.c.batch == number)
        ordered = of_batch.order_by(figure.c.measure, figure.c.unit, figure.c.month, figure.c.subject)
        for _ in range(EACH):
            found = conn.execute(ordered.offset(random.randrange(max(rows, 1))).limit(1)).first()
            if found:
                drawn.add((found.measure, found.unit))
    return sorted(drawn)


def _rows(conn: Connection, random: Random) -> dict[str, list[str]]:
    """Keys of rows by register, drawn at random."""
    having = row_standings.registers_with_rows(conn)
    drawn = {}
    for register in random.sample(having, min(REGISTERS_DRAWN, len(having))):
        keys = TABLES[register].c.key
        many = conn.scalar(select(func.count()).select_from(TABLES[register])) or 1
        places = [random.randrange(many) for _ in range(EACH)]
        ordered = select(keys).order_by(keys, TABLES[register].c.batch).limit(1)
        drawn[register] = sorted({key for place in places for key in conn.scalars(ordered.offset(place))})
    return drawn
