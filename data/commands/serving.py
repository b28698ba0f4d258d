"""Making the store ready, the demonstration, and what is to be done from time to time."""

import argparse

from tqdm import tqdm

from data import months, rooms, starting, store
from data.notices import outbox
from data.people import accounts, claims
from data.reporting import reminders
from data.text import LANGUAGES, Text
from data.training import making
from data.training.carried import carry_over

CARRIED = Text(
    "原来库里的演示已撤回 {count} 批：演示改在演练室进行。",
    "The demonstration in this store was withdrawn, {count} batches: it moved to the training room.",
)
FIRST = Text(
    "第一位管理员：账号 {login}，一次性密码 {once}（只显示这一次，首次登录时必须修改）",
    "The first administrator: account {login}, one-time password {once} (shown only now; to be changed at the first sign-in)",
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
    """Bring the tables to this version, the training room's too, and load the starting data if there is none."""
    store.migrate(asked.engine)
    carried = carry_over(asked.engine)
    starting.load(asked.engine)
    print(f"库已就绪 / the store is ready: {asked.engine.url.render_as_string()}")
    if carried:
        print(*(CARRIED.in_(language, count=carried) for language in LANGUAGES), sep="\n")
    made = accounts.first(asked.engine)
    if made:
        login, once = made
        print(*(FIRST.in_(language, login=login, once=once) for language in LANGUAGES), sep="\n")
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
