"""What every number means, written out from the declarations themselves: nothing here is said a second time."""

from collections.abc import Iterable

from markupsafe import Markup

from data.measures import MEASURES, Measure
from data.settings import settings
from data.text import Text
from metrics import (
    METRICS,
    applications,
    economy,
    outcomes,
    platform,
    problems,
    published,
    registers,
    reporting,
    services,
)
from metrics.language import Metric
from metrics.status import STATUSES
from metrics.wording import formula_text
from ui.filters import Filters, asked
from ui.panels import Panel
from ui.passport import released
from ui.passport.number import KINDS
from ui.rows.fields import listed
from ui.scope import Scope
from ui.tables import Column, folded, link, table
from ui.templates import render

SUBJECTS = (
    (platform, Text("公共数据平台", "Public data platform")),
    (applications, Text("应用", "Applications")),
    (services, Text("政务服务", "Services")),
    (problems, Text("七张问题清单", "The seven problem lists")),
    (economy, Text("数字经济", "Digital economy")),
    (outcomes, Text("成果与荣誉", "Outcomes and honours")),
    (published, Text("公布的数", "Figures as published")),
    (reporting, Text("填报情况", "Reporting")),
    (registers, Text("清单计数", "Registers as numbers")),
)
TEXTS = {
    "rules": Text("数字的规矩", "The rules of the numbers"),
    "contents": Text("指标目录", "The metrics"),
    "measures": Text("填报项", "Measures"),
    "formula": Text("公式", "Formula"),
    "kind": Text("性质", "Kind"),
    "unit": Text("计量单位", "Unit"),
    "owner": Text("归口", "Owner"),
    "better": Text("方向", "Direction"),
    "published": Text("公布的比率", "Published rate"),
    "parts": Text("用到的填报项", "Measures it reads"),
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "open": Text("看数值", "See the number"),
    "measure": Text("填报项", "Measure"),
    "meaning": Text("定义", "Definition"),
    "asked": Text("填报", "Asked for"),
    "many": Text("展开 {count} 项", "Show all {count}"),
    "nothing": Text("没有含这些词的口径。", "No definition says these words."),
    "every_month": Text("每月填报", "every month"),
    "when_published": Text("公布时录入", "when published"),
    "ytd": Text("报本年累计", "reported as year to date"),
    "carry": Text("缺报时沿用 {count} 个月", "carried for {count} months"),
    "part_of": Text("不大于{whole}", "at most {whole}"),
    "by_application": Text("可分应用填报", "also by application"),
    "choose": Text("选一个指标", "Choose a metric"),
    "unknown": Text("没有名为“{value}”的指标，请从下面选一个。", "There is no metric “{value}”; choose one below."),
}
RULES = (
    Text(
        "单位自己报的数优先；没有，用公布的比率；再没有，把下级单位的数加起来。",
        "A unit's own report first; without one, its published rate; else the units below added up.",
    ),
    Text(
        "比率先加总、后相除，不对比率求平均；除以零没有数，不写 0。",
        "A rate is a ratio of sums, never a mean of rates; division by zero gives no value, never 0.",
    ),
    Text(
        "存量缺报时沿用该单位最近一次所报，并注明“沿用上期”；流量和指数不沿用。",
        "A stock not reported is carried from the unit's last report, and says so; flows and indices are not.",
    ),
    Text("撤回不是零，是没有报。", "Withdrawn is not zero: it is as if it had not been reported."),
    Text(
        "约、多、以上、近、达到等说法跟着数走；相加后保留能保证的最弱一种。",
        "About, more than, at least, under and reaches stay with the value; a sum keeps the weakest of them.",
    ),
    Text(
        "填报率是有数的单位占应报单位的比例；低于 {enough} 时不排名，不评价。",
        "Coverage is the share of expected units that stand behind a number; below {enough} it is neither ranked nor judged.",
    ),
    Text(
        "同比、环比只比两期都有数的单位；比率的变化用百分点。",
        "Changes compare like with like: the units that stand in both; rates change in points.",
    ),
    Text(
        "序时进度：流量的年度目标按月份应完成的份额，{month} 月应完成 {month}/12。",
        "Schedule: the share of a flow's yearly target due by a month: {month}/12 by month {month}.",
    ),
)
LEVELS = Text(
    "状态：流量达到目标为{met}，不低于序时为{ahead}，不低于序时的 90% 为{behind}，再低为{far_behind}；其他指标达到目标为{met}，不低于 95% 为{near}，再低为{missed}。",
    "Status: a flow that reaches its target is “{met}”, on schedule “{ahead}”, at 90% of the schedule “{behind}”, below “{far_behind}”; any other metric is “{met}”, from 95% “{near}”, below “{missed}”.",
)


def rules(scope: Scope) -> Panel:
    """The rules of the numbers, in short, with this cockpit's thresholds."""
    enough = f"{settings().coverage.enough:.0%}"
    told = [rule.in_(scope.lang, enough=enough, month=scope.month.month) for rule in RULES]
    told.append(LEVELS.in_(scope.lang, **{key: text.in_(scope.lang) for key, text in STATUSES.items()}))
    return Panel(TEXTS["rules"].in_(scope.lang), render("rules", rules=told))


def choose(scope: Scope) -> Panel:
    """Every metric by name, each leading to its number; first a sentence where the URL names one that there is not."""
    unknown = render("words", text=TEXTS["unknown"].in_(scope.lang, value=scope.metric)) if scope.metric else Markup("")
    return Panel(TEXTS["choose"].in_(scope.lang), unknown + _contents(scope, "passport"))


def contents(scope: Scope) -> Panel:
    """Every metric by name, each leading to its definition."""
    return Panel(TEXTS["contents"].in_(scope.lang), _contents(scope, "definitions"))


def _contents(scope: Scope, page: str) -> Markup:
    subjects = [
        (
            title.in_(scope.lang),
            [(metric.name(scope.lang), scope.link(page, metric=metric.key)) for metric in subject.METRICS],
        )
        for subject, title in SUBJECTS
    ]
    return render("contents", subjects=subjects)


def looked_for() -> Filters:
    """The words that the address looks for."""
    return asked("definitions", [])


def metrics(scope: Scope, words: str) -> dict[str, Panel]:
    """The metrics by subject, folded; the one the URL names stands first, by itself. Of `words` those alone that say them."""
    panels = {}
    if (one := METRICS.get(scope.metric)) and not words:
        panels["asked"] = Panel(one.name(scope.lang), _definition(one, scope) + released.listed(one, scope))
    for subject, title in SUBJECTS:
        found = [metric for metric in subject.METRICS if _says(_words_of(metric), words)]
        if found:
            defined = Markup("").join(_definition(metric, scope) for metric in found)
            many = TEXTS["many"].in_(scope.lang, count=len(found))
            panels[subject.__name__] = Panel(title.in_(scope.lang), folded(many, defined, when=not words))
    return panels


def nothing(scope: Scope) -> Panel:
    """A sentence where nothing says the words."""
    return Panel("", render("empty", text=TEXTS["nothing"].in_(scope.lang)))


def _words_of(metric: Metric) -> tuple[str, ...]:
    return metric.key, metric.zh, metric.en, metric.why.zh, metric.why.en, formula_text(metric).zh, metric.owner.zh


def _says(said: Iterable[str], words: str) -> bool:
    """Whether each of the words stands somewhere in what is said; capitals do not matter."""
    whole = " ".join(said).casefold()
    return all(word in whole for word in words.casefold().split())


def _definition(metric: Metric, scope: Scope) -> Markup:
    facts = {
        "formula": formula_text(metric).in_(scope.lang),
        "kind": KINDS[metric.kind].in_(scope.lang),
        "unit": metric.unit.in_(scope.lang),
        "better": TEXTS[metric.better].in_(scope.lang),
        "owner": metric.owner.in_(scope.lang),
        "published": _name(metric.published, scope) if metric.published else "",
        "parts": listed([_name(measure, scope) for measure in metric.parts], scope.lang),
    }
    return render(
        "definition",
        key=metric.key,
        name=metric.name(scope.lang),
        other=metric.name("en" if scope.lang == "zh" else "zh"),
        here=scope.metric == metric.key,
        href=scope.link("definitions", metric=metric.key),
        why=metric.why.in_(scope.lang),
        facts=[(TEXTS[key].in_(scope.lang), value) for key, value in facts.items() if value],
        way=link(TEXTS["open"].in_(scope.lang), scope.link("passport", metric=metric.key)),
    )


def measures(scope: Scope, words: str) -> dict[str, Panel]:
    """What people upload: every measure with its kind, unit and rules, folded; of `words` those alone that say them."""
    keys = ("measure", "meaning", "kind", "unit", "owner", "asked")
    columns = [Column(key, TEXTS[key].in_(scope.lang), "main" if key == "measure" else "") for key in keys]
    rows = [
        {
            "measure": Markup("<b>{}</b><small>{}</small>").format(_name(measure, scope), measure.key),
            "meaning": measure.definition.in_(scope.lang) or "—",
            "kind": KINDS[measure.kind].in_(scope.lang),
            "unit": measure.unit.in_(scope.lang) or "—",
            "owner": measure.owner,
            "asked": _asked(measure, scope),
        }
        for measure in MEASURES.values()
        if _says(
            (measure.key, measure.zh, measure.en, measure.definition.zh, measure.definition.en, measure.owner), words
        )
    ]
    if not rows:
        return {}
    many = TEXTS["many"].in_(scope.lang, count=len(rows))
    body = folded(many, table(columns, rows, empty=""), when=not words)
    return {"measures": Panel(TEXTS["measures"].in_(scope.lang), body)}


def _asked(measure: Measure, scope: Scope) -> str:
    said = [TEXTS["every_month" if measure.owed else "when_published"].in_(scope.lang)]
    if measure.reported_as == "ytd":
        said.append(TEXTS["ytd"].in_(scope.lang))
    if measure.carry:
        said.append(TEXTS["carry"].in_(scope.lang, count=measure.carry))
    if measure.part_of:
        said.append(TEXTS["part_of"].in_(scope.lang, whole=_name(MEASURES[measure.part_of], scope)))
    if measure.by_application:
        said.append(TEXTS["by_application"].in_(scope.lang))
    return "；".join(said) if scope.lang == "zh" else "; ".join(said)


def _name(measure: Measure, scope: Scope) -> str:
    return measure.zh if scope.lang == "zh" else measure.en
