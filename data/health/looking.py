"""All checks, made one after the other: none can keep the others from being made, and a store that is away is told once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from data import months, store
from data.health.backups import backups, backups_copied, backups_disk
from data.health.certificate import certificate
from data.health.clock import clock
from data.health.database import absent, away, database, migrations
from data.health.directory import people_directory
from data.health.disks import disk
from data.health.figures import rollup
from data.health.finding import WORST_FIRST, Finding, State, finding
from data.health.fonts import fonts
from data.health.jobs import jobs
from data.health.log import log
from data.health.month import month
from data.health.notices import notices
from data.health.options import options
from data.health.retention import retained
from data.health.secrets import secrets
from data.health.walls import walls
from data.text import Text

logger = logging.getLogger(__name__)

OF_STORE: dict[str, Callable[[Connection, datetime], Finding]] = {
    "database": database,
    "migrations": migrations,
    "rollup": rollup,
    "log": log,
    "backups": backups,
    "backups_disk": backups_disk,
    "backups_copied": backups_copied,
    "clock": clock,
    "notices": notices,
    "walls": walls,
    "directory": people_directory,
    "jobs": jobs,
    "retention": retained,
    "month": month,
}
OF_MACHINE: dict[str, Callable[[Engine | None], Finding]] = {
    "disk": disk,
    "secrets": secrets,
    "certificate": lambda _: certificate(),
    "fonts": lambda _: fonts(),
    "options": lambda _: options(),
}
NEEDED = ("database", "migrations")  # where one of these is bad, the store is asked no more
CHECKS = {
    "database": Text("数据库", "Database"),
    "migrations": Text("表结构", "Tables"),
    "rollup": Text("汇总与明细", "Sums and figures"),
    "log": Text("审计日志", "Audit log"),
    "backups": Text("备份", "Backups"),
    "backups_disk": Text("备份磁盘", "Disk of the backups"),
    "backups_copied": Text("备份副本", "Copies of the backups"),
    "clock": Text("时钟", "Clock"),
    "notices": Text("通知发送", "Notices"),
    "walls": Text("大屏", "Walls"),
    "directory": Text("单位目录", "Directory"),
    "jobs": Text("后台工作", "Background work"),
    "retention": Text("数据保留", "Retention"),
    "month": Text("当月数据", "The month"),
    "disk": Text("磁盘", "Disks"),
    "secrets": Text("密钥文件", "Secret files"),
    "certificate": Text("证书", "Certificate"),
    "fonts": Text("中文字体", "Chinese fonts"),
    "options": Text("可选功能", "Optional parts"),
}
FAILED = Text(
    "这项检查没有做成（{kind}），情况不明。", "This check could not be made ({kind}): how it stands is not known."
)
TELL = Text(
    "请再查一次；如仍不行，请把这句话交给开发人员。", "Look again; if it stays, give this sentence to the developers."
)


@dataclass(frozen=True)
class Health:
    """What was found, worst first, and when it was looked at."""

    at: datetime
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        """As the worst of them."""
        return self.findings[0].state

    def count(self, state: State) -> int:
        """How many stand so."""
        return sum(each.state == state for each in self.findings)


def look(engine: Engine | None, where: str = "", now: datetime | None = None) -> Health:
    """Make every check. Without an engine there is no store at the address `where`."""
    now = now or months.now()
    found = [_guarded(name, partial(check, engine)) for name, check in OF_MACHINE.items()]
    found += [replace(absent(where), check="database")] if engine is None else _of_store(engine, now)
    order = {name: place for place, name in enumerate(CHECKS)}
    found.sort(key=lambda each: (WORST_FIRST.index(each.state), order[each.check]))
    return Health(now, tuple(found))


def _of_store(engine: Engine, now: datetime) -> Sequence[Finding]:
    """The checks that ask the store, each over a connection of its own: one that fails spoils no other's."""
    found: list[Finding] = []
    for name, check in OF_STORE.items():
        try:
            with store.reading(engine) as conn:
                found.append(_guarded(name, partial(check, conn, now)))
        except store.Unreachable as error:
            if name == "database" or not _answers(engine):
                return [
                    *(each for each in found if each.check not in NEEDED),
                    replace(away(engine, error), check="database"),
                ]
            found.append(_failed(name, error))
        if name in NEEDED and found[-1].state == "bad":
            return found
    return found


def _answers(engine: Engine) -> bool:
    """Whether the store is there, after a question that it did not answer."""
    try:
        with engine.connect() as conn:
            return store.has_tables(conn)
    except store.Unreachable:
        return False


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    """What a check finds; of one that breaks only that it did. A store that is away is told by who asked."""
    try:
        return replace(check(), check=name)
    except store.Unreachable:
        raise
    except Exception as error:
        return _failed(name, error)


def _failed(name: str, error: Exception) -> Finding:
    """Its kind alone is told: a message may hold what was written."""
    logger.warning("the check %s failed", name, exc_info=True)
    return replace(finding("unknown", FAILED, TELL, kind=type(error).__name__), check=name)
