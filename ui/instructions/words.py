"""Words that the pages of instructions share."""

from datetime import date

from markupsafe import Markup

from data.clocks.life import DECIDED, Kind, State
from data.clocks.reading import Instruction
from data.instructions.clock import climbed_to
from data.instructions.mine import Mine
from data.instructions.telling import clock_of, state_of
from data.registers import REGISTERS
from data.registers.declaration import Meaning
from data.text import Text
from metrics import METRICS, formats
from ui.instructions import of_view
from ui.rows.fields import SIGNS
from ui.scope import Scope

SOON = 2  # days before the day due from which it is marked
ENDS: dict[State, Meaning] = {"accepted": "good"}
TEXTS = {
    "climbed": Text("，已升级", ", climbed"),
    "number": Text("第 {number} 号", "No. {number}"),
    "no_value": Text("暂无数据", "no figure"),
}
DO: dict[Kind, Text] = {
    "received": Text("签收", "Receive"),
    "progressed": Text("报进展", "Tell how far it is"),
    "reported": Text("报办结", "Report as done"),
    "asked_longer": Text("申请延期", "Ask for a longer term"),
    "passed_on": Text("转交下级", "Pass on to a unit below"),
    "checked": Text("复核通过", "Check on the spot"),
    "accepted": Text("验收通过", "Accept"),
    "sent_back": Text("退回重办", "Send back"),
    "granted": Text("同意延期", "Grant the longer term"),
    "declined": Text("不同意延期", "Decline the longer term"),
    "paused": Text("暂停计时", "Pause"),
    "resumed": Text("恢复计时", "Resume"),
    "reopened": Text("重新办理", "Reopen"),
    "cancelled": Text("撤销交办", "Cancel"),
}


def clock(one: Instruction, scope: Scope) -> str:
    """How long there is until the day due, or how long it has passed; "" once it is reported or ended."""
    return clock_of(one).in_(scope.lang)


def do(one: Instruction, step: Kind) -> Text:
    """What its button says."""
    return one.workflow.steps.get(step) or DO[step]


def state(one: Instruction, scope: Scope) -> str:
    """How it stands, in a word."""
    return state_of(one).in_(scope.lang)


def chip(one: Instruction, scope: Scope) -> Markup:
    """How it stands with its clock: a shape, words, and the colour of what it means."""
    late, told = one.is_overdue, clock(one, scope)
    soon = bool(told) and (one.standing.due - one.day).days <= SOON
    meaning: Meaning = (
        "over"
        if late
        else "watch"
        if soon or one.standing.state in DECIDED
        else ENDS.get(one.standing.state, "neutral")
    )
    climbed = TEXTS["climbed"].in_(scope.lang) if late and climbed_to(one, scope.tree) else ""
    said = told + climbed if late else " · ".join(part for part in (state(one, scope), told) if part)
    return Markup('<span class="state {}"><i aria-hidden="true">{}</i> {}</span>').format(meaning, SIGNS[meaning], said)


def numbered(number: int, scope: Scope) -> str:
    """What it is called."""
    return TEXTS["number"].in_(scope.lang, number=number)


def about(one: Instruction, scope: Scope) -> str:
    """What it is about, with the value as it stood."""
    thing, lang = one.about, scope.lang
    if thing.metric not in METRICS:
        return thing.title.in_(lang)
    metric = METRICS[thing.metric]
    if thing.value is None:
        return f"{thing.title.in_(lang)} {TEXTS['no_value'].in_(lang)}"
    value = formats.show(thing.value, metric, thing.qualifier, lang)
    return f"{thing.title.in_(lang)} {value}{'' if lang == 'zh' else ' '}{metric.unit.in_(lang)}".rstrip()


def about_href(one: Instruction, scope: Scope) -> str:
    """The address of what it is about, as it stood; "" for a page of which none was kept."""
    thing = one.about
    if thing.kind == "page":
        return of_view.href(thing, scope)
    if thing.metric:
        return scope.link(
            "passport", unit=thing.unit, month=thing.month, metric=thing.metric, revision=thing.revision, pinned=True
        )
    if thing.register in REGISTERS:
        more = {"register": thing.register, "key": thing.key}
        return scope.link("object", unit=thing.unit, month=thing.month, metric="", **more)
    return ""


def unit_name(unit: str, scope: Scope) -> str:
    """A unit as it is called; its code where it is no more."""
    return scope.name(unit) if unit in scope.tree else unit


def href(mine: Mine, scope: Scope) -> str:
    """The address of its page."""
    return opened(mine.one, scope)


def opened(one: Instruction, scope: Scope) -> str:
    """The same of what is read without asking what waits for whom."""
    return scope.link("instructions", metric="", instruction=one.number)


def day(of: date | None) -> str:
    """A day as everyone writes it."""
    return of.isoformat() if of else ""
