"""The sections of the settings that say how people sign in beside passwords of ours."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from data.settings_sections import Section, Share

GRANT = re.compile(r"\S.*:\s*(leader|steward|approver|presenter|administrator)\s+\w{6,12}(\s+\S+)*\s*")
GRANT_EXPECTED = (
    "每行写作“值: 角色 单位代码 [部门 …]”，角色为 leader steward approver presenter administrator / "
    "write “value: role unit [department …]”, the role one of leader steward approver presenter administrator, "
    'as in "ningbo-steward: steward 330200 大数据局"'
)


def _grant(written: str) -> str:
    if not GRANT.fullmatch(written):
        raise ValueError(GRANT_EXPECTED)
    return written


class Oidc(Section):
    provider: str = ""
    login: str = "sub"
    name: str = "name"
    mail: str = "email"
    roles: str = "roles"
    fresh_days: Annotated[int, Field(ge=1)] = 30
    grants: tuple[Annotated[str, AfterValidator(_grant)], ...] = ()


def _secure(address: str) -> str:
    """A provider's address: https, or a machine's own."""
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if address and not (parts.hostname and (parts.scheme == "https" or here)):
        raise ValueError(
            "应为 https:// 开头的地址（本机可用 http://localhost）/ should be an https:// address (http:// on this machine alone)"
        )
    return address.rstrip("/")


Secure = Annotated[str, AfterValidator(_secure)]


def _asks_for_login(written: str) -> str:
    if "{login}" not in written or not (written.startswith("(") and written.endswith(")")):
        raise ValueError(
            "应为带括号、含 {login} 的 LDAP 过滤条件 / should be an LDAP filter in brackets that holds {login}, "
            "as in (&(objectClass=person)(uid={login}))"
        )
    return written


def _asks_for_members(written: str) -> str:
    if written and ("{dn}" not in written or not (written.startswith("(") and written.endswith(")"))):
        raise ValueError(
            "应为带括号、含 {dn} 的 LDAP 过滤条件 / should be an LDAP filter in brackets that holds {dn}, "
            "as in (&(objectClass=group)(member={dn}))"
        )
    return written


class Ldap(Section):
    url: Annotated[str, Field(pattern=r"^$|^ldaps?://[^/\s]+$")] = ""
    ca_file: str = ""
    bind_dn: str = ""
    bind_password: str = ""
    base: str = ""
    person: Annotated[str, AfterValidator(_asks_for_login)] = "(&(objectClass=person)(uid={login}))"
    subject: Annotated[str, Field(min_length=1)] = "entryUUID"
    login: Annotated[str, Field(min_length=1)] = "uid"
    name: str = "cn"
    mail: str = "mail"
    groups: str = "memberOf"
    group_base: str = ""
    group: Annotated[str, AfterValidator(_asks_for_members)] = ""
    seconds: Annotated[float, Field(ge=1, le=60)] = 5
    roster_hour: Annotated[int, Field(ge=0, le=23)] = 3
    most_leave: Share = 0.2

    @model_validator(mode="after")
    def _whole(self) -> "Ldap":
        missing = [name for name in ("bind_dn", "bind_password", "base") if not getattr(self, name)]
        if self.url and missing:
            raise ValueError(
                f"设了 ldap.url，还须填 {', '.join(missing)} / with ldap.url set, {', '.join(missing)} are needed, too"
            )
        return self


class Cas(Section):
    url: Secure = ""
    ca_file: str = ""
    login: str = ""
    name: str = "name"
    mail: str = "mail"
    roles: str = "roles"


class Scan(Section):
    kind: Literal["", "zheding", "dingtalk", "wecom"] = ""
    client: str = ""
    secret: str = ""
    agent: str = ""
    sign_in: Secure = ""
    api: Secure = ""
    authorize_path: str = ""
    token_path: str = ""
    person_path: str = ""
    details_path: str = ""
    code: str = ""
    subject: str = ""
    login: str = ""
    name: str = ""
    mail: str = ""
    values: tuple[str, ...] = ()
    ca_file: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Scan":
        asked = ("client", "secret", "agent") if self.kind == "wecom" else ("client", "secret")
        missing = [name for name in asked if not getattr(self, name)]
        if self.kind and missing:
            raise ValueError(
                f"设了 scan.kind，还须填 {', '.join(missing)} / with scan.kind set, {', '.join(missing)} are needed, too"
            )
        return self
