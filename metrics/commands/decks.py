"""python -m metrics deck FILE | update-deck OLD NEW – slides (PowerPoint) of a page, a storyline or a seal, and the same a month later."""

import argparse
from pathlib import Path

from data import disclosures, months, rooms, store
from data.access import Actor
from data.settings import settings
from data.text import Text
from metrics.commands.acting import actor_of, ask_when, month_of, read_as
from metrics.commands.shown import ask_shown, is_page, steps_of, view_of
from metrics.decks import making
from metrics.decks.making import Made
from metrics.decks.updating import Updated, update

MADE = Text("{slides} 页，第 {revision} 版：{file}", "{slides} slides, revision {revision}: {file}")
DONE = Text(
    "{before} → {month}，第 {revision} 版，{count} 处有变：",
    "{before} → {month}, revision {revision}, {count} changed:",
)
KEPT = Text("没有改的 {count} 处：", "{count} left as they are:")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The two verbs."""
    making_ = verbs.add_parser("deck", help=make.__doc__)
    making_.set_defaults(verb=make)
    making_.add_argument("file", metavar="FILE", help="the .pptx that is written")
    ask_shown(making_)
    updating = verbs.add_parser("update-deck", help=renew.__doc__)
    updating.set_defaults(verb=renew)
    updating.add_argument("old", metavar="OLD", help="the .pptx that people have edited")
    updating.add_argument("new", metavar="NEW", help="the .pptx that is written; the old one stays")
    for each in (making_, updating):
        ask_when(each)


def make(asked: argparse.Namespace) -> None:
    """python -m metrics deck FILE – a page, or with --by a storyline (--storyline) or a seal (--seal), as slides with native charts."""
    who = actor_of(asked)
    engine, about, made = (_of_page if is_page(asked) else _of_steps)(asked, who)
    disclosures.deck_made(engine, about, _told(made), by=who)
    Path(asked.file).write_bytes(made.content)
    print(MADE.in_(asked.lang, slides=made.slides, revision=made.revision, file=asked.file))


def _of_page(asked: argparse.Namespace, who: Actor) -> tuple[rooms.Engine, str, Made]:
    engine, view = rooms.engine(asked.room), view_of(asked)
    return (
        engine, f"unit {view.unit}", making.of_view(engine, view, read_as(asked.room, who), asked.lang, asked.revision)
    )  # fmt: skip


def _of_steps(asked: argparse.Namespace, who: Actor) -> tuple[rooms.Engine, str, Made]:
    found, engine, reader = steps_of(asked, who)
    return rooms.real(), found.about, making.of_storyline(engine, found.storyline, reader, asked.lang, found.revision)


def renew(asked: argparse.Namespace) -> None:
    """python -m metrics update-deck OLD NEW – every number, chart and date of a deck brought to another month; what changed is listed."""
    who, engine, old = actor_of(asked), rooms.engine(asked.room), Path(asked.old)
    with store.reading(engine) as conn:
        done = update(
            conn, old.read_bytes(), old.name, month_of(asked.month), read_as(asked.room, who), root=settings().notices.address,
            revision=asked.revision,
        )  # fmt: skip
    disclosures.deck_updated(
        engine, {"name": old.name, "month": months.label(done.month), "revision": done.revision}, by=who
    )
    Path(asked.new).write_bytes(done.content)
    print(*_lines(done), sep="\n")


def _lines(done: Updated) -> list[str]:
    before, month = months.label(done.before), months.label(done.month)
    told = [DONE.in_(done.lang, before=before, month=month, revision=done.revision, count=len(done.changed))]
    told += [
        f"  {each.slide}  {each.what}: {_one_line(each.before)} → {_one_line(each.after)}" for each in done.changed
    ]
    told += [KEPT.in_(done.lang, count=len(done.left))] if done.left else []
    return told + [f"  {each.slide}  {each.why.in_(done.lang)}" for each in done.left]


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n"))


def _told(made: Made) -> dict[str, object]:
    return {"name": made.name, "steps": made.slides, "revision": made.revision}
