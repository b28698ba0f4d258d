"""An outlook in words: where the number will stand, how sure that is, what it means for the target, how good it was before."""

from data import months
from data.text import Text
from data.units import Tree
from metrics.conclusions.conclusion import say, written
from metrics.formats import scale_for, show, show_share, told_apart
from metrics.language import Metric
from metrics.outlook.backtest import Forecast, Said
from metrics.outlook.goals import LEAST, MOST, Goal
from metrics.outlook.series import ENOUGH, Series, month_after

COURSE = Text(
    "照目前走势，到{month}为 {middle}（八成把握在 {low} 到 {high} 之间）",
    "On present course {middle} by {month} (four in five: {low} to {high})",
)
TARGET = Text(
    "；目标 {target}，达不到的可能性 {missed}", "; the target of {target} is missed with probability {missed}"
)
KEPT = Text("；须守住 {target}，超出的可能性 {missed}", "; the limit of {target} is exceeded with probability {missed}")
WILL_MISS = Text("恐难达标", "will miss")
NEEDED = {
    "higher": Text("，剩下每月需要 {needed}", "; from now on {needed} a month would be needed"),
    "lower": Text("，剩下每月不能超过 {needed}", "; from now on no more than {needed} a month"),
    "step": Text("，剩下每月需要{more} {needed}", "; from now on {more} {needed} a month would be needed"),
}
MORE, LESS = Text("增加", "an increase of"), Text("减少", "a decrease of")
END = Text("。", ".")
TOO_FEW = Text(
    "历史不足：连续有数的月份只有 {count} 个，少于 {enough} 个，不作预测。",
    "Not enough history: {count} of {enough} months on end; nothing is forecast.",
)
NOT_MADE = Text(
    "还没有预测：数据有变化后在后台计算，通常几分钟内就有。",
    "No forecast yet: it is made in the background after the data moved, usually within minutes.",
)
RECORD = Text(
    "三个月前对{month}说的是 {middle}（{low} 到 {high}），实际 {came}，{fell}。",
    "Three months before, {middle} ({low} to {high}) was said of {month}; {came} came, {fell}.",
)
FELL = {True: Text("在范围内", "within the interval"), False: Text("在范围外", "outside it")}
GOOD = Text(
    "提前三个月平均差 {error}（照去年同月推算差 {yardstick}）；{count} 次里有 {covered} 落在范围内。",
    "Three months ahead it was wrong by {error} on average (as last year's month: {yardstick}); of {count} looks {covered} lay within the interval.",
)
METHODS = {
    "theta": Text(
        "方法：Theta（趋势减半、加季节），用历次往回推算的误差作范围。",
        "Method: Theta (half the trend, with its season); the interval is that of its errors when looking ahead from earlier months.",
    ),
    "naive": Text(
        "方法：照去年同月；没有别的方法比它准。", "Method: as the same month a year before; nothing was less wrong."
    ),
}
KEPT_THEN = Text("当时存下的预测：", "The forecast as it was kept then:")
WORKED_OUT = Text(
    "三个月前还没有存下预测，按现有数据往回推算：",
    "No forecast was kept three months ago; worked out backward from today's figures:",
)
TITLE = Text("预测 · {unit} · {metric}", "Outlook · {unit} · {metric}")
YEAR_OVER = Text("本年已结束；下面是今后三个月。", "The year is over; below are the three months to come.")


def sentence(metric: Metric, told: Series, found: Forecast, goal: Goal | None) -> Text:
    """Where the year will end, against its target."""
    if not told.left:
        return YEAR_OVER
    december = written(lambda lang: f"{told.origin.year}年12月" if lang == "zh" else f"December {told.origin.year}")
    ends = (found.year_middle, found.year_low, found.year_high)
    more = apart(metric, *ends, *(() if goal is None else (goal.target,)))
    middle, low, high = (amount(metric, each, more) for each in ends)
    course = say(COURSE, month=december, middle=middle, low=low, high=high)
    return _joined(course, *(() if goal is None else _against(metric, told, goal, more)), END)


def _against(metric: Metric, told: Series, goal: Goal, more: int) -> tuple[Text, ...]:
    text = TARGET if metric.better == "higher" else KEPT
    first = say(text, target=amount(metric, goal.target, more), missed=chance(goal.missed))
    if goal.needed != goal.needed:
        return (first,)
    return first, needed(metric, told, goal)


def needed(metric: Metric, told: Series, goal: Goal) -> Text:
    """What every month to come would have to bring."""
    if told.year == "level":
        more = MORE if goal.needed > 0 else LESS
        return say(NEEDED["step"], more=more, needed=amount(metric, abs(goal.needed)))
    return say(NEEDED[metric.better], needed=amount(metric, goal.needed))


def amount(metric: Metric, value: float, more: int = 0) -> Text:
    """A value of the metric as it is shown, with so many digits more."""
    return written(lambda lang: show(value, metric, language=lang, more=more))


def apart(metric: Metric, *values: float) -> int:
    """How many digits more tell values apart that stand in one sentence."""
    return told_apart(values, metric, "zh", scale_for(values))


def chance(share: float) -> Text:
    """A probability in whole per cents; nothing is surer than the model can be."""
    shown = "≤1%" if share <= LEAST else "≥99%" if share >= MOST else f"{share * 100:.0f}%"
    return Text(shown, shown)


def record(metric: Metric, told: Series, found: Forecast, kept: Said | None = None) -> list[Text]:
    """What was said three months before and what came, and how good such looks were on the whole. `kept`: what was kept then;
    without it what would have been said, and that it is so."""
    if not found.said:
        return []
    last = kept or found.said[0]
    month = month_after(told.origin, -last.back)
    fell = FELL[last.low <= last.came <= last.high]
    more = apart(metric, last.low, last.high, last.came)  # 96.6 % is not outside of what ends at 96.6 %
    shown = {name: amount(metric, getattr(last, name), more) for name in ("middle", "low", "high", "came")}
    within = sum(each.low <= each.came <= each.high for each in found.said)
    return [
        KEPT_THEN if kept else WORKED_OUT,
        say(RECORD, month=months.label(month), fell=fell, **shown),
        say(
            GOOD,
            error=show_share(found.error),
            yardstick=show_share(found.yardstick),
            count=len(found.said),
            covered=within,
        ),
    ]


def too_few(count: int) -> Text:
    """Why nothing is forecast."""
    return say(TOO_FEW, count=count, enough=ENOUGH)


def lines(
    metric: Metric, tree: Tree, unit: str, told: Series | int, found: Forecast | None, goal: Goal | None
) -> list[str]:
    """An outlook for the command line."""
    head = f"{metric.zh} / {metric.en} · {tree[unit].name_zh} / {tree[unit].name_en}"
    if isinstance(told, int) or found is None:
        text = too_few(told if isinstance(told, int) else 0)
        return [head, text.zh, text.en]
    said = sentence(metric, told, found, goal)
    steps = [
        f"  {months.label(month_after(told.origin, i + 1))}  {show(float(found.middle[i]), metric)}"
        f"  [{show(float(found.low[i]), metric)} – {show(float(found.high[i]), metric)}]"
        for i in range(3)
    ]
    return [
        head,
        said.zh,
        said.en,
        *steps,
        *(each.zh for each in (*record(metric, told, found), METHODS[found.method])),
    ]


def _joined(*texts: Text) -> Text:
    return Text("".join(text.zh for text in texts), "".join(text.en for text in texts))
