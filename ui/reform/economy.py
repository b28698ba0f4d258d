"""The economy of the reform: projects and their money, partners and dependence, data products, fairs, technology."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.stood import stood
from data.registers import REGISTERS
from data.text import Text
from metrics.economy import METRICS as TILES
from metrics.of_rows.spending import by_stage, dependence, licensees, signed, to_decide, unused
from ui.page import strip
from ui.panels import Panel, beside_title
from ui.reform.ranked import Row, Told, ranked
from ui.reform.shelves import all_of, by_choice, named_items, nothing
from ui.rows.fields import amount, title
from ui.rows.links import listed
from ui.rows.reading import fields_of
from ui.scope import Scope
from ui.tables import link

MOST, FEW = 10, 8
AMOUNTS = ("budget", "left", "spend", "revenue", "signed")
LEANING = 0.4  # one partner with more of what is paid, or
MANY = 5  # of so many applications, is leaned upon
TEXTS = {
    "projects": Text("项目：钱花掉之前批准、合并或停止", "Projects: approve, merge or stop before the money is gone"),
    "money": Text("{count} 个 · 预算 {budget}，已支出 {share:.0%}", "{count} · {budget}, {share:.0%} spent"),
    "no_budget": Text("{count} 个 · 未报预算", "{count} · budget not said"),
    "decide": Text("还能改主意的：超期、疑似重复，余下最多的在前", "Still to be decided: overdue or alike, most left first"),
    "left": Text("余 {left}，共 {budget}", "{left} of {budget} left"),
    "left_not_said": Text("未报预算", "Budget not said"),
    "none_to_decide": Text("没有超期或疑似重复的项目", "No project is overdue or looks like another"),
    "partners": Text("合作方：对谁依赖最深", "Partners: on whom does most depend?"),
    "leans": Text("{count} 个应用 · {spend}，占 {share:.0%}", "applications: {count} · {spend}, {share:.0%}"),
    "unpaid": Text("{count} 个应用 · 未报支付", "applications: {count} · payments not said"),
    "products": Text("数据产品：哪家数商有收入", "Data products: which licensees earn"),
    "earns": Text("收入 {revenue} · 在架 {live} 个，有收入 {earns} 个", "{revenue} · {live} listed, {earns} earn"),
    "fairs": Text("展会与国际合作：签了多少，落地没有", "Fairs and international work: what was signed, what came of it"),
    "of_kind": Text("{kind} {count}", "{kind} {count}"),
    "signed": Text("签约 {signed}", "{signed} signed"),
    "signed_not_said": Text("未报签约额", "Nothing said of signing"),
    "no_outcome": Text("未报落地成效", "what came of it is not said"),
    "technology": Text("技术攻关：成果被哪个应用用了", "Technology programmes: does anything use them?"),
    "unused": Text("已完成、未见应用使用的", "Done, and used by no application that is named"),
    "all_used": Text("已完成的都有应用在用。", "Everything that is done is used."),
}  # fmt: skip


def tiles(scope: Scope) -> Panel:
    """The numbers of the economy, each with its passport."""
    return strip(TILES, scope)


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of money, partners and markets."""
    return {
        "projects": _projects(scope),
        "partners": _partners(scope),
        "products": _products(scope),
        "fairs": _fairs(scope),
        "technology": _technology(scope),
    }


def _projects(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["projects"].in_(scope.lang), "projects"
    rows = fields_of(scope, register, "stage", "budget", "spent", "duplicate")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    money, shelves = by_stage(rows), by_choice(scope, register, "stage")
    for (stage, _), each in zip(REGISTERS[register].field("stage").choices, shelves, strict=True):
        if stage in money.index:
            each["note"] = _money(money.loc[stage].to_dict(), scope)
    found = to_decide(rows).head(MOST)

    def told(row: Row) -> Told:
        known = row["left"] == row["left"]
        return max(row["left"], 0.0), _said("left" if known else "left_not_said", scope, **row), "behind"

    none = Markup("<p>{}</p>").format(TEXTS["none_to_decide"].in_(lang))
    decide = ranked(scope, register, heading, found, told, Markup(""), empty=none)
    body = Markup("{}<h3>{}</h3>{}").format(stood(shelves, alt=heading), TEXTS["decide"].in_(lang), decide.body)
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _money(stage: dict[Any, Any], scope: Scope) -> str:
    count = int(stage["count"])
    if not stage["budget"] > 0:
        return TEXTS["no_budget"].in_(scope.lang, count=count)
    share = stage["spent"] / stage["budget"]
    return _said("money", scope, count=count, budget=stage["budget"], share=share)


def _partners(scope: Scope) -> Panel:
    heading, register = TEXTS["partners"].in_(scope.lang), "partners"
    rows = fields_of(scope, register, "kind", "applications", "spend")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    found = dependence(rows).head(MOST)

    def told(row: Row) -> Told:
        known, count = row["share"] == row["share"], row["applications"]
        text = _said("leans" if known else "unpaid", scope, count=count, spend=row["spend"], share=row["share"])
        return row["share"], text, "behind" if row["share"] > LEANING or count > MANY else ""

    drawn = ranked(scope, register, heading, found, told, Markup(""), empty=nothing(scope, register), top=1.0)
    kinds = stood(by_choice(scope, register, "kind"), alt=heading)
    return Panel(heading, drawn.body + kinds, all_of(scope, register, len(rows)))


def _products(scope: Scope) -> Panel:
    heading, register = TEXTS["products"].in_(scope.lang), "data_products"
    rows = fields_of(scope, register, "kind", "licensee", "revenue")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    drawn = [
        {
            "name": row["licensee"],
            "value": row["revenue"],
            "text": _said("earns", scope, revenue=row["revenue"], live=row["live"], earns=row["earns"]),
            "status": "" if row["earns"] else "behind",
            "href": listed(scope, register, licensee=row["licensee"]),
        }
        for row in licensees(rows).head(MOST).to_dict("records")
    ]
    body = bars(pd.DataFrame(drawn), alt=heading) + stood(by_choice(scope, register, "kind"), alt=heading)
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _fairs(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["fairs"].in_(scope.lang), "showings"
    found = signed(fields_of(scope, register, "kind", "held", "signed", "came"))

    def told(row: Row) -> Told:
        known = row["signed"] == row["signed"]
        amount = _said("signed" if known else "signed_not_said", scope, signed=row["signed"])
        came = row["came"] if row["told"] else TEXTS["no_outcome"].in_(lang)
        return row["signed"], f"{amount} · {came}", "" if row["told"] else "behind"

    counts, kinds = found["kind"].value_counts(), REGISTERS[register].field("kind").choices
    ways = [
        link(TEXTS["of_kind"].in_(lang, kind=text.in_(lang), count=counts[key]), listed(scope, register, kind=key))
        for key, text in kinds
        if key in counts
    ]
    way = beside_title(Markup(" · ").join(ways)) if ways else Markup("")
    return ranked(scope, register, heading, found.head(MOST), told, way, empty=nothing(scope, register))


def _technology(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["technology"].in_(scope.lang), "technology"
    rows = fields_of(scope, register, "kind", "applications")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    body = stood(by_choice(scope, register, "kind"), alt=heading)
    idle = unused(rows).head(FEW).to_dict("records")
    names = named_items(scope, register, [(row["key"], title(REGISTERS[register], row, lang)) for row in idle])
    told = names if idle else Markup("<p>{}</p>").format(TEXTS["all_used"].in_(lang))
    body += Markup("<h3>{}</h3>{}").format(TEXTS["unused"].in_(lang), told)
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _said(key: str, scope: Scope, /, **blanks: Any) -> str:
    """A text whose amounts are written in its language."""
    amounts = {name: amount(blanks[name], scope.lang) for name in AMOUNTS if name in blanks}
    return TEXTS[key].in_(scope.lang, **blanks | amounts)
