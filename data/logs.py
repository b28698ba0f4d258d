"""The log of this process: one line a record, as words or as JSON, with the request it belongs to, and nobody's data.

What a line may hold is decided here for every record, whoever wrote it. Of an exception its kind and its way through the
code are kept and not its message, which may hold what was written; a database that is away, or a disk, speaks of itself
alone and is heard. Of what other people's programs write, the sentence is kept and not what they put into it.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from secrets import token_hex
from time import perf_counter
from typing import Any, Literal

from sqlalchemy.exc import InterfaceError, OperationalError

from data import personal
from data.months import SHANGHAI
from data.settings import settings

OURS = ("cockpit", "data", "metrics", "ui", "web")
FIELDS = ("work", "kind", "method", "status", "seconds", "page", "unit", "month", "revision", "room", "wall")
WARNINGS = "py.warnings"
LONGEST = 400  # characters of a sentence
HIDDEN = "…"
# What stands behind the word for a secret, and after Bearer; the query of an address; who signs in at an address.
SCHEME = re.compile(r"\b(bearer|basic)\s{1,3}\S+", re.IGNORECASE)
NAMED = re.compile(
    r"\b(\w{0,40}(?:authorization|cookie|password|secret|token|passwd|pwd|key|code|session|hash)[\"']?\s?[:=]\s?)\S+",
    re.IGNORECASE,
)
QUERY = re.compile(r"\?[^\s\"'?]{1,2000}")
AT_ADDRESS = re.compile(r"://[^\s/@]{1,200}@")
LONG = re.compile(r"[A-Za-z0-9_\-+=.]{24,}")  # a token, a cookie or a hash; a name of ours has no digit in it
MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_request: ContextVar[str] = ContextVar("request", default="")
pages = logging.getLogger("cockpit.pages")


def fresh() -> str:
    """A name for a request, or for anything else that is done in one go."""
    return token_hex(8)


def current() -> str:
    """The request that is being worked for; "" for none."""
    return _request.get()


@contextmanager
def working_for(request: str) -> Iterator[None]:
    """What is logged inside bears the request's name."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


class Line(logging.Formatter):
    """A record as one line: JSON, or the same as words with the way through the code below it."""

    def __init__(self, form: Literal["text", "json"]):
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a break at its end."""
        told = written(record)
        if self.form == "json":
            return json.dumps(told, ensure_ascii=False)
        more = " ".join(f"{name}={told[name]}" for name in (*FIELDS, "request", "error", "cause") if name in told)
        line = f"{told['at']} {told['level']:<7} {told['logger']}: {told['message']}{' ' if more else ''}{more}"
        return "\n".join([line, *(f"    {place}" for place in told.get("where", ()))])


class _Standard(logging.StreamHandler):
    """To standard error, wherever that leads at the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        return sys.stderr


def handler() -> logging.Handler:
    """What writes every line, in the form that the settings ask for."""
    made = _Standard()
    made.setFormatter(Line(settings().logs.format))
    made.addFilter(_is_worth_it)
    return made


def _is_worth_it(record: logging.LogRecord) -> bool:
    """Warnings and errors, and what of ours is asked for: uvicorn tells of every socket."""
    return record.levelno >= logging.WARNING or record.name.startswith(f"{OURS[0]}.")


def written(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says of a record: at, level, logger, message; the request, FIELDS, and an error's kind and way."""
    told: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, SHANGHAI).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": scrubbed(_sentence(record)),
    }
    if current():
        told["request"] = current()
    told |= {name: vars(record)[name] for name in FIELDS if vars(record).get(name) not in (None, "")}
    error = record.exc_info[1] if record.exc_info else None
    return told | _error(error) if error else told


def scrubbed(sentence: str) -> str:
    """A sentence on one line without what looks like a secret, an address's query, a mail address or a person's number."""
    line = " ".join(sentence.split())[:LONGEST]
    if personal.found(line):
        return HIDDEN
    line = QUERY.sub(f"?{HIDDEN}", AT_ADDRESS.sub(f"://{HIDDEN}@", line))
    line = NAMED.sub(rf"\1{HIDDEN}", SCHEME.sub(rf"\1 {HIDDEN}", line))
    return MAIL.sub(HIDDEN, LONG.sub(_without_long, line))


def _without_long(found: re.Match[str]) -> str:
    return HIDDEN if any(character.isdigit() for character in found[0]) else found[0]


def _sentence(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if record.name == WARNINGS:  # where it was said, and of what kind
        return ":".join(record.getMessage().split(":")[:3])
    return str(record.msg).strip().partition("\n")[0]


def _error(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    told: dict[str, Any] = {"error": type(error).__name__, "where": where}
    if isinstance(error, OperationalError | InterfaceError):
        told["cause"] = scrubbed(str(error.orig).strip().partition("\n")[0])
    elif isinstance(error, OSError) and error.strerror:
        told["cause"] = error.strerror
    if error.__cause__ is not None:
        told["because"] = _error(error.__cause__)
    return told


def _short(file: str) -> str:
    return "/".join(file.split("/")[-3:])


@contextmanager
def named_if_slow(page: str, scope: Mapping[str, object]) -> Iterator[None]:
    """Name a page that takes longer than `logs.slow_seconds` inside, with the scope it is shown in (some of FIELDS)."""
    began = perf_counter()
    try:
        yield
    finally:
        seconds = perf_counter() - began
        if seconds >= settings().logs.slow_seconds:
            pages.warning("slow page", extra={"page": page, "seconds": round(seconds, 3), **scope})
