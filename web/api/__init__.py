"""The interface for programs: a unit's month and the numbers over HTTP, described by OpenAPI at `/api/openapi.json`.

Endpoints are plain functions: they run in threads, and the loop that serves the pages is never held up by them. What makes a file
has threads of its own (`web.turns.makes_a_file`).
"""

import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Mount

from data import access, requests, store
from data.lanes import Busy
from data.refusal import Refusal
from data.reporting import drafts
from web.api import (
    appeals,
    briefs,
    changes,
    conclusions,
    decks,
    deliveries,
    docs,
    evaluation,
    goals,
    instructions,
    league,
    lists,
    numbers,
    outlook,
    papers,
    radar,
    registers,
    rows,
    schedules,
    search,
    submissions,
    warnings,
    watches,
)
from web.api.door import Limited, only_known
from web.api.problems import KINDS, Problem, Stopped, answer
from web.api.shapes import Confirmed, Examined, Figures, HandedIn

LOG = logging.getLogger(__name__)
VERSION = "1"
ABOUT = (
    "Upload a unit's month, ask for findings, hand it in, follow its approval, and read metrics: with the rights of the "
    "person whose token it is, by the same checks as the pages. 上报、查看疑点、提交、跟踪审核、读取指标；"
    "权限与令牌所属账号相同，核对规则与页面相同。"
)


class _App(FastAPI):
    """Its schema also describes the shapes that operations name but FastAPI does not see."""

    def openapi(self) -> dict[str, Any]:
        if not self.openapi_schema:
            described = super().openapi()
            models = [
                (Figures, "validation"),
                (Problem, "serialization"),
                (Examined, "serialization"),
                (HandedIn, "serialization"),
                (Confirmed, "serialization"),
            ]
            _, extra = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
            schemas = described.setdefault("components", {}).setdefault("schemas", {})
            schemas |= {name: schema for name, schema in extra["$defs"].items() if name not in schemas}
            for operation in _operations(described):
                _say_problem(operation["responses"])
            self.openapi_schema = described
        return self.openapi_schema


def _operations(described: Mapping[str, Any]):
    return (operation for path in described["paths"].values() for operation in path.values())


def _say_problem(responses: dict[str, Any]) -> None:
    """What FastAPI says of 422 by itself is not what is answered here."""
    for status in responses:
        if status == "422":
            responses[status]["content"] = {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


app = _App(
    title="一屏掌控 / One-screen control",
    version=VERSION,
    description=ABOUT,
    openapi_tags=[{"name": tag, "description": title.en} for tag, title in docs.TAGS.items()],
    servers=[{"url": "/api"}],
    root_path_in_servers=False,
    docs_url=None,
    redoc_url=None,
    swagger_ui_oauth2_redirect_url=None,
)
app.add_middleware(Limited)
for router in (
    submissions.router,
    deliveries.router,
    registers.router,
    rows.router,
    numbers.router,
    conclusions.router,
    briefs.router,
    schedules.router,
    papers.router,
    decks.router,
    changes.router,
    instructions.router,
    watches.router,
    warnings.router,
    league.router,
    search.router,
    evaluation.router,
    appeals.router,
    outlook.router,
    goals.router,
    radar.router,
    lists.router,
):
    app.include_router(router, dependencies=[Depends(only_known)])
app.add_route("/docs", docs.page, include_in_schema=False)


@app.exception_handler(Stopped)
def _stopped(request: Request, error: Stopped) -> JSONResponse:
    return answer(error.kind, error.where, headers=error.headers, **error.blanks)


@app.exception_handler(Refusal)
def _refused(request: Request, error: Refusal) -> JSONResponse:
    findings = [error.finding] if isinstance(error, drafts.Unread) else getattr(error, "findings", ())
    headers = {"Retry-After": "10"} if isinstance(error, Busy) else None
    return answer(_kind(error), "", error.sentence, findings, headers=headers)


def _kind(error: Refusal) -> str:
    """Which kind of problem a refusal is; most are a matter of the present state."""
    if isinstance(error, access.Refused):
        return "forbidden"
    if isinstance(error, store.Refused):
        return "away"
    if isinstance(error, Busy):
        return "busy"
    if isinstance(error, drafts.Unread):
        return "unreadable"
    return "invalid" if isinstance(error, requests.Refused) and error.reason == "other" else "conflict"


@app.exception_handler(RequestValidationError)
def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"] if "[" not in str(part))  # without pydantic’s names of types
    return answer("invalid", where, what=first["msg"])


@app.exception_handler(HTTPException)
def _of_http(request: Request, error: HTTPException) -> JSONResponse:
    kind = next((name for name, each in KINDS.items() if each.status == error.status_code), "invalid")
    return answer(kind, headers=error.headers, what=request.url.path)


def _away(request: Request, error: Exception) -> JSONResponse:
    return answer("away")


for unreachable in store.Unreachable:
    app.add_exception_handler(unreachable, _away)


@app.exception_handler(Exception)
def _failed(request: Request, error: Exception) -> JSONResponse:
    reference = secrets.token_hex(4)
    route = getattr(
        request.scope.get("route"), "path_format", ""
    )  # as declared: an address may hold what somebody typed
    LOG.error("%s %s failed, reference %s", request.method, route, reference, exc_info=error)
    return answer("failed", reference=reference)


class _Below(Mount):
    """All below a path, a line's end in it too: what is answered there is always a problem of this interface."""

    def __init__(self, path: str, app: FastAPI):
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


ROUTES = [_Below("/api", app)]
