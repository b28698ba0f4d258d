"""The documentation of the interface, drawn from its own schema in the cockpit's style; nothing is asked of the internet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from data.text import Text
from web import pages, visitors
from web.api.problems import KINDS

TEXTS = {
    "title": Text("接口文档", "Interface"),
    "about": Text(
        "每个请求在请求头里带上令牌：Authorization: Bearer 令牌。令牌在“我的账号”页生成，权限与账号相同。"
        "没有做成的事，以 application/problem+json 说明：哪里、应当怎样、怎么办。",
        "Every request carries a token in a header: Authorization: Bearer TOKEN. Make one on the page My account; it may do "
        "what the account may. What was not done is told as application/problem+json: where, what is expected, what to do.",
    ),
    "machine": Text("机器可读：OpenAPI 3.1", "For machines: OpenAPI 3.1"),
    "parameter": Text("参数", "Parameter"),
    "place": Text("位置", "In"),
    "type": Text("格式", "Format"),
    "meaning": Text("说明", "Meaning"),
    "required": Text("必填", "required"),
    "body": Text("请求内容", "Body"),
    "answers": Text("回答", "Answers"),
    "problems": Text("没有做成时的回答", "What was not done"),
    "expected": Text("应当怎样", "What is expected"),
    "to_do": Text("怎么办", "What to do"),
    "shapes": Text("数据结构", "Shapes"),
    "other_language": Text("English", "中文"),
}
TAGS = {
    "submissions": Text("上报：从上传到计入", "A unit's month: from the upload to the day it counts"),
    "metrics": Text("指标：领导看的数", "Metrics: what leaders read"),
    "instructions": Text("交办：交办、签收、报办结、验收", "Instructions: issued, received, reported, accepted"),
    "watches": Text("关注：自己的规则", "Watches: one's own rules for a change"),
    "registers": Text("登记清单：清单的条目、经过和去向", "Registers: their rows, every change, and how they moved"),
    "lists": Text("清单：单位、填报项、批次、填报任务", "Lists: units, measures, batches, and what is owed"),
}
SUMMARIES = {  # by the operation's own, which OpenAPI has in English
    "A page, a storyline or a seal as a PDF": "画面、演示脚本或封存的 PDF",
    "Slides of a page, a storyline or a seal": "画面、演示脚本或封存的幻灯片",
    "Slides brought to another month": "把幻灯片更新到另一个月",
    "A page or a panel as a picture": "一页或其中一块的图片",
    "A briefing of a unit's month (Word)": "一个单位一个月的专报（Word）",
    "Briefings by the calendar": "定期专报",
    "Plan a briefing by the calendar": "安排定期专报",
    "End a briefing by the calendar": "停止定期专报",
    "A group of units by an index system": "按评价指标体系给一组单位评分",
    "Upload a workbook or figures as a draft": "上传工作簿或数据，存为草稿",
    "What is wrong with a draft, and where": "草稿里哪里有疑点",
    "Hand a draft in": "提交草稿",
    "Where a submission stands": "提交进展",
    "Take a submission back": "作废草稿或收回提交",
    "Begin a month in parts": "开始分段报送",
    "Which parts of a month are there": "分段报送：已收到哪些段",
    "Put a part of a month": "分段报送：上传一段",
    "Finish a month in parts": "完成分段报送",
    "Drop a month in parts": "作废分段报送",
    "Confirm that a list did not change": "确认清单本月无变化",
    "Every metric with its definition": "全部指标及口径",
    "A metric of a unit and month": "某单位某月的指标",
    "A metric through the months": "指标逐月的数",
    "What stands out in a unit": "某单位最突出的情况",
    "What changed between two points": "两个时点之间的变化",
    "A group of peers on a metric": "同类单位在一个指标上的比较",
    "Where a unit's numbers will stand": "单位各项指标年底会到多少",
    "Whether forecasts of units add up": "各级预测加起来是否一致",
    "How far a unit's strategic goals still are": "单位的战略目标离得还有多远",
    "Signs in a unit's figures that one should ask about": "单位数据里应当问一问的迹象",
    "Instructions": "交办事项",
    "One instruction with all that happened": "一件交办事项及其经过",
    "An attached file": "一个附件",
    "Issue an instruction": "交办",
    "Take an instruction a step further": "办理一步（签收、报办结、验收等）",
    "Appeals against points": "对得分的申诉",
    "One appeal with everything said on it": "一件申诉及其经过",
    "Appeal against points": "对得分申诉",
    "Answer an appeal, or add to it": "答复或补充申诉",
    "Close an appeal, or take it back": "办结或撤回申诉",
    "What one watches": "我的关注",
    "Watch": "关注",
    "Watch no longer": "取消关注",
    "How good warnings were": "预警准不准、早不早",
    "Mark a warning as true or false": "判断一次预警是否属实",
    "The tree of units on a day": "某一天的单位",
    "Every measure": "全部填报项",
    "What came in": "批次",
    "What a unit owes": "单位的填报任务",
    "Every register": "全部登记清单",
    "The rows of a register at the end of a month": "某月末一张清单的条目",
    "How the rows of a register moved between two days": "两天之间一张清单的条目从哪里到了哪里",
    "One row and every change of it": "一条记录及每次变化",
    "Search, or ask about a number": "搜索，或就一个数提问",
}
BLANK = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Operation:
    """One endpoint as it is told."""

    method: str
    path: str
    summary: Text
    description: str
    parameters: list[dict[str, Any]]
    body: dict[str, str]
    answers: dict[str, tuple[str, str]]


def page(request: Request) -> HTMLResponse:
    """`/api/docs`, without a token: it says nothing that the program itself does not."""
    schema = request.app.openapi()
    lang = visitors.language(request)
    other = "en" if lang == "zh" else "zh"
    groups = {tag: (title, list(_of_tag(schema, tag))) for tag, title in TAGS.items()}
    kinds = [
        (name, kind.status, *(BLANK.sub("…", text.in_(lang)) for text in (kind.expected, kind.to_do)))
        for name, kind in KINDS.items()
    ]
    shapes = {
        name: [(key, told(each), each.get("description", "")) for key, each in shape.get("properties", {}).items()]
        for name, shape in sorted(schema["components"]["schemas"].items())
        if name not in ("HTTPValidationError", "ValidationError")
    }
    return pages.page("api", lang, texts=TEXTS, groups=groups, shapes=shapes, kinds=kinds, told=told, other=other)


def _of_tag(schema: dict[str, Any], tag: str) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        for method, each in methods.items():
            if tag in each["tags"]:
                yield Operation(
                    method.upper(),
                    f"/api{path}",
                    Text(SUMMARIES[each["summary"]], each["summary"]),
                    each.get("description", ""),
                    each.get("parameters", []),
                    {name: told(content["schema"]) for name, content in _content(each.get("requestBody")).items()},
                    {status: (it["description"], _shape(it)) for status, it in sorted(each["responses"].items())},
                )


def _content(part: dict[str, Any] | None) -> dict[str, Any]:
    return (part or {}).get("content", {})


def _shape(answer: dict[str, Any]) -> str:
    return next((told(content["schema"]) for content in _content(answer).values()), "")


def told(schema: dict[str, Any]) -> str:
    """A schema in a few words: integer, string like ^20…$, list of Value, one of month | quarter, Value or null."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(told(each) for each in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return " | ".join(str(each) for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"[{told(schema['items'])}, …]"
    return " ".join(str(schema[key]) for key in ("type", "format", "pattern") if key in schema)
