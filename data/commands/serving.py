"""Making the store ready, the demonstration, and what is to be done from time to time."""

import argparse
import sys

from tqdm import tqdm

from data import months, ready, rooms
from data.notices import outbox
from data.people import claims
from data.reporting import reminders
from data.text import LANGUAGES, Text
from data.training import making

CARRIED = Text(
    "原来库里的演示已撤回 {count} 批：演示改在演练室进行。",
    "The demonstration in this store was withdrawn, {count} batches: it moved to the training room.",
)
CORRECTED = Text(
    "初始数据按本版本更正 {count} 处：见“批次”页；各单位之后改过的未动。",
    "Starting data corrected by this release, {count} places: see the page Batches; what anybody changed since is as it was.",
)
FIRST = Text(
    "第一位管理员：账号 {login}，一次性密码 {once}（首次登录时必须修改；登录前也可在 {file} 查到）",
    "The first administrator: account {login}, one-time password {once} (to be changed at the first sign-in; until then it is "
    "in {file}, too)",
)
FIRST_KEPT = Text(
    "第一位管理员：账号 {login}，一次性密码在文件 {file} 中，只有运行本程序的用户能读",
    "The first administrator: account {login}; the one-time password is in {file}, which only the user of this program can read",
)


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    for name, verb in (("start", start), ("migrate", migrate), ("demo", show_demo)):
        verbs.add_parser(name, help=verb.__doc__).set_defaults(verb=verb)
    verbs.add_parser("notify", help=notify.__doc__).set_defaults(verb=notify)


def start(asked: argparse.Namespace) -> None:
    """Make the store ready to serve: tables, starting data, the first administrator, whose one-time password is printed,
    and the training room."""
    migrate(asked)
    with asked.engine.connect() as conn:
        claims.check(conn)
    if not rooms.is_there("training"):
        show_demo(asked)


def migrate(asked: argparse.Namespace) -> None:
    """Bring the tables to this version, the training room's too, load the starting data if there is none, and make the
    first administrator where there is nobody."""
    made = ready.make(asked.engine)
    print(f"库已就绪 / the store is ready: {asked.engine.url.render_as_string()}")
    if made.carried:
        print(*(CARRIED.in_(language, count=made.carried) for language in LANGUAGES), sep="\n")
    if made.corrected:
        print(*(CORRECTED.in_(language, count=made.corrected) for language in LANGUAGES), sep="\n")
    if made.first:
        login, once = made.first
        told = FIRST if sys.stdout.isatty() else FIRST_KEPT  # what is not a terminal may be a log
        print(*(told.in_(language, login=login, once=once, file=ready.file()) for language in LANGUAGES), sep="\n")
    making.bring_up_to_date()


def show_demo(_asked: argparse.Namespace) -> None:
    """Make the training room, or make it anew: the seeded demonstration, marked 演示数据 wherever it is shown."""
    making.make(progress=lambda steps: tqdm(steps, desc="演练室 / training room", unit="batch"))


def notify(asked: argparse.Namespace) -> None:
    """Remind of what is due and send what is waiting to go out by mail and webhook (for cron)."""
    now = months.now()
    reminded = reminders.remind(asked.engine, now)
    sent = outbox.send(asked.engine, now)
    print(f"提醒 {reminded} 条，发出 {sent} 条 / {reminded} reminders, {sent} sent")
