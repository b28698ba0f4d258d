"""What is sealed, and the one page of it that a browser opens by itself.

The page carries a signed statement over all of itself but the statement. Its slides stand in a <noscript>: without a script a
browser shows them below each other, and with one the script finds there the very text that was signed.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data.seals import key
from data.text import Text

MARK, MOMENT = "⟦mark⟧", "⟦moment⟧"  # where the mark of the seal stands on the slides, and when it was made
BLOCK = '<script type="application/json" id="seal">'
END = "</script>"
FORBIDS = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'none'"


@dataclass(frozen=True)
class Content:
    """What a seal holds. `slides`, `style` and `script` make the page; `figures` are the numbers shown, each a mapping;
    `definitions` and `units` say what they meant. `storyline`, `version`, `unit`, `room`, `revision` and `steps` tell of what;
    `visitors`: drawn as they see it, who may see what is published to all and nothing else."""

    title: Text
    storyline: int
    version: int
    unit: str
    room: str
    revision: int
    steps: int
    slides: str
    style: str = ""
    script: str = ""
    figures: tuple[Mapping[str, Any], ...] = ()
    definitions: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, Any] = field(default_factory=dict)
    visitors: bool = False

    @property
    def files(self) -> dict[str, bytes]:
        """The data behind the page, by the name of the file."""
        held = {"figures": self.figures, "definitions": self.definitions, "units": self.units}
        return {f"{name}.json": written(data) for name, data in held.items()}

    @property
    def mark(self) -> str:
        """64 digits: the SHA-256 of what is sealed, whoever seals it and when. It stands on every slide."""
        parts = {**self.files, "slides": self.slides.encode()}
        return digest(written({name: digest(part) for name, part in parts.items()}))


def written(data: Any) -> bytes:
    """JSON that is the same whenever it is written: keys in order, no spaces, UTF-8."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return said.encode()


def digest(content: bytes) -> str:
    """SHA-256 in 64 digits."""
    return hashlib.sha256(content).hexdigest()


def shortly(mark: str) -> str:
    """A mark as it is read aloud: four groups of four digits."""
    return " ".join(mark[at : at + 4] for at in range(0, 16, 4))


def page(content: Content, about: Mapping[str, Any], signer: Ed25519PrivateKey) -> bytes:
    """The page that opens by itself, with a signed statement `about` the seal."""
    before, after = _around(content, about["mark"], about["moment"])
    statement = written({**about, "page": digest((before + after).encode())})
    block = {
        "statement": statement.decode(),
        "key": in_base64(key.raw(signer.public_key())),
        "signature": in_base64(signer.sign(statement)),
    }
    return (before + written(block).decode().replace("<", "\\u003c") + after).encode()


def _around(content: Content, mark: str, moment: str) -> tuple[str, str]:
    """The page before and after its signed statement. Nothing in an attribute of it is written differently by a browser,
    which is asked for the page as it understood it; and there is no line break that it would tidy."""
    slides = content.slides.replace(MARK, shortly(mark)).replace(MOMENT, moment[:16].replace("T", " "))
    if "</noscript" in slides or "</style" in content.style or "</script" in content.script:
        raise ValueError("the end of an element stands within it")
    head = (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{FORBIDS}">'
        f"<title>{escape(content.title.zh, quote=False)}</title><style>{content.style}</style></head>"
    )
    body = f'<body><div id="stage"></div><noscript id="slides">{slides}</noscript>'
    end = f"{END}<script>{content.script}</script></body></html>"
    return _tidy(head + body) + BLOCK, _tidy(end)


def _tidy(text: str) -> str:
    return text.replace("\r", "")


def in_base64(content: bytes) -> str:
    """As text."""
    return base64.b64encode(content).decode()
