"""The database: whether it answers, and whether its tables are of this version."""

from datetime import datetime

from sqlalchemy import Connection, Engine, inspect

from data import registers, store, versions
from data.health.finding import Finding, finding
from data.text import Text

TEXTS = {
    "answers": Text("数据库可用：{which}。", "The database answers: {which}."),
    "away": Text(
        "数据库无法使用：{cause}（{where}）。其他依赖数据库的检查这次没有做。",
        "The database cannot be used: {cause} ({where}). The checks that need it were not made.",
    ),
    "start": Text(
        "请检查数据库服务、config.toml 的 store.url、文件权限和磁盘空间，然后再查一次。",
        "Check the database server, store.url in config.toml, the file's permissions and the disk, then look again.",
    ),
    "none": Text(
        "{where} 里还没有库。其他依赖数据库的检查这次没有做。",
        "There is no store at {where}. The checks that need it were not made.",
    ),
    "make": Text(
        "如是新装，请运行 python -m data migrate；否则请检查 config.toml 的 store.url。",
        "If it is new, run python -m data migrate; otherwise check store.url in config.toml.",
    ),
    "current": Text("表结构与本程序一致（{version}）。", "The tables are those of this program ({version})."),
    "behind": Text(
        "表结构比本程序旧：库为 {there}，本程序为 {ours}。其他依赖数据库的检查这次没有做。",
        "The tables are older than this program: {there} in the store, {ours} in the program. The checks that need them were not "
        "made.",
    ),
    "migrate": Text("请先备份，再运行 python -m data migrate。", "Back up, then run python -m data migrate."),
    "ahead": Text(
        "表结构是更新版本的程序建的（{there}），本程序不认识。其他依赖数据库的检查这次没有做。",
        "The tables were made by a newer program ({there}) and are unknown to this one. The checks that need them were not made.",
    ),
    "served": Text(
        "表结构是更新版本的程序建的（{there}），本程序（{ours}）仍可使用。",
        "The tables were made by a newer program ({there}); this one ({ours}) may still serve them.",
    ),
    "follow": Text(
        "升级还没有做完：请把这台服务器也换成新版程序。",
        "The upgrade is not finished: bring the newer program in on this server, too.",
    ),
    "newer": Text(
        "请换用新版程序，或用升级前的备份恢复到一个空库。",
        "Run the newer program, or restore the backup from before the upgrade into an empty store.",
    ),
    "several": Text(
        "库里登记了多个表结构版本：{there}。其他依赖数据库的检查这次没有做。",
        "The store notes several versions of its tables: {there}. The checks that need them were not made.",
    ),
    "one": Text(
        "这通常是手工改动或恢复中断造成的。请用最近的备份恢复到一个空库。",
        "That comes of a change by hand or a restore that broke off. Restore the last backup into an empty store.",
    ),
    "lacking": Text(
        "缺少清单的表：{tables}。其他依赖数据库的检查这次没有做。",
        "Tables of registers are missing: {tables}. The checks that need them were not made.",
    ),
}


def absent(where: str) -> Finding:
    """There is no store at all at the address."""
    return finding("bad", TEXTS["none"], TEXTS["make"], where=where)


def away(engine: Engine, error: Exception) -> Finding:
    """The database does not answer."""
    return finding("bad", TEXTS["away"], TEXTS["start"], cause=store.cause(error), where=where(engine))


def where(engine: Engine) -> str:
    """The address of a store, without its password."""
    return engine.url.render_as_string()


def database(conn: Connection, _now: datetime) -> Finding:
    """Which database answers, of which version, and where."""
    if not store.has_tables(conn):
        return absent(where(conn.engine))
    version = ".".join(map(str, conn.dialect.server_version_info or ()))
    name = "SQLite" if conn.dialect.name == "sqlite" else "PostgreSQL"
    return finding("good", TEXTS["answers"], which=f"{name} {version}, {where(conn.engine)}")


def migrations(conn: Connection, _now: datetime) -> Finding:
    """Whether the tables are behind this program, ahead of it (and still served by it), or of several versions at once."""
    standing, ours = versions.standing(conn), versions.ours()
    told = ", ".join(versions.there(conn)) or "—"
    if standing == "newer":
        return finding("bad", TEXTS["ahead"], TEXTS["newer"], there=told)
    if standing == "several":
        return finding("bad", TEXTS["several"], TEXTS["one"], there=told)
    if standing == "behind":
        return finding("bad", TEXTS["behind"], TEXTS["migrate"], there=told, ours=ours)
    tables = set(inspect(conn).get_table_names())
    lacking = sorted(table.name for table in registers.TABLES.values() if table.name not in tables)
    if lacking:
        return finding("bad", TEXTS["lacking"], TEXTS["migrate"], tables=", ".join(lacking))
    if standing == "served":
        return finding("watch", TEXTS["served"], TEXTS["follow"], there=told, ours=ours)
    return finding("good", TEXTS["current"], version=ours)
