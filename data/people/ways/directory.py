"""The office's directory (LDAP, Active Directory): who somebody is by the account and password they type, and who still
stands in it.

A service account looks the person up, then the directory is asked whether the password is theirs. Nothing is sent but
under TLS with a certificate that was checked, no referral is followed, and an empty password, with which a directory would
let anybody in as nobody, is never asked about.
"""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ldap3 import NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import parse_dn

from data import months
from data.people import claims
from data.people.claims import Told
from data.refusal import ByReason
from data.settings import Ldap, settings
from data.text import Text

LONGEST = 128  # characters of what is typed
LASTS = 300  # seconds for which a password that was right just now is good for a session
WRONG_PASSWORD = 49  # invalidCredentials
REFUSING = {WRONG_PASSWORD, 19, 48, 50, 53}  # … and what else a directory says to whom it does not let in
REFUSALS = {
    "wrong": Text("账号或密码不正确，请重新输入。", "The account or the password is wrong. Try again."),
    "silent": Text(
        "单位目录（LDAP）暂时连接不上，请稍后再试；一直如此请联系管理员。",
        "The directory (LDAP) cannot be reached. Try again in a while; tell an administrator if it stays so.",
    ),
}


class Refused(ByReason):
    """A password that is not theirs, or a directory that does not answer."""

    sentences = REFUSALS


def is_on() -> bool:
    """Whether there is a directory."""
    return bool(settings().ldap.url)


def issuer() -> str:
    """What people of the directory are told apart by from those of other providers."""
    return f"ldap:{settings().ldap.base.casefold()}"


def told(login: str, password: str) -> Told:
    """Of whom the directory confirms login and password. Raises `Refused`."""
    if not 0 < len(password) <= LONGEST or not 0 < len(login) <= LONGEST or "\0" in login + password:
        raise Refused("wrong")
    with asking() as conn:
        found = _search(conn, settings().ldap.person.replace("{login}", escape_filter_chars(login)))
        if len(found) != 1:
            raise Refused("wrong")
        who = _of(conn, found[0])
    _require_bound(found[0]["dn"], password)
    return who


def standing(conn: Connection, subjects: Sequence[str]) -> Mapping[str, Told]:
    """Of those subjects all who still stand in the directory, as it tells of them now. Raises `Refused`."""
    there = {}
    for subject in subjects:
        found = _search(conn, f"(&{_anybody()}({settings().ldap.subject}={_as_filter(subject)}))")
        if len(found) == 1:
            there[subject] = _of(conn, found[0])
    return there


@contextmanager
def asking() -> Iterator[Connection]:
    """A connection of the service account. Raises `Refused` (silent) for whatever the directory does not do."""
    here = settings().ldap
    with _bounded():
        conn = _bound(here, here.bind_dn, here.bind_password)
        try:
            if conn.result["result"] != 0:
                raise Refused("silent")  # it is our account that is wrong, of which whoever signs in learns nothing
            yield conn
        finally:
            conn.unbind()


class _Tls(Tls):
    """TLS as Python makes it today, certificate and name checked by it: the library's own is of 2021."""

    def wrap_socket(self, connection: Connection, do_handshake: bool = False) -> None:
        """Called by the library before anything is said, or after StartTLS was agreed on."""
        context = ssl.create_default_context(cafile=settings().ldap.ca_file or None)
        connection.socket = context.wrap_socket(connection.socket, server_hostname=connection.server.host)


def _require_bound(dn: str, password: str) -> None:
    with _bounded():
        conn = _bound(settings().ldap, dn, password)
        said = conn.result["result"]
        conn.unbind()
    if said != 0:
        raise Refused("wrong" if said in REFUSING else "silent")


@contextmanager
def _bounded() -> Iterator[None]:
    """What the library raises, and what the network does, is a directory that does not answer."""
    try:
        yield
    except (LDAPException, OSError, ValueError):
        raise Refused("silent") from None  # without what was asked


def _bound(here: Ldap, dn: str, password: str) -> Connection:
    server = Server(
        here.url, use_ssl=here.url.startswith("ldaps:"), tls=_Tls(), get_info=NONE, connect_timeout=here.seconds
    )
    conn = Connection(
        server, dn, password, receive_timeout=here.seconds, auto_referrals=False, read_only=True, check_names=False
    )
    try:
        conn.open()
        if not here.url.startswith("ldaps:") and not conn.start_tls():
            raise Refused("silent")
        conn.bind()
    except (LDAPException, OSError, Refused):
        if conn.socket:  # which the library leaves open
            conn.socket.close()
        raise
    return conn


def _search(conn: Connection, asked: str) -> list[dict[str, Any]]:
    here = settings().ldap
    names = sorted({here.subject, here.login, here.name, here.mail, here.groups} - {""})
    conn.search(here.base, asked, SUBTREE, attributes=names, size_limit=2, time_limit=int(here.seconds))
    if conn.result["result"] not in (0, 4, 32):  # 4: more than two, 32: no such place
        raise Refused("silent")
    return [each for each in conn.response or () if each["type"] == "searchResEntry"]


def _of(conn: Connection, entry: Mapping[str, Any]) -> Told:
    here, raw = settings().ldap, entry["raw_attributes"]
    now = months.now().timestamp()
    groups = [_text(each) for each in raw.get(here.groups, ())] if here.groups else []
    names = _names([*groups, *_member_of(conn, entry["dn"])])
    values = frozenset(value for value, _ in claims.mapping() if value.casefold() in names)
    name, mail = (_first(raw, each) if each else "" for each in (here.name, here.mail))
    subject, login = _subject(raw.get(here.subject, ())), _first(raw, here.login)
    return Told(issuer(), subject, login, name, mail, values, now, now + LASTS, here.login)


def _member_of(conn: Connection, dn: str) -> list[str]:
    """The groups that a search finds, where one is set: those of an OpenLDAP, or groups in groups of an AD."""
    here = settings().ldap
    if not here.group or not here.group_base:
        return []
    asked = here.group.replace("{dn}", escape_filter_chars(dn))
    conn.search(here.group_base, asked, SUBTREE, attributes=["1.1"], time_limit=int(here.seconds))
    if conn.result["result"] not in (0, 32):
        raise Refused("silent")
    return [each["dn"] for each in conn.response or () if each["type"] == "searchResEntry"]


def _names(groups: Sequence[str]) -> set[str]:
    """By what lines of `oidc.grants` may name groups: each by all of its name, and by the first part alone where it stands
    below `ldap.group_base`, for elsewhere others may make groups of the same name."""
    below = settings().ldap.group_base.casefold()
    names = {each.casefold() for each in groups}
    for each in groups:
        if below and each.casefold().endswith("," + below):
            names.add(_first_part(each).casefold())
    return names


def _first_part(dn: str) -> str:
    try:
        return parse_dn(dn)[0][1]
    except (LDAPException, IndexError):
        return ""


def _first(raw: Mapping[str, Sequence[bytes]], name: str) -> str:
    return next((_text(each) for each in raw.get(name, ())), "")


def _text(value: bytes) -> str:
    text = value.decode("utf-8", "replace").strip()
    return text if text.isprintable() else ""


def _subject(values: Sequence[bytes]) -> str:
    """Letters as they are; bytes (objectGUID) in hexadecimal digits behind a mark."""
    if not values:
        return ""
    value = values[0]
    plain = value.isascii() and value.decode("ascii").isprintable()
    return value.decode("ascii") if plain and not value.startswith(b"0x") else "0x" + value.hex()


def _as_filter(subject: str) -> str:
    if subject.startswith("0x"):
        return "".join(f"\\{byte:02x}" for byte in bytes.fromhex(subject[2:]))
    return escape_filter_chars(subject)


def _anybody() -> str:
    """The filter of people without the condition of the login, so that who is called otherwise now is found as well, and
    who is locked there is not."""
    return settings().ldap.person.replace("{login}", "*")
