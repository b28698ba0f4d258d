"""Robots of 钉钉, 企业微信 and 飞书: what each is sent, signed in its own way, and whether it took it.

They answer 200 also when they refuse; the code in the body says so. Messages are plain text: marks that a robot would read as
a mention or a link are written as what they are.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from data.notices.notices import Notice

Kind = Literal["dingtalk", "wecom", "feishu"]
LONGEST = 600  # characters of what is said in both languages; 企业微信 takes 2,048 bytes
MARKS = str.maketrans({"<": "＜", ">": "＞"})  # a mention of everybody is written with them
CODES: dict[Kind, tuple[str, ...]] = {"dingtalk": ("errcode",), "wecom": ("errcode",), "feishu": ("code", "StatusCode")}
TOO_MANY = {130101, 410100, 45009, 9499, 11232}  # too many in a minute, each in their numbers


class Refused(ValueError):
    """The robot did not take it."""


class TooMany(OSError):
    """The robot takes no more for now: nothing else is sent to it in this round."""


def message(notice: Notice, login: str, link: str) -> str:
    """The sentence in both languages, to whom, and where it leads."""
    chinese = _cut(notice.told("zh"), LONGEST // 2)
    said = f"{chinese}\n{_cut(notice.told('en'), LONGEST - len(chinese))}".translate(MARKS)
    return f"{login}：{said}\n{link}"


def _cut(said: str, most: int) -> str:
    """As much as there is room for, and “…” where that is not all: the link leads to the rest."""
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def request(kind: Kind, address: str, secret: str, text: str, now: datetime) -> tuple[str, bytes]:
    """The address and the JSON of a message; without a `secret` it is not signed (企业微信 never signs: its address is
    secret)."""
    if kind == "feishu":
        told: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            seconds = str(int(now.timestamp()))
            told |= {"timestamp": seconds, "sign": _signed(f"{seconds}\n{secret}", "")}
    else:
        told = {"msgtype": "text", "text": {"content": text}}
        if kind == "dingtalk" and secret:
            moment = str(int(now.timestamp() * 1000))
            signed = {"timestamp": moment, "sign": _signed(secret, f"{moment}\n{secret}")}
            address += ("&" if "?" in address else "?") + urlencode(signed)
    return address, json.dumps(told, ensure_ascii=False).encode()


def require_taken(kind: Kind, answer: bytes) -> None:
    """Raise `Refused` with what the robot said, or `TooMany`, unless its answer says that it took the message."""
    try:
        told = json.loads(answer)
        code = next(told[name] for name in CODES[kind] if name in told)
    except (ValueError, TypeError, StopIteration) as error:
        raise Refused("the robot's answer is not its own: is the address right?") from error
    if code in TOO_MANY:
        raise TooMany(f"code {code}")
    if code != 0:
        raise Refused(f"code {code}: {told.get('errmsg') or told.get('msg') or ''}")


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
