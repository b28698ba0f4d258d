"""Pictures end where they end: what somebody put behind is left out."""

import re

from data.questions.attachments.unsafe import Unsafe

PNG, CHUNK = b"\x89PNG\r\n\x1a\n", 12  # bytes of a chunk beside its content: length, name, sum
MARK = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # in a scan: what is neither a byte FF nor a restart
ALONE = {0x01, *range(0xD0, 0xD9)}  # marks without a length
END, SCAN = 0xD9, 0xDA


def png(content: bytes) -> bytes:
    """The chunks up to the end of the picture. Raises `Unsafe` where they do not follow each other to an end."""
    at = len(PNG)
    while at + CHUNK <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += CHUNK + length
        if name == b"IEND" and at <= len(content):
            return content[:at]
    raise Unsafe("locked")


def jpeg(content: bytes) -> bytes:
    """The segments up to the end of the picture. Raises `Unsafe` where they do not follow each other to an end."""
    at = 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == END:
            return content[: at + 2]
        if mark == 0xFF:  # filling
            at += 1
        elif mark in ALONE:
            at += 2
        else:
            at += 2 + max(int.from_bytes(content[at + 2 : at + 4], "big"), 2)
            if mark == SCAN:
                found = MARK.search(content, at)
                at = found.start() if found else len(content)
    raise Unsafe("locked")
