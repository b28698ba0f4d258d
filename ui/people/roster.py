"""People from a workbook: the template, the upload, what must be mended or would change, and the button that does it."""

import streamlit as st
from markupsafe import Markup

from data import lanes, rooms
from data.access import Grant
from data.media_types import XLSX
from data.people.roster.bringing import bring
from data.people.roster.checking import Checked, Person, check
from data.people.roster.columns import template
from data.people.roster.reading import Read, read
from data.refusal import Refusal
from data.text import LANGUAGES, Language, Text
from data.units import Tree
from ui import actor as signed
from ui.actor import later
from ui.desk.findings import findings
from ui.page import show
from ui.panels import Panel
from ui.people.people import role_in_words, today, units_of
from ui.saying import doing, say
from ui.scope import Scope
from ui.tables import Column, table
from ui.templates import render

SHOWN = 200  # people of the comparison on screen
FILE, KEPT = "roster-file", "roster_read"
TEXTS = {
    "roster": Text("从工作簿导入", "From a workbook"),
    "told": Text(
        "下载模板，每行填一人一个角色，上传后先核对、对比，再导入。新账号的一次性密码在导入后显示一次。",
        "Download the template, write one person and one role a row, and upload it: it is checked and compared before anything "
        "is done. The one-time passwords of new accounts are shown once, after that.",
    ),
    "template": Text("下载人员模板", "Template"),
    "file_name": Text("人员模板.xlsx", "people.xlsx"),
    "file": Text("人员工作簿（xlsx、xls、ods、et、csv）", "Workbook of people (xlsx, xls, ods, et, csv)"),
    "compared": Text("导入后会怎样：新建 {new} 人，修改 {changed} 人，{same} 人不变", "What would change: {new} new, {changed} changed, {same} as they are"),
    "more": Text("另有 {count} 人，导入时一并处理。", "{count} more, who come in with these."),
    "bring": Text("导入", "Bring them in"),
    "what": Text("变化", "Change"),
    "name": Text("姓名", "Name"),
    "login": Text("账号", "Account"),
    "unit": Text("单位", "Unit"),
    "roles": Text("授予角色", "Roles given"),
    "mail": Text("邮箱", "Mail"),
    "new": Text("新建", "New"),
    "changed": Text("修改", "Changed"),
    "same": Text("不变", "As it is"),
    "from_to": Text("{was} → {now}", "{was} → {now}"),
    "empty": Text("（空）", "(empty)"),
    "done": Text("已导入 {count} 人，其中新建 {new} 人。", "{count} people brought in, {new} of them new."),
    "done_once": Text(
        "已导入 {count} 人。新账号的一次性密码（单位 · 姓名 · 账号 · 密码）：",
        "{count} people brought in. The one-time passwords of the new ones (unit · name · account · password):",
    ),
    "hand_over": Text(
        "只显示这一次，不留存、不发邮件：请现在打印或抄下，当面交给本人；首次登录须修改。",
        "Shown only now, kept and mailed nowhere: print or copy them and hand each to its owner, who changes it at the first "
        "sign-in.",
    ),
}  # fmt: skip
COLUMNS = {"what": "short", "name": "main", "login": "short", "unit": "short", "roles": "", "mail": ""}


def bringing(scope: Scope) -> None:
    """The way in of a workbook of people, folded until it is wanted."""
    lang = scope.lang
    with st.expander(TEXTS["roster"].in_(lang), icon=":material/group_add:", key="roster"):
        st.caption(TEXTS["told"].in_(lang))
        st.download_button(
            TEXTS["template"].in_(lang),
            later(lambda: _template(scope)),
            file_name=TEXTS["file_name"].in_(lang),
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="roster-template",
        )
        file = st.file_uploader(
            TEXTS["file"].in_(lang), type=["xlsx", "xlsm", "xls", "ods", "et", "csv"], key=_file_key()
        )
        if file is not None:
            _looked_at(_read(file), scope)


def _template(scope: Scope) -> bytes:
    tree = today(scope)
    return template(tree, units_of(signed.person(), "keep_people", tree), scope.lang)


def _file_key() -> str:
    """Another one after each file that came in: that is how Streamlit forgets the last."""
    return f"{FILE}-{st.session_state.get('roster_round', 0)}"


def _read(file) -> Read | Refusal:
    """What the file says, read once while it lies there."""
    kept = st.session_state.get(KEPT)
    if kept and kept[0] == file.file_id:
        return kept[1]
    try:
        found = read(file.getvalue(), file.name, signed.person().login)
    except lanes.Busy as busy:  # read again with the next press
        return busy
    st.session_state[KEPT] = (file.file_id, found)
    return found


def _looked_at(found: Read | Refusal, scope: Scope) -> None:
    """What must be mended; where nothing must, what would change, and the button."""
    if isinstance(found, Refusal):
        show({"busy": Panel("", render("words", text=found.sentence.in_(scope.lang)))}, scope, key="roster-busy")
        return
    with rooms.real().connect() as conn:
        checked = check(conn, found, signed.person())
    if checked.findings:
        show({"findings": findings(checked.findings, None, scope, mend="in_file")}, scope, key="roster-findings")
        return
    show({"compared": _compared(checked, scope)}, scope, key="roster-compared")
    idle = all(one.kind == "same" for one in checked.people)
    st.button(
        TEXTS["bring"].in_(scope.lang),
        type="primary",
        key="roster-now",
        disabled=idle,
        on_click=doing,
        args=(_bring, found, checked, scope),
    )


def _compared(checked: Checked, scope: Scope) -> Panel:
    """Who is new, who is changed and how; those who are changed first."""
    lang = scope.lang
    kinds = [one.kind for one in checked.people]
    counts = {kind: kinds.count(kind) for kind in ("new", "changed", "same")}
    people = sorted(checked.people, key=lambda one: ("changed", "new", "same").index(one.kind))
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    rows = [_line(one, scope) for one in people[:SHOWN]]
    left = len(people) - SHOWN
    more = render("words", text=TEXTS["more"].in_(lang, count=left)) if left > 0 else Markup("")
    return Panel(TEXTS["compared"].in_(lang, **counts), table(columns, rows, empty="") + more)


def _line(one: Person, scope: Scope) -> dict[str, object]:
    tree, lang = today(scope), scope.lang

    def named(code: str) -> str:
        return tree[code].name(lang) if code in tree else code

    was = {key: named(value) if key == "unit" else value for key, value in (one.was or {}).items()}
    now = {"name": one.name, "unit": named(one.unit), "mail": one.mail}
    said: dict[str, object] = {
        key: TEXTS["from_to"].in_(lang, was=was[key] or TEXTS["empty"].in_(lang), now=text) if key in was else text
        for key, text in now.items()
    }
    roles = "；".join(_role(grant, tree, lang) for grant in one.roles)
    return said | {
        "what": TEXTS[one.kind].in_(lang),
        "login": one.login,
        "roles": roles or "—",
        "mail": said["mail"] or "—",
    }


def _role(grant: Grant, tree: Tree, lang: Language) -> str:
    row = {"role": grant.role, "for_unit": grant.unit, "departments": sorted(grant.departments)}
    return role_in_words(row, tree, lang)


def _bring(found: Read, checked: Checked, scope: Scope) -> None:
    given = bring(rooms.real(), found, checked, by=signed.person())
    st.session_state.pop(KEPT, None)
    st.session_state["roster_round"] = st.session_state.get("roster_round", 0) + 1
    count = sum(one.kind != "same" for one in checked.people)
    told = TEXTS["done_once" if given else "done"]
    sentence = Text(*(told.in_(lang, count=count, new=len(given)) for lang in LANGUAGES))
    tree = today(scope)
    secret = "\n".join(
        f"{tree[each.unit].name(scope.lang)} · {each.name} · {each.login} · {each.once}" for each in given
    )
    say(sentence, secret=secret, more=TEXTS["hand_over"])
