"""The interface against its own description: whatever is sent, what is answered is what the schema says."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from starlette.applications import Starlette

from data import months, store
from data.access import PEOPLE, Grant
from data.people import tokens
from data.reporting import deliveries, drafts
from metrics.briefs import making as briefs
from metrics.papers import making as papers
from tests import workbooks
from tests.staff import hire, settle
from web.api import ROUTES, door
from web.api.counting import Counts

EXAMPLES = 15
HOME = {
    "unit": "330203",
    "month": "2026-10",
    "draft": 1,
    "delivery": 1,
    "key": "visits",
}  # what there is, which nothing random meets
STATE = ["2xx", 403, 404, 409]  # what fits the schema may still not fit the store
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {"positive_data_acceptance": {"expected-statuses": STATE}},
        "operations": [
            {  # any bytes fit the schema, and few of them are a workbook
                "include-name": name,
                "checks": {"positive_data_acceptance": {"expected-statuses": [*STATE, 422]}},
            }
            for name in ("POST /v1/submissions", "PUT /v1/deliveries/{delivery}/parts/{part}")
        ],
    }
)
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", Starlette(routes=ROUTES), config=CONFIG)
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[str]:
    """The header of somebody with every role, over a store with a little in it."""
    engine = store.connect(f"sqlite:///{tmp_path_factory.mktemp('api')}/cockpit.db")
    store.migrate(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "engine", lambda *_: engine)
        patch.setattr(months, "now", lambda: datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI))
        patch.setattr(door, "REQUESTS", 1_000_000)
        patch.setattr(door, "asked", Counts(1_000_000, door.WINDOW, door.MOST))
        patch.setattr(door, "wrong", Counts(1_000_000, door.WINDOW, door.MOST))
        for module, name in ((papers, "pdf"), (papers, "png"), (briefs.places, "filled")):
            patch.setattr(module, name, lambda *given, **more: b"a file")  # what is in one is described nowhere
        settle(engine)
        with store.writing(engine) as conn:
            workbooks.report(conn, "measure | unit | month | value\nvisits | 330203 | 2026-10 | 12")
        person = hire(engine, "all", "330000", *(Grant(role, "330000") for role in sorted(PEOPLE)))
        for begin in (drafts.open_, deliveries.begin):
            begin(engine, HOME["unit"], months.parse(HOME["month"]), by=person)
        yield f"Bearer {tokens.make(engine, 'schemathesis', by=person)}"
    engine.dispose()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_what_is_answered_is_what_is_described(operation, mode, served):
    """All checks of schemathesis: status, content type, shape, no failure; wrong requests refused, tokens asked for."""

    at_home = st.booleans() if mode is GenerationMode.POSITIVE else st.just(False)

    @given(case=operation.as_strategy(generation_mode=mode), at_home=at_home)
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    def check(case, at_home):
        if mode is GenerationMode.POSITIVE:
            case.headers.pop("Idempotency-Key", None)  # the same short key again and again, for other content
        if at_home:
            case.query.update({name: value for name, value in HOME.items() if name in case.query})
            case.query.pop("base", None)
            case.path_parameters.update({name: value for name, value in HOME.items() if name in case.path_parameters})
        case.call_and_validate(headers={"Authorization": served})

    check()
