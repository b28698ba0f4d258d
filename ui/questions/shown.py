"""A thread as it is read: what is asked of whom until when, how it stands, what was said, and what came of it."""

from markupsafe import Markup

from data import months
from data.access import Actor
from data.instructions import asked as asked_of
from data.instructions.telling import state_of
from data.questions.rights import name_of
from data.questions.threads import Message, Thread
from data.registers import REGISTERS
from data.text import Text
from metrics.owners import office
from ui import room
from ui.instructions.clocks import version
from ui.instructions.issuing import question_link
from ui.links import named
from ui.rows.fields import listed
from ui.scope import Scope, when
from ui.tables import link
from ui.templates import render

TEXTS = {
    "files": Text("附件：{names}", "Attached: {names}"),
    "charge": Text("据此交办", "Instruct on this"),
    "charged": Text("已交办第 {number} 号 · {state}", "Instruction {number} · {state}"),
    "waiting": Text("待答复", "Waiting for an answer"),
    "answered": Text("已答复", "Answered"),
    "closed": Text("已办结", "Closed"),
    "withdrawn": Text("已撤回", "Taken back"),
    "by": Text("请于 {day} 前答复", "to be answered by {day}"),
    "overdue": Text("逾期未答，应于 {day} 前答复", "not answered by {day}"),
}


def one(each: Thread, scope: Scope, called: str = "") -> Markup:
    """One thread, as it stands in its panel; `called`: what it stands at, where that has no name by itself."""
    return render("threads", threads=[shown(each, scope, called) | {"href": ""}])


def href(each: Thread, scope: Scope) -> str:
    """Where a question is read."""
    return question_href(each.measure, each.unit, each.month, each.subject, each.number, scope, appeal=each.is_appeal)


def question_href(
    measure: str, unit: str, month, subject: str, number: int, scope: Scope, *, appeal: bool = False
) -> str:
    """The same by what it stands at: the page of its row, else the passport of its number; an appeal beside the score."""
    if appeal:
        return scope.link("evaluation", unit=unit, month=month, metric="", question=number)
    row = {"register": measure, "key": subject} if measure in REGISTERS and subject else {}
    return scope.link("object" if row else "passport", unit=unit, month=month, metric="", **row, question=number)


def ways(each: Thread, scope: Scope, me: Actor, *, metric: str = "") -> Markup:
    """The instructions that came of a question, and the way to issue one."""
    with room.engine().connect() as conn:
        charged = asked_of.charged(conn, each.number, me) if version() else []
    found = [
        link(
            TEXTS["charged"].in_(scope.lang, number=one.number, state=state_of(one).in_(scope.lang)),
            scope.link("instructions", metric="", instruction=one.number),
        )
        for one in charged
    ]
    if way := question_link(scope, each, metric):
        found.append(link(TEXTS["charge"].in_(scope.lang), way))
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(found)) if found else Markup("")


def shown(each: Thread, scope: Scope, called: str = "") -> dict[str, object]:
    """What the template of threads shows of one."""
    whose = [named(scope, each.unit), *(office(name).in_(scope.lang) for name in (each.scored, each.department))]
    where = Markup(" · ").join(
        part for part in (*whose, months.label(each.month), "" if each.is_appeal else each.subject) if part
    )
    own_place = each.is_appeal or (each.measure in REGISTERS and each.subject)
    return {
        "number": each.number,
        "state": each.state,
        "told": _told(each, scope),
        "late": each.is_overdue(months.today()),
        "what": called or name_of(each.measure, appeal=each.is_appeal).in_(scope.lang),
        "where": where,
        "href": href(each, scope) if own_place else scope.link("passport", question=each.number),
        "messages": [_message(said, each, scope) for said in each.messages],
    }


def _told(each: Thread, scope: Scope) -> str:
    """How it stands; while it waits with its day."""
    if each.is_overdue(months.today()):
        return TEXTS["overdue"].in_(scope.lang, day=each.due)
    state = TEXTS[each.state].in_(scope.lang)
    by = TEXTS["by"].in_(scope.lang, day=each.due) if each.state == "waiting" and each.due else ""
    return " · ".join(part for part in (state, by) if part)


def _message(said: Message, each: Thread, scope: Scope) -> dict[str, object]:
    names = listed((file.name for file in said.files), scope.lang)
    return {
        "own": said.person == each.asked_by,
        "name": said.name,
        "text": said.text,
        "at": said.at.isoformat(timespec="minutes"),
        "when": when(said.at),
        "files": TEXTS["files"].in_(scope.lang, names=names) if names else "",
    }
