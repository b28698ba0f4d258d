"""What `requirements.txt` installs, with the licence each package states. `python -m docs.licences` writes LICENSES.md anew."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FILE = ROOT / "LICENSES.md"
BEGIN, END = "<!-- packages: python -m docs.licences -->", "<!-- end of packages -->"


def required(path: Path = ROOT / "requirements.txt") -> list[Requirement]:
    """The packages a requirements file names."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def needed(package: Requirement) -> list[Requirement]:
    """What a package asks for on this machine, the extras asked of it included."""
    asked = [Requirement(written) for written in distribution(package.name).requires or ()]
    extras = ("", *package.extras)
    return [
        each for each in asked if not each.marker or any(each.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def licence(package: Distribution) -> str:
    """The licence as the package states it: its SPDX expression, else its classifier, else its own short words."""
    about = package.metadata
    classifiers = [
        each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License ::")
    ]
    return (
        about.get("License-Expression")
        or ", ".join(classifiers)
        or (about.get("License") or "not stated").splitlines()[0]
    )


def table() -> str:
    """One row a package: those named in requirements.txt in bold, then everything they bring along."""
    named = required()
    ours = {canonicalize_name(each.name) for each in named}
    rows = [f"| **{name}** | {stated} |" if name in ours else f"| {name} | {stated} |" for name, stated in _all(named)]
    return "\n".join(["| package | licence |", "|---|---|", *rows])


def _all(named: list[Requirement]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    waiting = list(named)
    seen: set[str] = set()
    while waiting:
        package = waiting.pop()
        if str(package) in seen:
            continue
        seen.add(str(package))
        try:
            found[canonicalize_name(package.name)] = licence(distribution(package.name))
        except PackageNotFoundError:  # asked for by an extra that this machine does not need
            continue
        waiting += needed(package)
    return sorted(found.items())


def write() -> None:
    """Put the table between its marks."""
    page = FILE.read_text(encoding="utf-8")
    FILE.write_text(re.sub(f"{BEGIN}.*{END}", f"{BEGIN}\n{table()}\n{END}", page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    write()
