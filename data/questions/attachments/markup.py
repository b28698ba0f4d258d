"""XML of strangers, by a parser: no document type, so nothing grows and nothing is fetched."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from data.questions.attachments.unsafe import Unsafe

Start = Callable[[str, Mapping[str, str]], None]


def walk(content: bytes, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
    """Tell of every element (without its namespace, as its attributes) and every text, in order.

    Raises `Unsafe` where it is no XML or has a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, found: start(_local(name), {_local(key): found[key] for key in found})
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Unsafe("locked") from None


def nothing(*_told: object) -> None:
    """For what is of no interest."""


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_told: object) -> None:
    raise Unsafe("active")
