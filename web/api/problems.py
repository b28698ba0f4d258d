"""What was not done, as problem JSON (RFC 9457): a sentence in both languages, where, what is expected, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse

from data.text import Text
from data.uploads.findings import Finding
from web.api.shapes import Found, Said

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/docs"


class Problem(BaseModel):
    """Why something was not done. `where`: the part of the request that is meant, "" for all of it."""

    type: str
    title: str
    status: int
    detail: str
    zh: str
    en: str
    where: str
    expected: Said
    to_do: Said
    findings: list[Found] = []


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its status, what it says where nothing more is known, what is expected and what to do."""

    status: int
    title: str
    sentence: Text
    expected: Text
    to_do: Text


KINDS: dict[str, Kind] = {
    "unauthorized": Kind(
        401,
        "No valid token",
        Text("请求没有带有效的令牌。", "The request carries no valid token."),
        Text("请求头 Authorization: Bearer 令牌", "The header Authorization: Bearer TOKEN"),
        Text(
            "请在“我的账号”页生成令牌；令牌只放在请求头里，不放在网址里。",
            "Make a token on the page My account; send it in the header, never in the address.",
        ),
    ),
    "forbidden": Kind(
        403,
        "Not allowed",
        Text("您没有这项权限。", "You may not do this."),
        Text("令牌所属账号对该单位有相应的角色", "A role of the token's account for this unit"),
        Text("请联系管理员授权，或换用有权限的账号的令牌。", "Ask an administrator for the role."),
    ),
    "not_found": Kind(
        404,
        "Not there",
        Text("没有“{what}”。", "There is no “{what}”."),
        Text("一个存在的编号、代码或地址", "A number, a code or an address that exists"),
        Text("请先查询清单，再用其中的编号或代码。", "Ask for the list first and take the number or code from it."),
    ),
    "method": Kind(
        405,
        "Method not allowed",
        Text("这个地址不支持这种请求方法。", "This address does not take this method."),
        Text("回答头 Allow 里列出的方法", "A method listed in the header Allow of this answer"),
        Text("请查看接口文档。", "Look it up in the documentation."),
    ),
    "conflict": Kind(
        409,
        "Not in this state",
        Text("现在的状态不允许这样做。", "The present state does not allow this."),
        Text("与库中当前状态一致的请求", "A request that fits the present state of the store"),
        Text("请按上面的说明处理后再试。", "Do what the sentence says, then try again."),
    ),
    "too_large": Kind(
        413,
        "Too large",
        Text("请求内容超过 {limit} MB。", "The content is larger than {limit} MB."),
        Text("不超过 {limit} MB 的内容", "At most {limit} MB"),
        Text("请删去无关内容，或分几次上传。", "Take out what does not belong, or upload in parts."),
    ),
    "media_type": Kind(
        415,
        "Content type not known",
        Text("不认识内容类型“{what}”。", "The content type “{what}” is not known."),
        Text(
            "multipart/form-data（字段 file）、application/octet-stream，或 application/json",
            "multipart/form-data (field file), application/octet-stream, or application/json",
        ),
        Text("请设置正确的 Content-Type。", "Set the Content-Type that fits."),
    ),
    "invalid": Kind(
        422,
        "Not as described",
        Text("“{where}”不符合接口说明（{what}）。", "“{where}” is not as described ({what})."),
        Text("接口文档所列的格式", "The format given in the documentation"),
        Text("请按接口文档改正后再发。", "Mend it as the documentation says, then send it again."),
    ),
    "unknown_parameter": Kind(
        422,
        "Parameter not known",
        Text("没有名为“{what}”的参数。", "There is no parameter “{what}”."),
        Text("可用的参数：{known}", "Parameters there are: {known}"),
        Text("请改正参数名，或删去它。", "Mend its name, or leave it out."),
    ),
    "unreadable": Kind(
        422,
        "The workbook cannot be read",
        Text("工作簿无法读取。", "The workbook cannot be read."),
        Text("可读的 .xlsx、.xls、.ods、.et 或 .csv 文件", "A readable .xlsx, .xls, .ods, .et or .csv file"),
        Text("请按疑点所述处理后再上传。", "Do what the finding says, then upload again."),
    ),
    "too_many": Kind(
        429,
        "Too many requests",
        Text("请求过于频繁：每分钟最多 {limit} 次。", "Too many requests: at most {limit} a minute."),
        Text("每个令牌每分钟不超过 {limit} 次请求", "At most {limit} requests a minute with one token"),
        Text(
            "请等待 {seconds} 秒（见 Retry-After）再试。", "Wait {seconds} seconds (see Retry-After), then try again."
        ),
    ),
    "failed": Kind(
        500,
        "Failed",
        Text("服务出错，没有完成。编号 {reference}。", "The server failed; reference {reference}."),
        Text("无", "Nothing"),
        Text(
            "请稍后重试；如仍不行，请把编号告知管理员。",
            "Try again later; if it stays, give an administrator the reference.",
        ),
    ),
    "busy": Kind(
        503,
        "Busy",
        Text("现在办理的请求较多，这一次没有办。", "Too much is being done just now; this was not done."),
        Text("有空位时再来的请求", "A request that comes when there is room"),
        Text("请稍后再试（见 Retry-After）。", "Try again a little later (see Retry-After)."),
    ),
    "away": Kind(
        503,
        "Database away",
        Text("暂时无法使用数据库，没有改变任何数据。", "The database cannot be used just now; nothing has changed."),
        Text("数据库可用", "A database that answers"),
        Text("请稍后再试。", "Try again later."),
    ),
}


class Stopped(Exception):
    """A request that goes no further, for a kind of problem. `blanks` fill its sentences."""

    def __init__(self, kind: str, where: str = "", *, headers: Mapping[str, str] | None = None, **blanks: object):
        self.kind, self.where, self.headers = kind, where, headers
        self.blanks: dict[str, Any] = blanks
        super().__init__(kind)


def answer(
    kind: str,
    where: str = "",
    sentence: Text | None = None,
    findings: Sequence[Finding] = (),
    *,
    headers: Mapping[str, str] | None = None,
    **blanks: object,
) -> JSONResponse:
    """The answer for a kind of problem; `sentence` says more exactly what it is."""
    about = KINDS[kind]
    said = sentence or _filled(about.sentence, where=where, **blanks)
    problem = Problem(
        type=f"{DOCS}#{kind}",
        title=about.title,
        status=about.status,
        detail=said.en,
        zh=said.zh,
        en=said.en,
        where=where,
        expected=_said(_filled(about.expected, **blanks)),
        to_do=_said(_filled(about.to_do, **blanks)),
        findings=[Found.of(each) for each in findings],
    )
    return JSONResponse(problem.model_dump(), about.status, headers, MEDIA_TYPE)


def responses(*kinds: str) -> dict[int | str, dict[str, object]]:
    """The statuses of these kinds, as an operation declares them."""
    by_status: dict[int | str, dict[str, object]] = {}
    for kind in kinds:
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        by_status[KINDS[kind].status] = {"description": KINDS[kind].title, "content": content}
    return by_status


def _filled(text: Text, **blanks: object) -> Text:
    return Text(text.in_("zh", **blanks), text.in_("en", **blanks)) if blanks else text


def _said(text: Text) -> Said:
    return Said(zh=text.zh, en=text.en)
