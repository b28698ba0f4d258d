"""What came of the acceptance tests, as rows of the register `five_ones`: one a test and unit, renewed with each time it is tried."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from data import exports, store
from data.access import Actor
from data.registers import REGISTERS
from data.reporting import direct
from data.uploads.checking.rules import no_figures
from data.uploads.commit import Committed, Source
from data.uploads.compare import compare
from metrics.acceptance.trial import Trial

REGISTER = REGISTERS["five_ones"]
FIELDS = ("key", "name", "name_en", "unit", "promise", "how", "measured", "result", "found")


def rows(trials: Iterable[Trial], unit: str, day: date) -> pd.DataFrame:
    """The tests that could be tried: FIELDS, what was seen in Chinese."""
    return pd.DataFrame(
        [
            (
                f"SELF-{unit}-{each.key}",
                each.name.zh,
                each.name.en,
                unit,
                each.promise,
                each.how.zh,
                pd.Timestamp(day),
                each.result,
                each.found.zh,
            )
            for each in trials
            if each.result
        ],
        columns=FIELDS,
    )


def workbook(trials: Iterable[Trial], unit: str, day: date, *, mark: str = "") -> bytes:
    """The rows as a workbook that is uploaded like any other, so that an approver sees them first."""
    fields = {field.key: field.zh for field in (REGISTER.key_field, *REGISTER.fields)}
    listed = rows(trials, unit, day).assign(measured=day).itertuples(index=False)
    return exports.workbook(REGISTER.zh, [fields[name] for name in FIELDS], listed, mark=mark)


def record(engine: Engine, trials: Iterable[Trial], unit: str, day: date, *, by: Actor) -> Committed:
    """The rows as a batch, where nothing asks for approval. Raises the refusals of `reporting.direct.commit`."""
    found = tuple(trials)
    sheet = {"sheet": REGISTER.zh, "removed": False}
    listed = rows(found, unit, day).assign(**sheet)
    listed["cell"] = [f"A{place}" for place in range(2, len(listed) + 2)]
    with store.reading(engine) as conn:
        compared = compare(conn, no_figures(), {REGISTER.key: listed})
    name = f"{REGISTER.zh}-{unit}-{day}.xlsx"
    return direct.commit(engine, compared, Source("api", name, workbook(found, unit, day)), by=by)
