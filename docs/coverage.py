"""Writes `docs/coverage.md`: for every row of the domain where it lives in the store, on which page, held by which test.

Run it after a declaration has changed: `python -m docs.coverage`.
"""

import csv
from pathlib import Path

from data.registers import REGISTERS
from metrics import METRICS

HERE = Path(__file__).parent
PAGE = HERE / "coverage.md"
HEAD = """# What the cockpit covers

Every row of the domain: where it lives in the store, on which page a leader finds it, and which test holds it. Written out from the declarations by `python -m docs.coverage`; a test fails where a row is missing.

| row | 中文 | English | in the store | page | held by |
|---|---|---|---|---|---|
"""
# Rows that are no register: metrics, or what is built beside them.
METRICS_OF = {
    "D8": ("closed_loop_rate",),
    "E2": ("awareness", "usage_rate", "satisfaction"),
    "E12": ("core_industry_value_added",),
}
BUILT = {
    "E5": ("metrics of figures, `unit_traits`", "League", "`tests/test_league.py`"),
    "D7": ("`instruction`, `instruction_event`", "Instructions", "`tests/test_instructions.py`"),
    "E6": (
        "`instruction`, `instruction_event`",
        "Overview, Instructions",
        "`tests/test_instruction_life.py`, `tests/test_metrics_instructions.py`",
    ),
    "E10": ("`burden` of measures and reports", "Burden", "`tests/test_burden.py`"),
    "C3": ("`watch`, `watch_state`, `instruction`", "Watching (what came of it)", "`tests/test_watching.py`"),
    "F3": ("`meeting`, `meeting_item`, `instruction`", "Meetings", "`tests/test_meetings.py`, `tests/test_minutes.py`"),
    "I2": (
        "`storyline`, `presentation`, `seal`",
        "Storylines",
        "`tests/test_storylines.py`, `tests/test_presentations.py`, `tests/test_seals.py`",
    ),
    "I5": ("`wall`, `session`", "Walls", "`tests/test_walls.py`"),
}
# What is built beside a register of the row.
BESIDE = {
    "A15": ("`metrics/acceptance/`", "the same (The cockpit tries itself)", "`tests/test_acceptance.py`"),
    "A14": ("`forecast`", "Outlook (distance and pace)", "`tests/test_forecast.py`, `tests/test_strategic_goals.py`"),
    "A20": ("", "Outlook (distance and pace)", "`tests/test_strategic_goals.py`"),
    "C2": ("`forecast`", "Outlook", "`tests/test_forecast.py`"),
    "E1": ("", "Evaluation", "`tests/test_evaluation.py`"),
    "E8": ("", "Evaluation", "`tests/test_evaluation.py`"),
    "E9": ("", "Evaluation", "`tests/pages/test_evaluation.py`"),
}
SYSTEM_ROWS = frozenset(f"A{number}" for number in range(3, 10))
# Registers that a page about one side of the reform draws, beside their own list.
SUBJECTS = {
    "Platform and brains": (
        "maturity", "resources", "components", "libraries", "data_requests", "security_events", "brains", "capabilities",
    ),
    "Services": ("one_things", "small_matters", "service_reforms"),
    "Organisation": ("keystone_reforms", "working_groups", "heads", "posts"),
    "Economy and infrastructure": (
        "projects", "partners", "data_products", "showings", "technology", "cloud", "sites", "gateway_routes",
    ),
    "Results": ("awards", "theory", "regulations", "technology", "rules", "standards"),
    "Diffusion": ("adoptions", "promotions"),
}  # fmt: skip
SUBJECT_OF = {register: page for page, registers in SUBJECTS.items() for register in registers}
OWN_PAGES = {"problems": "Problems", "applications": "Applications", "oversight": "Oversight"}


def rows() -> list[tuple[str, str, str]]:
    """The rows of the domain: id, Chinese, English."""
    with open(HERE / "domain.csv", encoding="utf-8", newline="") as lines:
        return [(row["row"], row["name_zh"], row["name_en"]) for row in csv.DictReader(lines)]


def where(row: str) -> tuple[str, str, str]:
    """Store, page and test of a row. Raises `KeyError` where nothing covers it."""
    registers = [register for register in REGISTERS.values() if row in register.covers]
    if registers:
        store = ", ".join(f"register `{register.key}`" for register in registers)
        if row in SYSTEM_ROWS:
            return store, "System", "`tests/test_registers.py`"
        lists = [OWN_PAGES.get(register.key, f"Whole reform → {register.en}") for register in registers]
        subjects = [SUBJECT_OF[register.key] for register in registers if register.key in SUBJECT_OF]
        pages = ", ".join(dict.fromkeys((*lists, *subjects)))
        tests = "`tests/test_registers.py`" + (", `tests/pages/test_subjects.py`" if subjects else "")
        both = zip((store, pages, tests), BESIDE.get(row, ("", "", "")), strict=True)
        first, second, third = (f"{one}, {other}" if other else one for one, other in both)
        return first, second, third
    if row in METRICS_OF:
        assert set(METRICS_OF[row]) <= set(METRICS)
        return ", ".join(f"metric `{key}`" for key in METRICS_OF[row]), "Passport", "`tests/spec/`"
    return BUILT[row]


def written() -> str:
    """The whole page."""
    lines = (f"| {row} | {zh} | {en} | {' | '.join(where(row))} |\n" for row, zh, en in rows())
    return HEAD + "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
