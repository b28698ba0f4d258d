"""`/live`: the one channel by which a server says by itself that something moved, beside Streamlit's own.

Walls hear what they are to show, whoever looks at a wall's view in a browser that the store moved, consoles how a presentation
stands. `hub` asks the store for all of them together, `listeners` says who may listen and what of everything is theirs,
`views` has each view drawn once for all who look at it, `sockets` sends it all.
"""

from web.live.sockets import PATH, routes

__all__ = ["PATH", "routes"]
