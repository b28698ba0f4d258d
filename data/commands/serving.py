"""Making the store ready, the demonstration, and what is to be done from time to time."""

import argparse

from tqdm import tqdm

from data import demo, months, starting, store
from data.commands.acting import actor, asks_by, is_migrated
from data.notices import outbox
from data.people import accounts, claims
from data.reporting import reminders
from data.text import LANGUAGES, Text

FIRST = Text(
    "第一位管理员：账号 {login}，一次性密码 {once}（只显示这一次，首次登录时必须修改）",
    "The first administrator: account {login}, one-time password {once} (shown only now; to be changed at the first sign-in)",
)


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    for name, verb in (("start", start), ("migrate", migrate), ("demo", show_demo), ("leave-demo", leave_demo)):
        verbs.add_parser(name, help=verb.__doc__).set_defaults(verb=verb)
    asks_by(verbs.choices["leave-demo"])
    verbs.add_parser("notify", help=notify.__doc__).set_defaults(verb=notify)


def start(asked: argparse.Namespace) -> None:
    """Make the store ready to serve: tables, starting data and, the very first time, the demonstration and the first
    administrator, whose one-time password is printed."""
    fresh = not is_migrated(asked.engine)
    migrate(asked)
    with asked.engine.connect() as conn:
        claims.check(conn)
    if fresh:
        show_demo(asked)
    made = accounts.first(asked.engine)
    if made:
        login, once = made
        print(*(FIRST.in_(language, login=login, once=once) for language in LANGUAGES), sep="\n")


def migrate(asked: argparse.Namespace) -> None:
    """Bring the tables to this version and load the starting data if there is none."""
    store.migrate(asked.engine)
    starting.load(asked.engine)
    print(f"库已就绪 / the store is ready: {asked.engine.url.render_as_string()}")


def show_demo(asked: argparse.Namespace) -> None:
    """Load the seeded demonstration, marked 演示数据 wherever it is shown."""
    demo.load(asked.engine, progress=lambda steps: tqdm(steps, desc="演示数据 / demonstration", unit="batch"))


def leave_demo(asked: argparse.Namespace) -> None:
    """Withdraw every demonstration batch."""
    count = demo.leave(asked.engine, by=actor(asked))
    print(f"已退出演示，撤回 {count} 批 / demonstration left, {count} batches withdrawn")


def notify(asked: argparse.Namespace) -> None:
    """Remind of what is due and send what is waiting to go out by mail and webhook (for cron)."""
    now = months.now()
    reminded = reminders.remind(asked.engine, now)
    sent = outbox.send(asked.engine, now)
    print(f"提醒 {reminded} 条，发出 {sent} 条 / {reminded} reminders, {sent} sent")
