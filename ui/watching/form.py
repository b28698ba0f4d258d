"""One rule: which, by which threshold, and what it would have told – before it is kept."""

import streamlit as st
from markupsafe import Markup

from data import access, months, store
from data.text import Text
from data.watching import kinds, rights, steps
from data.watching.kinds import KINDS, WHOLE, Threshold
from data.watching.reading import Told, Watch, Watched
from data.watching.steps import LONGEST_DRAFT
from metrics.watching import keeping
from metrics.watching.naming import link_of, name_of
from metrics.watching.trying import Trial, tried
from ui import room
from ui.actor import actor
from ui.page import panel, show
from ui.panels import Panel
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import Column, link, table
from ui.templates import render

TEXTS = {
    "watch": Text("关注{name}", "Watch {name}"),
    "rule": Text("什么变化时提醒", "Tell me when"),
    "keep": Text("关注", "Watch"),
    "change": Text("保存", "Save"),
    "end": Text("取消关注", "Stop watching"),
    "kept": Text("已关注。有变化时会在通知里告诉您。", "Kept. A change is told among your notices."),
    "changed": Text("规则已改。", "The rule is changed."),
    "ended": Text("已取消关注。", "You no longer watch it."),
    "drafts": Text("变化时替我拟好一件交办，由我看过后发出", "Draft an instruction when it changes, for me to look at and send"),
    "draft": Text("要办什么（可不填，用通用的写法）", "What is to be done (left empty: the usual words)"),
    "would": Text(
        "试算：{first} 至 {last} 共 24 个月，这条规则会提醒您 {count} 次。",
        "Tried: in the 24 months from {first} to {last} this rule would have told you {count} times.",
    ),
    "once": Text(
        "试算：{first} 至 {last} 共 24 个月，这条规则会提醒您 1 次。",
        "Tried: in the 24 months from {first} to {last} this rule would have told you once.",
    ),
    "never": Text(
        "试算：{first} 至 {last} 共 24 个月，这条规则一次也不会提醒您。",
        "Tried: in the 24 months from {first} to {last} this rule would never have told you.",
    ),
    "basis": Text(
        "按现在库里的数据算，后来的补报和更正都计入，与当时看到的可能不同。",
        "By the figures as they stand now, with late reports and corrections: what was seen at the time may differ.",
    ),
    "basis_then": Text(
        "按当时已交的算：到那一天为止交上来的才算报了。", "By what had been handed in by that day, as it was known then."
    ),
    "month": Text("月份", "Month"),
    "said": Text("内容", "What"),
    "told": Text("告诉过您的", "What you were told"),
    "at": Text("时间", "When"),
    "no_longer": Text("（已不成立）", "(no longer holds)"),
    "known": Text("（关注时已如此，未另行告知）", "(so already when you began; not told)"),
}  # fmt: skip


def begin(scope: Scope, watched: Watched) -> None:
    """The form of a new rule."""
    lang = scope.lang
    with room.engine().connect() as conn:
        name = name_of(conn, watched, scope.tree)
    offered = [
        kind
        for kind in keeping.kinds_for(watched, kinds.kinds_of(watched.subject))
        if rights.reads_peers(actor(), kind, watched.unit, scope.tree)
    ]
    with panel("watch", TEXTS["watch"].in_(lang, name=name.in_(lang)), Markup(""), scope):
        kind = st.radio(
            TEXTS["rule"].in_(lang),
            offered,
            0,
            lambda key: KINDS[key].name.in_(lang),
            key="watch-kind",
            horizontal=True,
        )
        threshold = _threshold(kind, None, scope)
        _trial(watched, kind, threshold, scope)
        draft = _draft(watched, kind, None, scope)
        label = TEXTS["keep"].in_(lang)
        st.button(
            label, type="primary", key="watch-keep", on_click=doing, args=(_keep, watched, kind, threshold, draft)
        )


def edit(scope: Scope, mine: Watch, found: list[Told]) -> None:
    """One's own rule: another threshold, what it has told, and its end."""
    lang = scope.lang
    with room.engine().connect() as conn:
        name = name_of(conn, mine.watched, scope.tree)
    rule = KINDS[mine.kind].written(mine.threshold).in_(lang)
    with panel("watch", TEXTS["watch"].in_(lang, name=name.in_(lang)), rule, scope):
        threshold = _threshold(mine.kind, mine.threshold, scope)
        if rights.may_watch(actor(), mine.watched, scope.tree):
            _trial(mine.watched, mine.kind, threshold, scope)
        draft = _draft(mine.watched, mine.kind, mine.draft, scope)
        with st.container(horizontal=True, key="watch-doing"):
            if KINDS[mine.kind].threshold or _drafts(mine.watched, mine.kind, scope):
                label, args = TEXTS["change"].in_(lang), (_change, mine.number, threshold, draft)
                st.button(label, type="primary", key="watch-change", on_click=doing, args=args)
            st.button(TEXTS["end"].in_(lang), key="watch-end", on_click=doing, args=(_end, mine.number))
    if found:
        show({"told": Panel(TEXTS["told"].in_(lang), _told(mine, found, scope))}, scope, key="told")


def _threshold(kind: str, now: float | None, scope: Scope) -> float | None:
    bound: Threshold | None = KINDS[kind].threshold
    if bound is None:
        return None
    usual = bound.usual if now is None else now
    number = int if kind in WHOLE else float
    asked = st.number_input(
        bound.asked.in_(scope.lang),
        number(bound.least),
        number(bound.most),
        number(usual),
        step=number(1),
        key=f"watch-threshold-{kind}",
        width=220,
    )
    return float(asked)


def _drafts(watched: Watched, kind: str, scope: Scope) -> bool:
    """Whether this person's rule could draft an instruction."""
    return kinds.drafts(watched.subject, kind) and access.may(actor(), "instruct", watched.unit, scope.tree)


def _draft(watched: Watched, kind: str, now: str | None, scope: Scope) -> str | None:
    """What an instruction is to say that the rule drafts; None where it drafts none."""
    if not _drafts(watched, kind, scope):
        return None
    if not st.checkbox(TEXTS["drafts"].in_(scope.lang), now is not None, key="watch-drafts"):
        return None
    return st.text_input(TEXTS["draft"].in_(scope.lang), now or "", LONGEST_DRAFT, key="watch-draft", width=800)


def _trial(watched: Watched, kind: str, threshold: float | None, scope: Scope) -> None:
    with store.reading(room.engine()) as conn:
        trial = tried(conn, watched, kind, threshold, by=actor())
    show({"trial": Panel("", _would(trial, watched, kind, scope))}, scope, key="step-trial")


def _would(trial: Trial, watched: Watched, kind: str, scope: Scope) -> Markup:
    lang = scope.lang
    key = {0: "never", 1: "once"}.get(len(trial.told), "would")
    run = {"first": months.label(trial.first), "last": months.label(trial.last), "count": len(trial.told)}
    basis = TEXTS["basis_then" if kind == "incomplete" else "basis"].in_(lang)
    said = render("told", title=TEXTS[key].in_(lang, **run), text=basis)
    if not trial.told:
        return said
    columns = [Column("month", TEXTS["month"].in_(lang), "short main"), Column("said", TEXTS["said"].in_(lang))]
    rows = [
        {"month": _opened(watched, kind, each.month, each.item, scope), "said": each.said.in_(lang)}
        for each in trial.told
    ]
    return said + table(columns, rows, empty="")


def _opened(watched: Watched, kind: str, month, item: str, scope: Scope) -> Markup:
    more = "".join(f"&{name}={value}" for name, value in {"lang": scope.lang, **scope.in_room()}.items())
    return link(months.label(month), f"./{link_of(watched, kind, month, item)}{more}")


def _told(mine: Watch, found: list[Told], scope: Scope) -> Markup:
    lang = scope.lang
    keys = {"at": "short", "month": "short main", "said": ""}
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in keys.items()]
    rows = [
        {
            "at": when(each.at),
            "month": _opened(mine.watched, mine.kind, each.found.month, each.found.item, scope),
            "said": each.found.said.in_(lang) + _mark(each, lang),
        }
        for each in found
    ]
    return table(columns, rows, empty="")


def _mark(each: Told, lang) -> str:
    if not each.found.state:
        return TEXTS["no_longer"].in_(lang)
    return "" if each.told else TEXTS["known"].in_(lang)


def _keep(watched: Watched, kind: str, threshold: float | None, draft: str | None) -> None:
    keeping.begin(room.engine(), watched, kind, threshold, draft, by=actor())
    _leave("kept")


def _change(number: int, threshold: float | None, draft: str | None) -> None:
    keeping.change(room.engine(), number, threshold, draft, by=actor())
    _leave("changed")


def _end(number: int) -> None:
    steps.end(room.engine(), number, by=actor())
    _leave("ended")


def _leave(key: str) -> None:
    """Back to the list."""
    say(TEXTS[key])
    for name in ("watch", "rule", "register", "key", "metric"):
        st.query_params.pop(name, None)
