"""The form that issues an instruction: what, whom, until when, each filled in already; the rest folded."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from data import access, months, working_days
from data.access import Actor
from data.clocks.reading import About, Instruction
from data.departments import DEPARTMENTS
from data.instructions import asked, mine, rights, steps
from data.instructions.steps import Order
from data.meetings import steps as meetings
from data.questions.threads import Thread, thread
from data.register_rights import may_read_rows, units_readable
from data.registers import REGISTERS
from data.text import Text, filled
from data.watching import drafting
from metrics import METRICS, charging, closing
from metrics.owners import office
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.choosing import left_out, near
from ui.instructions import condition, of_view
from ui.page import panel, show
from ui.panels import Panel
from ui.saying import doing, say
from ui.scope import Scope, month_name
from ui.tables import link
from ui.templates import render
from ui.watching.drafted import begun

LONGEST = 2000
DEPARTMENT = 40  # characters of a department's name
FEW = 200  # characters that an address may begin the text with
TEXTS = {
    "charge": Text("交办", "Instruct"),
    "page": Text("就本页交办", "Instruct about this page"),
    "about": Text("关于：{unit} {month}“{title}”", "About: {title} of {unit}, {month}"),
    "what": Text("办什么", "What is to be done"),
    "usual": charging.USUAL,
    "told": charging.TOLD,
    "drafted": Text("{said}。{words}", "{said}. {words}"),
    "unit": Text("谁牵头", "Who leads"),
    "department": Text("部门", "Department"),
    "any": Text("不指定部门", "No department"),
    "due": Text("什么时候办结（默认 {days} 个工作日）", "Until when ({days} working days unless you say otherwise)"),
    "more": Text("配合单位、验收标准", "Who helps, and how it is accepted"),
    "helpers": Text("配合单位", "Who helps"),
    "acceptance": Text("怎样算办结", "How it is accepted"),
    "issue": Text("交办", "Issue"),
    "decided": Text("会议决定已交办为第 {number} 号，承办单位会收到通知。", "Decided, and issued as No. {number}; the unit is told."),
    "issued": Text("已交办第 {number} 号，承办单位会收到通知。", "Issued as No. {number}; the unit is told."),
    "not_here": Text(
        "这里没有可以交办的内容，或您没有交办权限。", "There is nothing here to charge anybody with, or it is not yours to do."
    ),
}  # fmt: skip


class Basis(NamedTuple):
    """What the form is about, the department that answers for it, and the whole that this is a part of."""

    about: About
    department: str
    whole: Instruction | None = None


def charge_link(scope: Scope, *, metric: str = "", unit: str = "", register: str = "", key: str = "") -> str:
    """The address of the form about a number or a row, for who may issue there; "" otherwise."""
    me, whose = actor(), unit or scope.unit
    if not _may(me, whose, register, scope):
        return ""
    more = {"register": register, "key": key} if register else {}
    return scope.link("instructions", unit=whose, metric=metric, charge="row" if register else "metric", **more)


def charge_way(scope: Scope, **about: str) -> list:
    """The same as a link among others: none or one."""
    found = charge_link(scope, **about)
    return [link(TEXTS["charge"].in_(scope.lang), found)] if found else []


def view_link(scope: Scope, page: str) -> str:
    """The address of the form about the view that is open, for who may issue there; "" otherwise, and for a page that is none
    to instruct at."""
    written = of_view.address(page, st.query_params.to_dict(), scope)
    asked = of_view.looked_at(written, scope) if written else None
    if asked is None or not _may(actor(), scope.unit, asked[0].register, scope):
        return ""
    return scope.link("instructions", metric="", charge="page", **{of_view.LOOKED: written})


def view_way(scope: Scope, page: str) -> list[Markup]:
    """The same as a link among others above a list as it is narrowed: none or one."""
    found = view_link(scope, page)
    return [link(TEXTS["charge"].in_(scope.lang), found)] if found else []


def chargeable(scope: Scope) -> tuple[str, ...]:
    """The units with all below them that this person may charge: what a board that many share differs by."""
    me = actor()
    held = {grant.unit for grant in me.grants} if me.login else ()
    return tuple(sorted(unit for unit in held if access.may(me, "instruct", unit, scope.tree)))


def told_link(scope: Scope, charges: tuple[str, ...], *, unit: str, metric: str, said: str, owner: str) -> str:
    """The address of the form about a number, filled with what was said of it and who answers; "" for who may not charge the
    unit (`charges`: those of `chargeable`)."""
    if unit not in scope.tree or metric not in METRICS or not set(charges) & set(scope.tree.path(unit)):
        return ""
    return scope.link("instructions", unit=unit, metric=metric, charge="metric", said=said, department=owner)


def question_link(scope: Scope, question: Thread, metric: str) -> str:
    """The address of the form that issues what an open question asks for; "" for who may not, or where it is closed."""
    register = question.measure if question.measure in REGISTERS and question.subject else ""
    if question.closed_at or not _may(actor(), question.unit, register, scope):
        return ""
    about = {"unit": question.unit, "month": question.month, "metric": "" if register else metric}
    row = {"register": register, "key": question.subject} if register else {}
    return scope.link("instructions", **about, charge="row" if row else "metric", **row, question=question.number)


def _may(me: Actor, unit: str, register: str, scope: Scope) -> bool:
    if not me.login or unit not in scope.tree or not access.may(me, "instruct", unit, scope.tree):
        return False
    return not register or may_read_rows(me, register, unit, scope.tree)


def form(scope: Scope) -> None:
    """What the address asks to issue about; or a sentence."""
    basis = _asked(scope)
    units = _units(basis, scope) if basis else []
    if basis is None or not units:
        empty = Panel("", render("empty", text=TEXTS["not_here"].in_(scope.lang)))
        show({"empty": empty}, scope, key="empty")
        return
    about, department, whole = basis
    lang, title = scope.lang, about.title.in_(scope.lang)
    departments = ["", *dict.fromkeys((*DEPARTMENTS, *([department] if department else [])))]
    place = scope.name(about.unit) if about.unit in scope.tree else about.unit
    told = TEXTS["about"].in_(lang, unit=place, month=month_name(about.month, lang), title=title)
    days = steps.usual_days(about.kind, about.register)
    due_on = _due_on(basis, days, scope)
    with panel("charge", TEXTS["charge"].in_(lang), told, scope):
        begun, words = _begun(scope)
        words_of = charging.SEEN if about.kind == "page" else TEXTS["usual"]
        usual = TEXTS["told"].in_(lang, said=begun) if begun else words_of.in_(lang, title=title)
        usual = TEXTS["drafted"].in_(lang, said=begun, words=words) if words else usual
        usual = whole.text if whole else usual
        said = st.text_area(TEXTS["what"].in_(lang), usual, LONGEST // 20, LONGEST, "charge-what")
        unit = st.selectbox(
            TEXTS["unit"].in_(lang), near(scope, units), 0, scope.name, "charge-unit", left_out(scope, units)
        )
        owner = st.selectbox(
            TEXTS["department"].in_(lang),
            departments,
            departments.index(department),
            lambda name: office(name).in_(lang) if name else TEXTS["any"].in_(lang),
            key="charge-department",
        )
        due = st.date_input(
            TEXTS["due"].in_(lang, days=days),
            due_on,
            min_value=months.today(),
            key="charge-due",
        )
        with st.expander(TEXTS["more"].in_(lang)):
            others = [each for each in scope.tree.codes if scope.is_own(each)]
            helpers = st.multiselect(
                TEXTS["helpers"].in_(lang),
                near(scope, others),
                format_func=scope.name,
                key="charge-helpers",
                placeholder="",
                help=left_out(scope, others),
            )
            how = st.text_area(
                TEXTS["acceptance"].in_(lang),
                charging.accepted_by(about).in_(lang),
                max_chars=LONGEST,
                key="charge-how",
            )
            shown_by = None if whole else condition.asked(about, scope)
        order = Order(said, unit, about, owner, due if isinstance(due, date) else None, how, "", tuple(helpers))
        order = replace(order, part_of=whole.number) if whole else replace(order, condition=shown_by)
        st.button(TEXTS["issue"].in_(lang), type="primary", key="charge-now", on_click=doing, args=(_issue, order))


def _due_on(basis: Basis, days: int, scope: Scope) -> date:
    """The day that stands in the form: the one that the list gives the row, of a part no later than the whole, else the usual."""
    today = months.today()
    usual = working_days.after(today, days)
    if basis.whole and basis.whole.standing.due >= today:
        return min(usual, basis.whole.standing.due)
    about = basis.about
    if basis.whole or about.kind != "row":
        return usual
    with room.engine().connect() as conn:
        listed = charging.due_of_row(conn, about, tuple(sorted(units_readable(actor(), about.register, scope.tree))))
    return listed if listed and listed >= today else usual


def _begun(scope: Scope) -> tuple[str, str]:
    """What the text begins with – what was said of the number, what a rule told of it, or what the question asked – and the
    words that the rule is to say ("": the usual ones)."""
    draft, number = address.number("draft"), address.number("question")
    if draft is not None:
        return begun(draft, scope.month, scope.metric, scope) or ("", "")
    if number is None:
        return st.query_params.get("said", "")[:FEW], ""
    with room.engine().connect() as conn:
        found = thread(conn, number, actor())
    return (" ".join(found.messages[0].text.split())[:FEW].rstrip("。？！.?!") if found else ""), ""


def _units(basis: Basis, scope: Scope) -> list[str]:
    """Who may lead: of a part units below the one that leads the whole."""
    lead = basis.whole.standing.unit if basis.whole else basis.about.unit
    below = scope.tree.below(lead)[1 if basis.whole else 0 :] if lead in scope.tree else ()
    return [unit for unit in below if access.may(actor(), "instruct", unit, scope.tree)]


def _asked(scope: Scope) -> Basis | None:
    """What the form is about; None where this person may not issue about it."""
    query = st.query_params
    if query.get("charge") == "part":
        return _part(address.number("instruction"))
    found = _view(scope) if query.get("charge") == "page" else _thing(scope)
    return Basis(*found) if found else None


def _part(number: int | None) -> Basis | None:
    """A part is about what its whole is about."""
    with room.engine().connect() as conn:
        whole = mine.opened(conn, number, actor()) if number is not None else None
    return Basis(whole.one.about, whole.one.department, whole.one) if whole else None


def _view(scope: Scope) -> tuple[About, str] | None:
    """The view one looked at, and the department that answers for its list or metric."""
    found = of_view.looked_at(st.query_params.get(of_view.LOOKED, ""), scope)
    return found if found and _may(actor(), found[0].unit, found[0].register, scope) else None


def _thing(scope: Scope) -> tuple[About, str] | None:
    """The number or row, and the department that answers for it."""
    query, me = st.query_params, actor()
    register = query.get("register", "") if query.get("charge") == "row" else ""
    if (register and register not in REGISTERS) or not _may(me, scope.unit, register, scope):
        return None
    with room.engine().connect() as conn:
        if register:
            owners = tuple(sorted(units_readable(me, register, scope.tree)))
            return charging.of_row(conn, register, query.get("key", "")[:200], owners, scope.month, scope.revision)
        if scope.metric not in METRICS:
            return None
        about = charging.of_metric(conn, scope.metric, scope.unit, scope.month, scope.revision)
    if rights.is_restricted(about.register) and not may_read_rows(me, about.register, scope.unit, scope.tree):
        return None
    return about, query.get("department", "")[:DEPARTMENT] or METRICS[scope.metric].owner.zh


def _issue(order: Order) -> None:
    if order.condition:
        closing.require_sense(order.condition, order.about.value)
    meeting, question, draft = address.number("meeting"), address.number("question"), address.number("draft")
    if meeting is not None:  # decided in a meeting, at a number or a row that it shows
        number = meetings.decide(room.engine(), meeting, order, by=actor())
    elif question is not None:
        number = asked.charge(room.engine(), question, order, by=actor())
    elif draft is not None:
        number = drafting.send(room.engine(), draft, order, by=actor())
    else:
        number = steps.issue(room.engine(), order, by=actor())
    told = TEXTS["issued" if meeting is None else "decided"]
    say(filled(told, {"number": number}))
    for name in (
        "charge",
        "register",
        "key",
        "metric",
        "said",
        "department",
        "meeting",
        "question",
        "draft",
        "revision",
        of_view.LOOKED,
    ):
        st.query_params.pop(name, None)
    st.query_params["instruction"] = str(number)
