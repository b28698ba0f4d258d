"""What a step judges, for the pages and the slide after its numbers: places in a league, scores by an index system, where numbers
will stand – in one sentence and a list, within what the reader may read; and what it lists that has no numbers (`tasks`)."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from data import access, months
from data.asked import as_number
from data.decks.links import Link
from data.presenting.reading import Step
from data.presenting.views import View
from data.refusal import ByReason
from data.settings import settings
from data.text import Text
from metrics import METRICS
from metrics import evaluation as evaluations
from metrics import league as leagues
from metrics.decks import tasks
from metrics.decks.content import Judged, Line, Listed
from metrics.decks.reading import Reader, line_of
from metrics.decks.slides import LISTS, scored_by
from metrics.decks.writing import breadth
from metrics.evaluation import choosing
from metrics.evaluation import telling as scored
from metrics.finding.search import may_read_metric
from metrics.league import telling as ranked
from metrics.outlook import telling as foreseen
from metrics.outlook.cells import HEADS, cells
from metrics.outlook.looking import Ahead, ahead
from metrics.services import satisfaction

MOST = 12  # rows that are read from the last row of a room
BROADEST = 64  # letters of a cell: with more of them none can be read from there
SOURCE = ("judged",)  # the columns of the link of its source, by which it is told from a number's
NAMES = {
    "league": Text("公平赛马", "League"),
    "evaluation": Text("评价", "Evaluation"),
    "outlook": Text("预测", "Outlook"),
    **LISTS,
}
CUT = Text("这里列前 {most} 行，另有 {more} 行见本页。", "The first {most} rows; the page itself has {more} more.")
REFUSALS = {
    "none": Text("{month}没有可列的名次、得分或预测，或不归您查看，表没有更新。",
                 "There are no places, scores or forecasts of {month}, or not all are yours to read; the list was not updated."),
    "columns": Text("{month}的指标体系维度不同，表的列对不上，没有更新。请重新做这一页。",
                    "The index system of {month} has other dimensions than the columns of the list, which was not updated. Make this slide anew."),
}  # fmt: skip


class Refused(ByReason):
    """A list that is not there, not this person's to read, or of other columns than it was made with."""

    sentences = REFUSALS


def slides_of(steps: Sequence[Step], reader: Reader, root: str) -> list[Judged | None]:
    """The slide that follows each step, None where there is none."""
    return [_slide(step, reader, root) for step in steps]


def _slide(step: Step, reader: Reader, root: str) -> Judged | None:
    told = of_step(step, reader, root)
    if told is None or not (told.rows or step.view.page in LISTS):
        return None
    known = as_number(dict(step.view.query).get("revision", ""))
    reader = reader if known is None else reader.at_revision(known)
    asked = tuple(each for each in step.view.query if each[0] != "revision")  # an update is of the present
    link = Link("judged", step.view.unit, step.view.month, count=len(told.headings), demo=reader.demo, page=step.view.page, asked=asked, hidden=step.hidden)  # fmt: skip
    made = _shown(link, told, reader)
    notes = step.notes if step.view.page in LISTS else ""  # else they are those of its numbers
    return replace(made, title=step.title.in_(reader.lang) or made.title, notes=notes)


def of_link(link: Link, reader: Reader, root: str) -> Judged:
    """The slide as it is known now from the link of its table or of its sentence. Refused: a unit or a month that is not there or not
    the reader's, nothing that is listed, other columns."""
    reader.scope(link)
    told = of_step(Step(View(link.page, link.unit, link.month, link.asked), hidden=link.hidden), reader, root)
    if told is None or not (told.rows or link.page in LISTS):
        raise Refused("none", month=months.label(link.month))
    if len(told.headings) != link.count:
        raise Refused("columns", month=months.label(link.month))
    return _shown(link, told, reader)


def source(link: Link, reader: Reader) -> Line:
    """Where a list comes from."""
    reader.scope(link)
    return line_of(link, reader.origin(link.month))


def _shown(link: Link, told: Listed, reader: Reader) -> Judged:
    """Its first rows, and of the others how many there are."""
    more = len(told.rows) - MOST
    said = [told.said, *([CUT.in_(reader.lang, most=MOST, more=more)] if more > 0 else [])]
    apart = "" if reader.lang == "zh" else " "
    view = View(link.page, link.unit, link.month, link.asked)
    here = Link("scope", link.unit, link.month, holds=("judged",) if told.rows else (), demo=link.demo)
    return Judged(
        NAMES[link.page].in_(reader.lang),
        reader.scope(here),
        f"{settings().notices.address.rstrip('/')}{view.address(reader.lang)}",
        link,
        line_of(replace(link, kind="said"), f"{told.title}\n{apart.join(said)}"),
        replace(told, rows=tuple(tuple(map(_short, row)) for row in told.rows[:MOST]), addresses=told.addresses[:MOST]),
        source(Link("source", link.unit, link.month, columns=SOURCE, demo=link.demo), reader),
    )


def _short(text: str) -> str:
    kept = text
    while breadth(kept) > BROADEST:
        kept = kept[:-1]
    return text if kept == text else f"{kept}…"


def of_step(step: Step, reader: Reader, root: str) -> Listed | None:
    """The list of a step that judges, or has a list alone; None of any other page, where there is nothing to judge or not all of it is theirs to read, or
    where the step hides a number that is in it."""
    of_page = {"league": _league, "evaluation": _evaluation, "outlook": _outlook}
    tell = of_page.get(step.view.page, tasks.of_step if step.view.page in LISTS else None)
    if tell is None or step.view.unit not in reader.tree(step.view.month):
        return None
    known = as_number(dict(step.view.query).get("revision", ""))
    return tell(step, reader if known is None else reader.at_revision(known), root)


def _league(step: Step, reader: Reader, root: str) -> Listed | None:
    view, asked, lang = step.view, dict(step.view.query), reader.lang
    metric = METRICS.get(asked.get("metric", ""), satisfaction)
    metric = metric if leagues.fits(metric) else satisfaction
    tree, named = reader.tree(view.month), asked.get("group", "")
    like = named.removeprefix(leagues.LIKE) if named.startswith(leagues.LIKE) else view.unit
    known = leagues.all_groups(reader.conn, tree, view.month, reader.asked, unit=like)
    group = named if named in known else leagues.usual_group(tree, view.unit, view.month, list(known))
    way = next((each for each in leagues.VIEWS if each == asked.get("view", "")), leagues.usual_view(metric))
    if group not in known or metric.key in step.hidden:
        return None
    sight, run = reader.sight(view.month), leagues.months_read(metric, view.month, way)
    theirs = all(may_read_metric(reader.actor, metric.key, unit, tree) for unit in known[group])
    if not theirs or not all(sight.may(unit, month, month) for unit in known[group] for month in run):
        return None
    told = leagues.league(reader.conn, metric, group, view.month, way, revision=reader.asked)
    rows = tuple(
        (
            ranked.place_text(each),
            tree[each.place.unit].name(lang),
            ranked.ranks_text(each),
            ranked.value_text(each, told).in_(lang),
            ranked.limits_text(each, told).in_(lang) or "—",
        )
        for each in told.ranked
    )
    return Listed(
        ranked.title(told).in_(lang),
        tuple(head.in_(lang) for head in ranked.heads(told)),
        rows,
        tuple(_passport(root, view, reader, unit=each.place.unit, metric=metric.key) for each in told.ranked),
        said=ranked.sentence(told, tree).in_(lang),
        source=reader.origin(view.month),
        named=1,
    )


def _evaluation(step: Step, reader: Reader, root: str) -> Listed | None:
    view, tree, lang = step.view, reader.tree(step.view.month), reader.lang
    there = evaluations.systems(reader.conn, view.month, reader.asked)
    found = scored_by(view, reader)
    if found is None:
        return None
    system, group = found
    asked = choosing.tried(there, system, dict(view.query))
    made_by = [each for each in there if each.key in (system.key, asked.rules)]
    if any(metric.key in step.hidden for each in made_by for metric in each.metrics):
        return None
    objects = evaluations.groups_of(reader.conn, system, tree, view.month, reader.asked)[group]
    told_of = evaluations.units_told_of(system, objects)
    if evaluations.closed(reader.actor, reader.sight(view.month), tree, told_of, made_by, view.month):
        return None
    told = evaluations.evaluation(reader.conn, system.key, group, view.month, asked=asked, revision=reader.asked)
    said = scored.sentence(told).in_(lang) + (f" {scored.tried_text(told).in_(lang)}" if asked.anything else "")
    return Listed(
        scored.TITLE.in_(lang, system=told.system.title.in_(lang)),
        tuple(head.in_(lang) for head in scored.heads(told)),
        tuple(tuple(cell.in_(lang) for cell in scored.cells(each, told)) for each in told.scores),
        tuple(
            f"{root.rstrip('/')}/evaluation?{urlencode({**view.asked(lang), 'of': each.unit})}" for each in told.scores
        ),
        said=said,
        source=reader.origin(view.month),
        named=1,
    )


def _outlook(step: Step, reader: Reader, root: str) -> Listed | None:
    """Of units of one's own alone, for forecasts rest on months that may not be published."""
    view, tree, lang = step.view, reader.tree(step.view.month), reader.lang
    if view.unit not in access.readable(reader.actor, tree):
        return None
    found = {
        key: each
        for key, each in ahead(reader.conn, view.unit, view.month, reader.asked).items()
        if key not in step.hidden and may_read_metric(reader.actor, key, view.unit, tree)
    }
    if not found:
        return None
    one = found.get(dict(view.query).get("metric", "")) or next(
        iter(found.values())
    )  # that of the step, else the likeliest to miss
    rows = [[text.in_(lang) for text in cells(each).values()] for each in found.values()]
    return Listed(
        foreseen.TITLE.in_(lang, unit=tree[view.unit].name(lang), metric=one.metric.name(lang)),
        tuple(head.in_(lang) for head in HEADS.values()),
        tuple(map(tuple, rows)),
        tuple(_passport(root, view, reader, unit=view.unit, metric=key) for key in found),
        said=_course(one).in_(lang),
        source=reader.origin(view.month),
    )


def _course(one: Ahead) -> Text:
    if one.made is None:
        return foreseen.too_few(one.months)
    return foreseen.sentence(one.metric, *one.made, one.goal)


def _passport(root: str, view: View, reader: Reader, **more: str) -> str:
    asked = {"month": months.label(view.month), "lang": reader.lang, **more}
    if reader.demo:
        asked["room"] = "training"
    return f"{root.rstrip('/')}/passport?{urlencode(asked)}"
