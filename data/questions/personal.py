"""Personal data never enters the store: numbers of identity cards and of mobile telephones are found and refused."""

import re
import unicodedata

from data.refusal import Refusal
from data.text import LANGUAGES, Text

SENTENCE = Text(
    "其中的“{found}”像是{kind}。个人信息不得进入本系统，请删去后再提交。",
    "“{found}” looks like {kind}. Personal data must not enter this system: take it out and send it again.",
)
ID_CARD = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
MOBILE = re.compile(r"(?<![0-9A-Za-z.,])1[3-9]\d(?:\d{8}|([ -])\d{4}\1\d{4})(?![0-9A-Za-z]|[.,]\d)")
KINDS = {
    ID_CARD: Text("身份证号", "the number of an identity card"),
    MOBILE: Text("手机号", "a mobile telephone number"),
}


class Refused(Refusal):
    """A text that holds personal data; the sentence shows too little of it to be used."""

    def __init__(self, found: str, kind: Text):
        shown = f"{found[:3]}…{found[-2:]}"
        super().__init__(
            Text(*(SENTENCE.in_(language, found=shown, kind=kind.in_(language)) for language in LANGUAGES))
        )


def refuse(text: str) -> None:
    """Raise `Refused` where the text holds such a number (full width, or a mobile number in groups, is one too)."""
    plain = unicodedata.normalize("NFKC", text)
    for pattern, kind in KINDS.items():
        if found := pattern.search(plain):
            raise Refused(found.group(), kind)
