"""Formulas in words, as the passport and the definitions show them."""

from functools import singledispatch

from data.registers import REGISTERS, Register
from data.registers.conditions import Condition
from data.text import Language, Text
from metrics.language import Calc, Cells, Count, Delivered, Formula, Median, Metric, Number, Word

SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}

CONDITIONS = {
    "by": Text("{field}不晚于月末", "{field} by the end of the month"),
    "not_by": Text("至月末无{field}", "not {field} by the end of the month"),
    "before": Text("{field}早于月末", "{field} before the month's last day"),
    "after": Text("{field}晚于月末", "{field} after the month's last day"),
    "within": Text("{field}不晚于{than}", "{field} no later than {than}"),
    "is": Text("{field}为“{than}”", "{field} is “{than}”"),
    "is_not": Text("{field}不为“{than}”", "{field} is not “{than}”"),
    "at_least": Text("{field}不少于{than}", "{field} at least {than}"),
    "empty": Text("{field}为空", "{field} empty"),
    "filled": Text("{field}已填", "{field} filled in"),
}
STANDING = Text("“{register}”中{state}的行数", "Rows of “{register}” that stand: {state}")
COUNTED = Text("{register}行数", "rows of {register}")
COUNTED_WHERE = Text("{register}行数（{where}）", "rows of {register} ({where})")
MEDIAN = Text("{register}从{since}到{until}的天数中位数", "median days of {register} from {since} to {until}")
JOINED = Text("，", ", ")
CELLS: dict[Delivered, Text] = {
    "owed": Text("到期应报项数", "cells owed and due"),
    "reported": Text("已报项数", "cells reported"),
    "on_time": Text("按期上报项数", "cells reported on time"),
    "late": Text("逾期上报项数", "cells reported late"),
    "missing": Text("缺报项数", "cells missing"),
    "estimated": Text("估报项数", "cells reported as about"),
}


def formula_text(metric: Metric) -> Text:
    """The metric's formula in words: 满意数 ÷ 评价数."""
    return Text(_say(metric.formula, "zh"), _say(metric.formula, "en"))


@singledispatch
def _say(formula: Formula, language: Language) -> str:
    raise TypeError(f"no words for {type(formula).__name__}")


@_say.register
def _(formula: Word, language: Language) -> str:
    return formula.measure.zh if language == "zh" else formula.measure.en


@_say.register
def _(formula: Number, language: Language) -> str:
    return f"{formula.value:g}"


@_say.register
def _(formula: Calc, language: Language) -> str:
    left, right = _say(formula.left, language), _say(formula.right, language)
    if _binding(formula.left) < BINDS[formula.sign]:
        left = f"({left})"
    if _binding(formula.right) < BINDS[formula.sign] + (formula.sign in "-/"):
        right = f"({right})"
    return f"{left} {SIGNS[formula.sign]} {right}"


@_say.register
def _(formula: Count, language: Language) -> str:
    register = REGISTERS[formula.register]
    name = _name(register, language)
    if formula.state:
        return STANDING.in_(language, register=name, state=register.state(formula.state).text.in_(language))
    if not formula.where:
        return COUNTED.in_(language, register=name)
    where = JOINED.in_(language).join(_condition(condition, register, language) for condition in formula.where)
    return COUNTED_WHERE.in_(language, register=name, where=where)


@_say.register
def _(formula: Median, language: Language) -> str:
    register = REGISTERS[formula.register]
    since, until = (_name(register.field(key), language) for key in (formula.since, formula.until))
    return MEDIAN.in_(language, register=_name(register, language), since=since, until=until)


@_say.register
def _(formula: Cells, language: Language) -> str:
    return CELLS[formula.which].in_(language)


def _condition(condition: Condition, register: Register, language: Language) -> str:
    than = str(condition.than)
    if condition.word == "within":
        than = _name(register.field(than), language)
    elif condition.word in ("is", "is_not"):
        choices = dict(register.field(condition.field).choices)
        than = choices[than].in_(language) if than in choices else than
    return CONDITIONS[condition.word].in_(language, field=_name(register.field(condition.field), language), than=than)


def _name(named: object, language: Language) -> str:
    return getattr(named, language)


def _binding(formula: Formula) -> int:
    return BINDS[formula.sign] if isinstance(formula, Calc) else 3
