"""What the store knows of how things stand, as numbers for a monitor: asked when they are collected."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from data import first_steps
from data.health import walls
from data.schema import notice, outgoing, revision, session
from data.settings import settings
from data.telemetry import Gauge, Series

NAMES = {
    "cockpit_revision": "The newest revision of the store.",
    "cockpit_revision_timestamp_seconds": "When it came about; the sums that pages read are of that moment.",
    "cockpit_sessions_open": "People who are signed in and not idle for too long.",
    "cockpit_notices_waiting": "Notices on their way out by mail or webhook.",
    "cockpit_notices_oldest_seconds": "How long the oldest of them has waited.",
    "cockpit_notices_given_up": "Notices given up after several tries, in the last seven days.",
    "cockpit_walls_paired": "Walls that are paired.",
    "cockpit_walls_dark": "Paired walls that are dark or blank.",
    "cockpit_backup_timestamp_seconds": "When the store was last backed up; 0: never.",
}
COMMITS = ("cockpit_commits_total", "Revisions of the store, by kind: commit or withdraw.")
DAYS = timedelta(days=7)


def gauges(conn: Connection, now: datetime) -> list[Series]:
    """Every one of NAMES, and COMMITS."""
    commits = Series(*COMMITS, ("kind",))
    for kind, count in conn.execute(select(revision.c.kind, func.count()).group_by(revision.c.kind)):
        commits.add(kind, by=count)
    values = _revision(conn) | _people(conn, now) | _notices(conn, now) | _walls(conn, now)
    last = first_steps.last_backup(conn)
    values["cockpit_backup_timestamp_seconds"] = last.timestamp() if last else 0
    found: list[Series] = [commits]
    for name, told in NAMES.items():
        gauge = Gauge(name, told)
        gauge.set(to=values[name])
        found.append(gauge)
    return found


def _revision(conn: Connection) -> dict[str, float]:
    number, at = conn.execute(select(func.max(revision.c.number), func.max(revision.c.at))).one()
    return {"cockpit_revision": number or 0, "cockpit_revision_timestamp_seconds": at.timestamp() if at else 0}


def _people(conn: Connection, now: datetime) -> dict[str, float]:
    idle = now - timedelta(minutes=settings().accounts.idle_minutes)
    open_ = (session.c.person.is_not(None), session.c.ended.is_(None), session.c.ends > now, session.c.seen > idle)
    return {"cockpit_sessions_open": conn.scalar(select(func.count()).select_from(session).where(*open_)) or 0}


def _notices(conn: Connection, now: datetime) -> dict[str, float]:
    unsent = outgoing.c.sent_at.is_(None)
    of_notice = select(func.count(), func.min(notice.c.at)).join_from(
        outgoing, notice, notice.c.number == outgoing.c.notice
    )
    waiting, oldest = conn.execute(of_notice.where(unsent, outgoing.c.given_up_at.is_(None))).one()
    given_up, _ = conn.execute(of_notice.where(unsent, outgoing.c.given_up_at > now - DAYS)).one()
    return {
        "cockpit_notices_waiting": waiting,
        "cockpit_notices_oldest_seconds": max((now - oldest).total_seconds(), 0) if oldest else 0,
        "cockpit_notices_given_up": given_up,
    }


def _walls(conn: Connection, now: datetime) -> dict[str, float]:
    found = walls.paired(conn, now)
    dark = sum(walls.is_dark(each, now) for each in found)
    return {"cockpit_walls_paired": len(found), "cockpit_walls_dark": dark}
