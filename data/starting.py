"""The starting data: units, systems and structure; the ledger of applications and the published figures as batches."""

from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Engine, case, exists, func, select

from data import bulk, months, published, registers, schema, store, units, written_rows
from data.access import Actor
from data.measures import MEASURES
from data.reporting import calendar, obligations
from data.settings import settings
from data.uploads.commit import Source, write
from data.uploads.compare import compare

LEDGER, ROWS = "applications.csv", "rows.csv"
REGIONS = Path(__file__).parent / "geo" / "regions.csv"

PROGRAM = Actor("初始数据 / starting data", "")
# Before the first month anyone can report; units younger than that stand in `unit_dates.csv`.
ALWAYS = pd.Timestamp(2020, 1, 1)


def load(engine: Engine) -> None:
    """Load the starting data into a store that has none; a store that has units keeps them. Where nothing was ever
    declared to be owed, everything asked for is, and the months known from publications alone are published."""
    with store.writing(engine) as conn:
        if not conn.scalar(select(exists().select_from(schema.unit))):
            _load_units(conn)
            _load_structure(conn)
            _load_applications(conn)
            _load_published(conn)
            _load_rows(conn)
        if not conn.scalar(select(exists().select_from(schema.obligation))):
            declare(conn, owed_from(), None, by=PROGRAM, known_from=0)
            calendar.mark_published(conn, _published_months(conn), PROGRAM)


def owed_from() -> date:
    """The month from which a new store asks for everything: nobody is late for what was before it came."""
    return settings().calendar.owed_from or months.today().replace(day=1)


def declare(conn: Connection, since: date, until: date | None, *, by: Actor, known_from: int | None = None) -> None:
    """Every measure and register of the template, monthly, owed by all units without units below, before `until`;
    known from a revision on."""
    asked = [measure.key for measure in MEASURES.values() if measure.owed]
    asked += [register.key for register in registers.REGISTERS.values() if register.owed]
    roots = units.load(conn).on(months.today()).children.get(None, ())
    day = settings().calendar.due_day
    rules = [obligations.Rule(root, "leaf", what, 1, day, since, until) for root in roots for what in asked]
    if rules:
        obligations.add(conn, rules, by=by, known_from=known_from)


def _published_months(conn: Connection) -> list[date]:
    """The months of which nobody has reported anything but what was published before."""
    came = schema.figure.join(schema.batch, schema.batch.c.number == schema.figure.c.batch)
    reported = func.max(case((schema.batch.c.source == "published", 0), else_=1))
    rows = select(schema.figure.c.month).select_from(came).group_by(schema.figure.c.month).having(reported == 0)
    return sorted(conn.scalars(rows))


def _load_units(conn: Connection) -> None:
    regions = pd.read_csv(REGIONS, dtype=str, keep_default_na=False)
    dates = published.read("unit_dates.csv").set_index("code")["holds_from"]
    terms = pd.DataFrame(
        {
            "code": regions["code"],
            "holds_from": pd.to_datetime(regions["code"].map(dates)).fillna(ALWAYS),
            "parent": regions["parent"].replace("", None),
            "level": regions["level"],
            "name_zh": regions["name"],
            "name_en": regions["name_en"],
            "lon": regions["lon"].astype(float),
            "lat": regions["lat"].astype(float),
        }
    )
    bulk.add(conn, schema.unit, terms[["code"]])
    bulk.add(conn, schema.unit_term, terms)


def _load_structure(conn: Connection) -> None:
    systems = published.read("systems.csv").rename(columns={"order": "position"})
    bulk.add(conn, schema.system, systems.astype({"position": int}))
    structures = published.read("structures.csv")
    rows = [
        (row["unit_code"], f"{row['valid_from']}-01", place, system, row["structure"], row["note"])
        for row in structures.to_dict("records")
        for place, system in enumerate(row["systems"].split(";"), start=1)
    ]
    bulk.add(
        conn, schema.structure, pd.DataFrame(rows, columns=["unit", "holds_from", "position", "system", "name", "note"])
    )


def _load_applications(conn: Connection) -> None:
    records = applications()
    if not records:
        return
    source = Source("published", LEDGER, content(LEDGER), _SOURCES_NOTE)
    write(conn, compare(conn, no_figures(), records), source, by=Actor("数改办", "330000"), at=oldest())


def applications() -> dict[str, pd.DataFrame]:
    """The ledger that the documents name, as records of its register; {} for another owner's, whose files have the names of
    the columns alone."""
    ledger = published.read(LEDGER)
    if ledger.empty or published.sources().empty:
        return {}
    records = pd.DataFrame(
        {
            "key": list(published.application_keys().values()),
            "name": ledger["name_zh"],
            "name_en": ledger["name_en"],
            "unit": ledger["origin_code"],
            "system": ledger["system"],
            "stage": ledger["stage"].replace("", None),
            "reach": ledger["reach"].replace("", None),
            "honours": ledger["honours"].replace("", None),
            "sheet": LEDGER,
            "cell": [f"A{row}" for row in range(2, len(ledger) + 2)],
            "removed": False,
        }
    )
    return {"applications": records}


def _load_published(conn: Connection) -> None:
    """One batch a source, oldest first, so that where two say something of one month the later stands."""
    for source in published.sources().to_dict("records"):
        part = figures(source["key"])
        if part.empty:
            continue
        came = Source("published", published.FILE, content(published.FILE), _told(source))
        by, at = Actor(source["publisher"], "330000"), _published_on(source["date"])
        write(conn, compare(conn, part, {}), came, by=by, at=at)


def figures(source: str) -> pd.DataFrame:
    """The published figures of one document, as figures of the store."""
    printed = published.printed()
    rows = printed[(printed["source"] == source) & printed["counts"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "measure": rows["measure"],
            "unit": rows["unit_code"],
            "month": pd.to_datetime(rows["month"]).astype("datetime64[s]"),
            "subject": rows["subject"],
            "value": rows["value"],
            "qualifier": rows["qualifier"],
            "grade": rows["grade"],
            "said": rows["printed"],
            "sheet": published.FILE,
            "cell": rows["cell"],
        }
    )


def _load_rows(conn: Connection) -> None:
    """What the documents say beside figures, one batch."""
    records = rows()
    if not records:
        return
    source = Source("published", ROWS, content(ROWS), _ROWS_NOTE)
    write(conn, compare(conn, no_figures(), records), source, by=Actor("数改办", "330000"), at=latest())


def rows() -> dict[str, pd.DataFrame]:
    """What the documents say beside figures (honours, ratings, structure), as records that name their document, by register; {}
    for another owner's."""
    lines, documents = written_rows.lines(published.SEED / ROWS), published.sources()
    if not lines or documents.empty:
        return {}
    named = {"applications": published.application_keys()}
    for line in lines:
        named.setdefault(line["register"], {})[line["name"]] = line["key"]
    said_in = {source["key"]: _evidence(source) for source in documents.to_dict("records")}
    made: dict[str, list[dict[str, object]]] = {}
    cells: dict[str, list[str]] = {}
    for number, line in enumerate(lines, start=2):
        made.setdefault(line["register"], []).append(_row(line, named, said_in))
        cells.setdefault(line["register"], []).append(f"A{number}")
    return {
        key: written_rows.frame(registers.REGISTERS[key], of).assign(sheet=ROWS, cell=cells[key], removed=False)
        for key, of in made.items()
    }


def content(file: str) -> bytes:
    """A file of the starting data as it is kept with its batch."""
    return (published.SEED / file).read_bytes()


def oldest() -> datetime:
    """Since when everybody could know what the oldest document says."""
    return _published_on(published.sources()["date"].min())


def latest() -> datetime:
    """Since when everybody could know what all documents say."""
    return _published_on(published.sources()["date"].max())


def _row(line: dict[str, str], named: dict[str, dict[str, str]], said_in: dict[str, str]) -> dict[str, object]:
    register = registers.REGISTERS[line["register"]]
    row: dict[str, object] = {"key": line["key"], "unit": line["unit"], register.title_field: line["name"]}
    if register.title_en:
        row[register.title_en] = line["name_en"] or None
    for name, written in written_rows.said(line).items():
        field = register.field(name)
        read = written_rows.keys(field, written, named) if field.to else written_rows.value(field, written)
        row[name] = read
    where = "evidence" if register.has("evidence") else "note"
    row[where] = said_in[line["source"]] if line["source"] else _STRUCTURES
    return row


def _evidence(source: dict) -> str:
    """A document and what its rows' dates rest on."""
    basis = published.BASES[source["date_basis"]].zh
    return f"《{source['title']}》（{source['date']}，{basis}）；事项未载日期的，按所载年份的年末或刊载月的月末登记"


def _told(source: dict) -> str:
    """A document, its date and the basis of it, in both languages."""
    basis = published.BASES[source["date_basis"]]
    zh = f"《{source['title']}》，{source['publisher']}，{source['date']}（{basis.zh}：{source['note_zh']}）"
    return f"{zh} / {source['title_en']}, {source['publisher_en']}, {source['date']} ({basis.en}: {source['note_en']})"


def _published_on(month: str) -> datetime:
    """The end of the month of publication: since then everybody could know."""
    return datetime.combine(months.end_of(months.parse(month)), time(18), months.SHANGHAI)


def no_figures() -> pd.DataFrame:
    """An empty frame of figures, for a batch that has register rows only."""
    words = ["measure", "unit", "subject", "qualifier", "grade", "said", "sheet", "cell"]
    empty = pd.DataFrame({name: pd.Series(dtype=str) for name in words})
    return empty.assign(value=pd.Series(dtype=float), month=pd.Series(dtype="datetime64[s]"))


_STRUCTURES = "体系清单（structures.csv），生效月份按清单所载"
_ROWS_NOTE = (
    "报道中载明的体系、荣誉、评价和文章 / structure, honours, ratings and articles as the published sources say"
)
_SOURCES_NOTE = "报道中提到的应用 / applications named in the published sources"
