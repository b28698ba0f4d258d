"""The title bar: whose state, of which month, how sure, the way to the other pages, and who is signed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from data import access, months
from data.access import ROLES
from data.people import sessions
from data.presenting.views import LEFT_OUT
from data.settings import settings
from data.text import Text
from metrics.papers.making import PAPERS
from metrics.periods import PERIODS
from ui import actor as signed
from ui import reads, training
from ui.board import board
from ui.cards import KEYS
from ui.instructions.issuing import TEXTS as ISSUING
from ui.instructions.issuing import view_link
from ui.people.inbox import unread
from ui.presenting.words import add_href, file_href
from ui.scope import Scope, last_month, month_name, period_name, when
from ui.search.words import words as words_of_box
from ui.templates import render
from ui.texts import tell, teller
from ui.wall import told_live

MONTHS_BACK = 60  # months one can choose; an earlier one still opens by its address
FLAT = 7  # so many pages stand side by side; more are gathered under their section
LEADING = 3  # of the first section these always stand side by side
SUBJECTS = (
    "applications",
    "platform",
    "services",
    "organisation",
    "economy",
    "results",
    "diffusion",
    "map",
)  # of the rest, what asks of one side of the reform
BY_PERIOD = {"overview", "problems", "applications", "passport", "reporting"}  # their numbers can be of any period
# What one was doing, and how far down a list one was: it ends with another month.
OF_THE_MOMENT = LEFT_OUT | {
    "from", "before", "batch", "submission", "withdraw", "correct", "draft", "sheet", "cell", "show",
}  # fmt: skip
OWED = {"desk", "upload", "reporting", "duties", "approval"}  # of what is to be reported: they open at the month owed
APART = {
    "system",
    "passport",
    "register",
    "object",
    "unit",
    "person",
    "notices",
    "account",
    "training",
}  # reached from a number, from the bell, from one's name
TEXTS = {
    "subjects": Text("专题", "Subjects"),
    "more": Text("更多", "More"),
    "notices": Text("通知", "Notices"),
    "unread": Text("{count} 条未读通知", "{count} unread notices"),
    "account": Text("我的账号", "My account"),
    "training": Text("演练室", "Training room"),
    "parts": Text("换一个角色、重置演练室", "Another part, or reset the room"),
    "leave": Text("返回正式数据", "Back to the real figures"),
    "password": Text("修改密码", "Change the password"),
    "sign_out": Text("退出登录", "Sign out"),
    "add_view": Text("加入演示脚本", "Add this view"),
    "who": Text("{name}的账号", "The account of {name}"),
}
FILES = {  # what a page is taken along as, by its paper
    **{paper: Text(f"本页 PDF（{paper}）", f"This page as a PDF ({paper})") for paper in PAPERS},
    "": Text("本页图片", "This page as a picture"),
}
ON_ONE_PAGE = {  # a guide that prints on one page, for who does the work every month
    "steward": Text("填报员一页通", "For stewards, on one page"),
    "approver": Text("审核员一页通", "For approvers, on one page"),
}


@dataclass(frozen=True)
class Way:
    """A link of the navigation, or a menu of them."""

    name: str
    href: str = ""
    here: bool = False
    below: tuple["Way", ...] = ()


def frame(
    scope: Scope, sections: Mapping[str, Sequence[str]], here: str, *, follows: bool = False, live: str = ""
) -> None:
    """Show the title bar of a page. `sections`: the pages this person may open, by the name of their file; a wall has no
    way anywhere else. `follows`: it is a paired wall, which goes where a presenter leads it. `live`: how the store stood
    before the view was drawn (`ui.wall.standing`), for one that follows it."""
    t = teller(scope.lang)
    state = reads.state(scope)
    as_of = when(state.at) if state.at else "—"
    month = _months(scope, here)
    bar = render(
        "frame",
        t=t,
        wall=scope.wall,
        title=settings().title_zh if scope.lang == "zh" else settings().title_en,
        unit=scope.name(scope.unit),
        home=scope.link(metric="", month=month("overview")),
        ways=[] if scope.wall else _ways(scope, sections, here, month),
        demo=state.demo,
        training=_training(scope, here) if scope.room.is_training and not scope.wall else None,
        as_of=as_of,
        coverage=_coverage(scope, here),
        **_time(scope, _path(here), _asked_of_page()),
        periods=_periods(scope) if here in BY_PERIOD and not scope.wall else [],
        other=scope.link_here(_path(here), st.query_params.to_dict(), lang="en" if scope.lang == "zh" else "zh"),
        find=words_of_box(scope.lang),
        other_lang="en" if scope.lang == "zh" else "zh",
        who=None if scope.wall else _who(scope, {page for names in sections.values() for page in names}, here),
    )
    words = {
        "cut": t("cut", when=as_of, age="{age}"),
        "seconds": t("seconds", s="{s}"),
        "minutes": t("minutes", m="{m}", s="{s}"),
    }
    board(bar, key="frame", lang=scope.lang, watch=words, live=told_live(live, scope.lang), follows=follows)
    if scope.notes:
        board(render("notes", notes=scope.notes), key="notes", lang=scope.lang)


def title(scope: Scope, here: str) -> str:
    """What the browser's tab says: the page, whose state, and the cockpit."""
    named = settings().title_zh if scope.lang == "zh" else settings().title_en
    return f"{tell(scope.lang, here)} · {scope.name(scope.unit)} · {named}"


def _months(scope: Scope, here: str) -> Callable[[str], date]:
    """To which month the way to a page leads: that of the view; where nobody chose it, the one at which that page opens."""
    current = reads.current_revision()
    usual = {owed: reads.usual_month(current, scope.moment, owed=owed) for owed in (False, True)}
    chosen = scope.month != usual[here in OWED]
    return lambda page: scope.month if chosen else usual[page in OWED]


def _ways(scope: Scope, sections: Mapping[str, Sequence[str]], here: str, month: Callable[[str], date]) -> list[Way]:
    """Few pages stand side by side. Of many the leading ones do, what asks of one side of the reform is gathered, each section
    has a menu, and the rest are under More."""
    shown = {name: [page for page in pages if page not in APART] for name, pages in sections.items()}
    t = teller(scope.lang)

    def way(page: str) -> Way:
        return Way(t(page), scope.link(_path(page), metric="", month=month(page)), page == here)

    if sum(map(len, shown.values())) <= FLAT:
        return [way(page) for pages in shown.values() for page in pages]
    (_, leading), *middle, (_, last) = shown.items()
    menus = [_menu(t(name), [way(page) for page in pages]) for name, pages in middle if pages]
    subjects = [way(page) for page in leading[LEADING:] if page in SUBJECTS]
    more = [way(page) for page in (*leading[LEADING:], *last) if page not in SUBJECTS]
    gathered = [(TEXTS["subjects"], subjects), (TEXTS["more"], more)]
    asides = [_menu(name.in_(scope.lang), ways) for name, ways in gathered if ways]
    return [*map(way, leading[:LEADING]), *asides[: len(asides) - 1], *menus, *asides[len(asides) - 1 :]]


def _menu(name: str, ways: list[Way]) -> Way:
    return ways[0] if len(ways) == 1 else Way(name, here=any(each.here for each in ways), below=tuple(ways))


def _who(scope: Scope, pages: set[str], here: str) -> dict[str, object]:
    """Who is signed in: their notices, their account, and the way out."""
    who = signed.person()
    count = unread(signed.actor())
    told = {key: text.in_(scope.lang, name=who.name, count=count) for key, text in TEXTS.items()}
    return {
        "name": who.name,
        "roles": " · ".join(ROLES[role].in_(scope.lang) for role in ROLES if role in who.roles),
        "words": told,
        "unread": count,
        "notices": scope.link("notices", metric="") if "notices" in pages else "",
        "account": scope.link("account", metric="") if "account" in pages else "",
        "training": scope.link("training", metric="") if "training" in pages else "",
        "wall": scope.link(wall=True) if here == "overview" else "",
        "here": here,
        "add_view": _add_view(scope, here),
        "instruct": (view_link(scope, here), ISSUING["page"].in_(scope.lang)),
        "files": _files(scope, here),
        "guides": [
            (f"./guides/print/{role}{'.zh-CN' if scope.lang == 'zh' else ''}.html", name.in_(scope.lang))
            for role, name in ON_ONE_PAGE.items()
            if role in who.roles
        ],
        "out": f"./logout?lang={scope.lang}",
        "token": sessions.form_token(signed.cookie()),
    }


def _add_view(scope: Scope, here: str) -> str:
    """Where this view becomes a step of a storyline; "" for who presents nothing."""
    presents = access.may_somewhere(signed.person(), "present")
    return add_href(here, st.query_params.to_dict(), scope) if presents else ""


def _files(scope: Scope, here: str) -> list[tuple[str, str]]:
    """Where this view is taken along as a file, and what the link is called; nothing of a page that is one's own."""
    asked = st.query_params.to_dict()
    return [
        (href, name.in_(scope.lang)) for paper, name in FILES.items() if (href := file_href(here, asked, scope, paper))
    ]


def _training(scope: Scope, here: str) -> dict[str, str]:
    """In the training room: whom one plays, the way to another part, and the way out."""
    words = {key: TEXTS[key].in_(scope.lang) for key in ("parts", "leave")}
    part = training.name_of(scope.room.part, scope)
    return {**words, "part": part, "door": scope.link("training", metric=""), "out": training.leaving(scope)}


def _asked_of_page() -> dict[str, str]:
    """What the address says of the page that holds in another month, too: which row or list, how it is narrowed."""
    return {name: value for name, value in st.query_params.to_dict().items() if name not in OF_THE_MOMENT}


def _time(scope: Scope, path: str, asked: Mapping[str, str]) -> dict[str, object]:
    """Which month and which revision are shown, and the ways to others."""
    first, last = settings().months.first, last_month()
    before, after = months.shift(scope.month, -1), months.shift(scope.month, 1)
    choices = months.between(max(first, months.shift(last, -MONTHS_BACK)), last)
    return {
        "month": period_name(scope),
        "chosen": months.label(scope.month),
        "months": [(months.label(each), month_name(each, scope.lang)) for each in {*choices, scope.month}],
        "before": scope.link_here(path, asked, month=before) if before >= first else "",
        "after": scope.link_here(path, asked, month=after) if after <= last else "",
        "revision": scope.revision,
        "past": scope.pinned,
        "here": scope.link_here(path, asked),
        "present": scope.link_here(path, asked, pinned=False),
        "today": months.today().isoformat(),
    }


def _periods(scope: Scope) -> list[tuple[str, str, bool]]:
    return [(key, period.text.in_(scope.lang), key == scope.period) for key, period in PERIODS.items()]


def _coverage(scope: Scope, here: str) -> str:
    """The share of what the first screen's numbers need that has come in for this month, without what is carried: a
    ratio of sums over its tiles. That screen has read them anyway; elsewhere no row is counted for it."""
    if not scope.may_read(scope.unit):
        return "—"
    read = reads.snapshot if here == "overview" else reads.coverage
    rows = read(scope, KEYS, scope.unit, scope.month)
    whole = rows[rows["unit"] == scope.unit]
    expected = int(whole["expected"].sum())
    return f"{whole['reported'].sum() / expected:.0%}" if expected else "—"


def _path(page: str) -> str:
    """The overview is the front page and has no path of its own."""
    return "" if page == "overview" else page
