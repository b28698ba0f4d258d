"""What stands out, what is called so, how rows stand, and what changed."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from data import months, rooms, units
from data.asked import as_day
from data.registers import REGISTERS, Register
from data.settings import settings
from data.text import LANGUAGES, Text
from metrics import OVERVIEW, changes, query, row_moves, standings
from metrics.answering import Answer, Unread, answer
from metrics.commands.acting import OPERATOR, month_of
from metrics.commands.shared import ask_where, plain, records, verb
from metrics.conclusions import GRADES, conclusions, none_found
from metrics.finding import KINDS, Found, Seeker, find

NOT_FOUND = Text("没有找到“{words}”。", "Nothing is called “{words}”.")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    its = verb(verbs, "conclusions", show_conclusions)
    ask_where(its)
    its.add_argument("--json", action="store_true")
    its.add_argument("--most", type=int, help="at most so many (conclusions.most in config.toml)")
    its = verb(verbs, "find", find_words)
    its.add_argument("words", metavar="WORD", nargs="+")
    ask_where(its)
    its.add_argument("--json", action="store_true")
    its = verb(verbs, "rows", show_rows)
    its.add_argument("register", metavar="REGISTER")
    ask_where(its)
    its.add_argument("--json", action="store_true")
    its.add_argument("--most", type=int, default=50, help="at most so many rows")
    its = verb(verbs, "moves", show_moves)
    its.add_argument("register", metavar="REGISTER")
    its.add_argument("field", metavar="FIELD", nargs="?", default=row_moves.STANDING, help="with choices; or standing")
    its.add_argument("--unit", default=settings().unit, help="six-digit code")
    its.add_argument("--from", dest="since", required=True, help="a day (2025-10-31)")
    its.add_argument("--to", dest="until", required=True, help="a day")
    its.add_argument("--revision", type=int, help="as known at this revision")
    its.add_argument("--json", action="store_true")
    its = verb(verbs, "changes", show_changes)
    its.add_argument("--month", metavar="2026-10", help="the newest that was due at each point if not given")
    its.add_argument("--unit", default=settings().unit, help="six-digit code")
    its.add_argument("--from", dest="since", required=True, help="a revision (120) or a day (2026-09-15)")
    its.add_argument("--to", dest="until", help="the same; the present if not given")
    its.add_argument("--json", action="store_true")
    its.add_argument("--most", type=int, default=50, help="at most so many rows")


def show_conclusions(asked: argparse.Namespace) -> None:
    """python -m metrics conclusions – what stands out in a unit and below it, the worst first."""
    month = month_of(asked.month)
    with rooms.engine(asked.room).connect() as conn:
        found = conclusions(conn, asked.unit, month, revision=asked.revision, most=asked.most)
        none = none_found(query.snapshot(conn, OVERVIEW, asked.unit, month, revision=asked.revision))
    if asked.json:
        print(json.dumps([asdict(each) | {"query": dict(each.query)} for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        grade = GRADES[each.grade]
        for lang in LANGUAGES:
            told = (each.what, each.told, each.since, each.owner)
            print(f"[{grade.in_(lang)}]", " · ".join(text.in_(lang) for text in told if text.in_(lang)))
    if not found:
        print(none.zh, none.en, sep="\n")


def find_words(asked: argparse.Namespace) -> None:
    """python -m metrics find WORDS – what is called so, the best first; and the answer, where it is a question about a number."""
    words = " ".join(asked.words)
    seeker = Seeker(OPERATOR, asked.unit, month_of(asked.month), asked.revision)
    with rooms.engine(asked.room).connect() as conn:
        found, answered = find(conn, words, seeker), answer(conn, words, seeker)
    if asked.json:
        told = {"found": [_found(each) for each in found], "answer": asdict(answered)}
        print(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        return
    _tell(answered)
    for each in found:
        print(f"[{KINDS[each.kind].zh}] {each.key:28} {each.name.zh} / {each.name.en}  {each.note.zh}".rstrip())
    if not found and isinstance(answered, Unread) and not answered.is_question:
        print(NOT_FOUND.zh.format(words=words), NOT_FOUND.en.format(words=words), sep="\n")


def _tell(answered: Answer | Unread) -> None:
    if isinstance(answered, Unread):
        if answered.is_question:
            print(answered.said.zh, answered.said.en, *(ask.zh for ask in answered.suggested), sep="\n")
        return
    print(" · ".join(word.name.zh for word in answered.words))
    print(f"{answered.said.zh}  {answered.note.zh}".rstrip())
    for line in answered.lines:
        print(f"  {line.name.zh:8} {line.value.zh:>12}  {line.note.zh}")


def _found(each: Found) -> dict[str, Any]:
    return asdict(each) | {"place": {"page": each.place.page, "query": dict(each.place.query)}}


def _register(asked: argparse.Namespace) -> Register:
    if asked.register not in REGISTERS:
        raise ValueError(f"没有清单 {asked.register}；可用：{'、'.join(REGISTERS)} / no register {asked.register}")
    return REGISTERS[asked.register]


def show_rows(asked: argparse.Namespace) -> None:
    """python -m metrics rows REGISTER – how the rows of a register stand at the end of a month, the worst first."""
    month, declared = month_of(asked.month), _register(asked)
    with rooms.engine(asked.room).connect() as conn:
        below = units.load(conn).in_month(month).below(asked.unit)
        page = standings.rows(conn, declared.key, below, month, revision=asked.revision, limit=asked.most)
    if asked.json:
        print(json.dumps({"total": page.total, "rows": records(page.rows)}, ensure_ascii=False, indent=1, default=str))
        return
    print(f"{declared.zh} / {declared.en}: {page.total}")
    for row in page.rows.to_dict("records"):
        standing = declared.state(row["standing"]).text.zh if row["standing"] else ""
        late = f" +{row['late']:.0f}" if row["late"] == row["late"] else ""
        print(f"[{standing}{late}] {row['key']:16} {row['unit']} {row[declared.title_field]}")


def show_moves(asked: argparse.Namespace) -> None:
    """python -m metrics moves REGISTER FIELD --from … --to … – how many rows went from which value to which between two days."""
    declared, days = _register(asked), (as_day(asked.since), as_day(asked.until))
    known = row_moves.movable(declared)
    if asked.field not in known:
        raise ValueError(f"可用：{'、'.join(known)} / no field {asked.field}")
    since, until = days
    if since is None or until is None or since > until:
        raise ValueError("日期写成 2025-10-31，先早后晚 / write two days like 2025-10-31, the earlier first")
    with rooms.engine(asked.room).connect() as conn:
        below = units.load(conn).on(until).below(asked.unit)
        found = row_moves.moves(conn, declared.key, asked.field, below, since, until, revision=asked.revision)
    flow = row_moves.flow(found).to_dict("records")
    if asked.json:
        moved = found.loc[found["was"] != found["now"], ["key", "unit", "was", "now"]]
        print(json.dumps({"flow": flow, "moved": moved.to_dict("records")}, ensure_ascii=False, indent=1))
        return
    said = row_moves.names(declared, asked.field)
    for each in flow:
        print(f"{each['count']:6,}  {said[each['was']].zh} → {said[each['now']].zh}")


def show_changes(asked: argparse.Namespace) -> None:
    """python -m metrics changes --from … --to … – what changed of a unit between two revisions or days, the longest story first."""
    month = months.parse(asked.month) if asked.month else None
    with rooms.engine(asked.room).connect() as conn:
        then = changes.point(conn, asked.since, month)
        later = changes.point(conn, asked.until, month) if asked.until else changes.now(conn, month)
        found = changes.between(conn, asked.unit, then, later, actor=OPERATOR)
        known = units.load(conn).in_month(later.month)
    if asked.json:
        told = {"from": then.revision, "to": later.revision, "total": len(found)}
        rows = [asdict(each) for each in found[: asked.most]]
        rows = [
            {name: value if isinstance(value, dict) else plain(value) for name, value in row.items()} for row in rows
        ]
        print(json.dumps(told | {"changes": rows}, ensure_ascii=False, indent=1))
        return
    print(changes.SPAN.in_("zh", **changes.blanks(then, later), total=len(found)))
    for each in found[: asked.most]:
        place = known[each.unit].name_zh if each.unit in known else each.unit
        by = f"  r{each.revision}" if each.revision else ""
        kind, what = changes.KINDS[each.kind].zh, changes.WHATS[each.what].zh
        print(f"[{kind}·{what}] {place} {each.title.zh}：{each.before.zh} → {each.after.zh}{by}")
