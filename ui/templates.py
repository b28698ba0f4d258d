"""HTML from templates: everything that is filled in is escaped unless it is markup already."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, /, **values: object) -> Markup:
    """The template `templates/<name>.html` filled in. A value the template asks for and does not get is an error."""
    return Markup(_templates().get_template(f"{name}.html").render(**values))
