"""What came of warnings, in words: how many, how often true and how early, and which rules cry wolf."""

from collections.abc import Sequence
from math import isnan

from sqlalchemy import Connection

from data.text import Text
from data.units import Tree
from data.watching.kinds import KINDS
from data.watching.verdicts import VERDICTS
from metrics.conclusions.conclusion import say, written
from metrics.formats import show_share
from metrics.watching.loops import Loop, Raised, Rule
from metrics.watching.naming import name_of

SENTENCE = Text(
    "{rules} 条规则发出 {raised} 次预警：属实 {true}，误报 {false}，待定 {open}{rate}{lead}。{wolves}",
    "Rules that warned: {rules}; warnings: {raised}, of which true {true}, false {false}, open {open}{rate}{lead}. {wolves}",
)
RATE = Text("；命中率 {rate}", "; hit rate {rate}")
AHEAD = Text("，属实的中位提前 {days} 天", "; true ones came {days} days ahead (median)")
AFTER = Text("，属实的中位晚 {days} 天", "; true ones came {days} days late (median)")
WOLVES = Text("多次误报、该调阈值的：{names}。", "These cry wolf and need another threshold: {names}.")
NO_WOLF = Text("没有多次误报的规则。", "No rule cries wolf.")
NONE = Text("还没有发出过预警。", "No warning has been raised yet.")
NAMED = Text("{what}（{rule}，误报 {false}/{decided}）", "{what} ({rule}; false {false} of {decided})")
BETWEEN = Text("；", "; ")
NOTHING = Text("", "")
STEP_NAMES = {
    "decision": Text("决策", "decision"),
    "control": Text("控制", "control"),
    "feedback": Text("反馈", "feedback"),
    "improvement": Text("改进", "improvement"),
}


def sentence(conn: Connection, found: Sequence[Rule], tree: Tree) -> Text:
    """How many warnings there were and how good they were; the rules that cry wolf by name."""
    if not found:
        return NONE
    whole = Loop(tuple(warning for each in found for warning in each.loop.warned))
    wolves = [named(conn, each, tree) for each in found if each.loop.cries_wolf]
    joined = written(lambda lang: BETWEEN.in_(lang).join(each.in_(lang) for each in wolves))
    return say(
        SENTENCE,
        rules=len(found),
        raised=len(whole.warned),
        true=whole.count("true"),
        false=whole.count("false"),
        open=whole.count("open"),
        rate=NOTHING if isnan(whole.hit_rate) else say(RATE, rate=show_share(whole.hit_rate)),
        lead=_lead(whole.lead),
        wolves=say(WOLVES, names=joined) if wolves else NO_WOLF,
    )


def _lead(days: float) -> Text:
    return NOTHING if isnan(days) else say(AHEAD if days >= 0 else AFTER, days=f"{abs(days):g}")


def named(conn: Connection, each: Rule, tree: Tree) -> Text:
    """A rule with how often it was false."""
    false = each.loop.count("false")
    return say(
        NAMED,
        what=name_of(conn, each.watched, tree),
        rule=KINDS[each.kind].written(each.threshold),
        false=false,
        decided=false + each.loop.count("true"),
    )


def lines(conn: Connection, found: Sequence[Rule], tree: Tree, most: int) -> list[str]:
    """The same for the command line, and the newest warnings of each rule."""
    said = sentence(conn, found, tree)
    rows = [said.zh, said.en]
    for each in found:
        loop = each.loop
        days = "  ".join(f"{name.zh} {_number(loop.step(key))}" for key, name in STEP_NAMES.items())
        rate = "—" if isnan(loop.hit_rate) else show_share(loop.hit_rate)
        wolf = "  ▲" if loop.cries_wolf else ""
        name, rule = name_of(conn, each.watched, tree).zh, KINDS[each.kind].written(each.threshold).zh
        rows.append(f"{name}  {rule}  {len(loop.warned)}  命中 {rate}  提前 {_number(loop.lead)}  {days}{wolf}")
        rows += [f"  {_line(warning)}" for warning in loop.warned[:most]]
    return rows


def _line(each: Raised) -> str:
    reason = f"  {each.marked.name}：{each.marked.reason}" if each.marked else ""
    return f"{each.of.written}  {each.said.zh}  {VERDICTS[each.verdict].zh}{reason}"


def _number(days: float) -> str:
    return "—" if isnan(days) else f"{days:.1f}"
