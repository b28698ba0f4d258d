"""What is said of a figure, and what each verdict means: beside the form, before anything is checked."""

from markupsafe import Markup

from data.text import Text
from metrics.proofreading.verdicts import VERDICTS
from ui.panels import Panel
from ui.proofreading.found import MEANINGS
from ui.scope import Scope
from ui.tables import Column, table

TEXTS = {
    "title": Text("每个数字会得到一个结论", "Each figure gets one verdict"),
    "verdict": Text("结论", "Verdict"),
    "means": Text("意思", "What it means"),
}


def legend(scope: Scope) -> Panel:
    """The verdicts, the worst first, with their marks."""
    sign = Markup('<span class="state {}"><i aria-hidden="true">{}</i> {}</span>')
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in (("verdict", "short main"), ("means", ""))]
    rows = [
        {
            "verdict": sign.format(MEANINGS.get(key, "neutral"), told.mark, told.word.in_(scope.lang)),
            "means": told.means.in_(scope.lang),
        }
        for key, told in VERDICTS.items()
    ]
    return Panel(TEXTS["title"].in_(scope.lang), table(columns, rows, empty=""))
