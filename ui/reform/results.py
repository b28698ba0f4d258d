"""Results: theory, rules, standards, awards – what they rest on, whether they are alive a year later, and what was printed."""

from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.stood import stood
from data import months
from data.registers import REGISTERS
from data.registers.declaration import Meaning
from data.text import Text
from metrics import formats
from metrics.of_rows.alive import a_year_later, rests_on
from metrics.of_rows.printed import BESIDE, Beside, counted, last_printed
from ui import reads
from ui.panels import Panel
from ui.reform.shelves import all_of, by_choice, nothing, shelf
from ui.rows.fields import SIGNS, linked, register_name, title
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

MOST, FEW = 10, 12
BACK = 60  # months in which a total may have been printed
FATES: dict[str, tuple[Meaning, Text]] = {
    "gone": ("bad", Text("已停用", "Stopped")),
    "unknown": ("watch", Text("未见在用", "Not known to run")),
    "alive": ("good", Text("一年后仍在用", "Alive a year later")),
    "young": ("neutral", Text("未满一年", "Less than a year")),
    "nameless": ("neutral", Text("未对应应用", "Names no application")),
}
RESTING = ("theory", "regulations", "technology")
TEXTS = {
    "alive": Text("得奖一年后还活着吗", "Awards: alive a year later?"),
    "asleep": Text("得了奖、未见在用的，问一问", "Awarded and not known to run: ask"),
    "all_alive": Text("满一年的都还在用", "All that are a year old still run"),
    "rests": Text("成果源自哪个实践", "Which practice results rest on"),
    "rested": Text("有实践依托", "Rests on practice"),
    "unrested": Text("未注明实践", "Names no practice"),
    "without": Text("没有写明源自哪个应用的", "Those that name no application"),
    "rules": Text("制度：七大制度齐不齐，多久没评估", "Rules: are all seven there, and reviewed?"),
    "standards": Text("标准：多少单位在用", "Standards: how many follow them"),
    "adopters": Text("{count:,.0f} 个单位", "{count:,.0f} adopters"),
    "no_adopters": Text("未报采用单位", "Adopters not said"),
    "defines": Text("规定口径：{what}", "defines {what}"),
    "printed": Text("数由行数得出：与公布的总数对一对", "Counted from rows, beside what was printed"),
    "metric": Text("指标", "Number"),
    "rows": Text("清单条数", "From rows"),
    "said": Text("公布或填报", "Printed or reported"),
    "gap": Text("相差", "Difference"),
    "source": Text("两个来源", "Both sources"),
    "passport": Text("指标详情", "passport"),
    "same": Text("一致", "agree"),
    "unsaid": Text("无公布数", "none printed"),
}


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of the results."""
    return {
        "alive": _alive(scope),
        "printed": _printed(scope),
        "rests": _rests(scope),
        "rules": _rules(scope),
        "standards": _standards(scope),
    }


def _alive(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["alive"].in_(scope.lang), "awards"
    awards = fields_of(scope, register, "kind", "application", "given")
    if awards.empty:
        return Panel(heading, nothing(scope, register))
    found = a_year_later(awards, fields_of(scope, "applications"), scope.month)
    kinds = REGISTERS[register].field("kind").choices
    shelves = [_fates(scope, key, text, found[found["kind"] == key]) for key, text in kinds]
    body = stood([each for each in shelves if each["parts"]], alt=heading)
    asleep = found[found["fate"].isin(["gone", "unknown"])].head(FEW).to_dict("records")
    say = linked(register, asleep, scope)
    named = [Markup("{} · {}").format(link(title(REGISTERS[register], row, lang), opened(scope, register, row["key"])), say("application", row["application"])) for row in asleep]  # fmt: skip
    ask = render("items", items=named) if named else Markup("<p>{}</p>").format(TEXTS["all_alive"].in_(lang))
    body += Markup("<h3>{}</h3>{}").format(TEXTS["asleep"].in_(lang), ask)
    return Panel(heading, body, all_of(scope, register, len(awards)))


def _fates(scope: Scope, kind: str, text: Text, rows: pd.DataFrame) -> dict[str, object]:
    href, counts = listed(scope, "awards", kind=kind), rows["fate"].value_counts()
    parts = [
        {"text": said.in_(scope.lang), "sign": SIGNS[meaning], "meaning": meaning, "value": int(counts[fate]), "href": href}
        for fate, (meaning, said) in FATES.items()
        if fate in counts
    ]  # fmt: skip
    return {"name": text.in_(scope.lang), "href": href, "note": "", "none": "", "parts": parts}


def _rests(scope: Scope) -> Panel:
    lang, heading = scope.lang, TEXTS["rests"].in_(scope.lang)
    shelves, without = [], []
    for register in RESTING:
        rows = fields_of(scope, register, "applications")
        rows = rows.assign(rests=rests_on(rows, REGISTERS[register].field("applications")))
        one = shelf(scope, register)
        if len(rows):
            one["parts"] = _rested(scope, register, rows)
        shelves.append(one)
        lacking = rows[rows["rests"] == 0].to_dict("records")
        without += [link(title(REGISTERS[register], row, lang), opened(scope, register, row["key"])) for row in lacking]
    body = stood(shelves, alt=heading)
    if without:
        body += Markup("<h3>{}</h3>{}").format(TEXTS["without"].in_(lang), render("items", items=without[:FEW]))
    return Panel(heading, body)


def _rested(scope: Scope, register: str, rows: pd.DataFrame) -> list[dict[str, object]]:
    told: tuple[tuple[str, Meaning, int], ...] = (
        ("unrested", "watch", int((rows["rests"] == 0).sum())),
        ("rested", "good", int((rows["rests"] > 0).sum())),
    )
    return [
        {"text": TEXTS[key].in_(scope.lang), "sign": SIGNS[meaning], "meaning": meaning, "value": many, "href": listed(scope, register)}
        for key, meaning, many in told
        if many
    ]  # fmt: skip


def _rules(scope: Scope) -> Panel:
    heading, register = TEXTS["rules"].in_(scope.lang), "rules"
    rows = fields_of(scope, register, "kind", "defines")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    shelves = by_choice(scope, register, "kind")
    for (kind, _), each in zip(REGISTERS[register].field("kind").choices, shelves, strict=True):
        defined = dict.fromkeys(what for what in rows.loc[rows["kind"] == kind, "defines"] if what)
        each["note"] = TEXTS["defines"].in_(scope.lang, what="、".join(defined)) if defined else ""
    return Panel(heading, stood(shelves, alt=heading), all_of(scope, register, len(rows)))


def _standards(scope: Scope) -> Panel:
    heading, register = TEXTS["standards"].in_(scope.lang), "standards"
    rows = fields_of(scope, register, "adopters", "defines").sort_values("adopters", na_position="last")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    found = rows[rows["standing"] == "done"].head(MOST).to_dict("records")
    body = stood([shelf(scope, register)], alt=heading)
    if found:
        body += bars(pd.DataFrame([_standard(scope, row) for row in found]), alt=heading)
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _standard(scope: Scope, row: dict[Any, Any]) -> dict[str, object]:
    lang, known = scope.lang, row["adopters"] == row["adopters"]
    text = TEXTS["adopters"].in_(lang, count=row["adopters"]) if known else TEXTS["no_adopters"].in_(lang)
    defines = TEXTS["defines"].in_(lang, what=row["defines"]) if row["defines"] else ""
    return {
        "name": row["name"],
        "value": row["adopters"] if known else 0.0,
        "text": " · ".join(each for each in (text, defines) if each),
        "status": "",
        "href": opened(scope, "standards", row["key"]),
    }


def _printed(scope: Scope) -> Panel:
    """Each printed total with its month, beside what the rows of that month's end make."""
    lang = scope.lang
    keys = tuple(one.metric.key for one in BESIDE)
    over = tuple(months.between(months.shift(scope.month, -BACK), scope.month))
    history = reads.history(scope, keys, (scope.unit,), over)
    rows = {
        "theory": fields_of(scope, "theory", "kind", "published"),
        "awards": fields_of(scope, "awards", "kind", "application", "given"),
    }
    drawn = [_beside(scope, one, rows[one.register], *last_printed(history, one.metric)) for one in BESIDE]
    columns = [
        Column("metric", TEXTS["metric"].in_(lang), "main"),
        *(Column(key, TEXTS[key].in_(lang), "number") for key in ("rows", "said", "gap")),
        Column("source", TEXTS["source"].in_(lang)),
    ]
    return Panel(TEXTS["printed"].in_(lang), table(columns, drawn, empty=""))


def _beside(scope: Scope, one: Beside, rows: pd.DataFrame, printed: float, when: date | None) -> dict[str, object]:
    lang, many = scope.lang, counted(one, rows, when or scope.month)
    asked = {"kind": one.kind} if one.kind else {}
    where = link(register_name(one.register, scope), listed(scope, one.register, **asked))
    passport = link(
        TEXTS["passport"].in_(lang), scope.link("passport", metric=one.metric.key, month=when or scope.month)
    )
    shown = formats.show(printed, one.metric, language=lang)
    gap = TEXTS["unsaid"].in_(lang) if when is None else TEXTS["same"].in_(lang)
    if when and many != printed:
        gap = Markup('<span class="warn">{}</span>').format(f"{many - printed:+,.0f}")
    return {
        "metric": one.metric.name(lang),
        "rows": f"{many:,}",
        "said": Markup("{}<small>{}</small>").format(shown, months.label(when)) if when else shown,
        "gap": gap,
        "source": Markup("{} · {}").format(where, passport),
    }
