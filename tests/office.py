"""LibreOffice as who opens our files elsewhere: documents become PDF, their words places, their pages pictures. Without a window, with
settings of its own, asking nobody for anything."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

PROGRAM = "soffice"
SECONDS = 240
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """A word where it stands on a page, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def printed(documents: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Each document (its name with its ending) as LibreOffice prints it: name → PDF. All in one go, for it takes seconds to
    begin."""
    given = folder / "given"
    given.mkdir()
    for name, content in documents.items():
        (given / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(given / name) for name in documents]
    _run([PROGRAM, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), *files])
    return {name: folder / f"{Path(name).stem}.pdf" for name in documents}


def words(pdf: Path) -> list[list[Word]]:
    """The words of each page of a PDF, in the order in which they are read."""
    told = pdf.with_suffix(".html")
    _run(["pdftotext", "-bbox", str(pdf), str(told)])
    return [[_word(each) for each in page] for page in ElementTree.parse(told).iter(f"{XHTML}page")]


def pictures(pdf: Path, dots: int = 60) -> list[Image.Image]:
    """The pages of a PDF as pictures, at so many dots an inch."""
    stem = pdf.with_suffix("")
    _run(["pdftoppm", "-r", str(dots), "-png", str(pdf), str(stem)])
    return [Image.open(page).convert("RGB") for page in sorted(pdf.parent.glob(f"{stem.name}-*.png"))]


def _word(told: ElementTree.Element) -> Word:
    left, top, right, bottom = (float(told.get(name, "")) for name in ("xMin", "yMin", "xMax", "yMax"))
    return Word(told.text or "", left, top, right, bottom)


def _run(asked: list[str]) -> None:
    subprocess.run(asked, check=True, capture_output=True, timeout=SECONDS)
