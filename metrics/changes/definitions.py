"""What numbers meant, by revision: definitions are declared in the program, and noted in the store when they read otherwise."""

from sqlalchemy import Connection, Engine, insert, select

from data import revisions, store
from data.schema import definition
from data.text import Text
from metrics import METRICS
from metrics.language import Metric
from metrics.wording import formula_text

BETTER = {"higher": Text("越高越好", "higher is better"), "lower": Text("越低越好", "lower is better")}


def reads(metric: Metric) -> Text:
    """What a metric means, in a line."""
    formula, better = formula_text(metric), BETTER[metric.better]
    return Text(f"{metric.zh} = {formula.zh}；{better.zh}", f"{metric.en} = {formula.en}; {better.en}")


def known(conn: Connection, revision: int) -> dict[str, Text]:
    """How each metric read at a revision; those of which it was noted by then."""
    rows = conn.execute(select(definition).where(definition.c.known_from <= revision).order_by(definition.c.known_from))
    return {row.metric: Text(row.zh, row.en) for row in rows}


def note(engine: Engine) -> int:
    """Note the definitions that read otherwise than at last; how many. What is noted first holds from the beginning, a later
    one from the next revision on, so that no past view moves."""
    with engine.connect() as conn:
        if not _news(conn):
            return 0
    with store.writing(engine) as conn:
        news, known_from = _news(conn), revisions.current(conn) + 1
        for key, (text, is_first) in news.items():
            row = {"metric": key, "known_from": 0 if is_first else known_from, "zh": text.zh, "en": text.en}
            place = (definition.c.metric == key) & (definition.c.known_from == row["known_from"])
            conn.execute(definition.delete().where(place))  # noted twice before anything came in: nobody saw the first
            conn.execute(insert(definition).values(**row))
    return len(news)


def _news(conn: Connection) -> dict[str, tuple[Text, bool]]:
    last = known(conn, revisions.current(conn) + 1)
    return {key: (reads(metric), key not in last) for key, metric in METRICS.items() if last.get(key) != reads(metric)}
