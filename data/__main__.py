"""The administrator's command line: python -m data VERB.

Exit codes: 0 done, 1 findings or a refusal (the sentence says what to do), 2 wrong use.
"""

import argparse
import getpass
import json
import runpy
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from data import backup, batches, demo, months, starting, store
from data.access import Actor
from data.people import accounts
from data.refusal import Refusal
from data.settings import SettingsError, settings
from data.text import LANGUAGES, Text
from data.uploads import commit, parse
from data.uploads.check import Checked, check
from data.uploads.compare import Compared, compare
from data.uploads.findings import Finding
from data.uploads.template import template


def main(arguments: list[str]) -> int:
    """Run one verb; the result is the exit code."""
    if arguments[:1] == ["passport"]:
        return _passport(arguments)
    asked = _parser().parse_args(arguments)
    try:
        if asked.verb not in MAKING_TABLES and not _is_migrated():
            raise store.Refused("no_tables", url=store.engine().url.render_as_string())
        return asked.verb(asked) or 0
    except Refusal as refused:
        if getattr(asked, "json", False):
            told = {language: refused.sentence.in_(language) for language in LANGUAGES}
            print(json.dumps({"batch": None, "refused": told}, ensure_ascii=False, indent=1))
        print(refused, file=sys.stderr)
        return 1
    except OSError as error:
        print(FILE.zh.format(cause=error), FILE.en.format(cause=error), sep="\n", file=sys.stderr)
        return 1
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except OperationalError as error:
        print(AWAY.zh.format(cause=error.orig), AWAY.en.format(cause=error.orig), sep="\n", file=sys.stderr)
        return 1


def start(_asked: argparse.Namespace) -> None:
    """Make the store ready to serve: tables, starting data and, the very first time, the demonstration and the first
    administrator, whose one-time password is printed."""
    fresh = not _is_migrated()
    migrate(_asked)
    if fresh:
        show_demo(_asked)
    made = accounts.first(store.engine())
    if made:
        login, once = made
        print(*(FIRST.in_(language, login=login, once=once) for language in LANGUAGES), sep="\n")


def migrate(_asked: argparse.Namespace) -> None:
    """Bring the tables to this version and load the starting data if there is none."""
    store.migrate(store.engine())
    starting.load(store.engine())
    print(f"库已就绪 / the store is ready: {store.engine().url.render_as_string()}")


def show_demo(_asked: argparse.Namespace) -> None:
    """Load the seeded demonstration, marked 演示数据 wherever it is shown."""
    demo.load(store.engine(), progress=lambda steps: tqdm(steps, desc="演示数据 / demonstration", unit="batch"))


def leave_demo(asked: argparse.Namespace) -> None:
    """Withdraw every demonstration batch."""
    count = demo.leave(store.engine(), by=_actor(asked))
    print(f"已退出演示，撤回 {count} 批 / demonstration left, {count} batches withdrawn")


def write_template(asked: argparse.Namespace) -> None:
    """Write the workbook that a unit fills in for a month."""
    with store.engine().connect() as conn:
        content = template(conn, asked.unit or settings().unit, asked.month, _actor(asked))
    Path(asked.output).write_bytes(content)
    print(asked.output)


def list_batches(asked: argparse.Namespace) -> None:
    """List the newest batches."""
    with store.engine().connect() as conn:
        listed = batches.listing(conn, limit=asked.limit)
    for row in listed.itertuples():
        changes = f"+{row.added} ~{row.changed}"
        when = "" if pd.isna(row.withdrawn_at) else f"{row.withdrawn_at:%Y-%m-%d %H:%M}"
        gone = f"撤回 / withdrawn {when} {row.withdrawn_by} {row.reason}" if when else ""
        print(f"{row.number:>5}  {row.at:%Y-%m-%d %H:%M}  {row.actor}  {row.file_name}  {changes}  {gone}".rstrip())


def withdraw(asked: argparse.Namespace) -> None:
    """Take one batch back."""
    made = commit.withdraw(store.engine(), asked.batch, by=_actor(asked), reason=asked.reason)
    print(f"第 {asked.batch} 批已撤回，版本 {made} / batch {asked.batch} withdrawn, revision {made}")


def make_backup(asked: argparse.Namespace) -> None:
    """Copy the whole store into one file, while it is in use."""
    backup.backup(store.engine(), Path(asked.file), _bar)
    print(asked.file)


def restore(asked: argparse.Namespace) -> None:
    """Put a backup in the place of an empty store."""
    backup.restore(store.engine(), Path(asked.file), _bar)
    print(f"已恢复 / restored: {asked.file}")


def upload(asked: argparse.Namespace) -> int:
    """Read, check and commit a workbook. Errors stop it; warnings do, until --confirm says a person has looked."""
    file = asked.file
    content = file.read_bytes()
    # Nobody watches a bar that goes into a file: tqdm leaves it out where standard error is not a terminal.
    with tqdm(total=4, desc=file.name, unit="step", leave=False, disable=asked.json or None) as bar:
        book = parse.read(content, file.name, settings().limits)
        bar.update()
        with store.engine().connect() as conn:
            checked = check(conn, book, _actor(asked), months.today())
            bar.update()
            compared = compare(conn, checked.figures, checked.records)
            bar.update()
        done = None
        if not checked.errors and not asked.dry_run and (asked.confirm or not checked.warnings):
            source = commit.Source("workbook", file.name, content)
            done = commit.commit(store.engine(), compared, source, by=_actor(asked))
        bar.update()
    _tell(asked, checked, compared, done)
    return 0 if done or (asked.dry_run and not checked.findings) else 1


def _tell(asked: argparse.Namespace, checked: Checked, compared: Compared, done: commit.Committed | None) -> None:
    counts = {name: compared.counts().get(name, 0) for name in ("added", "changed", "same")}
    batch = done and done.batch
    if asked.json:
        told = [_as_json(finding) for finding in checked.findings]
        print(json.dumps({"batch": batch, **counts, "findings": told}, ensure_ascii=False, indent=1))
        return
    for finding in checked.findings:
        print(f"{finding.told('zh')}\n    {finding.told('en')}")
    said = Text(
        "新增 {added}，修改 {changed}，相同 {same}；{outcome}",
        "added {added}, changed {changed}, same {same}; {outcome}",
    )
    outcome = OUTCOMES["committed" if done else "not_committed"]
    for language in LANGUAGES:
        print(said.in_(language, **counts, outcome=outcome.in_(language, **({"batch": batch} if done else {}))))


def _as_json(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        **{language: finding.told(language) for language in LANGUAGES},
    }


def _is_migrated() -> bool:
    return inspect(store.engine()).has_table("revision")


def _actor(asked: argparse.Namespace) -> Actor:
    return Actor(asked.by, asked.unit or settings().unit)


def _bar(steps: Iterable) -> Iterable:
    return tqdm(list(steps), unit="step")


def _passport(arguments: list[str]) -> int:
    """A passport tells what a number means, which only `metrics` knows; the verb stands here for who looks for it here."""
    sys.argv = ["python -m metrics", *arguments]
    runpy.run_module("metrics", run_name="__main__")
    return 0


def _file(written: str) -> Path:
    if not Path(written).is_file():
        raise argparse.ArgumentTypeError(f"没有这个文件 / there is no such file: {written}")
    return Path(written)


def _month(written: str) -> date:
    try:
        return months.parse(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    person = argparse.ArgumentParser(add_help=False)
    person.add_argument("--by", default=getpass.getuser(), metavar="NAME", help="who does it, for the record")
    person.add_argument("--unit", metavar="CODE", help="the unit they report for (default: the cockpit's)")
    for name, verb, person_asked in (
        ("start", start, False),
        ("migrate", migrate, False),
        ("demo", show_demo, False),
        ("leave-demo", leave_demo, True),
        ("template", write_template, True),
        ("upload", upload, True),
        ("batches", list_batches, False),
        ("withdraw", withdraw, True),
        ("backup", make_backup, False),
        ("restore", restore, False),
    ):
        made = verbs.add_parser(name, help=verb.__doc__, parents=[person] if person_asked else [])
        made.set_defaults(verb=verb)
    verbs.add_parser("passport", help="Open a number: METRIC UNIT MONTH (the same as python -m metrics passport).")
    _arguments(verbs.choices)
    return parser


def _arguments(verbs: dict[str, argparse.ArgumentParser]) -> None:
    verbs["template"].add_argument("--month", type=_month, default=months.last_full(months.today()))
    verbs["template"].add_argument("-o", "--output", default="月报.xlsx", metavar="FILE")
    verbs["upload"].add_argument("file", metavar="FILE", type=_file)
    verbs["upload"].add_argument("--dry-run", action="store_true", help="check only, commit nothing")
    verbs["upload"].add_argument("--confirm", action="store_true", help="the warnings have been looked at")
    verbs["upload"].add_argument("--json", action="store_true")
    verbs["batches"].add_argument("--limit", type=int, default=20)
    verbs["withdraw"].add_argument("batch", type=int, metavar="N")
    verbs["withdraw"].add_argument("--reason", default="")
    for name in ("backup", "restore"):
        verbs[name].add_argument("file", metavar="FILE")


AWAY = Text(
    "数据库无法使用：{cause}。请检查 config.toml 的 store.url、数据库服务和磁盘空间，然后再试。",
    "The database cannot be used: {cause}. Check store.url in config.toml, the server and the disk, then try again.",
)
FILE = Text(
    "文件无法读写：{cause}。请检查路径、权限和磁盘空间，然后再试。",
    "The file cannot be read or written: {cause}. Check the path, the permissions and the disk, then try again.",
)
FIRST = Text(
    "第一位管理员：账号 {login}，一次性密码 {once}（只显示这一次，首次登录时必须修改）",
    "The first administrator: account {login}, one-time password {once} (shown only now; to be changed at the first sign-in)",
)
MAKING_TABLES = (start, migrate, restore)  # every other verb asks for a store that is there
OUTCOMES = {
    "committed": Text("已提交为第 {batch} 批。", "committed as batch {batch}."),
    "not_committed": Text("没有提交。", "nothing was committed."),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
