"""People and their roles, and walls."""

import argparse
from typing import ClassVar

import pandas as pd

from data import months
from data.access import PEOPLE, ROLES, Grant, may
from data.commands.acting import actor, asks_by
from data.people import accounts, grants, second_factor, tying, walls
from data.people.ways import directory, leaving
from data.refusal import ByReason
from data.text import Text

ONCE = Text(
    "账号 {login}，一次性密码 {once}（只显示这一次，首次登录时必须修改）",
    "account {login}, one-time password {once} (shown only now; to be changed at the first sign-in)",
)
MOVED = Text("按目录更新：{logins}", "following the directory: {logins}")
LEFT = Text("已离开，停用并退出：{logins}", "left, disabled and signed out: {logins}")
DONE = Text("核对 {looked} 人：更新 {moved}，离开 {left}", "{looked} people looked up: {moved} follow, {left} left")
WOULD = Text(
    "核对 {looked} 人：将更新 {moved}，离开 {left}（未作任何改动）",
    "{looked} people looked up: {moved} would follow, {left} left (nothing was changed)",
)
CODE = Text(
    "配对码 {code}（10 分钟内在大屏的 /pair 页输入）",
    "pairing code {code} (enter it on the wall's page /pair within ten minutes)",
)


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file: `people …` and `walls …`."""
    people = _group(verbs, "people", "Keep people: accounts and roles.")
    for name, verb, words in (
        ("add", add, ("login", "name")),
        ("give", give, ("login", "role")),
        ("take", take, ("grant",)),
        ("list", list_people, ()),
        ("disable", disable, ("login",)),
        ("enable", enable, ("login",)),
        ("reset", reset, ("login",)),
        ("factor-reset", reset_factor, ("login",)),
        ("tie", tie, ("login", "identity")),
        ("untie", untie, ("login",)),
    ):
        _verb(people, name, verb, words)
    followed = people.add_parser("follow", help=follow.__doc__)
    followed.add_argument("--dry-run", action="store_true", help="say it, and do nothing")
    followed.set_defaults(verb=follow)
    people.choices["add"].add_argument("--mail", default="", metavar="ADDRESS")
    people.choices["give"].add_argument("--department", action="append", default=[], metavar="NAME")
    kept = _group(verbs, "walls", "Keep walls: screens that show one view.")
    for name, verb, words in (
        ("add", add_wall, ("name",)),
        ("list", list_walls, ()),
        ("revoke", revoke_wall, ("number",)),
    ):
        _verb(kept, name, verb, words)
    kept.choices["add"].add_argument("--lang", default="", choices=("", "zh", "en"))
    kept.choices["add"].add_argument(
        "--screen",
        default="",
        metavar="WxHxD",
        help="width, height and the farthest distance people sit at, in metres (4x2.25x6): what can be read from there is shown",
    )
    kept.choices["add"].add_argument("--metric", default="", metavar="KEY", help="what the map shows")
    kept.choices["add"].add_argument(
        "--period",
        default="",
        choices=("", "quarter", "ytd", "rolling"),
        help="what its numbers are of; the month if not given",
    )


def _group(verbs: argparse._SubParsersAction, name: str, told: str) -> argparse._SubParsersAction:
    return verbs.add_parser(name, help=told).add_subparsers(required=True, metavar="VERB")


def _verb(group: argparse._SubParsersAction, name: str, verb, words: tuple[str, ...]) -> None:
    made = group.add_parser(name, help=verb.__doc__)
    for word in words:
        choices = sorted(PEOPLE) if word == "role" else None
        made.add_argument(word, metavar=word.upper(), choices=choices, type=int if word in ("grant", "number") else str)
    asks_by(made)
    made.set_defaults(verb=verb)


def add(asked: argparse.Namespace) -> None:
    """Make an account of --unit; its one-time password is printed once."""
    by = actor(asked)
    once = accounts.add(asked.engine, asked.login, asked.name, by.unit, by=by, mail=asked.mail)
    _say(ONCE, login=accounts.tidy(asked.login), once=once)


def give(asked: argparse.Namespace) -> None:
    """Give somebody a role for --unit and all below it (with --department: for those departments)."""
    by = actor(asked)
    grant = Grant(asked.role, by.unit, frozenset(asked.department))
    number = accounts.give(asked.engine, accounts.tidy(asked.login), grant, by=by)
    print(f"第 {number} 号授权 / role {number}: {asked.login} {_role(asked.role)} {by.unit}")


def take(asked: argparse.Namespace) -> None:
    """Take a role away, by the number that `people list` shows."""
    accounts.take(asked.engine, asked.grant, by=actor(asked))
    print(f"第 {asked.grant} 号授权已收回 / role {asked.grant} is taken")


def list_people(asked: argparse.Namespace) -> None:
    """List accounts with their roles."""
    by = actor(asked)
    with asked.engine.connect() as conn:
        tree = grants.tree_of_today(conn)
        everybody = accounts.listing(conn)
    listed = everybody[everybody["unit"].map(lambda unit: may(by, "keep_people", unit, tree)).astype(bool)]
    for row in listed.itertuples():
        state = "" if pd.isna(row.disabled_at) else "  停用 / disabled"
        held = (
            "" if pd.isna(row.grant) else f"  {row.grant} {_role(row.role)} {row.for_unit} {' '.join(row.departments)}"
        )
        print(f"{row.login}  {row.name}  {row.unit}{held}{state}".rstrip())


def disable(asked: argparse.Namespace) -> None:
    """Let somebody in no longer; their sessions end."""
    accounts.disable(asked.engine, accounts.tidy(asked.login), by=actor(asked))
    print(f"{asked.login} 已停用 / is disabled")


def enable(asked: argparse.Namespace) -> None:
    """Let somebody in again."""
    accounts.enable(asked.engine, accounts.tidy(asked.login), by=actor(asked))
    print(f"{asked.login} 已启用 / is enabled")


def reset(asked: argparse.Namespace) -> None:
    """Make a new one-time password; sessions end, a lockout is lifted."""
    login = accounts.tidy(asked.login)
    once = accounts.reset_password(asked.engine, login, by=actor(asked))
    _say(ONCE, login=login, once=once)


def tie(asked: argparse.Namespace) -> None:
    """Let whoever scans a code as that identity of the platform in as this account."""
    tying.tie(asked.engine, accounts.tidy(asked.login), asked.identity, by=actor(asked))
    print(f"{asked.login} 已绑定扫码身份 / is tied to that identity")


def untie(asked: argparse.Namespace) -> None:
    """Let the identity of a platform in as this account no longer; its sessions end."""
    tying.untie(asked.engine, accounts.tidy(asked.login), by=actor(asked))
    print(f"{asked.login} 已解除扫码身份 / is tied to no identity")


def reset_factor(asked: argparse.Namespace) -> None:
    """Take the second factor from who lost their phone; sessions end, another is set up at the next sign-in."""
    second_factor.reset(asked.engine, accounts.tidy(asked.login), by=actor(asked))
    print(
        f"{asked.login} 的二次验证已重置，下次登录时重新设置 / the second factor is reset; the next sign-in sets up another"
    )


def follow(asked: argparse.Namespace) -> None:
    """Look everybody up who came by the directory (LDAP), as each night: who moved follows it, who left is signed out."""
    if not directory.is_on():
        raise NoDirectory("off")
    done = leaving.follow(asked.engine, months.now(), dry=asked.dry_run)
    for said, logins in ((MOVED, done.moved), (LEFT, done.left)):
        if logins:
            _say(said, logins=" ".join(logins))
    _say(WOULD if asked.dry_run else DONE, looked=done.looked, moved=len(done.moved), left=len(done.left))


class NoDirectory(ByReason):
    """Asked to follow a directory where there is none."""

    sentences: ClassVar = {
        "off": Text("没有设置单位目录：见 config.toml 的 [ldap]。", "There is no directory: see [ldap] in config.toml.")
    }


def add_wall(asked: argparse.Namespace) -> None:
    """Make a wall of --unit, owned by --by; its pairing code is printed once."""
    by = actor(asked)
    view = {key: getattr(asked, key) for key in ("lang", "metric", "period", "screen")}
    code = walls.make(asked.engine, asked.name, by.unit, view, by=by)
    _say(CODE, code=code)


def list_walls(asked: argparse.Namespace) -> None:
    """List walls, what they show and when they were last seen."""
    by = actor(asked)
    with asked.engine.connect() as conn:
        listed = walls.listing(conn, by)
    for row in listed.itertuples():
        seen = "" if pd.isna(row.seen) else f"  {row.seen:%Y-%m-%d %H:%M} {row.address}"
        gone = "" if pd.isna(row.revoked_at) else "  停用 / revoked"
        print(f"{row.number:>4}  {row.name}  {row.unit}  {row.view}  {row.owner}{seen}{gone}")


def revoke_wall(asked: argparse.Namespace) -> None:
    """End a wall at once."""
    walls.revoke(asked.engine, asked.number, by=actor(asked))
    print(f"第 {asked.number} 号大屏已停用 / wall {asked.number} is revoked")


def _role(role: str) -> str:
    return f"{ROLES[role].zh} / {role}"  # type: ignore[index]


def _say(told: Text, **blanks: object) -> None:
    print(told.in_("zh", **blanks), told.in_("en", **blanks), sep="\n")
