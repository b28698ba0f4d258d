"""What people write of instructions and meetings, as it is kept."""

import re
import unicodedata

from data import personal
from data.access import Actor
from data.instructions.refusals import Refused

LONGEST = 2000
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def said(text: str, by: Actor, *, may_be_empty: bool = False, limit: int = LONGEST) -> str:
    """The text as it is kept; Refused where it cannot be: no account, nothing or too much said, personal data."""
    clean = UNSEEN.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n")).strip()
    if not by.login:
        raise Refused("no_account")
    if not clean and not may_be_empty:
        raise Refused("empty")
    if len(clean) > limit:
        raise Refused("long", length=len(clean), limit=limit)
    personal.refuse(clean)
    return clean
