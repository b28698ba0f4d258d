"""What a person sees when something breaks: a sentence, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from secrets import token_hex
from time import monotonic

from data.refusal import Refusal
from data.store import Unreachable
from ui.board import board
from ui.templates import render
from ui.texts import language, t
from ui.wall import hold

log = logging.getLogger(__name__)


@contextmanager
def calm() -> Iterator[None]:
    """Draw inside; what fails is logged under the reference number the person is told."""
    try:
        yield
    except Unreachable:
        _log_away(int(monotonic() // 60))
        hold()
    except Refusal as refused:
        board(render("calm", text=refused.sentence.in_(language())), key="calm", lang=language())
    except Exception:
        reference = token_hex(3)
        log.exception("Reference %s", reference)
        board(render("calm", text=t("went_wrong", reference=reference)), key="calm", lang=language())


@lru_cache(maxsize=1)
def _log_away(_minute: int) -> None:
    """Once a minute: a hundred walls ask every second whether the store is back, and would fill the disk with its log."""
    log.warning("The store cannot be reached", exc_info=True)
