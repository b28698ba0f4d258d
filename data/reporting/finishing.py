"""A delivery finished: what only all parts together can say, then one batch of them or one submission."""

import csv
import io
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from data import access, audit, months, postgresql, revisions, store
from data.access import Actor
from data.measures import MEASURES
from data.reporting import calendar, deliveries, drafts, rights, steps, submissions
from data.reporting.deliveries import Delivery, Part, Refused
from data.settings import settings
from data.uploads import check, staged
from data.uploads.commit import Source, write_aside
from data.uploads.escape import for_cell
from data.uploads.findings import Finding
from data.uploads.typed import FILE_NAME, workbook_of
from data.uploads.understanding.quoting import measure_name

TRIES = 3  # to look again where the store moved while the parts were looked at
NAMED = 10  # parts that a sentence names


@dataclass(frozen=True)
class Finished:
    """The batch and its revision where it counts at once, else the submission that waits."""

    batch: int | None = None
    revision: int | None = None
    submission: int | None = None


@dataclass(frozen=True)
class _Seen:
    """A delivery that may be committed, as it was looked at."""

    delivery: Delivery
    parts: list[Part]
    base: int
    counts: dict[str, int]


def finish(engine: Engine, number: int, *, by: Actor, parts: int, looked_at: int = 0) -> Finished:
    """Commit all parts as one batch, or hand them in where approval is asked; or refuse and change nothing.

    `parts`: how many there are, numbered from 1. `looked_at`: the number of warnings that a person has confirmed. Raises
    `Refused` (ended, parts missing, errors and warnings with their findings) and the refusals of `access`, the calendar and
    `submissions`.
    """
    for _ in range(TRIES):
        with store.reading(engine) as conn:
            if conn.dialect.name == "postgresql":
                postgresql.be_patient(conn, settings().store.busy_seconds)  # it looks at every figure of the month
            here, able = deliveries.still_open(conn, number, by)
            listed = _complete(conn, here, parts)
            _require_theirs(conn, able, here)
            _require_once(conn, here)
            if steps.count(here.unit, rights.tree_with(conn, here.unit, months.end_of(here.month))):
                content = _as_workbook(conn, here)
            else:
                content = None
                _require_looked_at(conn, able, here, listed, looked_at)
            seen = _Seen(here, listed, revisions.current(conn), staged.counted(conn, number, here.month))
        done = _committed(engine, seen, by) if content is None else _handed_in(engine, seen, content, by, looked_at)
        if done:
            return done
    raise Refused("busy")


def _complete(conn: Connection, here: Delivery, count: int) -> list[Part]:
    """All parts, none missing and none with errors."""
    listed = deliveries.parts(conn, here.number)
    there = {each.part for each in listed}
    for reason, which in (
        ("few_parts", sorted(set(range(1, count + 1)) - there)),
        ("more_parts", sorted(there - set(range(1, count + 1)))),
        ("part_errors", [each.part for each in listed if each.errors]),
    ):
        if which:
            told = ", ".join(map(str, which[:NAMED])) + ("…" if len(which) > NAMED else "")
            raise Refused(reason, count=count, which=told)
    return listed


def _require_theirs(conn: Connection, able: Actor, here: Delivery) -> None:
    """Raise where not all of it is theirs to report, now."""
    of_all = staged.units(conn, here.number)
    if not of_all:
        raise Refused("nothing")
    pairs = [(unit, here.month) for unit in of_all]
    rights.require_all(conn, able, "report", pairs)
    calendar.require_all_open(conn, able, pairs)
    tree = rights.tree_of(conn, here.month)
    for measure in staged.measures(conn, here.number):
        if not access.may_report(able, here.unit, tree, MEASURES[measure].owner):
            raise Refused("department", measure=measure_name(measure))


def _require_once(conn: Connection, here: Delivery) -> None:
    twice = list(staged.duplicates(conn, here.number, rights.tree_of(conn, here.month)))
    if twice:
        raise Refused("errors", twice, count=len(twice))


def _require_looked_at(conn: Connection, able: Actor, here: Delivery, listed: list[Part], looked_at: int) -> None:
    """Raise where the figures have errors or unconfirmed warnings beside each other and beside the store; so many of them are
    in memory at a time as are held against each other."""
    found: list[Finding] = []
    for frame in staged.slices(conn, here.number, here.month):
        found += check.beside(conn, frame, able, months.today())
    errors = [each for each in found if each.severity == "error"]
    if errors:
        raise Refused("errors", errors, count=len(errors))
    warnings = len(found) + sum(each.warnings for each in listed)
    if warnings != looked_at:
        raise Refused("warnings", found, count=warnings)


def _committed(engine: Engine, seen: _Seen, by: Actor) -> Finished | None:
    """One batch of all parts; None where the store or the parts moved since they were looked at."""
    with store.writing(engine) as conn:
        here, able = deliveries.still_open(conn, seen.delivery.number, by)
        if here.changes != seen.delivery.changes or revisions.current(conn) != seen.base:
            return None
        _require_theirs(conn, able, here)
        now = months.now()
        name = f"{here.unit}-{months.label(here.month)}.csv"
        source = Source("api", name, _list_of(seen.parts), handed_in=now, month=here.month)
        done = write_aside(conn, staged.rows(here.number, here.month), seen.counts, source, by=able)
        staged.remove(conn, here.number)
        deliveries.change(conn, here.number, ended_at=now, touched_at=now, batch=done.batch)
        told = {"file_name": name, "source": "api", "delivery": here.number, "parts": len(seen.parts), **seen.counts}
        audit.add(conn, able, "commit", f"batch {done.batch}", after=told)
        return Finished(done.batch, done.revision)


def _list_of(parts: list[Part]) -> bytes:
    """What a batch of parts keeps as its file: which they were. Each stays by its sha256."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["段", "文件", "sha256", "数据"])
    writer.writerows([each.part, for_cell(each.file_name), each.sha256, each.rows] for each in parts)
    return out.getvalue().encode("utf-8-sig")


def _as_workbook(conn: Connection, here: Delivery) -> bytes:
    """All parts as the one workbook that an approver opens."""
    most, there = settings().limits.rows - 1, staged.size(conn, here.number)
    if there > most:
        raise Refused("many_for_approval", limit=f"{most:,}", count=f"{there:,}")
    return workbook_of(staged.typed(conn, here.number, here.month))


def _handed_in(engine: Engine, seen: _Seen, content: bytes, by: Actor, looked_at: int) -> Finished | None:
    """The unit's draft becomes the workbook and is handed in; None where the parts moved since."""
    draft = drafts.open_(engine, seen.delivery.unit, seen.delivery.month, by=by)
    saved = drafts.put(engine, draft.number, FILE_NAME, content, by=by, base=1).draft
    with store.writing(engine) as conn:
        here, able = deliveries.still_open(conn, seen.delivery.number, by)
        if here.changes != seen.delivery.changes:
            return None
        number = submissions.hand_in(conn, saved.number, saved.version, by=by, looked_at=looked_at, source="api")
        staged.remove(conn, here.number)
        now = months.now()
        deliveries.change(conn, here.number, ended_at=now, touched_at=now, submission=number)
        told = {"submission": number, "parts": len(seen.parts)}
        audit.add(conn, able, "delivery_finished", f"delivery {here.number}", after=told)
        return Finished(submission=number)
