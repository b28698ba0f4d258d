"""Every change of every field of one row: from what to what, when, by whom, from which cell."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from data.row_versions import Version
from data.text import Text
from ui.panels import Panel
from ui.rows.fields import cell_of, heading, linked, or_dash
from ui.rows.reading import row_history
from ui.scope import Scope, when
from ui.tables import Column, folded, table
from ui.templates import render

TEXTS = {
    "history": Text("变更记录", "Every change"),
    "facts": Text("登记的内容", "What it said"),
    "when": Text("时间", "When"),
    "field": Text("字段", "Field"),
    "before": Text("原来", "Before"),
    "after": Text("现在", "Now"),
    "by": Text("经办", "By"),
    "where": Text("出处", "Where it stands"),
    "approved": Text("审核：{name}", "approved by {name}"),
    "added": Text("登记", "Entered"),
    "removed": Text("移出清单", "Taken off"),
    "from": Text("自 {day} 起", "from {day}"),
    "nothing": Text("没有", "None"),
}
COLUMNS = {"when": "short", "field": "main", "before": "", "after": "", "by": "", "where": ""}


def history(scope: Scope, register: str, row: Mapping[str, Any]) -> Panel:
    """The changes of a row that was read before, the newest first."""
    versions = row_history(scope, register, row["key"])
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in COLUMNS.items()]
    lines = [line for version in versions for line in _lines(version, register, scope)]
    return Panel(TEXTS["history"].in_(scope.lang), table(columns, lines, empty=TEXTS["nothing"].in_(scope.lang)))


def _lines(version: Version, register: str, scope: Scope) -> list[dict[str, object]]:
    came = _came(version, scope)
    sides = [
        {each.field: each.before for each in version.changes},
        {each.field: each.after for each in version.changes},
    ]
    say = linked(register, sides, scope)
    if version.kind == "changed":
        return [
            came
            | {
                "field": heading(register, each.field, scope),
                "before": or_dash(say(each.field, each.before)),
                "after": or_dash(say(each.field, each.after)),
            }
            for each in version.changes
        ]
    said = [(heading(register, each.field, scope), say(each.field, each.after)) for each in version.changes]
    whole = folded(TEXTS["facts"].in_(scope.lang), render("facts", facts=said)) if version.kind == "added" else ""
    kind = Markup("<b>{}</b>{}").format(TEXTS[version.kind].in_(scope.lang), whole)
    return [came | {"field": kind, "before": "", "after": ""}]


def _came(version: Version, scope: Scope) -> dict[str, object]:
    """When, by whom and from which cell."""
    lang = scope.lang
    approved = TEXTS["approved"].in_(lang, name=version.approved_by) if version.approved_by else ""
    since = TEXTS["from"].in_(lang, day=version.holds_from) if version.holds_from else ""
    place = cell_of(scope, version.batch, version.sheet, version.cell)
    return {
        "when": Markup("{}<small>{}</small>").format(when(version.at), since),
        "by": Markup("{}<small>{}</small>").format(version.actor, approved),
        "where": Markup("{}<small>{}</small>").format(place, version.file_name),
    }
