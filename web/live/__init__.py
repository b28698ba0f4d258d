"""`/live`: the one channel by which a server says by itself that something moved, beside Streamlit's own.

Walls hear what they are to show, whoever looks at a wall's view in a browser that the store moved, consoles how a presentation
stands. `hub` asks the store for all of them together, `listeners` says who may listen and what of everything is theirs,
`sockets` sends it.
"""

from web.live.sockets import PATH, ROUTES

__all__ = ["PATH", "ROUTES"]
