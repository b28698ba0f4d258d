"""What of a storyline, or of the overview, stands on which slide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from data.asked import as_number
from data.decks.links import Link
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.refusal import ByReason, Refusal
from data.registers import REGISTERS
from data.settings import settings
from data.text import Text
from metrics import (
    METRICS,
    OVERVIEW,
    applications,
    economy,
    platform,
    problems,
    published,
    reporting,
    services,
)
from metrics.decks.content import Deck, Slide, Table
from metrics.decks.reading import Reader
from metrics.evaluation import System, choosing, groups_of, systems
from metrics.language import Metric
from metrics.periods import MONTH, PERIODS

MOST_ROWS = 8  # of a table on a slide that can be read from the last row of a room


def _named(*keys: str) -> list[Metric]:
    return [METRICS[key] for key in keys]


OF_PAGE: dict[str, Sequence[Metric]] = {
    "problems": problems.METRICS,
    "applications": applications.METRICS,
    "reporting": reporting.METRICS,
    "burden": reporting.METRICS,
    "published": published.METRICS,
    "platform": platform.METRICS,
    "services": services.METRICS,
    "economy": economy.METRICS,
    "results": _named(
        "theory_kept", "promotions_kept", "awards_kept", "regulations_kept", "standards_kept", "challenges_kept"
    ),
    "league": _named("satisfaction"),
    "diffusion": _named("adoptions_kept", "adoptions_dropped", "promotions_kept", "app_provinces"),
    "organisation": _named("keystone_reforms_kept", "keystone_reforms_over", "working_groups_silent", "rules_stale"),
}
LISTS = {  # pages that list what runs and have no numbers of their own
    "instructions": Text("交办", "Instructions"),
    "meetings": Text("会议", "Meetings"),
}
TEXTS = {
    "figures": Text("指标与目标", "Figures against targets"),
}  # fmt: skip
REFUSALS = {
    "no_steps": Text("演示脚本还没有步骤，没有可做成幻灯片的画面。", "The storyline has no steps, so there is nothing to make slides of."),
    "rooms": Text("第 {step} 步看的是另一处的数据；一份幻灯片只能出自正式数据或演练室之一。请分成两个演示脚本。",
                  "Step {step} looks into another room than the others. A deck is of the real figures or of the training room: make two storylines."),
    "step": Text("第 {step} 步不能做成幻灯片：{why}", "Step {step} cannot become a slide: {why}"),
    "nothing": Text("这一步要讲的数都设为不显示，或不归您查看。", "Every number of it is hidden in the storyline or not yours to read."),
}  # fmt: skip


class Refused(ByReason):
    """A deck that is not made."""

    sentences = REFUSALS


def room_of(found: Storyline) -> str:
    """In whose store all steps of a storyline look. Refused where they do not agree."""
    if not found.steps:
        raise Refused("no_steps")
    used = [str(dict(step.view.query).get("room", "real")) for step in found.steps]
    other = next((nth for nth, each in enumerate(used, 1) if each != used[0]), 0)
    if other:
        raise Refused("rooms", step=other)
    return used[0]


def of_storyline(found: Storyline, reader: Reader) -> Deck:
    """One slide a step. Refused: a step that is not the reader's to read, of a unit that is no more, of nothing that is shown."""
    slides = []
    for nth, step in enumerate(found.steps, 1):
        try:
            slides.append(_slide(step, reader))
        except Refusal as refused:
            raise Refused("step", step=nth, why=refused.sentence) from refused
    newest = max(step.view.month for step in found.steps)
    return _deck(found.title.in_(reader.lang), found.unit, newest, reader, slides)


def of_view(view: View, reader: Reader) -> Deck:
    """One page as a deck of its own, without anything to say to it."""
    slide = _slide(Step(view), reader)
    return _deck(slide.title, view.unit, view.month, reader, [slide])


def _deck(title: str, unit: str, month: date, reader: Reader, slides: Sequence[Slide]) -> Deck:
    return Deck(title, reader.scope(Link("scope", unit, month, demo=reader.demo)), reader.demo, tuple(slides))


def _slide(step: Step, reader: Reader) -> Slide:
    view, asked = step.view, dict(step.view.query)
    here = Link("scope", view.unit, view.month, period=asked.get("period", MONTH.key), demo=reader.demo)
    here = here if here.period in PERIODS else replace(here, period=MONTH.key)
    known = as_number(asked.get("revision", ""))
    reader = reader if known is None else reader.at_revision(known)
    address = f"{settings().notices.address.rstrip('/')}{view.address(reader.lang)}"
    if view.page in LISTS:
        title = step.title.in_(reader.lang) or LISTS[view.page].in_(reader.lang)
        return Slide(title, reader.scope(here), address, step.notes, None, ())
    shown = _shown(step, here, reader)
    if not shown:
        raise Refused("nothing")
    metric = replace(here, metric=shown[0].key)
    alone = len(shown) == 1
    left = (
        reader.number(replace(metric, kind="value"))
        if alone
        else reader.table(replace(here, kind="figures"), [each.key for each in shown])
    )
    charts = [reader.history(replace(metric, kind="history"))]
    if len(reader.compared(metric)) > 1:
        charts.append(reader.units(replace(metric, kind="units")))
    holds = ("figures" if isinstance(left, Table) else "value", *(chart.link.kind for chart in charts))
    title = step.title.in_(reader.lang) or _title(view, shown, reader)
    return Slide(title, reader.scope(replace(here, holds=holds)), address, step.notes, left, charts)


def _shown(step: Step, here: Link, reader: Reader) -> list[Metric]:
    """The numbers of a view: the one its address names, those of its page or its register, else those of the overview; without
    those that the step hides."""
    asked = dict(step.view.query)
    named, register = METRICS.get(asked.get("metric", "")), asked.get("register", "")
    of_register = [each for each in METRICS.values() if any(word.register == register for word in each.rows)]
    reader.scope(here)  # a unit that is no more, or is not theirs, is told as that
    wanted = [named] if named else list(of_register or _of_page(step.view, reader))
    readable = (each for each in wanted if reader.may(replace(here, metric=each.key)))
    return [each for each in readable if each.key not in step.hidden][:MOST_ROWS]


def scored_by(view: View, reader: Reader) -> tuple[System, str] | None:
    """The index system and the group that a step on the page Evaluation shows; None where nobody is scored."""
    tree, month = reader.tree(view.month), view.month
    there = (
        (each, groups_of(reader.conn, each, tree, month, reader.asked))
        for each in systems(reader.conn, month, reader.asked)
    )
    scoring = [(each, groups) for each, groups in there if groups]
    return choosing.chosen(scoring, dict(view.query), tree, view.unit, month) if scoring else None


def _of_page(view: View, reader: Reader) -> Sequence[Metric]:
    found = scored_by(view, reader) if view.page == "evaluation" else None
    return found[0].metrics if found else OF_PAGE.get(view.page, OVERVIEW)


def _title(view: View, shown: Sequence[Metric], reader: Reader) -> str:
    register = REGISTERS.get(dict(view.query).get("register", ""))
    if len(shown) == 1:
        return shown[0].name(reader.lang)
    if register:
        return register.zh if reader.lang == "zh" else register.en
    return TEXTS["figures"].in_(reader.lang)
