"""The forms of questions: asking at a figure, answering with files, closing, taking attached files along."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from markupsafe import Markup

from data import months, working_days
from data.access import Actor
from data.questions import appeals, evidence
from data.questions import questions as talk
from data.questions.evidence import KINDS, File
from data.questions.rights import may_answer, may_close
from data.questions.threads import Attached, Spot, Thread
from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from ui import room
from ui.actor import actor
from ui.attached import Attachment, attached
from ui.board import ARRIVE, board
from ui.page import panel
from ui.scope import Scope
from ui.templates import render
from ui.texts import language

TEXTS = {
    "not_scanned": Text("未经病毒查验", "not checked for viruses"),
    "ask": Text("提问", "Ask"),
    "where": Text("就什么提问", "About what"),
    "by": Text(
        "请于哪天前答复（默认 {days} 个工作日）", "To be answered by ({days} working days unless you say otherwise)"
    ),
    "question": Text("您的问题", "Your question"),
    "told": Text(
        "该单位的填报员和责任部门会收到通知，答复留在这里。请勿填写身份证号、手机号等个人信息。",
        "The unit's steward and the department that answers are told, and the answer stays here. Write no personal data, such "
        "as telephone numbers.",
    ),
    "send": Text("提出", "Ask"),
    "thread": Text("第 {number} 号提问", "Question {number}"),
    "answer": Text("答复", "Answer"),
    "add": Text("补充", "Add"),
    "close": Text("办结", "Close the question"),
    "withdraw": Text("撤回提问", "Take the question back"),
    "attach": Text(
        "附件（PDF、图片、Excel、Word、文本；最多 {files} 个，每个不超过 {mb} MB）",
        "Files (PDF, pictures, Excel, Word, text; at most {files}, {mb} MB each)",
    ),
    "appeal": Text("对得分申诉", "Appeal against points"),
    "reason": Text("申诉理由和依据", "Your reason, and what it rests on"),
    "appeal_told": Text(
        "公布这套评价体系的单位会收到通知，答复留在这里；办结前得分旁标明“申诉中”。请勿填写身份证号、手机号等个人信息。",
        "Whoever declared the index system is told, and the answer stays here; until it is closed the points are marked. Write "
        "no personal data, such as telephone numbers.",
    ),
    "raise": Text("提交申诉", "Appeal"),
    "appeal_thread": Text("第 {number} 号申诉", "Appeal {number}"),
    "close_appeal": Text("办结", "Close the appeal"),
    "withdraw_appeal": Text("撤回申诉", "Take the appeal back"),
    "appealed": Text("已提交，评分单位会收到通知。", "The appeal is made; whoever gave the points is told."),
    "asked": Text("已提出，该单位和责任部门会收到通知。", "Asked; the unit and the department that answers are told."),
    "said": Text("已发出，对方会收到通知。", "Sent; the others are told."),
    "closed": Text("已办结。", "The question is closed."),
    "withdrawn": Text("已撤回。", "The question is taken back."),
}


def ask_form(spots: Mapping[Spot, str], at: str, scope: Scope, *, appeal: bool = False) -> None:
    """Which figure or row, the words, the day by which, files, and the button. `at` (the spot's parts, `~` between) chooses
    the figure; where there is one alone it is chosen. `appeal`: the spots are points that one objects to."""
    title, told, words, send = (
        ("appeal", "appeal_told", "reason", "raise") if appeal else ("ask", "told", "question", "send")
    )
    options = list(spots)
    chosen = next((i for i, spot in enumerate(options) if spot_written(spot) == at), 0)
    above = render("words", text=TEXTS[told].in_(scope.lang)) + ARRIVE.format(f"ask-{at}")
    with panel("question", TEXTS[title].in_(scope.lang), above, scope):
        st.selectbox(TEXTS["where"].in_(scope.lang), options, chosen, spots.__getitem__, key="ask-at")
        days, today = settings().questions.days, months.today()
        usual = working_days.after(today, days)
        st.date_input(TEXTS["by"].in_(scope.lang, days=days), usual, min_value=today, key="ask-due")
        _words(words, scope)
        st.button(TEXTS[send].in_(scope.lang), type="primary", key="ask-now", on_click=_ask, args=(appeal,))


def reply_form(asked: Thread, shown: Markup, scope: Scope, me: Actor) -> None:
    """One thread with its files and, for who may, the words to add and the buttons."""
    own = me.login == asked.asked_by
    title = TEXTS["appeal_thread" if asked.is_appeal else "thread"].in_(scope.lang, number=asked.number)
    with panel("question", title, shown + ARRIVE.format(f"question-{asked.number}"), scope):
        _files([file for said in asked.messages for file in said.files], f"question {asked.number}")
        if asked.closed_at:
            return
        may = own or may_answer(me, asked.measure, asked.answering, scope.tree, asked.department)
        if may:
            _words("add" if own else "answer", scope)
        with st.container(horizontal=True, key="question-buttons"):
            if may:
                label = TEXTS["add" if own else "answer"].in_(scope.lang)
                st.button(label, type="primary", key="answer-now", on_click=_answer, args=(asked.number,))
            closing = may_close(me, asked.measure, asked.unit, scope.tree, asked.asked_by, asked.answering)
            if closing and (own or asked.answered):
                word = "close" if asked.answered else "withdraw"
                label = TEXTS[f"{word}_appeal" if asked.is_appeal else word].in_(scope.lang)
                came = "closed" if asked.answered else "withdrawn"
                st.button(label, key="close-now", on_click=_close, args=(asked.number, came))


def spot_written(spot: Spot) -> str:
    """A figure as an address names it: measure~unit~month~subject."""
    measure, unit, month, subject = spot
    return f"{measure}~{unit}~{month:%Y-%m}~{subject}"


def what_was_said(scope: Scope) -> None:
    """What came of a button, told once."""
    if said := st.session_state.pop("question_said", None):
        board(render("notes", notes=[said.in_(scope.lang)]), key="question-said", lang=scope.lang)


def _words(label: str, scope: Scope) -> None:
    here = settings().evidence
    st.text_area(TEXTS[label].in_(scope.lang), max_chars=talk.LONGEST, height=110, key="question-text")
    st.file_uploader(
        TEXTS["attach"].in_(scope.lang, files=here.files, mb=here.file_mb),
        type=list(KINDS),
        accept_multiple_files=True,
        max_upload_size=here.file_mb,
        key=_files_key(),
    )


def _files(files: list[Attached], about: str) -> None:
    """Attached files with their size, and a word where no scanner has looked at them."""
    unchecked = f" · {TEXTS['not_scanned'].in_(language())}"
    told = [(file, f"（{_size(file.size)}）" + ("" if file.scanned else unchecked)) for file in files]
    attached([Attachment(file.number, file.name, said) for file, said in told], _content, about, key="question-files")


def _content(number: int) -> bytes:
    with room.engine().connect() as conn:
        return evidence.file_of(conn, number, actor())[2]


def _size(size: int) -> str:
    return f"{max(size // 1024, 1)} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


def _files_key() -> str:
    """Another one after each message: that is how Streamlit forgets the files of the last."""
    return f"question-files-{st.session_state.get('question_round', 0)}"


def _attached() -> tuple[File, ...]:
    return tuple(File(each.name, each.getvalue()) for each in st.session_state.get(_files_key()) or ())


def _ask(appeal: bool) -> None:
    try:
        spot, said, due = (st.session_state[name] for name in ("ask-at", "question-text", "ask-due"))
        due = due if isinstance(due, date) else None
        measure, unit, month, subject = spot  # of an appeal `unit` may be a department or an application
        engine, me, files = room.engine(), actor(), _attached()
        if appeal:
            number = appeals.appeal(engine, subject, unit, month, said, by=me, due=due, evidence=files)
        else:
            number = talk.ask(engine, measure, unit, month, subject, said, by=me, due=due, evidence=files)
    except Refusal as refused:
        st.session_state["question_said"] = refused.sentence
    else:
        st.query_params["question"] = str(number)
        for name in ("at", "item"):
            st.query_params.pop(name, None)
        _done("appealed" if appeal else "asked")


def _answer(number: int) -> None:
    try:
        talk.answer(room.engine(), number, st.session_state["question-text"], by=actor(), evidence=_attached())
    except Refusal as refused:
        st.session_state["question_said"] = refused.sentence
    else:
        _done("said")


def _close(number: int, came: str) -> None:
    try:
        talk.close(room.engine(), number, by=actor())
    except Refusal as refused:
        st.session_state["question_said"] = refused.sentence
    else:
        _done(came)


def _done(said: str) -> None:
    """Say so, and empty the form."""
    st.session_state["question_said"] = TEXTS[said]
    st.session_state["question-text"] = ""
    st.session_state["question_round"] = st.session_state.get("question_round", 0) + 1
