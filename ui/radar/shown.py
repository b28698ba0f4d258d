"""The signs in the figures of a unit and those below it: what was seen, what else may lie behind it, and the way to ask."""

from datetime import date

from markupsafe import Markup

from charts.spark import spark
from data import access
from data.text import Text
from metrics.radar import looking, telling
from metrics.radar.looking import BACK, Odd
from metrics.radar.signs import FALSE_ALARMS, FOUND, SIGNS
from ui import reads
from ui.actor import actor
from ui.panels import Panel
from ui.radar.drawn import asking, drawn, honest, marked, seen
from ui.scope import Scope
from ui.tables import Column, folded, table
from ui.templates import render

DRAWN, MOST = 6, 100  # drawn large, and listed with them
DRAWN_BESIDE = 2  # series beside which all signs have room
TEXTS = {
    "title": Text("数据真实性提示 · {unit}", "Signs in the figures · {unit}"),
    "nothing": Text(
        "近 {back} 个月还没有足够长的逐月填报的数可看。",
        "No series of the last {back} months is long enough to be looked at yet.",
    ),
    "list": Text("其余不寻常的数，明显的在前", "What else looks unusual, the strongest first"),
    "reliable": Text("这些提示有多可靠", "How reliable these are"),
    "together_told": Text(
        "诚实的数至多 {false} 被错提示，做了手脚的至少 {found} 能看出来；数是在编造的数据上量得的。",
        "Of honest series at most {false} are pointed at, of staged ones at least {found} are found, on made-up data.",
    ),
    "none": Text("没有不寻常之处。", "Nothing looks unusual."),
    "unit": Text("单位", "Unit"),
    "measure": Text("填报项", "Measure"),
    "run": Text("近 {back} 个月（标出的月份可疑）", "{back} months (marked: what looks odd)"),
    "course": Text("{measure}，{count} 个月有标记", "{measure}: {count} months marked"),
    "days": Text(
        "各地按月填报，看不到哪一天：月底突击只能从“季末冲高、下月回落”看出来；只在年底冲高的，和旺季分不开，不作提示。",
        "Units report months, not days: a rush at the end shows only as quarters that end high and fall back after. What stands out at the "
        "year’s end alone cannot be told from a busy season and is not pointed at.",
    ),
    "seen": Text("看到什么", "What was seen"),
    "honest": Text("也可能是", "It may also be"),
    "ask": Text("查看并提问", "Open and ask"),
    "signs": Text("各种迹象分别多可靠，怎样量的", "Each sign, and how it was measured"),
    "sign": Text("迹象", "Sign"),
    "false": Text("诚实数据误报", "Honest series flagged"),
    "found": Text("造假数据查出", "Staged series found"),
    "together": Text("全部迹象合起来", "All signs together"),
    "rates": Text(
        "在编造的 2000 组诚实数据和各 500 组造假数据上量得；真实的造假花样更多，查出的会少一些。此页只有审核人员可见，不上大屏，不进任何排名。",
        "Measured on 2,000 made-up honest series and 500 staged in each way; real staging is more various, and less of it will be found. "
        "Only who approves figures sees this page; it is on no wall and in no ranking.",
    ),
    "foreign": Text("您没有审核{unit}的权限。", "You may not approve figures of {unit}."),
    "at_most": Text("≤{share}", "≤{share}"),
    "at_least": Text("≥{share}", "≥{share}"),
}


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels for who may approve the unit's figures; a sentence for others."""
    title = TEXTS["title"].in_(scope.lang, unit=scope.name(scope.unit))
    if not access.may(actor(), "approve", scope.unit, scope.tree):
        text = TEXTS["foreign"].in_(scope.lang, unit=scope.name(scope.unit))
        return {"said": Panel(title, render("empty", text=text))}
    found, count = kept(scope, scope.unit, scope.month)
    signs = Panel(TEXTS["reliable"].in_(scope.lang), _together(scope) + _each(found, scope))
    if not count:  # nothing looked at is nothing found to be in order
        text = TEXTS["nothing"].in_(scope.lang, back=BACK)
        return {"said": Panel(title, render("empty", text=text)), "signs": signs}
    said = telling.sentence(len(found), count).in_(scope.lang)
    return {
        "said": Panel(title, Markup('<p class="league-said">{}</p>').format(said)),
        **{f"odd{i}": drawn(each, scope) for i, each in enumerate(found[:DRAWN])},
        **_more(found[DRAWN:MOST], scope),
        "signs": signs,
    }


@reads.by_revision(rows=True)
def kept(conn, revision, unit: str, month: date) -> tuple[list[Odd], int]:
    """`odd` of a unit and all below it; who approves them is asked before."""
    return looking.odd(conn, unit, month, revision=revision)


def _more(found: list[Odd], scope: Scope) -> dict[str, Panel]:
    return {"list": Panel(TEXTS["list"].in_(scope.lang), _listed(found, scope))} if found else {}


def _each(found: list[Odd], scope: Scope) -> Markup:
    """Each sign by itself; behind a click where there is more to look at first."""
    return folded(TEXTS["signs"].in_(scope.lang), _signs(scope), len(found) > DRAWN_BESIDE)


def _together(scope: Scope) -> Markup:
    """One sentence for who wants no table."""
    told = TEXTS["together_told"].in_(scope.lang, false=f"{FALSE_ALARMS:.0%}", found=f"{FOUND:.0%}")
    return render("words", text=told)


def _listed(found: list[Odd], scope: Scope) -> Markup:
    keys = {"measure": "main", "unit": "", "run": "spark", "seen": "", "honest": "", "ask": ""}
    columns = [Column(key, TEXTS[key].in_(scope.lang, back=BACK), css) for key, css in keys.items()]
    rows = [_row(each, scope) for each in found if each.unit in scope.tree]
    return table(columns, rows, empty=TEXTS["none"].in_(scope.lang))


def _row(each: Odd, scope: Scope) -> dict[str, object]:
    measure = each.name.in_(scope.lang)
    label = TEXTS["course"].in_(scope.lang, measure=measure, count=len(marked(each)))
    return {
        "measure": measure,
        "unit": scope.name(each.unit),
        "run": spark(each.run, marks=marked(each), label=label),
        "seen": seen(each, scope),
        "honest": honest(each, scope),
        "ask": asking(each, scope),
    }


def _signs(scope: Scope) -> Markup:
    keys = {"sign": "main", "honest": "", "false": "number", "found": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    rows = [
        {
            "sign": said.name.in_(scope.lang),
            "honest": said.honest.in_(scope.lang),
            "false": TEXTS["at_most"].in_(scope.lang, share=f"{said.false_alarms:.1%}"),
            "found": TEXTS["at_least"].in_(scope.lang, share=f"{said.found:.0%}"),
        }
        for said in SIGNS.values()
    ]
    together = {
        "false": TEXTS["at_most"].in_(scope.lang, share=f"{FALSE_ALARMS:.1%}"),
        "found": TEXTS["at_least"].in_(scope.lang, share=f"{FOUND:.0%}"),
    }
    rows.append({"sign": TEXTS["together"].in_(scope.lang), "honest": "", **together})
    notes = [render("words", text=TEXTS[key].in_(scope.lang)) for key in ("days", "rates")]
    return table(columns, rows, empty="") + Markup("").join(notes)
