"""Lists of registers over HTTP: that one did not change in a month."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from data import months
from data.registers import REGISTERS
from data.reporting import lists
from data.requests import Answer
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.shapes import Confirmed, Month, Unit

KINDS = ("unauthorized", "forbidden", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/registers", tags=["submissions"], responses=responses(*KINDS))


@router.post(
    "/{register}/unchanged",
    status_code=201,
    summary="Confirm that a list did not change",
    response_model=Confirmed,
    responses=responses("not_found", "conflict"),
)
def confirm_unchanged(
    actor: Person,
    engine: Opened,
    register: Annotated[str, Path(description="The register's key, such as problems.", max_length=64)],
    unit: Annotated[Unit, Query(description="The unit whose list it is: six digits.")],
    month: Annotated[Month, Query(description="The month, like 2026-10.")],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """The unit's list of the month is there, as it was: a batch without rows, which counts at once."""
    if register not in REGISTERS:
        raise Stopped("not_found", "path register", what=register)

    def do() -> Answer:
        done = lists.confirm_unchanged(engine, register, unit, month, by=actor)
        told = Confirmed(
            register_key=register, unit=unit, month=months.label(month), batch=done.batch, revision=done.revision
        )
        return Answer(201, told.model_dump(mode="json"))

    return once(engine, idempotency_key, {"unchanged": [register, unit, months.label(month)]}, do, actor)
