"""Typing into the grid of a draft without a browser: what its component would send, sent to the session."""

import json

from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.pages.screen import Screen

TRIGGER = "$$STREAMLIT_INTERNAL_KEY_{id}__events"


def grid_of(screen: Screen):
    """The component that shows the grid, and the data it was given."""
    protos = [element.proto for element in screen.app.get("bidi_component")]
    (proto,) = (proto for proto in protos if "-grid-" in proto.id and json.loads(proto.json).get("draft"))
    return proto, json.loads(proto.json)


def type_in(screen: Screen, *, sheet: str = "月报", base: int | None = None, name: str = "", **cells: str) -> str:
    """Type into cells by their addresses, over the version shown or `base`; what the page then shows."""
    proto, data = grid_of(screen)
    edits = [{"sheet": sheet, "cell": cell, "value": value} for cell, value in cells.items()]
    sent = {
        "id": name or json.dumps([base, edits]),
        "draft": data["draft"],
        "base": base or data["version"],
        "edits": edits,
    }
    states = screen.app._tree.get_widget_states()
    value = json.dumps([{"event": "typed", "value": sent}])
    states.widgets.append(WidgetState(id=TRIGGER.format(id=proto.id), json_trigger_value=value))
    screen.app._run(states)
    assert not screen.app.exception
    return "".join(screen.boards().values())
