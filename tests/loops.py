"""Asynchronous code run by a test that is not: a browser that an earlier test opened keeps the loop of this thread."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio


def in_a_thread(do: Callable[[], Awaitable[Any]]) -> Any:
    """What it gives, run in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(anyio.run, do).result(120)
