"""Seals: which there are, one checked or compared, and the fingerprint of the key. Checking needs no store."""

import argparse
import importlib
import json
from pathlib import Path

from data import rooms
from data.commands.acting import actor, asks_by
from data.seals import keeping, key
from data.seals.content import shortly
from data.seals.verifying import Verdict, verify
from data.text import LANGUAGES, Text, filled

TEXTS = {
    "whole": Text("完整：签名与每个文件都相符。", "Whole: the signature and every file fit."),
    "not_whole": Text("不完整或被改动。", "Not whole, or changed."),
    "no_key": Text("本机还没有封存密钥，第一次封存时生成。", "There is no key yet; the first seal makes it."),
    "differ": Text("{count} 处差别", "{count} differences"),
    "about": Text(
        "{title} · 第 {number} 号封存 · {moment} · {name} · 版本 {revision} · 印记 {mark}",
        "{title} · seal {number} · {moment} · {name} · revision {revision} · mark {mark}",
    ),
}  # fmt: skip


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file: `seal …`."""
    group = verbs.add_parser("seal", help="Look at seals, check a file, print the key's fingerprint.")
    kinds = group.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (
        ("list", listed),
        ("show", shown),
        ("verify", verified),
        ("compare", compared),
        ("key", fingerprint),
    ):
        made = kinds.add_parser(name, help=verb.__doc__)
        made.set_defaults(verb=verb)
        made.add_argument("--json", action="store_true")
    for name in ("list", "show"):
        asks_by(kinds.choices[name])
    kinds.choices["show"].add_argument("number", type=int, metavar="N")
    kinds.choices["show"].add_argument("-o", "--output", type=Path, metavar="FILE", help="write its file there")
    kinds.choices["compare"].add_argument("before", type=Path, metavar="A")
    kinds.choices["compare"].add_argument(
        "after", type=Path, metavar="B", nargs="?", help="another seal (default: today)"
    )
    kinds.choices["verify"].add_argument("file", type=Path, metavar="FILE")
    kinds.choices["verify"].add_argument(
        "--key", default="", metavar="FINGERPRINT", help="the key it should be signed with"
    )


def listed(asked: argparse.Namespace) -> None:
    """List seals, the newest first: with --by those of the account, without it all."""
    with asked.engine.connect() as conn:
        found = keeping.listing(conn, actor(asked)) if asked.by else keeping.every(conn)
    for each in found:
        if asked.json:
            print(json.dumps(_told(each), ensure_ascii=False))
            continue
        print(
            f"{each.number:>5}  {each.at:%Y-%m-%d %H:%M}  {each.name}  r{each.revision}  {each.title.zh}  {each.sha256}"
        )


def shown(asked: argparse.Namespace) -> None:
    """Show one seal; with -o write its file."""
    with asked.engine.connect() as conn:
        if asked.by:
            found, content = keeping.file_of(conn, asked.number, actor(asked))
        else:
            found, content = keeping.kept(conn, asked.number)
    if asked.json:
        print(json.dumps(_told(found), ensure_ascii=False, indent=1))
    else:
        for name, value in _told(found).items():
            print(f"{name:>10}  {value}")
    if asked.output:
        asked.output.write_bytes(content)


def verified(asked: argparse.Namespace) -> int:
    """Check a seal's file (its bag, or the page alone), offline; 1 if anything was changed."""
    public = key.public()
    expected = asked.key or (key.fingerprint(public) if public else "")
    verdict = verify(asked.file.read_bytes(), expected)
    if asked.json:
        told = {
            "whole": not verdict.findings,
            "seal": {name: value for name, value in verdict.seal.items() if name != "files"},
            "findings": [vars(each) for each in verdict.findings],
            "notes": [vars(each) for each in verdict.notes],
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _print(verdict)
    return 1 if verdict.findings else 0


def compared(asked: argparse.Namespace) -> int:
    """Say how two seals, or a seal and today's store, differ: every value, rank, standing, definition, unit, structure."""
    contents = [path.read_bytes() for path in (asked.before, asked.after) if path]
    for verdict in map(verify, contents):
        if verdict.findings or "files" not in verdict.seal:
            _print(verdict)
            return 1
    room = verify(contents[0]).seal["room"]
    # What a number means, and so whether two are the same, only `metrics` knows.
    telling = importlib.import_module("metrics.sealed.telling")
    found = telling.between(contents, lambda: rooms.engine(room))
    for each in found:
        if asked.json:
            said = {name: vars(getattr(each, name)) for name in ("about", "was", "now")}
            print(json.dumps({"kind": each.kind, **said}, ensure_ascii=False))
        else:
            _both(telling.line(each))
    if not asked.json:
        count = len(found)
        _both(filled(TEXTS["differ"], {"count": count}))
    return 0


def fingerprint(asked: argparse.Namespace) -> int:
    """Print the fingerprint of the key that signs seals here: eight groups of four."""
    public = key.public()
    if public is None:
        _both(TEXTS["no_key"])
        return 1
    print(json.dumps({"key": key.fingerprint(public)}) if asked.json else key.fingerprint(public))
    return 0


def _print(verdict: Verdict) -> None:
    seal = verdict.seal
    if seal:
        about = {name: seal[name] for name in ("number", "moment", "name", "revision")}
        for lang in LANGUAGES:
            print(TEXTS["about"].in_(lang, title=seal["title"][lang], mark=shortly(seal["mark"]), **about))
    for each in (*verdict.findings, *verdict.notes):
        _both(each)
    _both(TEXTS["not_whole" if verdict.findings else "whole"])


def _both(text: Text) -> None:
    print(text.zh, text.en, sep="\n")


def _told(found: keeping.Seal) -> dict[str, object]:
    return {**vars(found), "title": vars(found.title), "at": found.at.isoformat(timespec="seconds")}
