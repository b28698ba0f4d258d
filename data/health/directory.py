"""The office's directory: whether it answers, and whether who left it was looked up."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from data import jobs
from data.health.finding import Finding, finding
from data.people.ways import directory, leaving
from data.text import Text

LATE = timedelta(days=2)
TEXTS = {
    "none": Text("没有接入单位目录。", "No directory is set up."),
    "good": Text("单位目录有应答，人员名册已核对。", "The directory answers, and its people were looked up."),
    "silent": Text(
        "单位目录（LDAP）没有应答：目录账号的人登录不了，名册也没有核对。",
        "The directory (LDAP) does not answer: nobody of it can sign in, and nobody is looked up.",
    ),
    "see": Text(
        "请检查 config.toml 的 [ldap]：地址、证书文件、查询账号，以及目录服务本身。",
        "See [ldap] in config.toml (address, certificate, the account that looks up) and the directory itself.",
    ),
    "late": Text(
        "人员名册两天没有核对：离职的人可能仍能登录。",
        "People were not looked up in the directory for two days: who left may still be signed in.",
    ),
    "try": Text(
        "请执行 python -m data people follow --dry-run，看它说什么。",
        "Run python -m data people follow --dry-run and see what it says.",
    ),
}


def people_directory(conn: Connection, now: datetime) -> Finding:
    """Asked with the account that looks up; and when everybody was looked up last."""
    if not directory.is_on():
        return finding("good", TEXTS["none"])
    try:
        with directory.asking():
            pass
    except directory.Refused:
        return finding("bad", TEXTS["silent"], TEXTS["see"])
    last = jobs.last(conn).get(leaving.WORK)
    if (last is not None and now - last > LATE) or (last is None and leaving.anybody(conn)):
        return finding("watch", TEXTS["late"], TEXTS["try"])
    return finding("good", TEXTS["good"])
