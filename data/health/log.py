"""The audit log: whether it says what was written, and whether it is noted outside the database."""

from datetime import datetime

from sqlalchemy import Connection

from data import anchors, audit, secret
from data.health.finding import Finding, finding
from data.text import Text
from data.training_mark import is_training

TEXTS = {
    "whole": Text("审计日志完整：{count} 条。", "The audit log is whole: {count} lines."),
    "broken": Text(
        "审计日志有 {found} 处异常，第一处：{first}", "The audit log has {found} findings, the first of them: {first}"
    ),
    "look": Text(
        "请运行 python -m data audit verify 查看全部，保留现场，不要重启或恢复，先查明是谁在何时动了数据库。",
        "Run python -m data audit verify for all of them. Leave everything as it is and find out who was at the database, and when.",
    ),
    "bare": Text(
        "审计日志的 {count} 条在库外没有任何记录（{file}）：末尾被截去将发现不了。",
        "None of the {count} lines of the audit log is noted outside the database ({file}): lines cut off at its end would not be "
        "missed.",
    ),
    "note": Text(
        "如是刚恢复了备份或换了机器，属正常，新的日志会重新记录；否则请查明该文件去了哪里。",
        "After a restore or on a new machine that is as it should be, and what is written from now on is noted; otherwise find "
        "out where that file went.",
    ),
    "keyless": Text(
        "无法核验审计日志：安装密钥不在 {file}。",
        "The audit log cannot be verified: the secret of the installation is not in {file}.",
    ),
    "key": Text("请把密钥文件放回原处，再查一次。", "Put the file of the secret back and look again."),
}


def log(conn: Connection, _now: datetime) -> Finding:
    """Every line verified, as `python -m data audit verify` does."""
    kept = secret.file()
    if kept and not kept.exists():  # to ask for the secret would make a new one
        return finding("unknown", TEXTS["keyless"], TEXTS["key"], file=kept)
    found = audit.verify(conn)
    if found.broken:
        first = Text(found.broken[0].told("zh"), found.broken[0].told("en"))
        return finding("bad", TEXTS["broken"], TEXTS["look"], found=len(found.broken), first=first)
    if found.count and not found.noted and not is_training(conn):
        return finding("watch", TEXTS["bare"], TEXTS["note"], count=found.count, file=anchors.file())
    return finding("good", TEXTS["whole"], count=found.count)
