"""The organisation: who heads what, which groups work, with whom to speak, and where people are missing."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.stood import stood
from data.people.contacts import Answering, answering
from data.registers import REGISTERS
from data.text import Text
from metrics.of_rows.staffing import filled
from metrics.of_rows.waiting import waiting
from ui import room
from ui.links import named, person_link, ways_of
from ui.panels import Panel
from ui.reform.shelves import all_of, by_choice, by_words, nothing, owed
from ui.rows.fields import chip, state_parts
from ui.rows.links import listed, opened
from ui.rows.reading import fields_of
from ui.scope import Scope
from ui.tables import Column, link, table

MOST, FEW = 12, 8
TEXTS = {
    "reforms": Text("谁领衔什么改革", "Who leads which reforms"),
    "groups": Text("领导小组与专班：还在开会吗", "Groups and task forces: do they still meet?"),
    "silent": Text("逾期未开会的，找负责人", "Have not met: speak with their heads"),
    "name": Text("名称", "Name"),
    "head": Text("负责人", "Head"),
    "met": Text("最近会议", "Last met"),
    "late": Text("逾期天数", "Days overdue"),
    "all_meet": Text("都按期开会", "All have met in time"),
    "heads": Text("“一把手”确认了没有（含下级）", "Have heads confirmed? (units below included)"),
    "speak": Text("找谁谈", "With whom to speak"),
    "place": Text("单位", "Unit"),
    "standing": Text("状态", "Standing"),
    "answers": Text("填报、审核联系人", "Who reports and approves"),
    "no_account": Text("还没有账号", "No account yet"),
    "posts": Text("哪里缺人", "Where people are missing"),
    "lack": Text("{filled:,.0f}/{needed:,.0f} · {share:.0%}，缺 {lacking:,.0f}", "{filled:,.0f} of {needed:,.0f} · {share:.0%}, {lacking:,.0f} missing"),
    "full": Text("{filled:,.0f}/{needed:,.0f} · 配齐", "{filled:,.0f} of {needed:,.0f} · complete"),
}  # fmt: skip


def panels(scope: Scope) -> dict[str, Panel]:
    """The panels of the organisation."""
    return {
        "reforms": _reforms(scope),
        "groups": _groups(scope),
        "heads": _heads(scope),
        "posts": _posts(scope),
        "speak": _speak(scope),
    }


def _places(scope: Scope) -> dict[str, str]:
    """By each unit the one of the page's lines that it stands in: the unit itself, or what lies below it."""
    below = scope.tree.children.get(scope.unit, ())
    return {scope.unit: scope.unit} | {code: unit for unit in below for code in scope.tree.below(unit)}


def _reforms(scope: Scope) -> Panel:
    heading, register = TEXTS["reforms"].in_(scope.lang), "keystone_reforms"
    shelves = by_words(scope, register, "leader", MOST)
    body = stood(shelves, alt=heading) if shelves else nothing(scope, register)
    return Panel(heading, body)


def _groups(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["groups"].in_(scope.lang), "working_groups"
    rows = fields_of(scope, register, "kind", "head", "met", "due", "judged")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    silent = waiting(rows, "due", ("silent",)).head(FEW)
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in {"name": "main", "head": "short", "met": "short", "late": "number"}.items()]  # fmt: skip
    drawn = [
        {
            "name": link(row["name"], opened(scope, register, row["key"])),
            "head": row["head"],
            "met": f"{row['met']:%Y-%m-%d}" if row["met"] else "—",
            "late": f"{row['days']:,.0f}",
        }
        for row in silent.to_dict("records")
    ]
    body = stood(by_choice(scope, register, "kind"), alt=heading)
    body += Markup("<h3>{}</h3>{}").format(
        TEXTS["silent"].in_(lang), table(columns, drawn, empty=TEXTS["all_meet"].in_(lang))
    )
    return Panel(heading, body, all_of(scope, register, len(rows)))


def _heads(scope: Scope) -> Panel:
    heading, register = TEXTS["heads"].in_(scope.lang), "heads"
    rows = fields_of(scope, register, "person", "post")
    if rows.empty:
        return Panel(heading, nothing(scope, register))
    of = _places(scope)
    shelves = [
        {
            "name": named(scope, place),
            "href": "",
            "note": "",
            "none": owed(scope, register),
            "parts": _confirmed(scope, place, rows[rows["unit"].map(of) == place]),
        }
        for place in dict.fromkeys(of.values())
    ]
    return Panel(heading, stood(shelves, alt=heading), all_of(scope, register, len(rows)))


def _confirmed(scope: Scope, place: str, rows: pd.DataFrame) -> list[dict[str, object]]:
    return state_parts(
        REGISTERS["heads"],
        rows["standing"].value_counts(),
        lambda standing: listed(scope, "heads", unit=place, standing=standing),
        scope.lang,
    )


def _posts(scope: Scope) -> Panel:
    lang, heading, register = scope.lang, TEXTS["posts"].in_(scope.lang), "posts"
    rows = fields_of(scope, register, "needed", "filled")
    found = filled(rows.assign(place=rows["unit"].map(_places(scope))))
    if found.empty:
        return Panel(heading, nothing(scope, register))
    drawn = [
        {
            "name": scope.name(row["place"]),
            "value": min(row["share"], 1.0),
            "text": TEXTS["lack" if row["lacking"] else "full"].in_(lang, **row),
            "status": "",
            "href": listed(scope, register, unit=row["place"]),
        }
        for row in found.to_dict("records")
    ]
    return Panel(heading, bars(pd.DataFrame(drawn), alt=heading, top=1.0), all_of(scope, register, len(rows)))


def _speak(scope: Scope) -> Panel:
    """Of every unit of the page its head, and those who report and approve for it; of the units whose people one may see."""
    lang, heading = scope.lang, TEXTS["speak"].in_(scope.lang)
    places = [place for place in dict.fromkeys(_places(scope).values()) if scope.is_own(place)]
    with room.engine().connect() as conn:
        people = answering(conn, places)
    heads = fields_of(scope, "heads", "person", "post").to_dict("records")
    drawn = [
        _line(scope, place, [row for row in heads if row["unit"] == place], [each for each in people if each.unit == place])
        for place in places
    ]  # fmt: skip
    columns = [
        Column("place", TEXTS["place"].in_(lang), "main"),
        Column("head", TEXTS["head"].in_(lang)),
        Column("answers", TEXTS["answers"].in_(lang)),
    ]
    return Panel(heading, table(columns, drawn, empty=TEXTS["no_account"].in_(lang)))


def _line(scope: Scope, place: str, heads: list[dict[Any, Any]], people: list[Answering]) -> dict[str, object]:
    logins = {each.contact.name: each.contact.login for each in people}
    said = [
        Markup("<span class='who-heads'>{} {} {}</span>").format(
            person_link(logins[row["person"]], row["person"], scope)
            if row["person"] in logins
            else link(row["person"], opened(scope, "heads", row["key"])),
            row["post"],
            chip(REGISTERS["heads"], row["standing"], scope.lang),
        )
        for row in heads
    ]
    contacts = dict.fromkeys(each.contact for each in people)
    reach = [Markup("{} {}").format(person_link(one.login, one.name, scope), ways_of(one)) for one in contacts]
    return {
        "place": named(scope, place),
        "head": Markup("<br>").join(said) or owed(scope, "heads"),
        "answers": Markup("<br>").join(reach) or TEXTS["no_account"].in_(scope.lang),
    }
