"""Whether a deck may be opened at all: whole, without a password, of bounded size, and with nothing in it that acts. In a worker."""

import io
import re
import zipfile

from pptx import Presentation
from pptx.presentation import Presentation as Deck

ENTRIES = 10_000
MAIN = "ppt/presentation.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # before 2007, or behind a password
SHEETS = re.compile(r"ppt/embeddings/[^/]*\.xlsx")  # the figures behind charts
ACTS = re.compile(r"vbaproject|activex|oleobject|embeddings/|customui|webextension|\.(?:bin|exe|js|vbs|ps1|bat|html?)$")
MACROS = ("macroenabled", "vbaproject")


class Unopened(Exception):
    """Why a deck is not opened: a reason of `updating.REFUSALS`."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def opened(content: bytes, unzipped: int) -> Deck:
    """The deck. `unzipped`: the most bytes it may unpack to. Raises `Unopened`."""
    if content.startswith(OLE):
        raise Unopened("locked")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _look_at(package, unzipped)
        return Presentation(io.BytesIO(content))
    except Unopened:
        raise
    except Exception:  # whatever a file that somebody broke does to what reads it
        raise Unopened("broken") from None


def _look_at(package: zipfile.ZipFile, unzipped: int) -> None:
    entries = package.infolist()
    names = [entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unopened("locked")
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > unzipped:
        raise Unopened("unpacks")
    if MAIN not in names:
        raise Unopened("no_deck")
    printing = (name for name in names if "printersettings" not in name)
    if any(ACTS.search(name) and not SHEETS.fullmatch(name) for name in printing):
        raise Unopened("acts")
    types = package.read("[Content_Types].xml").decode(errors="replace").lower()
    if any(word in types for word in MACROS):
        raise Unopened("acts")
    if "<!doctype" in types:
        raise Unopened("broken")
