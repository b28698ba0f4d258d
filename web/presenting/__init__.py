"""Presentations over HTTP: the presenter's console as plain HTML, and phones that are paired with it. Walls follow by
the channel of `web/live`.

Streamlit would draw a page anew for each press of a button; the console is a few kilobytes, for a telephone's old browser too,
and works without its script (which only spares it the reloading).
"""

from starlette.routing import BaseRoute

from web.presenting import charging, console, phone

ROUTES: list[BaseRoute] = [*phone.ROUTES, *console.ROUTES, *charging.ROUTES]
