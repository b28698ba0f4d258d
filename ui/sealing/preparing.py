"""What of a storyline would be sealed: its steps drawn in both languages at one revision, the passports of their numbers, the
numbers behind them; and what a file cannot show."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from data import revisions, rooms
from data.access import Actor
from data.presenting import kiosks
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.refusal import ByReason, Refusal
from data.seals.content import Content
from data.text import LANGUAGES, Language, Text
from metrics import METRICS
from metrics.sealed import holding
from metrics.sealed.holding import Holding
from ui import reads
from ui.passport.number import opened
from ui.presenting import words
from ui.scope import Scope
from ui.sealing import slides
from ui.sealing.drawing import Drawn, as_if, draw, room_of
from ui.sealing.still import passports_in, still

MOST_PASSPORTS = 24  # two pages drawn for each: one takes about a second
OF_PASSPORT = (
    "head",
    "two",
    "months",
    "behind",
)  # its boards that say where the number comes from; questions stay in the cockpit
LIVE = {"questions", "hanging"}  # boards that say how things stand today, at whatever revision the page is
METRIC = re.compile(r'data-metric="(\w+)"')
CHARTS = {"plotly_chart", "deck_gl_json_chart", "vega_lite_chart"}
QUIET = {"spinner", "alert", "space", "heading"}
TEXTS = {
    "charts": Text("可缩放的图", "charts one can zoom"),
    "live": Text("提问和交办", "questions and instructions"),
    "forms": Text("按钮、表单和导出", "buttons, forms and exports"),
    "passports": Text(
        "可打开出处的数超过 {most} 个，其余只在数据文件里。",
        "More than {most} numbers have a passport; of the others only the value is in the file.",
    ),
}  # fmt: skip
REFUSALS = {
    "rooms": Text(
        "第 {step} 步看的是{room}，其余不是；一份封存只能出自一处。请分成两个演示脚本。",
        "Step {step} looks into the {room} and the others do not. A seal is of one of them: make two storylines.",
    ),
    "not_yours": Text(
        "第 {step} 步“{title}”您现在不能查看，不能封存。", "Step {step}, “{title}”, is not yours to see, so it is not sealed."
    ),
    "not_drawn": Text(
        "第 {step} 步“{title}”画不成静态画面（全是表单或实时内容），不能封存。请换成别的画面或删除这一步。",
        "Step {step}, “{title}”, cannot stand still (it is all forms or live), so it cannot be sealed. Show something else or "
        "remove it.",
    ),
}  # fmt: skip
ROOMS = {"real": Text("正式数据", "real figures"), "training": Text("演练室", "training room")}


class Refused(ByReason):
    """A storyline that cannot be sealed as it is."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Prepared:
    """What would be sealed, and per step its title with what of it a file cannot show (() if nothing)."""

    content: Content
    steps: tuple[tuple[str, tuple[Text, ...]], ...]
    passports: int
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class _Shown:
    """A step as it was drawn in each language."""

    step: Step
    drawn: Mapping[Language, Drawn]

    @property
    def scope(self) -> Scope:
        found = self.drawn["zh"].scope
        assert found
        return found

    def html(self, lang: Language) -> dict[str, Markup]:
        boards = {key: html for key, html in self.drawn[lang].boards.items() if key not in LIVE}
        return {"frame": self.drawn[lang].frame, **boards}

    @property
    def everything(self) -> str:
        return "".join(self.html("zh").values())


def prepare(found: Storyline, who: Actor, scope: Scope, *, visitors: bool = False) -> Prepared:
    """Draw it all, or for `visitors` what is published to all, without what is said to it. Refused: a step that is not theirs to see, that cannot stand still, or that looks into another room."""
    room = _room(found)
    with rooms.engine(room).connect() as conn:
        revision = revisions.current(conn)
    if visitors:
        found, who = _for_visitors(found), kiosks.visitor(found.unit)
    shown = [_shown(nth, step, who, revision, scope) for nth, step in enumerate(found.steps, 1)]
    asked = dict.fromkeys(
        view for each in shown for view in passports_in(each.everything) if _is_shown(view, each.step)
    )
    opened_ = _passports(list(asked)[:MOST_PASSPORTS], who, revision)
    places = {lang: {view: f"p{nth}-{lang}" for nth, view in enumerate(opened_, 1)} for lang in LANGUAGES}
    content = Content(
        title=found.title, storyline=found.number, version=found.version, unit=found.unit, room=room, revision=revision,
        steps=len(shown), slides=_slides(shown, opened_, places, scope), style=slides.style(found.steps), script=slides.script(), visitors=visitors,
    )  # fmt: skip
    held = as_if(who, lambda: _held(shown, opened_)) if visitors else _held(shown, opened_)
    return Prepared(
        replace(content, figures=tuple(held.figures), definitions=held.definitions, units=held.units),
        tuple((words.title_of(each.step, scope), _left_out(each)) for each in shown),
        len(opened_),
        (_most(),) if len(asked) > MOST_PASSPORTS else (),
    )


def _for_visitors(found: Storyline) -> Storyline:
    """The steps that visitors may see; refused where there are none."""
    with rooms.real().connect() as conn:
        steps, skipped = kiosks.for_visitors(conn, found.steps, METRICS)
    if not steps:
        step, why = skipped[0]
        raise kiosks.Refused("nothing", title=found.title, step=step, why=why)
    return replace(found, steps=steps)


def _room(found: Storyline) -> rooms.Name:
    used = [room_of(step.view) for step in found.steps] or ["real"]
    other = next((nth for nth, each in enumerate(used, 1) if each != used[0]), 0)
    if other:
        raise Refused("rooms", step=other, room=ROOMS[used[other - 1]])
    return "training" if used[0] == "training" else "real"


def _shown(nth: int, step: Step, who: Actor, revision: int, scope: Scope) -> _Shown:
    title = words.title_of(step, scope)
    drawn = {lang: _draw(step.view, lang, who, revision, step.hidden) for lang in LANGUAGES}
    if any(each is not None and each.scope is None for each in drawn.values()):
        raise Refused("not_yours", step=nth, title=title)
    made = {lang: each for lang, each in drawn.items() if each is not None and each.boards}
    if len(made) < len(LANGUAGES):
        raise Refused("not_drawn", step=nth, title=title)
    return _Shown(step, made)


def _draw(view: View, lang: Language, who: Actor, revision: int, hidden: tuple[str, ...] = ()) -> Drawn | None:
    try:
        return draw(view, lang, who, revision=revision, hidden=hidden)
    except Refusal:
        raise
    except Exception:  # whatever a page fails of: the step is told, the cause is for the log
        logging.getLogger(__name__).exception("a step could not be drawn: %s", view)
        return None


def _is_shown(view: View, step: Step) -> bool:
    return dict(view.query)["metric"] not in step.hidden


def _passports(views: Iterable[View], who: Actor, revision: int) -> dict[View, dict[Language, Drawn]]:
    """The passports that this person may open; the others are not in the file."""
    made = {}
    for view in views:
        drawn = {lang: draw(view, lang, who, revision=revision, wall=False) for lang in LANGUAGES}
        if all(each.scope and each.boards for each in drawn.values()):
            made[view] = drawn
    return made


def _slides(
    shown: list[_Shown],
    opened_: Mapping[View, Mapping[Language, Drawn]],
    places: Mapping[Language, dict[View, str]],
    scope: Scope,
) -> str:
    drawn: dict[Language, list[Markup]] = {lang: [] for lang in LANGUAGES}
    behind: dict[Language, list[Markup]] = {lang: [] for lang in LANGUAGES}
    for lang in LANGUAGES:
        quiet = partial(still, places=places[lang])
        for nth, each in enumerate(shown, 1):
            body = {key: quiet(html, hidden=each.step.hidden) for key, html in each.html(lang).items()}
            title = words.title_of(each.step, replace(scope, lang=lang))
            drawn[lang].append(slides.slide(nth, len(shown), each.step, title, body, lang))
        for view, pages in opened_.items():
            boards = [quiet(html) for key, html in pages[lang].boards.items() if key in OF_PASSPORT]
            behind[lang].append(slides.passport(places[lang][view], boards, lang, slides.slide_id(1, lang)))
    return slides.together(drawn, behind)


def _held(shown: list[_Shown], opened_: Mapping[View, Mapping[Language, Drawn]]) -> Holding:
    """The numbers of the pages, each as the page itself reads it."""
    held = Holding()
    for each in shown:
        at = each.scope
        found = [
            *METRIC.findall(each.everything),
            *(dict(view.query)["metric"] for view in passports_in(each.everything)),
        ]
        keys = tuple(key for key in dict.fromkeys([*found, *([at.metric] if at.metric else [])]) if key in METRICS)
        keys = tuple(key for key in keys if key not in each.step.hidden)
        if not keys:
            continue
        view = holding.View(keys, at.unit, at.month, at.period, at.revision)
        with at.room.engine.connect() as conn:
            holding.add(held, view, reads.snapshot(at, keys, at.unit, at.month), conn, at.tree)
    for pages in opened_.values():
        at_number = pages["zh"].scope
        if at_number:
            number = opened(at_number, at_number.metric, at_number.unit, at_number.month)
            holding.open_(held, number, at_number.period)
    return held


def _left_out(shown: _Shown) -> tuple[Text, ...]:
    kinds = shown.drawn["zh"].others - QUIET
    told = [TEXTS["charts"]] if kinds & CHARTS else []
    told += [TEXTS["live"]] if LIVE & shown.drawn["zh"].boards.keys() else []
    return tuple([*told, TEXTS["forms"]] if kinds - CHARTS else told)


def _most() -> Text:
    return words.both(TEXTS["passports"], most=MOST_PASSPORTS)
