"""Charts on a sheet of paper: a line through months, and bars of units, the best first."""

from collections.abc import Callable, Sequence

from charts.paper.letters import MM
from charts.paper.sheet import Pen, Place, Sheet
from charts.scale import Axis, axis, close_together

SMALL = 8.0  # points
ROW, LOW, THICK = 7.5, 2.6, 0.58  # of bars: the highest and the lowest row in mm, and a bar's share of its row
EVERY = 3  # so many months apart the axis is written, counted from the last
Values = Sequence[float | None]
Show = Callable[[float], str]


def line(sheet: Sheet, place: Place, months: Sequence[str], values: Values, show: Show) -> None:
    """Which way has it been going? Gaps where a value is missing; the last value is written. The axis starts at zero unless
    all values lie close together far from it; `show` writes its places and the value."""
    known = [value for value in values if value is not None]
    moves = bool(known) and min(known) < max(known)
    scale = axis(known, steps=3, from_zero=not (moves and close_together(known)))
    if scale is None:
        return
    pen = Pen(SMALL, "muted")
    left = max(sheet.letters.width(show(tick), SMALL) for tick in scale.ticks) + 2
    last = sheet.letters.width(show(known[-1]), SMALL + 1)
    plot = Place(place.left + left, place.top + 4, place.width - left - max(4.0, last / 2), place.height - 10)
    for tick in scale.ticks:
        height = _height(scale, tick, plot)
        sheet.stroke([(plot.left, height), (plot.right, height)], "line", 0.15)
        sheet.write(show(tick), (plot.left - 2, height + SMALL * MM * 0.35), pen, align="right")
    step = plot.width / max(1, len(values) - 1)
    for nth, month in enumerate(months):
        if (len(months) - 1 - nth) % EVERY == 0:
            sheet.write(month, (plot.left + nth * step, plot.bottom + 5), pen, align="middle")
    _run(sheet, plot, scale, values, step)
    if values[-1] is not None:
        height, before = (_height(scale, value, plot) for value in (values[-1], known[-2:][0]))
        aside = 5.0 if before < height - 1 else -2.0  # where the line comes down from above, below it
        sheet.write(show(values[-1]), (plot.right, height + aside), Pen(SMALL + 1, "ink", True), align="middle")


def bars(sheet: Sheet, place: Place, names: Sequence[str], values: Values, texts: Sequence[str], show: Show) -> None:
    """Who is first, who is last, how far apart? A bar begins at zero; what is below it or missing has none and shows its text.
    Values too close together for bars are dots on an axis of their own, whose ends `show` writes: a bar that does not begin at
    zero would lie. Where not all find room the last ones are left out, and the last row says how many."""
    known = [value for value in values if value is not None]
    scale = axis(known, steps=3, from_zero=False) if close_together(known) and min(known) < max(known) else None
    if scale:
        place = Place(place.left, place.top, place.width, place.height - 5)
    most = max(1, int(place.height / LOW))
    shown = len(names) if len(names) <= most else most - 1
    row = min(ROW, place.height / max(1, min(len(names), most)))
    points = min(SMALL + 0.5, row * THICK / MM * 1.25)
    broad = min(max((sheet.letters.width(name, points) for name in names), default=0), place.width * 0.34)
    said = max((sheet.letters.width(text, points) for text in texts), default=0)
    track = Place(place.left + broad + 2.5, place.top, place.width - broad - said - 6, row * shown)
    top = max(known, default=0)
    if scale:
        _ends(sheet, track, scale, show)
    for nth in range(shown):
        middle = place.top + row * (nth + 0.5)
        line_at = middle + points * MM * 0.36
        sheet.write(names[nth], (place.left, line_at), Pen(points), room=broad)
        end = _mark(sheet, track, middle, row * THICK, values[nth], scale, top)
        sheet.write(texts[nth], (end + 1.5, line_at), Pen(points))
    if shown < len(names):
        sheet.write(f"… +{len(names) - shown}", (place.left, place.top + row * (shown + 0.7)), Pen(points, "muted"))


def _mark(
    sheet: Sheet, track: Place, middle: float, thick: float, value: float | None, scale: Axis | None, top: float
) -> float:
    """A bar, or a dot on its track; where it ends, and its text begins."""
    if scale:
        sheet.stroke([(track.left, middle), (track.right, middle)], "line", 0.15)
        if value is not None:
            sheet.dot((track.left + track.width * scale.share(value), middle), 1.1, "accent")
        return track.right
    long = track.width * max(0.0, value or 0.0) / top if top > 0 else 0.0
    if long:
        sheet.box(Place(track.left, middle - thick / 2, long, thick), "accent")
    return track.left + long


def _ends(sheet: Sheet, track: Place, scale: Axis, show: Show) -> None:
    """The axis below the dots, its ends written."""
    for tick in scale.ticks:
        across = track.left + track.width * scale.share(tick)
        sheet.stroke([(across, track.top), (across, track.bottom)], "line", 0.15)
        if tick in (scale.ticks[0], scale.ticks[-1]):
            sheet.write(show(tick), (across, track.bottom + 4), Pen(SMALL, "muted"), align="middle")


def _run(sheet: Sheet, plot: Place, scale: Axis, values: Values, step: float) -> None:
    run: list[tuple[float, float]] = []
    for nth, value in enumerate(values):
        if value is None:
            sheet.stroke(run, "accent", 0.7)
            run = []
            continue
        run.append((plot.left + nth * step, _height(scale, value, plot)))
        sheet.dot(run[-1], 0.8, "accent")
    sheet.stroke(run, "accent", 0.7)


def _height(scale: Axis, value: float, plot: Place) -> float:
    return plot.bottom - plot.height * scale.share(value)
