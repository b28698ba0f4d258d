"""Native charts, which can be edited where there is no cockpit: the figures stand in a workbook inside the deck."""

from typing import Any

from pptx.chart.chart import Chart as Native
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt

from data.text import Language
from metrics.decks.content import Chart
from metrics.decks.writing import ACCENT, CODES, QUIET, TEXT, Look, Place, paint

SMALL = 9  # points of the letters
MOST_LABELS = 14  # values written at the bars; beyond they would touch


def draw(slide: Slide, place: Place, chart: Chart, lang: Language, look: Look, *, lying: bool) -> None:
    """Draw it. `lying`: units as bars that lie, where the place is narrow."""
    of_months = chart.link.kind == "history"
    kind = XL_CHART_TYPE.LINE_MARKERS
    if not of_months:
        kind = XL_CHART_TYPE.BAR_CLUSTERED if lying else XL_CHART_TYPE.COLUMN_CLUSTERED
    frame: Any = slide.shapes.add_chart(kind, place.left, place.top, place.width, place.height, data(chart))  # type: ignore[arg-type]
    frame.name = chart.link.name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.title)
    native = frame.chart
    native.has_legend = native.has_title = False
    native.font.size = Pt(look.size(SMALL))
    paint(native.font.color, QUIET)
    native._chartSpace.txPr.p_lst[0].pPr.defRPr.set("lang", CODES[lang][0])
    _axes(native, chart, look, lying)
    if of_months:
        _room(native, lying)
        _line(native, chart, look)
    else:
        _bars(native, chart, look)


def data(chart: Chart) -> CategoryChartData:
    """The figures behind it; what is not there is a gap."""
    given = CategoryChartData(number_format=chart.format)
    given.categories = chart.categories
    given.add_series(chart.series, chart.values)
    return given


def _room(native: Native, narrow: bool) -> None:
    """Where the lines are drawn: with room to the right for the last value, which is written."""
    parts = {"x": 0.18, "y": 0.12, "w": 0.7, "h": 0.4} if narrow else {"x": 0.07, "y": 0.12, "w": 0.87, "h": 0.68}
    places = "".join(f'<c:{name} val="{value}"/>' for name, value in parts.items())
    layout = (
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{places}</c:manualLayout></c:layout>'
    )
    area = native._chartSpace.chart.plotArea
    for old in area.findall("{*}layout"):
        area.remove(old)
    area.insert(0, parse_xml(layout))


def _axes(native: Native, chart: Chart, look: Look, lying: bool) -> None:
    category, value = native.category_axis, native.value_axis
    category.major_tick_mark = value.major_tick_mark = XL_TICK_MARK.NONE
    category.has_major_gridlines = False
    paint(category.format.line.color, look.line)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = chart.format, False
    value.format.line.fill.background()
    if chart.link.kind == "history":
        paint(value.major_gridlines.format.line.color, look.line)
        _seldom(category, lying)
        return
    category.reverse_order = lying  # the best stands first
    value.has_major_gridlines = False
    value.visible = len(chart.values) > MOST_LABELS
    if not any((each or 0) < 0 for each in chart.values):
        value.minimum_scale = 0  # a bar that begins elsewhere lies


def _seldom(months: Any, narrow: bool) -> None:
    """Every third month is written. LibreOffice writes each, and in a narrow chart turns or breaks what does not fit, unless the
    letters are turned by a hair: then it leaves some out."""
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="3"/>')
    months._element.find(".//{*}noMultiLvlLbl").addprevious(skip)
    if narrow:
        months._element.get_or_add_txPr().bodyPr.set("rot", "1")


def _line(native: Native, chart: Chart, look: Look) -> None:
    series = native.plots[0].series[0]
    series.smooth = False
    series.format.line.width = Pt(2.25)
    paint(series.format.line.color, ACCENT)
    series.marker.size = 5
    series.marker.format.fill.solid()
    paint(series.marker.format.fill.fore_color, ACCENT)
    paint(series.marker.format.line.color, ACCENT)
    last = series.points[len(chart.values) - 1].data_label  # of the month that is shown; it moves on with the line
    last.position = XL_LABEL_POSITION.ABOVE
    last.font.size, last.font.bold = Pt(look.size(SMALL + 2)), True
    paint(last.font.color, TEXT)
    wrapping: Any = last._dLbl
    wrapping.txPr.bodyPr.set("wrap", "none")


def _bars(native: Native, chart: Chart, look: Look) -> None:
    plot = native.plots[0]
    plot.gap_width = 55
    series = plot.series[0]
    series.format.fill.solid()
    paint(series.format.fill.fore_color, ACCENT)
    series.invert_if_negative = False
    if len(chart.values) > MOST_LABELS:
        return
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = chart.format, False
    labels.position, labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, Pt(look.size(SMALL))
    paint(labels.font.color, TEXT)
