"""The runways of a system with the applications on each: which are crowded, which empty."""

from statistics import median

import pandas as pd

from charts.tracks import tracks
from data.references import keys_in
from data.registers import REGISTERS
from data.text import Text
from ui.panels import Panel
from ui.reform.shelves import all_of, nothing
from ui.rows.fields import register_name, title
from ui.rows.links import opened
from ui.rows.reading import fields_of, titles_of
from ui.scope import Scope

REGISTER, LEDGER = "runways", "applications"
CROWDED = 2  # times as many as half of the runways in use have at most, and no fewer than LEAST
LEAST = 5
TEXTS = {
    "crowded": Text("拥挤", "Crowded"),
    "empty": Text("空跑道，还没有应用", "Empty: no application yet"),
}


def runways(scope: Scope, system: str) -> Panel:
    """Each with its applications, the most crowded first and the merged last."""
    declared, lang = REGISTERS[REGISTER], scope.lang
    heading = register_name(REGISTER, scope)
    rows = declared_by(scope.unit, fields_of(scope, REGISTER, "system", "applications", "unit"))
    on = {row["key"]: keys_in(declared.field("applications"), row["applications"]) for row in rows.to_dict("records")}
    mine = rows[rows["system"] == system].to_dict("records")
    if not mine:
        return Panel(heading, nothing(scope, REGISTER))
    many = crowd([len(keys) for keys in on.values()])
    titles = titles_of(scope, LEDGER, (key for row in mine for key in on[row["key"]]))
    ledger = fields_of(scope, LEDGER).set_index("key")["standing"]
    mine.sort(key=lambda row: (row["standing"] == "merged", -len(on[row["key"]])))
    drawn = []
    for row in mine:
        merged, keys = row["standing"] == "merged", on[row["key"]]
        things = [_thing(scope, key, *titles[key], ledger.get(key, "")) for key in keys]
        note = declared.state("merged").text if merged else TEXTS["crowded"] if len(keys) >= many else None
        css = "vacant" if not keys else "crowded" if len(keys) >= many and not merged else ""
        drawn.append(
            {
                "name": title(declared, row, lang),
                "href": opened(scope, REGISTER, row["key"]),
                "note": note.in_(lang) if note else "",
                "css": css,
                "things": things,
            }
        )
    body = tracks(drawn, empty=TEXTS["empty"].in_(lang), alt=heading)
    return Panel(heading, body, all_of(scope, REGISTER, len(mine), system=system))


def declared_by(unit: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The runways of the unit's own structure: what it has entered itself, else what lies below it. A city with runways of its
    own cuts its reform otherwise than the province, and both on one picture would count an application twice."""
    own = rows[rows["unit"] == unit]
    return rows if own.empty else own


def crowd(on_each: list[int]) -> int:
    """From how many applications on a runway is crowded, by how many the others have."""
    used = [many for many in on_each if many]
    return max(LEAST, round(CROWDED * median(used))) if used else LEAST


def _thing(scope: Scope, key: str, name: str, may_open: bool, standing: str) -> dict[str, str]:
    meaning = REGISTERS[LEDGER].state(standing).meaning if standing else "neutral"
    return {"name": name, "href": opened(scope, LEDGER, key) if may_open else "", "meaning": meaning}
