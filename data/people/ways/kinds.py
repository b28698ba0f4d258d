"""How 浙政钉, 钉钉 and 企业微信 name what they all do: one table, of which `scan` in the settings may change every field."""

from dataclasses import dataclass, fields, replace
from typing import Literal

from data.settings import settings
from data.text import Text


@dataclass(frozen=True)
class Kind:
    """Where one scans and where the server asks; what is called how on the way and in the answers. Fields of answers are
    written with dots (`content.data.accountId`). `token` says how the server asks for what it asks with."""

    title: Text
    sign_in: str
    authorize_path: str
    asked: tuple[tuple[str, str], ...]  # what the address of the page to scan says besides client, way back and state
    client_name: str
    api: str
    token: Literal["signed", "user", "corporate"]
    token_path: str
    token_field: str
    person_path: str
    details_path: str
    code: str
    subject: str
    login: str
    name: str
    mail: str
    values: tuple[str, ...]


KINDS = {
    "zheding": Kind(
        title=Text("浙政钉", "Zheding"),
        sign_in="https://login-pro.ding.zj.gov.cn",
        authorize_path="/oauth2/auth.htm",
        asked=(("response_type", "code"), ("scope", "get_user_info"), ("authType", "QRCODE")),
        client_name="client_id",
        api="https://openplatform-pro.ding.zj.gov.cn",
        token="signed",
        token_path="/gettoken.json",
        token_field="content.data.accessToken",
        person_path="/rpc/oauth2/getuserinfo_bycode.json",
        details_path="",
        code="code",
        subject="content.data.accountId",
        login="content.data.account",
        name="content.data.lastName",
        mail="",
        values=("content.data.account", "content.data.employeeCode"),
    ),
    "dingtalk": Kind(
        title=Text("钉钉", "DingTalk"),
        sign_in="https://login.dingtalk.com",
        authorize_path="/oauth2/auth",
        asked=(("response_type", "code"), ("scope", "openid"), ("prompt", "consent")),
        client_name="client_id",
        api="https://api.dingtalk.com",
        token="user",
        token_path="/v1.0/oauth2/userAccessToken",
        token_field="accessToken",
        person_path="/v1.0/contact/users/me",
        details_path="",
        code="authCode",
        subject="unionId",
        login="unionId",
        name="nick",
        mail="email",
        values=("unionId",),
    ),
    "wecom": Kind(
        title=Text("企业微信", "WeCom"),
        sign_in="https://login.work.weixin.qq.com",
        authorize_path="/wwlogin/sso/login",
        asked=(("login_type", "CorpApp"),),
        client_name="appid",
        api="https://qyapi.weixin.qq.com",
        token="corporate",
        token_path="/cgi-bin/gettoken",
        token_field="access_token",
        person_path="/cgi-bin/auth/getuserinfo",
        details_path="/cgi-bin/user/get",
        code="code",
        subject="userid",
        login="userid",
        name="name",
        mail="biz_mail",
        values=("userid", "department"),
    ),
}


def chosen() -> Kind:
    """The kind of the settings with whatever they say otherwise."""
    here = settings().scan
    kind = KINDS[here.kind]
    names = {each.name for each in fields(Kind)} & set(type(here).model_fields)
    return replace(kind, **{name: value for name in names if (value := getattr(here, name))})
