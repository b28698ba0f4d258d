"""The five ‘ones’ tried on the store as it stands, above the rows that say what came of it before."""

from datetime import date

import streamlit as st
from markupsafe import Markup

from data import months
from data.media_types import XLSX
from data.text import Text
from metrics import acceptance
from metrics.acceptance import Trial, recording
from ui import reads
from ui.exporting import given_out, mark_of, marked
from ui.page import show
from ui.panels import Panel, beside_title
from ui.registers.keeping import keeps
from ui.rows.fields import chip, register_name
from ui.rows.links import listed
from ui.scope import Scope
from ui.tables import Column, link, table

REGISTER = recording.REGISTER
TRY = "try"  # in the address: what is tried takes seconds, and is done where somebody asks for it
TEXTS = {
    "title": Text("驾驶舱自检", "The cockpit tries itself"),
    "why": Text(
        "五个“一”各自承诺什么，用现在库里的数据逐项检验：全景图、结论、搜索、交办、服务、填报和日志。",
        "What each of the five promises, tried on the store as it stands: the picture, the conclusions, the search, instructions, "
        "services, reports and the log.",
    ),
    "now": Text("现在检验", "Try it now"),
    "tried": Text("{day} 检验，{passed}/{all} 项通过", "Tried on {day}: {passed} of {all} passed"),
    "promise": Text("承诺", "Promise"),
    "test": Text("检验什么", "What is tried"),
    "result": Text("结果", "Result"),
    "found": Text("所见", "What was seen"),
    "untried": Text("没有可检验的", "Nothing to try it on"),
    "none": Text("没有检验项。", "No tests."),
    "file": Text("检验结果工作簿（上传即记入清单）", "Workbook of the results (uploaded, they are rows of the list)"),
}


def shown(scope: Scope) -> None:
    """The way to try it, or what came of it. Of a day gone by nothing is tried: its rows say what was seen then."""
    if scope.pinned:
        return
    if TRY not in st.query_params:
        way = link(TEXTS["now"].in_(scope.lang), listed(scope, REGISTER.key, **{TRY: "1"}))
        body = Markup('<p>{}</p><p class="ways">{}</p>').format(TEXTS["why"].in_(scope.lang), way)
        show({"acceptance": Panel(TEXTS["title"].in_(scope.lang), body)}, scope, key="acceptance")
        return
    day = months.today()
    found = reads.once(_tried, scope, scope.unit, scope.month)
    show({"acceptance": _results(found, scope, day)}, scope, key="acceptance")
    if keeps(scope, REGISTER.key):
        _workbook(found, scope, day)


@reads.by_revision(rows=True)
def _tried(conn, _revision, unit: str, month: date) -> tuple[Trial, ...]:
    return acceptance.tried(conn, unit, month, months.today())


def _results(found: tuple[Trial, ...], scope: Scope, day: date) -> Panel:
    lang = scope.lang
    promises = dict(REGISTER.field("promise").choices)
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in
               (("promise", ""), ("test", "main"), ("result", ""), ("found", ""))]  # fmt: skip
    rows = [
        {
            "promise": promises[each.promise].in_(lang),
            "test": Markup('<span data-tip="{}">{}</span>').format(each.how.in_(lang), each.name.in_(lang)),
            "result": chip(REGISTER, each.result, lang) if each.result else TEXTS["untried"].in_(lang),
            "found": each.found.in_(lang) if each.result else "—",
        }
        for each in found
    ]
    passed = sum(each.result == "passed" for each in found)
    said = TEXTS["tried"].in_(lang, day=day, passed=passed, all=sum(each.result is not None for each in found))
    return Panel(TEXTS["title"].in_(lang), table(columns, rows, empty=TEXTS["none"].in_(lang)), beside_title(said))


def _workbook(found: tuple[Trial, ...], scope: Scope, day: date) -> None:
    """The results for who keeps the list, as a file that is uploaded and approved like any other."""
    name = marked(f"{register_name(REGISTER.key, scope)}-{scope.name(scope.unit)}-{day}.xlsx", scope)
    st.download_button(
        TEXTS["file"].in_(scope.lang),
        given_out(
            f"register {REGISTER.key}", name, lambda: recording.workbook(found, scope.unit, day, mark=mark_of(scope))
        ),
        file_name=name,
        mime=XLSX,
        icon=":material/edit_document:",
        on_click="ignore",
        key="acceptance-file",
    )
