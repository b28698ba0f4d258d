"""The office's virus scanner, asked by ClamAV's protocol (INSTREAM) over a socket. Without one, files say so.

`[evidence] scanner` is `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`.
"""

import socket
import struct

from data.settings import settings

PIECE = 1 << 16
PATIENCE = 30.0  # seconds for each piece and for the answer
LONGEST = 4096  # bytes of an answer


class Away(Exception):
    """The scanner does not answer, or not as it should: then nothing is taken."""


def there_is_one() -> bool:
    """Whether files are looked at by a scanner."""
    return bool(settings().evidence.scanner)


def found_in(content: bytes) -> str:
    """The name of the virus in the content, "" where there is none or no scanner. Raises `Away`."""
    if not there_is_one():
        return ""
    try:
        with _connected(settings().evidence.scanner) as line:
            told = _asked(line, content)
    except OSError:
        raise Away from None
    verdict = told.rpartition(b": ")[2].strip(b"\0\r\n ")
    if verdict == b"OK":
        return ""
    if verdict.endswith(b" FOUND"):
        return verdict.removesuffix(b" FOUND").decode("utf-8", "replace")
    raise Away  # too large for it, or an error of its own


def answers(patience: float = PATIENCE) -> bool:
    """Whether the scanner is there and says so."""
    try:
        with _connected(settings().evidence.scanner, patience) as line:
            line.sendall(b"zPING\0")
            return line.recv(LONGEST).startswith(b"PONG")
    except OSError:
        return False


def _connected(address: str, patience: float = PATIENCE) -> socket.socket:
    kind, _, place = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(patience)
        line.connect(place)
        return line
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), patience)


def _asked(line: socket.socket, content: bytes) -> bytes:
    line.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), PIECE):
        piece = content[at : at + PIECE]
        line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))
    told = b""
    while len(told) < LONGEST and not told.endswith(b"\0") and (more := line.recv(LONGEST)):
        told += more
    return told
