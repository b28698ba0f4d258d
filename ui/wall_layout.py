"""How much a wall shows: as much as can be read from where people sit. Type grows by showing less, never by being cut off."""

from dataclasses import dataclass

from data.people.screens import Screen
from data.text import LANGUAGES, Language


@dataclass(frozen=True)
class Layout:
    """A way to fill a wall. `size`: how many of its smallest letters (1 rem) stand side by side and below each other; English
    is longer and gets smaller ones. `panels`: those there is room for beside the sentences."""

    name: str
    size: dict[Language, tuple[float, float]]
    panels: tuple[str, ...]

    def rem(self, lang: Language, width: float, height: float) -> float:
        """The smallest letters on a screen of that size, in its unit."""
        wide, high = self.size[lang]
        return min(width / wide, height / high)


ALL = Layout(
    "",
    {"zh": (108, 60.7), "en": (120, 67.5)},
    ("structure", "map", "figures", "lists", "changed", "more", "departments", "units"),
)
LAYOUTS = (
    ALL,
    Layout("far", {"zh": (84, 47.25), "en": (92, 51.75)}, ("map", "figures")),
    Layout("farther", {"zh": (60, 33.75), "en": (64, 36)}, ("figures",)),
)
OPENED = ".overview.wall"
LED = ".frame.wall"  # any page that a presenter shows on a wall


def layout(screen: Screen | None, lang: Language) -> Layout:
    """The fullest layout that can be read on that screen; where none can, the one with the largest type."""
    if screen is None:
        return ALL
    fitting = (each for each in LAYOUTS if each.rem(lang, screen.width, screen.height) >= screen.least_type())
    return next(fitting, LAYOUTS[-1])


def readable_from(screen: Screen, lang: Language) -> float:
    """From how many metres all on that screen can be read, as it is laid out."""
    return screen.readable_from(layout(screen, lang).rem(lang, screen.width, screen.height))


def css() -> str:
    """The size of a wall's type: from the screen, never from the window or the settings of a reader. Paper has its own."""
    return "\n".join(f"@media screen {{ {_rule(each, lang)} }}" for each in LAYOUTS for lang in LANGUAGES)


def _rule(each: Layout, lang: Language) -> str:
    wide, high = each.size[lang]
    pages = [f"html:lang({lang}):has({OPENED}{f'.{each.name}' if each.name else ''})"]
    pages += [] if each.name else [f"html:lang({lang}):has({LED}):not(:has({OPENED}))"]
    size = f"clamp(11px, min(100vw / {wide:g}, 100vh / {high:g}), {13500 / wide:.0f}px)"
    return f"{', '.join(pages)} {{ font-size: {size} !important; }}"
