"""make bundle: everything that a bare Debian 12 without internet needs, in one archive, on a connected machine of the same kind.

The project as committed, wheels for this platform, Debian packages with all that they need, a list of parts (CycloneDX), and
checksums. The wheels are installed once from the folder alone, so that what is missing is found here and not there.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "bundle"
SBOM_TOOL = "cyclonedx-bom==7.5.0"
INSTALL = "install.sh"
SUMS = "SHA256SUMS"
# What the program needs of Debian, and what most put beside it.
DEBIAN = ("python3", "python3-venv", "fonts-noto-cjk", "fontconfig", "nginx", "postgresql")


def main() -> None:
    """Make the archive and print where it lies."""
    name = f"cockpit-{_asked('git', 'describe', '--tags', '--always', '--dirty')}"
    folder = BUILD / name
    shutil.rmtree(BUILD, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "project").mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", folder / "project"], input=archive, check=True)
    shutil.copy(ROOT / "docs" / "deploy" / INSTALL, folder / INSTALL)
    wheels = folder / "wheels"
    _run(
        sys.executable, "-m", "pip", "download", "-q", "--only-binary", ":all:", "-r", "requirements.txt", "-d", wheels
    )
    tried = BUILD / "tried"
    _run(sys.executable, "-m", "venv", tried)
    alone = ("--no-index", "--find-links", wheels)
    _run("env", "PIP_CONFIG_FILE=/dev/null", "PIP_EXTRA_INDEX_URL=", "PIP_FIND_LINKS=",
         tried / "bin" / "python", "-m", "pip", "install", "-q", *alone, "-r", "requirements.txt")  # fmt: skip
    _list_parts(tried, folder / "sbom.cdx.json")
    debian_packages(folder / "debian")
    sums(folder)
    with tarfile.open(BUILD / f"{name}.tar.gz", "w:gz") as made:
        made.add(folder, name)
    print(BUILD / f"{name}.tar.gz")


def debian_packages(place: Path) -> None:
    """The packages of DEBIAN with everything that a machine without any of it needs; on a machine without apt their names."""
    place.mkdir()
    (place / "packages.txt").write_text("\n".join(DEBIAN) + "\n", encoding="utf-8")
    if shutil.which("apt-get") is None:
        return
    # Nothing counts as installed, so what the other machine lacks and this one has comes along.
    (place / "partial").mkdir()
    apart = (
        "-o",
        "Dir::State::status=/dev/null",
        "-o",
        f"Dir::Cache::archives={place}",
        "-o",
        "APT::Sandbox::User=root",
    )
    _run("apt-get", *apart, "-qq", "-y", "--no-install-recommends", "--download-only", "install", *DEBIAN)
    shutil.rmtree(place / "partial", ignore_errors=True)
    (place / "lock").unlink(missing_ok=True)


def sums(folder: Path) -> None:
    """Write the SHA-256 of every file below a folder, as `sha256sum --check` reads them."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != SUMS)
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder)}\n" for file in files)
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _list_parts(environment: Path, target: Path) -> None:
    """The list of parts of an environment, by a tool in one of its own."""
    tool = BUILD / "tool"
    _run(sys.executable, "-m", "venv", tool)
    _run(tool / "bin" / "python", "-m", "pip", "install", "-q", SBOM_TOOL)
    made = ("environment", environment / "bin" / "python", "--output-format", "JSON", "--output-file", target)
    _run(tool / "bin" / "cyclonedx-py", *made)


def _asked(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _run(*command: object) -> None:
    asked: Sequence[str] = [str(part) for part in command]
    subprocess.run(asked, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
