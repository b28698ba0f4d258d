"""Personal data never enters the store: numbers of identity cards, mobile telephones and passports are found and refused."""

import re
import unicodedata
from functools import lru_cache

from data.refusal import Refusal
from data.text import LANGUAGES, Text

SENTENCE = Text(
    "其中的“{found}”像是{kind}。个人信息不得进入本系统，请删去后再提交。",
    "“{found}” looks like {kind}. Personal data must not enter this system: take it out and send it again.",
)
# Between the groups of a number people put a space, a dash, a dot, a bar. Boundaries are digits alone: tel138… is one.
GAP = r"[ \-_.·/|‐-―−]?"
NO_DIGIT_BEFORE = r"(?<!\d)(?<!\d[.,])"
ID_CARD = re.compile(
    rf"{NO_DIGIT_BEFORE}[1-9]\d{{5}}{GAP}(?:19|20)\d{{2}}{GAP}(?:0[1-9]|1[0-2]){GAP}(?:0[1-9]|[12]\d|3[01]){GAP}"
    r"\d{3}[\dXx](?![\dA-Za-z])"
)
MOBILE = re.compile(
    rf"{NO_DIGIT_BEFORE}(?:(?:\+|00)?86{GAP})?1[3-9]\d(?:{GAP}\d{{4}}{GAP}\d{{4}}|{GAP}\d{{3}}{GAP}\d{{5}})(?!\d|[.,]\d)"
)
SPELT = re.compile(r"(?<!\d)1(?: ?[3-9])(?: \d){9}(?! ?\d)")
PASSPORT = re.compile(r"(?:护照|passport)[^\d]{0,12}?(?<![A-Za-z])[A-Za-z]{1,2}\d{7,8}(?!\d)", re.IGNORECASE)
MOBILE_KIND = Text("手机号", "a mobile telephone number")
KINDS = {
    ID_CARD: Text("身份证号", "the number of an identity card"),
    MOBILE: MOBILE_KIND,
    SPELT: MOBILE_KIND,
    PASSPORT: Text("护照号", "the number of a passport"),
}


class Refused(Refusal):
    """A text that holds personal data; the sentence shows too little of it to be used."""

    def __init__(self, found: str, kind: Text):
        super().__init__(
            Text(*(SENTENCE.in_(language, found=found, kind=kind.in_(language)) for language in LANGUAGES))
        )


def refuse(text: str) -> None:
    """Raise `Refused` where the text holds such a number."""
    if told := found(text):
        raise Refused(*told)


@lru_cache(maxsize=65536)
def found(text: str) -> tuple[str, Text] | None:
    """So much of such a number in the text as may be shown, and what it is; also in full-width digits, in groups, or with
    characters between that cannot be seen."""
    if sum(character.isdigit() for character in text) < 7:
        return None
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    plain = unicodedata.normalize("NFKC", seen)
    for pattern, kind in KINDS.items():
        if match := pattern.search(plain):
            return f"{match[0][:3]}…{match[0][-2:]}", kind
    return None
