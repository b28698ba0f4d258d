"""Backups: how old the last one is, and whether the next one finds room."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from data import first_steps, jobs
from data.backing_up import copies
from data.health import disks
from data.health.finding import Finding, finding
from data.schema import batch
from data.settings import settings
from data.text import Text

LATE = timedelta(days=2)  # one every night was missed
LONG = timedelta(days=7)
TEXTS = {
    "fresh": Text("最近一次备份：{when}。", "Last backup: {when}."),
    "old": Text("最近一次备份是 {days} 天前（{when}）。", "The last backup is {days} days old ({when})."),
    "never": Text("还没有备份过。", "There never was a backup."),
    "make": Text(
        "请运行 python -m data backup 文件名；设 backups.folder 后服务每晚自动备份，见管理员指南“备份与恢复”。",
        "Run python -m data backup FILE. With backups.folder the server makes one every night: see “Backup and restore” in the guide "
        "for administrators.",
    ),
    "nowhere": Text("备份放在哪里未知。", "Where backups lie is not known."),
    "no_bucket": Text("没有设存储桶，备份只在本机一处。", "No bucket is set: backups lie in one place."),
    "copied": Text("最近一次复制到存储桶：{when}。", "Last copied to the bucket: {when}."),
    "not_copied": Text(
        "备份有 {days} 天没有复制到存储桶了。", "Backups were not copied to the bucket for {days} days."
    ),
    "never_copied": Text("备份还没有复制到过存储桶。", "Backups were never copied to the bucket."),
    "copy": Text(
        "请运行 python -m data copies，按它说的检查网络、密钥和桶的权限。",
        "Run python -m data copies, and see to what it says of the network, the key and the rights on the bucket.",
    ),
    "gone": Text(
        "上次备份所在的文件夹 {folder} 现在打不开。", "The folder of the last backup, {folder}, cannot be opened now."
    ),
    "mount": Text(
        "请检查备份盘是否已挂载、网络存储是否可用。",
        "See whether the backups' disk is mounted and the network storage is there.",
    ),
}


def backups(conn: Connection, now: datetime) -> Finding:
    """How old the last backup is. A store that holds nothing of people's yet, or what was tried in the
    training room alone, may do without."""
    last = first_steps.last_backup(conn)
    if last is None:
        reported = select(func.min(batch.c.at)).where(batch.c.source.in_(first_steps.REPORTED), batch.c.demo.is_(False))
        since = conn.scalar(reported)
        if since is None:
            return finding("good", TEXTS["never"])
        return finding("bad" if now - since > LONG else "watch", TEXTS["never"], TEXTS["make"])
    age, when = now - last, f"{last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"
    if age <= LATE:
        return finding("good", TEXTS["fresh"], when=when)
    return finding("bad" if age > LONG else "watch", TEXTS["old"], TEXTS["make"], days=age.days, when=when)


def backups_disk(conn: Connection, _now: datetime) -> Finding:
    """Whether there is room where the last backup was put."""
    file = first_steps.last_backup_file(conn)
    if file is None:
        return finding("good", TEXTS["nowhere"])
    if not file.parent.is_dir():
        return finding("watch", TEXTS["gone"], TEXTS["mount"], folder=file.parent)
    return disks.free([file.parent], needs=file.stat().st_size if file.exists() else 0)


def backups_copied(conn: Connection, now: datetime) -> Finding:
    """When the bucket was last seen to hold them all; a store that made no backup yet has nothing to be copied."""
    if not settings().backups.bucket:
        return finding("good", TEXTS["no_bucket"])
    last = jobs.last(conn).get(copies.WORK)
    if last is None:
        made = first_steps.last_backup(conn)
        return finding("watch" if made else "good", TEXTS["never_copied"], TEXTS["copy"] if made else None)
    age = now - last
    if age <= LATE:
        return finding("good", TEXTS["copied"], when=f"{last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}")
    return finding("bad" if age > LONG else "watch", TEXTS["not_copied"], TEXTS["copy"], days=age.days)
