"""Files on their way to the server: whose they are, and how much one sign-in may hold there at once.

Streamlit keeps what is sent in memory and asks neither whose session the address names nor how much it holds already.
"""

from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.requests import HTTPConnection

from data import access
from data.access import Action
from data.people import sessions
from data.people.sessions import Session
from data.settings import settings
from data.text import Text
from ui import streamlit_private as streamlit

MAY_SEND: Action = "read"  # texts to be checked, beside workbooks, attachments, decks and templates; a wall's session is refused before
REFUSALS = {
    HTTPStatus.FORBIDDEN: Text("此处不能上传文件。", "No file can be sent from here."),
    HTTPStatus.LENGTH_REQUIRED: Text("请写明文件大小。", "The length of the file is missing."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text(
        "本次登录上传的文件过多，请先提交或移除已上传的文件。",
        "Too many files are waiting in this sign-in. Hand in or remove those first.",
    ),
}


@dataclass
class Arriving:
    """What is on its way and what is kept, by the sign-in that sent it."""

    owners: dict[str, str] = field(default_factory=dict)  # session of the script → whose
    coming: dict[str, int] = field(default_factory=dict)  # whose → bytes announced and not yet there

    def refusal(self, connection: HTTPConnection, who: Session) -> HTTPStatus | None:
        """Why a file may not be sent there; None where it may."""
        to = script_session(connection)
        cookies, mine = streamlit.cookies_of(to), connection.cookies.get(sessions.COOKIE, "")
        if cookies is None or cookies.get(sessions.COOKIE) != mine:
            return HTTPStatus.FORBIDDEN
        if connection.scope["method"] != "PUT":
            return None
        if who.view or not access.may_somewhere(who.actor, MAY_SEND):
            return HTTPStatus.FORBIDDEN
        length = announced(connection)
        if length is None:
            return HTTPStatus.LENGTH_REQUIRED
        if self._held(mine) + length > settings().limits.session_mb * 1024 * 1024:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        self.owners[to] = mine
        return None

    def begin(self, whose: str, length: int) -> None:
        """A file is on its way: it counts from its first byte, or many at once would pass the limit."""
        self.coming[whose] = self.coming.get(whose, 0) + length

    def end(self, whose: str, length: int) -> None:
        """It has come, or broke off."""
        self.coming[whose] = self.coming.get(whose, 0) - length
        if self.coming[whose] <= 0:
            self.coming.pop(whose, None)

    def _held(self, whose: str) -> int:
        kept = streamlit.uploaded_bytes()
        self.owners = {each: owner for each, owner in self.owners.items() if each in kept or owner in self.coming}
        theirs = (size for each, size in kept.items() if self.owners.get(each) == whose)
        return sum(theirs) + self.coming.get(whose, 0)


def script_session(connection: HTTPConnection) -> str:
    """The session of the script that the address of an upload names."""
    return str(connection.scope["path"]).removeprefix(streamlit.UPLOADS).partition("/")[0]


def announced(connection: HTTPConnection) -> int | None:
    """How many bytes are said to come; None where it is not said, as with a body in chunks."""
    told = connection.headers.get("content-length", "")
    chunked = "transfer-encoding" in connection.headers
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 16 and not chunked else None
