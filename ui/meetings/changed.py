"""What changed since the last meeting, readable in two minutes: a line of counts, a picture, the longest stories."""

from collections import Counter
from collections.abc import Callable, Sequence

import pandas as pd
from markupsafe import Markup

from charts.arrows import arrows
from data.text import Text
from metrics import METRICS, formats
from metrics.changes import KINDS, WHATS, Change
from metrics.meetings import Agenda
from metrics.meetings.agenda import near
from ui import reads
from ui.meetings import words
from ui.panels import Panel
from ui.scope import Scope, month_name
from ui.tables import Column, folded, link, table
from ui.templates import render

DRAWN, TOLD, FOLDED = 10, 12, 60
TEXTS = {
    "title": Text("{then} 以来的变化（{since} → {until}）", "What changed since {then} ({since} → {until})"),
    "picture": Text(
        "最大的变动：从圆点到箭头，竖线为目标", "What moved most: from dot to arrow, the tick is the target"
    ),
    "schedule": Text("序时的 {then} → {now}", "{then} → {now} of the schedule"),
    "stories": Text("逐项", "One by one"),
    "more": Text("其余 {count} 项", "{count} more"),
    "nothing": Text("没有变化。", "Nothing changed."),
    "what": Text("事项", "What"),
    "unit": Text("单位", "Unit"),
    "from_to": Text("变化", "From → to"),
    "by": Text("版本", "Revision"),
    "kind": Text("类别", "Kind"),
    "decide": Text("作决定", "Decide"),
    "better": Text("状态变好", "Statuses better"),
    "worse": Text("状态变差", "Statuses worse"),
    "overdue": Text("新超期", "Newly past their day"),
    "closed": Text("办结", "Settled"),
    "kept": Text("决定与交办已验收", "Instructions accepted"),
    "missed": Text("交办未按期", "Instructions missed"),
    "corrected": Text("数据更正", "Figures corrected"),
}
Deciding = Callable[[Change], str]


def panels(now: Agenda, unit: str, scope: Scope, deciding: Deciding | None) -> dict[str, Panel]:
    """The counts, the picture and the stories; `deciding` gives the address where a decision about a change is written."""
    lang = scope.lang
    title = TEXTS["title"].in_(
        lang, then=now.then.day, since=month_name(now.then.month, lang), until=month_name(now.later.month, lang)
    )
    if not now.changed:
        return {"changed": Panel(title, render("empty", text=TEXTS["nothing"].in_(lang)))}
    known = reads.units(scope)
    close = near(now.changed, unit, known, now.later)
    drawn = _drawn(close)
    found = {"changed": Panel(title, _counts(now.changed, scope))}
    if drawn:
        found["picture"] = Panel(TEXTS["picture"].in_(lang), _picture(drawn, scope))
    stories = table_of(close[:TOLD], scope, deciding)
    rest = close[TOLD : TOLD + FOLDED]
    more = folded(TEXTS["more"].in_(lang, count=len(rest)), table_of(rest, scope, deciding), bool(rest)) if rest else ""
    return found | {"stories": Panel(TEXTS["stories"].in_(lang), stories + Markup(more))}


def table_of(found: Sequence[Change], scope: Scope, deciding: Deciding | None) -> Markup:
    """Changes as a table, each leading to what changed and, in an open meeting, to where it is decided about."""
    css = {"unit": "short", "what": "main", "from_to": "", "kind": "short", "by": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), shown) for key, shown in css.items()]
    if deciding:
        columns.append(Column("decide", "", "short"))
    return table(columns, [_cells(each, scope, deciding) for each in found], empty=TEXTS["nothing"].in_(scope.lang))


def _cells(each: Change, scope: Scope, deciding: Deciding | None) -> dict[str, object]:
    lang, where = scope.lang, words.way_of(each, scope)
    title = each.title.in_(lang)
    told = Markup('<span class="{}">{} → {}</span>').format(
        {"worse": "bad", "better": "good", "neutral": ""}[each.turn], each.before.in_(lang), each.after.in_(lang)
    )
    asked = deciding(each) if deciding else ""
    return {
        "unit": words.unit_name(each.unit, scope),
        "what": link(title, where) if where else title,
        "from_to": told,
        "kind": f"{KINDS[each.kind].in_(lang)} · {WHATS[each.what].in_(lang)}",
        "by": each.revision or "—",
        "decide": link(TEXTS["decide"].in_(lang), asked) if asked else "",
    }


def _counts(found: Sequence[Change], scope: Scope) -> Markup:
    by_turn = Counter((each.kind, each.turn) for each in found if each.what == "turned" and each.kind == "status")
    by_what = Counter(each.what for each in found)
    counts = {"worse": by_turn["status", "worse"], "better": by_turn["status", "better"]}
    counts |= {key: by_what[key] for key in ("overdue", "missed", "closed", "kept", "corrected")}
    return render("amounts", facts=[(TEXTS[key].in_(scope.lang), f"{count:,}", "") for key, count in counts.items()])


def _drawn(found: Sequence[Change]) -> list[Change]:
    """What turned status first, then what moved furthest; each number of a unit once."""
    drawn: dict[tuple[str, str], Change] = {}
    for kind in ("status", "value"):
        for each in found:
            if each.kind == kind and each.was == each.was and each.now == each.now and each.was != each.now:
                drawn.setdefault((each.unit, each.metric), each)
    return list(drawn.values())[:DRAWN]


def _judged(each: Change, scope: Scope) -> str:
    """What was judged, from and to."""
    metric, lang = METRICS[each.metric], scope.lang
    flow = metric.kind == "flow"

    def shown(value: float, more: int) -> str:
        return formats.show_share(value, more=more) if flow else formats.show(value, metric, language=lang, more=more)

    more = formats.apart(each.was, each.now, shown)  # as many digits as tell the two apart
    pattern = TEXTS["schedule"] if flow else formats.FROM_TO
    return pattern.in_(lang, then=shown(each.was, more), now=shown(each.now, more))


def _picture(found: Sequence[Change], scope: Scope) -> Markup:
    rows = [
        {
            "name": each.title.in_(scope.lang),
            "place": words.unit_name(each.unit, scope),
            "was": each.was,
            "now": each.now,
            "aim": each.aim,
            "turn": each.turn,
            "text": f"{each.before.in_(scope.lang)} → {each.after.in_(scope.lang)}",
            "more": _judged(each, scope) if each.kind == "status" else "",
            "href": words.way_of(each, scope),
        }
        for each in found
    ]
    return arrows(pd.DataFrame(rows), alt=TEXTS["picture"].in_(scope.lang))
