"""A league in words: one sentence for who does not know statistics, and how it was judged for who asks."""

from collections.abc import Mapping, Sequence

from data.text import Text
from data.units import Tree
from metrics.conclusions.conclusion import say, written
from metrics.formats import show, show_change
from metrics.league.entries import OUTSIDE, VIEWS
from metrics.league.grouping import group_name
from metrics.league.judging import FEWEST, League, Ranked
from metrics.league.places import Place, leading
from metrics.league.profiles import LIKE
from metrics.league.since import Moved, Why

SENTENCE = Text("{group}（{count} 个）：{first}{last}{rest}", "{group} ({count}): {first}{last}{rest}")
FIRST = Text("{units}稳居前 {k}；", "{units} surely among the first {k}; ")
LAST = Text("{units}确在后 {k}；", "{units} surely among the last {k}; ")
NOBODY_FIRST = Text("没有谁能确定在前 {k}；", "nobody is surely among the first {k}; ")
REST = Text("其余 {rest} 个名次互有重叠。", "the places of the other {rest} overlap.")
ONE_PLACE = Text("彼此分不出先后。", "they cannot be told apart.")
TOO_FEW = Text(
    "{group}中只有 {count} 个单位的数可以比，少于 {fewest} 个，不排先后。",
    "{group}: only {count} units have a number that can be compared, fewer than {fewest}; nobody is ranked.",
)
METHOD = {
    "counts": Text(
        "按分子、分母判断：分母小的单位，比率受偶然影响大，先向本组平均靠拢（经验贝叶斯，贝塔—二项，矩估计），再各抽 1000 次看名次。",
        "Judged by its two counts: where the denominator is small chance moves the rate, so it is drawn toward the group's mean "
        "first (empirical Bayes, beta-binomial by moments); ranks are those of 1,000 draws.",
    ),
    "months": Text(
        "按本单位近 12 个月逐月波动（已扣除全组共同的涨落）判断误差，先向本组平均靠拢，再各抽 1000 次看名次。",
        "Its error is judged by the unit's own month-to-month changes over twelve months (without what the whole group shares); "
        "it is drawn toward the group's mean, and ranks are those of 1,000 draws.",
    ),
    "sure": Text(
        "两个单位有 97.5% 以上的把握才分先后：名次 5–12 是说 4 个确实好于它、第 12 位之后的确实不如它；分不出的按代码排列；横条是十次里有九次的名次范围；点名前后几名要有 90% 以上的把握。"
        "沿用上期、未报、填报率不足的单位不参加。分组按级别、地区类型、公布的山区县名单或地区概况中的人口、财力和起步年份，不按成绩。",
        "Two units are told apart at a probability of 97.5 %: place 5–12 means that four are surely better and all after the twelfth "
        "surely worse; who cannot be told apart stands by code; a bar holds the rank in nine of ten draws; the first and last are named "
        "at 90 %. Units that are carried, missing or not covered stay outside. Groups are by level, kind of area, the "
        "published list of mountain counties, or people, means and first year as declared in the profiles of places; never by the result.",
    ),
    "like": Text(
        "“最像”按地区概况算：人口差一倍算 1，支出差一倍算 1，起步差两年算 1，地区类型不同算 1，取最近的 11 个；成绩不参与。",
        "“Most like” is by the profiles of places: twice the people count 1, twice the spending 1, two years of the beginning 1, another "
        "kind of area 1; the eleven nearest are taken. Results have no part in it.",
    ),
    "size": Text(
        "总量首先说明地方大小；要公平，请看进步。",
        "An amount tells the size of a place first; to be fair, look at progress.",
    ),
}
HEADS = {
    "place": Text("名次", "Place"),
    "unit": Text("单位", "Unit"),
    "band": Text("可能的名次", "Ranks it may have"),
    "value": Text("数值", "Value"),
    "moved": Text("同比", "In a year"),
    "limits": Text("九成把握", "90 % sure"),
}
TITLE = Text("公平赛马 · {metric} · {view}", "League · {metric} · {view}")
MOVED = Text("{unit}：{was} → {now}，因{why}", "{unit}: {was} → {now}, by {why}")
NO_PLACE = Text("不参加", "outside")
NOBODY_MOVED = Text("和上月比，没有谁的名次确实变了。", "Since the month before nobody’s place has surely changed.")
WHY: dict[Why, Text] = {
    "value": Text("自己的数变了", "its own figure"),
    "peers": Text("同组的数变了", "its peers’ figures"),
    "group": Text("同组的单位变了", "who is compared"),
    "coverage": Text("填报情况变了", "what was reported"),
    "definition": Text("口径变了", "what the number means"),
}
BEATS = Text(
    "{worse} 个确实好于它，{better} 个确实不如它；十次里有九次在第 {band} 位",
    "{worse} are surely better, {better} surely worse; in nine of ten draws its rank is {band}",
)


def sentence(told: League, tree: Tree) -> Text:
    """Who is surely first and last, and into how many places the rest falls."""
    group, count = group_name(told.group, tree), len(told.ranked)
    if not count:
        return say(TOO_FEW, group=group, count=told.runners, fewest=FEWEST)
    k = leading(count)
    first = say(FIRST, units=names(told.leaders, tree), k=k) if told.leaders else say(NOBODY_FIRST, k=k)
    last = say(LAST, units=names(told.last, tree), k=k) if told.last else Text("", "")
    named = {*told.leaders, *told.last}
    rest = say(REST, rest=count - len(named)) if count > len(named) else Text("", "")
    if not told.told_apart:
        first, last, rest = Text("", ""), Text("", ""), ONE_PLACE
    return say(SENTENCE, group=group, count=count, first=first, last=last, rest=rest)


def names(units: Sequence[str], tree: Tree) -> Text:
    """Units by name, one after the other."""
    return written(lambda lang: ("、" if lang == "zh" else ", ").join(tree[unit].name(lang) for unit in units))


def place_text(each: Ranked) -> str:
    """The place, or the run of places that is shared: 5–12."""
    first, last = each.place.first, each.place.last
    return str(first) if first == last else f"{first}–{last}"


def ranks_text(each: Ranked) -> str:
    """Within which ranks the unit lies: 3–7."""
    low, high = each.place.low, each.place.high
    return str(low) if low == high else f"{low}–{high}"


def title(told: League) -> Text:
    """Which number, and whether its level or its progress is compared."""
    return say(TITLE, metric=Text(told.metric.zh, told.metric.en), view=VIEWS[told.view])


def heads(told: League) -> tuple[Text, ...]:
    """What the columns of a league are called."""
    keys = ("place", "unit", "band", "moved" if told.view == "progress" else "value", "limits")
    return tuple(HEADS[key] for key in keys)


def band(each: Ranked, told: League) -> Text:
    """How many are surely better or worse, and within which ranks the unit lies."""
    return say(BEATS, band=ranks_text(each), worse=each.place.first - 1, better=len(told.ranked) - each.place.last)


def value_text(each: Ranked, told: League) -> Text:
    """What is judged, as it is shown: the value, or how far it moved in a year."""
    if told.view == "progress":
        return written(lambda lang: show_change(each.moved, told.metric, lang))
    return written(lambda lang: show(each.value, told.metric, language=lang))


def limits_text(each: Ranked, told: League) -> Text:
    """Within which limits the true level or progress lies; empty for the level of an amount."""
    if each.low != each.low:
        return Text("", "")
    if told.view == "progress":
        return written(lambda lang: " – ".join(show_change(end, told.metric, lang) for end in (each.low, each.high)))
    return written(lambda lang: " – ".join(show(end, told.metric, language=lang) for end in (each.low, each.high)))


def method(told: League) -> list[Text]:
    """How it was judged, a paragraph each."""
    by = "counts" if told.mean == told.mean else "months"
    by_size = told.view == "level" and told.metric.kind in ("flow", "stock")
    alike = [METHOD["like"]] if told.group.startswith(LIKE) else []
    return [METHOD[by], METHOD["sure"], *alike, *([METHOD["size"]] if by_size else [])]


def outside(told: League) -> Mapping[str, list[str]]:
    """The units that do not run, by reason (a key of OUTSIDE)."""
    return {
        reason: [unit for unit, why in told.outside.items() if why == reason]
        for reason in OUTSIDE
        if reason in told.outside.values()
    }


def moved_text(each: Moved, tree: Tree) -> Text:
    """Where a unit stood and stands, and why."""
    name = tree.by_code.get(each.unit)
    why = written(lambda lang: ("、" if lang == "zh" else ", ").join(WHY[key].in_(lang) for key in each.why))
    return say(
        MOVED,
        unit=Text(name.name_zh, name.name_en) if name else each.unit,
        was=_run(each.was),
        now=_run(each.now),
        why=why,
    )


def _run(place: Place | None) -> Text:
    if place is None:
        return NO_PLACE
    shown = str(place.first) if place.first == place.last else f"{place.first}–{place.last}"
    return Text(shown, shown)


def lines(told: League, tree: Tree, moved: Sequence[Moved] = ()) -> list[str]:
    """The league for the command line."""
    said, head = sentence(told, tree), VIEWS[told.view]
    rows = [
        f"{place_text(each):>7}  {each.place.unit} {tree[each.place.unit].name_zh:10} {value_text(each, told).zh:>12}"
        f"  [{limits_text(each, told).zh}]  {band(each, told).zh}"
        for each in told.ranked
    ]
    left = [f"{OUTSIDE[why].zh}: {names(units, tree).zh}" for why, units in outside(told).items()]
    since = [moved_text(each, tree).zh for each in moved]
    return [f"{told.metric.zh} / {told.metric.en} · {head.zh} / {head.en}", said.zh, said.en, *rows, *left, *since]
