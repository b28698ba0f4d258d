"""The map that a step shows: its units as outlines, hotter where worse, each with its name and value, and what the colours mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.outlines import project
from charts.paper.sheet import Pen, Place, Point, Sheet
from data.outlines import attribution, outlines
from data.presenting.reading import Step
from data.text import Language
from metrics import METRICS, formats
from metrics.decks.content import Slide
from metrics.decks.reading import Reader
from metrics.heat import Heat, heat

NAME, VALUE, SMALL = Pen(8, "ink", True), Pen(7.5), Pen(7.5, "muted")
SWATCH = 6.0


@dataclass(frozen=True)
class Mapped:
    """A map as it is printed. `values` are in words, by unit."""

    title: str
    units: tuple[str, ...]
    names: dict[str, str]
    values: dict[str, str]
    heat: Heat
    source: str


def of_step(step: Step, slide: Slide, reader: Reader) -> Mapped | None:
    """The map of a step within what the reader may read; None where its page is no map, or none of its units has an outline."""
    shown = next((each for each in slide.charts if each.link.kind == "units"), None)
    if step.view.page != "map" or shown is None:
        return None
    link, tree, metric = shown.link, reader.tree(shown.link.month), METRICS[shown.link.metric]
    units = tuple(unit for unit in reader.compared(link) if unit in outlines())
    frame = reader.beside(link)
    rows = frame[frame["metric"] == metric.key].set_index("unit")
    above = tree[units[0]].parent if units else None
    if not units or above not in rows.index:
        return None
    mine = rows.loc[list(units)]
    scale = formats.scale_for([value for value in mine["value"] if value == value], reader.lang)
    said = {
        unit: formats.show(row["value"], metric, row["qualifier"], reader.lang, scale=scale)
        for unit, row in mine.iterrows()
    }
    names = {unit: tree[unit].name(reader.lang) for unit in units}
    return Mapped(
        shown.title,
        units,
        names,
        {str(key): text for key, text in said.items()},
        heat(mine, metric, rows.loc[above]),
        shown.source.text,
    )


def draw(sheet: Sheet, place: Place, told: Mapped, lang: Language) -> None:
    """The outlines as large as the place allows, names and values on them, the legend below."""
    drawn = project([outlines()[unit] for unit in told.units])
    room = Place(place.left, place.top, place.width, place.height - 18)
    scale = min(room.width / drawn.width, room.height / drawn.height)
    left = room.left + (room.width - drawn.width * scale) / 2

    def at(x: float, y: float) -> Point:
        return left + x * scale, room.top + y * scale

    ramp = "heat" if told.heat.worse else "ramp"
    for area in drawn.areas:
        step = told.heat.steps.get(area.code)
        for ring in _rings(area.path):
            sheet.area([at(*point) for point in ring], f"{ramp}-{step}" if step is not None else "", "muted")
    for area in drawn.areas:
        x, y = at(area.x, area.y)
        sheet.write(told.names[area.code], (x, y), NAME, align="middle")
        sheet.write(told.values[area.code], (x, y + 3.6), VALUE, align="middle")
    _legend(sheet, Place(place.left, room.bottom + 3, place.width, 15), told, ramp, lang)


def _legend(sheet: Sheet, place: Place, told: Mapped, ramp: str, lang: Language) -> None:
    """What the colours mean; where it comes from; whose outlines they are."""
    x = place.left + sheet.write(told.heat.about.in_(lang), (place.left, place.top + 3), SMALL) + 3
    words: Sequence[str] = [text.in_(lang) for text in told.heat.words]
    if len(words) == 2:  # the ends of a size
        words = [words[0], "", "", "", words[1]]
    for step, word in enumerate(words):
        sheet.box(Place(x, place.top, SWATCH, 3.6), f"{ramp}-{step}", "muted")
        x += SWATCH + 1 + sheet.write(word, (x + SWATCH + 1, place.top + 3), SMALL) + 3
    sheet.fill_in(f"{told.source} · {attribution()}", Place(place.left, place.top + 6, place.width, 9), SMALL, most=2)


def _rings(path: str) -> list[list[Point]]:
    """The points of an outline's path, ring by ring."""
    rings = (ring.removeprefix("M").split("L") for ring in path.split("Z") if ring)
    return [[(float(x), float(y)) for x, y in (point.split(" ") for point in ring)] for ring in rings]
