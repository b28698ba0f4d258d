"""A steward's month without a browser: the template, the upload, batches and their withdrawal."""

import argparse
import json
from datetime import date
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from data import batches, months, revisions
from data.access import Actor
from data.commands.acting import actor, asks_by
from data.registers import REGISTERS
from data.reporting import change_requests, drafts, lists, submissions
from data.text import LANGUAGES, Text
from data.uploads import check, commit
from data.uploads.check import Checked
from data.uploads.compare import Compared, compare
from data.uploads.findings import Finding
from data.uploads.template import template

OUTCOMES = {
    "committed": Text(
        "已提交（第 {submission} 号报送），成为第 {batch} 批。",
        "handed in (submission {submission}), committed as batch {batch}.",
    ),
    "waiting": Text(
        "已提交（第 {submission} 号报送），等待审核。", "handed in (submission {submission}), waiting for approval."
    ),
    "not_committed": Text("没有提交。", "nothing was committed."),
}


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    for name, verb in (
        ("template", write_template),
        ("upload", upload),
        ("unchanged", confirm_unchanged),
        ("batches", list_batches),
        ("withdraw", withdraw),
    ):
        made = verbs.add_parser(name, help=verb.__doc__)
        asks_by(made)
        made.set_defaults(verb=verb)
    verbs.choices["template"].add_argument("--month", type=_month, default=months.last_full(months.today()))
    verbs.choices["template"].add_argument("-o", "--output", default="月报.xlsx", metavar="FILE")
    verbs.choices["upload"].add_argument("file", metavar="FILE", type=_file)
    verbs.choices["upload"].add_argument("--dry-run", action="store_true", help="check only, commit nothing")
    verbs.choices["upload"].add_argument("--confirm", action="store_true", help="the warnings have been looked at")
    verbs.choices["upload"].add_argument("--correction", default="", metavar="WHY", help="correct an earlier report")
    verbs.choices["upload"].add_argument("--json", action="store_true")
    verbs.choices["unchanged"].add_argument("register", choices=[key for key, each in REGISTERS.items() if each.owed])
    verbs.choices["unchanged"].add_argument("month", type=_month)
    verbs.choices["batches"].add_argument("--limit", type=int, default=20)
    verbs.choices["withdraw"].add_argument("batch", type=int, metavar="N")
    verbs.choices["withdraw"].add_argument("--reason", default="")


def write_template(asked: argparse.Namespace) -> None:
    """Write the workbook that a unit fills in for a month."""
    by = actor(asked)
    with asked.engine.connect() as conn:
        content = template(conn, by.unit, asked.month, by)
    Path(asked.output).write_bytes(content)
    print(asked.output)


def confirm_unchanged(asked: argparse.Namespace) -> None:
    """Hand in a unit's list of a month as it was: nothing has changed."""
    by = actor(asked)
    done = lists.confirm_unchanged(asked.engine, asked.register, by.unit, asked.month, by=by)
    print(f"已确认，成为第 {done.batch} 批 / confirmed as batch {done.batch}")


def list_batches(asked: argparse.Namespace) -> None:
    """List the newest batches."""
    by = actor(asked)
    with asked.engine.connect() as conn:
        listed = batches.listing(conn, limit=asked.limit, actor=by)
    for row in listed.itertuples():
        changes = "" if pd.isna(row.added) else f"+{row.added} ~{row.changed}"
        when = "" if pd.isna(row.withdrawn_at) else f"{row.withdrawn_at:%Y-%m-%d %H:%M}"
        gone = f"撤回 / withdrawn {when} {row.withdrawn_by} {row.reason}" if when else ""
        print(f"{row.number:>5}  {row.at:%Y-%m-%d %H:%M}  {row.actor}  {row.file_name}  {changes}  {gone}".rstrip())


def withdraw(asked: argparse.Namespace) -> None:
    """Take one batch back."""
    done = change_requests.withdraw(asked.engine, asked.batch, by=actor(asked), reason=asked.reason)
    if done.request is not None:
        print(f"已申请撤回第 {asked.batch} 批，等待审核 / asked to withdraw batch {asked.batch}; it waits for approval")
        return
    with asked.engine.connect() as conn:
        made = revisions.current(conn)
    print(f"第 {asked.batch} 批已撤回，版本 {made} / batch {asked.batch} withdrawn, revision {made}")


def upload(asked: argparse.Namespace) -> int:
    """Read, check and hand in a workbook. Errors stop it; warnings do, until --confirm says a person has looked."""
    file, by = asked.file, actor(asked)
    content = file.read_bytes()
    # Nobody watches a bar that goes into a file: tqdm leaves it out where standard error is not a terminal.
    with tqdm(total=3, desc=file.name, unit="step", leave=False, disable=asked.json or None) as bar:
        with asked.engine.connect() as conn:
            _, checked = check.read(conn, content, file.name, by, months.today())
            bar.update()
            compared = compare(conn, checked.figures, checked.records)
            bar.update()
        done = None
        if not checked.errors and not asked.dry_run and (asked.confirm or not checked.warnings):
            done = _hand_in(asked, content, checked, compared, by)
        bar.update()
    _tell(asked, checked, compared, done)
    return 0 if done or (asked.dry_run and not checked.findings) else 1


def _hand_in(
    asked: argparse.Namespace, content: bytes, checked: Checked, compared: Compared, by: Actor
) -> submissions.Submitted:
    """By the same steps as on the page: the file becomes a version of the unit's draft, and that is handed in."""
    if compared.empty:
        raise commit.Refused("nothing")
    month = checked.month or months.last_full(months.today())
    draft = drafts.open_(asked.engine, by.unit, month, by=by, correction=asked.correction)
    saved = drafts.put(asked.engine, draft.number, asked.file.name, content, by=by, base=draft.version)
    looked_at = len(checked.warnings)
    return submissions.submit(asked.engine, draft.number, saved.draft.version, by=by, looked_at=looked_at)


def _tell(asked: argparse.Namespace, checked: Checked, compared: Compared, done: submissions.Submitted | None) -> None:
    counts = {name: compared.counts().get(name, 0) for name in ("added", "changed", "same")}
    numbers = {"submission": done and done.number, "batch": done and done.committed and done.committed.batch}
    if asked.json:
        told = [_as_json(finding) for finding in checked.findings]
        print(json.dumps({**numbers, **counts, "findings": told}, ensure_ascii=False, indent=1))
        return
    for finding in checked.findings:
        print(f"{finding.told('zh')}\n    {finding.told('en')}")
    said = Text(
        "新增 {added}，修改 {changed}，相同 {same}；{outcome}",
        "added {added}, changed {changed}, same {same}; {outcome}",
    )
    outcome = OUTCOMES["not_committed" if done is None else "committed" if done.committed else "waiting"]
    for language in LANGUAGES:
        print(said.in_(language, **counts, outcome=outcome.in_(language, **numbers)))


def _as_json(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        **{language: finding.told(language) for language in LANGUAGES},
    }


def _file(written: str) -> Path:
    if not Path(written).is_file():
        raise argparse.ArgumentTypeError(f"没有这个文件 / there is no such file: {written}")
    return Path(written)


def _month(written: str) -> date:
    try:
        return months.parse(written)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
