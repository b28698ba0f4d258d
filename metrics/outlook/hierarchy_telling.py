"""Whether forecasts add up, in words."""

from data.text import Text
from data.units import Tree
from metrics.conclusions.conclusion import say
from metrics.formats import show_share
from metrics.language import Metric
from metrics.outlook.hierarchy import Hierarchy, Why
from metrics.outlook.telling import amount, apart

SENTENCES: dict[Why, Text] = {
    "adds_up": Text(
        "下级 {count} 个单位的预测合计 {together}，与本级自己的 {whole} 相差不到 0.5%。",
        "The forecasts of the {count} units below make {together}, within 0.5% of the unit’s own {whole}.",
    ),
    "apart": Text(
        "下级 {count} 个单位各自的预测合计 {together}，比本级自己的 {whole} {more} {gap}：每个数列只看自己的月份，各算各的。下表按比例调到与本级一致。",
        "The forecasts of the {count} units below make {together}, {gap} {more} than the unit’s own {whole}: each series is forecast from its own months alone. Below each is brought to the whole in proportion.",
    ),
    "no_sum": Text(
        "比率、指数不能由下级相加（要用分子、分母各自合计），所以各级的预测各算各的。",
        "A rate or an index is no sum of those below (its parts are added first), so each level is forecast for itself.",
    ),
    "own": Text(
        "本级的数现在就不等于下级合计（本级另有自己的报数，或有单位没报），预测也不必相等：下级合计 {together}，本级 {whole}。",
        "The unit’s number is no sum of those below even today (it reports one of its own, or some are missing), so the forecasts need not add up: below {together}, its own {whole}.",
    ),
    "few": Text(
        "下级有 {count} 个单位历史不足或没有同一个月的预测，加不出合计：{names}。",
        "Units below with too little history, or no forecast of the same month: {count}, so nothing can be added up: {names}.",
    ),
    "year_over": Text("本年已结束，没有要相加的。", "The year is over: there is nothing to add up."),
}
NO_PARTS = Text(
    "下级没有这个指标的预测（没有报数，或县级只预测总览上的指标），没有可相加的。",
    "There is no forecast of this number below (nobody reports it, or of counties those of the overview alone are made): nothing to add up.",
)
MORE, LESS = Text("多", "more"), Text("少", "less")
JOINED = Text("、", ", ")
NAMED = 5


def sentence(metric: Metric, found: Hierarchy, tree: Tree) -> Text:
    """Whether they add up, by how much not, or why they need not."""
    if found.why == "few" and not found.lacking:
        return NO_PARTS
    more = apart(metric, found.whole, found.together) if found.parts else 0
    return say(
        SENTENCES[found.why],
        count=len(found.lacking) if found.why == "few" else len(found.parts),
        together=amount(metric, found.together, more),
        whole=amount(metric, found.whole, more),
        gap=show_share(abs(found.gap)),
        more=MORE if found.gap > 0 else LESS,
        names=_names(found.lacking, tree),
    )


def _names(units: tuple[str, ...], tree: Tree) -> Text:
    shown = [tree[unit] for unit in units[:NAMED] if unit in tree]
    rest = "…" if len(units) > NAMED else ""
    return Text(*(JOINED.in_(lang).join(each.name(lang) for each in shown) + rest for lang in ("zh", "en")))


def lines(metric: Metric, found: Hierarchy, tree: Tree) -> list[str]:
    """The same for the command line, with each unit below: alone, and brought to the whole."""
    said = sentence(metric, found, tree)
    rows = [
        f"  {tree[each.unit].name_zh}  {amount(metric, each.alone).zh} → {amount(metric, each.adjusted).zh}"
        for each in found.parts
    ]
    return [said.zh, said.en, *rows]
