"""Presentations over HTTP: the presenter's console as plain HTML, phones that are paired with it, and the socket by which walls
follow.

Streamlit would draw a page anew for each press of a button; the console is a few kilobytes, for a telephone's old browser too,
and works without its script (which only spares it the reloading).
"""

from starlette.routing import BaseRoute

from web.presenting import charging, console, live, phone

ROUTES: list[BaseRoute] = [*phone.ROUTES, *console.ROUTES, *charging.ROUTES, *live.ROUTES]
