"""What if, by weights of one's own: a number for each scored metric. Nothing of it is kept but the address."""

import streamlit as st

from data.text import Text
from metrics.evaluation import System, choosing
from ui.evaluation.asked import Chosen
from ui.page import panel
from ui.scope import Scope

MOST = 100.0  # points
TEXTS = {
    "title": Text("自己定权重试一试", "Try weights of your own"),
    "text": Text(
        "各指标写几分都可以，会折算成满分 {whole}；扣分和一票否决不变。只是试算：不保存，地址可以发给别人看。",
        "Any points for each metric: they are brought to {whole} in all; deductions and vetoes stay. It is a trial: nothing is "
        "kept, and the address can be sent to others.",
    ),
    "try": Text("试算", "Try"),
    "as_set": Text("恢复现行", "As set"),
}


def free(scope: Scope, of: Chosen) -> None:
    """The form, where the address asks for it or weights are being tried."""
    if scope.wall or (not of.asked.weights and st.query_params.get("free") != "1"):
        return
    system = next((each for each in of.known if each.key == of.asked.rules), of.system)
    text = TEXTS["text"].in_(scope.lang, whole=f"{system.whole:g}")
    items = [item for item in system.items if item.scored]
    with panel("weights", TEXTS["title"].in_(scope.lang), text, scope):
        for item in items:
            usual = of.asked.weights.get(item.key, item.weight)
            st.number_input(
                f"{item.dimension.in_(scope.lang)} · {item.name.in_(scope.lang)}",
                0.0, MOST, float(usual), 1.0, key=_key(item.key),
            )  # fmt: skip
        with st.container(horizontal=True, key="weights-buttons"):
            label = TEXTS["try"].in_(scope.lang)
            st.button(label, type="primary", key="weights-try", on_click=_try, args=(system,))
            st.button(TEXTS["as_set"].in_(scope.lang), key="weights-as-set", on_click=_as_set)


def _key(item: str) -> str:
    return f"weight-{item}"


def _try(system: System) -> None:
    asked = {item.key: float(st.session_state[_key(item.key)]) for item in system.items if item.scored}
    st.query_params["points"] = choosing.written_weights(asked)
    st.query_params.pop("weights", None)


def _as_set() -> None:
    for name in ("points", "free"):
        st.query_params.pop(name, None)
