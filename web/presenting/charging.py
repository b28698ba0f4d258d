"""Instructing from the console: what the step shown is about, its words and day filled in already, issued with the rights of who
leads. Three taps: the console's button, what it is about, “Issue”."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import access, months, revisions, rooms, units, working_days
from data.access import Actor
from data.asked import as_day, as_number
from data.clocks.reading import About
from data.instructions import steps
from data.instructions.steps import Order
from data.people import sessions
from data.presenting.views import View
from data.refusal import Refusal
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.text import Language, Text
from data.units import Tree
from metrics import METRICS, OVERVIEW, charging
from metrics.conclusions import conclusions
from web import visitors
from web.pages import page, sentence
from web.presenting.console import PHONE, TEXTS, Leading, leading

MOST = 5  # conclusions that are offered
WORDS = {
    "charge": Text("交办", "Instruct"),
    "about_what": Text("就什么交办", "About what"),
    "of": Text("{unit} {month}“{title}”", "{title} of {unit}, {month}"),
    "what": Text("办什么", "What is to be done"),
    "unit": Text("谁牵头", "Who leads"),
    "due": Text("什么时候办结", "Until when"),
    "issue": Text("交办", "Issue"),
    "issued": Text("已交办第 {number} 号，承办人会收到通知。", "Issued as No. {number}; who carries it out is told."),
    "back": Text("回控制台", "Back to the console"),
    "nothing": Text(
        "这一步没有可以交办的内容，或不在您的交办范围内。",
        "There is nothing on this step to instruct on, or it is not yours to.",
    ),
    "training": Text(
        "这一步放的是演练室，不能从这里交办真实事项。",
        "This step shows the training room: nothing real is issued from here.",
    ),
}


@dataclass(frozen=True)
class Choice:
    """What an instruction may be about: a number of a unit (with what was `said` of it) or a row; `key` names it in the address."""

    key: str
    unit: str
    title: Text
    said: Text | None = None


async def show(request: Request) -> Response:
    """What the step is about, to choose from; the form, where one is chosen or there is one alone."""
    found = await to_thread.run_sync(leading, request)
    if found is None or found.running.ended:
        return _closed(request)
    return await to_thread.run_sync(partial(_page, found, request))


async def press(request: Request) -> Response:
    """What the form sends: issued, and told; or the form again with a sentence."""
    form = await request.form(max_files=0, max_fields=8)
    sent = {name: str(value) for name, value in form.items()}
    found = await to_thread.run_sync(leading, request)
    if found is None or found.running.ended:
        return _closed(request)
    if not sessions.is_form_token(sent.get("token", ""), found.bound):
        return await to_thread.run_sync(partial(_page, found, request, TEXTS["stale"], HTTPStatus.FORBIDDEN))
    try:
        number = await to_thread.run_sync(partial(_issue, found, request, sent))
    except Refusal as refused:
        again = partial(_page, found, request, refused.sentence, HTTPStatus.CONFLICT, sent)
        return await to_thread.run_sync(again)
    if number is None:
        return await to_thread.run_sync(partial(_page, found, request, TEXTS["stale"], HTTPStatus.CONFLICT))
    lang = visitors.language(request)
    where = f"{found.path}/charge?lang={lang}&issued={number}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


def _issue(found: Leading, request: Request, sent: dict[str, str]) -> int | None:
    """The number of the instruction; None where what it is about is not on the step."""
    view = _view(found, request)
    with rooms.real().connect() as conn:
        choice = next((each for each in _choices(conn, view, found.actor) if each.key == sent.get("about")), None)
        about = _about(conn, view, choice, found.actor) if choice else None
    if choice is None or about is None:
        return None
    thing, department = about
    lead = sent.get("unit") or thing.unit
    lang = visitors.language(request)
    order = Order(
        sent.get("text", ""),
        lead,
        thing,
        department,
        as_day(sent.get("due", "")),
        charging.accepted_by(thing).in_(lang),
    )
    return steps.issue(rooms.real(), order, by=found.actor)


def _view(found: Leading, request: Request) -> View:
    """The view of the step that was shown when the button was pressed; else of the one shown now."""
    listed = found.storyline.steps
    asked = as_number(request.query_params.get("step", ""))
    step = asked if asked and 1 <= asked <= len(listed) else found.running.step
    return listed[step - 1].view


def _choices(conn, view: View, actor: Actor) -> list[Choice]:
    """What one may instruct on: the number or row that the view names; else what stands out there, and the numbers of the first
    screen. Nothing of the training room, nor of units that are not theirs."""
    query, tree = dict(view.query), units.load(conn).in_month(view.month)
    if query.get("room") or not _may(actor, view.unit, tree):
        return []
    if query.get("register") in REGISTERS and query.get("key"):
        found = _row(conn, view, query["register"], query["key"], actor)
        return [Choice("row", found[0].unit, found[0].title)] if found else []
    if query.get("metric") in METRICS:
        metric = METRICS[query["metric"]]
        return [Choice(f"{metric.key}~{view.unit}", view.unit, Text(metric.zh, metric.en))]
    told = [
        Choice(
            f"{each.metric}~{each.unit}~{i}",
            each.unit,
            Text(METRICS[each.metric].zh, METRICS[each.metric].en),
            each.what,
        )
        for i, each in enumerate(conclusions(conn, view.unit, view.month, most=MOST))
        if each.metric in METRICS and _may(actor, each.unit, tree)
    ]
    return told + [Choice(f"{each.key}~{view.unit}", view.unit, Text(each.zh, each.en)) for each in OVERVIEW]


def _may(actor: Actor, unit: str, tree: Tree) -> bool:
    return access.may(actor, "read", unit, tree) and access.may(actor, "instruct", unit, tree)


def _row(conn, view: View, register: str, key: str, actor: Actor) -> tuple[About, str] | None:
    readable = tuple(units_readable(actor, register, units.load(conn).in_month(view.month)))
    return charging.of_row(conn, register, key, readable, view.month, revisions.current(conn))


def _about(conn, view: View, choice: Choice, actor: Actor) -> tuple[About, str] | None:
    """What it is about as it stands now, and the department that answers."""
    query = dict(view.query)
    if choice.key == "row":
        return _row(conn, view, query["register"], query["key"], actor)
    metric = choice.key.partition("~")[0]
    about = charging.of_metric(conn, metric, choice.unit, view.month, revisions.current(conn))
    return about, METRICS[metric].owner.zh


def _page(
    found: Leading, request: Request, said: Text | None = None, status: int = HTTPStatus.OK, sent: dict | None = None
) -> Response:
    lang, view = visitors.language(request), _view(found, request)
    number = as_number(request.query_params.get("issued", ""))
    if number is not None:
        said = Text(*(WORDS["issued"].in_(each, number=number) for each in ("zh", "en")))
    with rooms.real().connect() as conn:
        tree = units.load(conn).in_month(view.month)
        choices = [] if number is not None else _choices(conn, view, found.actor)
    asked = (sent or {}).get("about") or request.query_params.get("about", "")
    chosen = next((each for each in choices if each.key == asked), choices[0] if len(choices) == 1 else None)
    step = as_number(request.query_params.get("step", "")) or found.running.step
    return page(
        "charge",
        lang,
        status=status,
        words=WORDS,
        said=said,
        found=found,
        step=step,
        choices=[] if chosen else [(each.key, _named(each, view, tree, lang), each.said) for each in choices],
        chosen=chosen,
        named=_named(chosen, view, tree, lang) if chosen else "",
        text=(sent or {}).get("text") or (_text(chosen, lang) if chosen else ""),
        leads=_leads(chosen, found.actor, tree, lang) if chosen else [],
        lead=(sent or {}).get("unit", ""),
        due=(sent or {}).get("due") or _usual_due(chosen, view),
        empty=WORDS["training" if dict(view.query).get("room") else "nothing"] if not (choices or said) else None,
        token=sessions.form_token(found.bound),
        other="en" if lang == "zh" else "zh",
    )


def _usual_due(chosen: Choice | None, view: View) -> str:
    kind = "row" if chosen and chosen.key == "row" else "metric"
    days = steps.usual_days(kind, dict(view.query).get("register") or "")
    return working_days.after(months.today(), days).isoformat()


def _named(choice: Choice, view: View, tree: Tree, lang: Language) -> str:
    unit = tree[choice.unit].name(lang) if choice.unit in tree else choice.unit
    return WORDS["of"].in_(lang, unit=unit, month=months.label(view.month), title=choice.title.in_(lang))


def _text(choice: Choice, lang: Language) -> str:
    if choice.said:
        return charging.TOLD.in_(lang, said=choice.said.in_(lang).rstrip("。."))
    return charging.USUAL.in_(lang, title=choice.title.in_(lang))


def _leads(choice: Choice, actor: Actor, tree: Tree, lang: Language) -> list[tuple[str, str]]:
    """Who may lead: the unit it is about, and those right below it."""
    below = [code for code in tree.below(choice.unit) if tree[code].parent == choice.unit]
    return [(code, tree[code].name(lang)) for code in (choice.unit, *below) if _may(actor, code, tree)]


def _closed(request: Request) -> Response:
    return sentence(TEXTS["closed"], visitors.language(request), status=HTTPStatus.NOT_FOUND)


ROUTES = [
    Route(f"{PHONE}/charge", show, methods=["GET"]),
    Route(f"{PHONE}/charge", press, methods=["POST"]),
    Route("/present/{number:int}/charge", show, methods=["GET"]),
    Route("/present/{number:int}/charge", press, methods=["POST"]),
]
