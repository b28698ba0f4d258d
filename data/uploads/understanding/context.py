"""What a check knows beside the workbook: who uploads, the units, the applications, the open months, the thresholds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd
from sqlalchemy import Connection, select

from data import registers, units
from data.access import Actor, may_report
from data.figures import as_of
from data.finding.names import Names
from data.register_rights import may_report_rows
from data.settings import Checks, settings
from data.text import Text
from data.units import Tree, Units
from data.uploads.understanding.tidy import rows_of
from data.uploads.understanding.unit_names import as_code, unit_names

PARTED = re.compile(r"[、;；/|\n]")


@dataclass(frozen=True)
class Context:
    """`first` and `last` are the open months; `applications` maps keys to the names people know: Chinese, English, the key,
    and any other ones."""

    actor: Actor
    units: Units
    first: date
    last: date
    applications: Mapping[str, tuple[str, ...]]
    checks: Checks

    @cached_property
    def unit_names(self) -> Names:
        """Units by all their names."""
        return unit_names(self.units)

    @cached_property
    def application_names(self) -> Names:
        """Applications by all their names; one that another goes by now is no other name of an earlier one."""
        names = Names((key, each[:3]) for key, each in self.applications.items())
        names.also((key, each[3:]) for key, each in self.applications.items())
        return names

    def unit_of(self, written: object) -> str:
        """The code of the unit that is called so, "" where there is none or more than one."""
        found = self.unit_names.find(as_code(written))
        return found[0] if len(found) == 1 else ""

    def tree(self, month: date) -> Tree:
        """The units of a month: those that hold on its last day."""
        if month not in self._trees:
            self._trees[month] = self.units.in_month(month)
        return self._trees[month]

    @cached_property
    def _trees(self) -> dict[date, Tree]:
        return {}

    def may_report(self, unit: str, month: date, department: str = "") -> bool:
        """Whether the one who uploads reports for the unit (and for the department that owns the matter)."""
        return may_report(self.actor, unit, self.tree(month), department)

    def may_report_rows(self, register: str, unit: str) -> bool:
        """Whether the one who uploads keeps the unit's rows of a register."""
        return may_report_rows(self.actor, register, unit, self.tree(self.last))

    def unit_name(self, code: str) -> Text:
        """The name of a unit in both languages, its code where it has none."""
        return self.unit_names.shown.get(code, Text(code, code))

    def with_applications(self, ledger: pd.DataFrame | None) -> "Context":
        """The same with the applications of a ledger that comes in the same workbook."""
        if ledger is None or ledger.empty:
            return self
        known = self.applications
        new = {
            row.key: _names(row.name_zh, row.name_en, row.key, row.aliases)
            + (known.get(row.key, ())[3:] if row.aliases is None else ())
            for row in rows_of(_named(ledger))
        }
        return replace(self, applications={**self.applications, **new})


def context(conn: Connection, actor: Actor, today: date) -> Context:
    """The context of one upload: two small queries."""
    now = as_of(registers.TABLES["applications"])
    rows = conn.execute(select(now.c.key, now.c.name, now.c.name_en, now.c.aliases)).all()
    return Context(
        actor=actor,
        units=units.load(conn),
        first=settings().months.first,
        last=today.replace(day=1),
        applications={key: _names(name, name_en, key, aliases) for key, name, name_en, aliases in rows},
        checks=settings().checks,
    )


def _named(ledger: pd.DataFrame) -> pd.DataFrame:
    kept = ledger[~ledger["removed"].astype(bool)]
    names = {"name_zh": kept.get("name"), "name_en": kept.get("name_en"), "aliases": kept.get("aliases")}
    return pd.DataFrame({"key": kept["key"], **names}, dtype=object)


def _names(name_zh: object, name_en: object, key: str, aliases: object) -> tuple[str, ...]:
    """Chinese, English, key, each standing for the one before it that is missing; then the other names."""
    zh = name_zh if isinstance(name_zh, str) and name_zh else key
    others = PARTED.split(aliases) if isinstance(aliases, str) else []
    return zh, name_en if isinstance(name_en, str) and name_en else zh, key, *filter(None, map(str.strip, others))
