"""The rollup: whether what pages read is what the figures say, on a sample."""

from datetime import datetime
from random import Random

from sqlalchemy import Connection, select

from data import months, revisions, rollups
from data.health.finding import Finding, finding
from data.schema import batch, figure
from data.text import Text

BATCHES = 12  # of which figures are drawn …
EACH = 3  # … so many
TOLD = 3  # differences named in the sentence
TEXTS = {
    "same": Text(
        "汇总与明细一致：抽查 {pairs} 组（版本 {revision}）。",
        "The sums are those of the figures: {pairs} series looked at (revision {revision}).",
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
    pairs = _sample(conn, Random(revision))
    if not pairs:
        return finding("good", TEXTS["empty"])
    wrong = rollups.differing(conn, pairs)
    if not wrong:
        return finding("good", TEXTS["same"], pairs=len(pairs), revision=revision)
    places = [f"{each.unit} {months.label(each.month)} {each.measure}" for each in wrong[:TOLD]]
    told = Text("、".join(places), ", ".join(places))
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
