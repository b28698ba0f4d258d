"""What is to be written in a field of a register, in words: for templates, and for whoever asks what a list holds."""

from data.registers import REGISTERS, Field
from data.registers.declaration import FieldType
from data.text import Text, filled

KINDS: dict[FieldType, Text] = {
    "text": Text("文字", "words"),
    "long": Text("文字，可以分行", "words, in several lines if need be"),
    "person": Text("姓名", "a name"),
    "link": Text("网址或文件名", "an address or the name of a file"),
    "date": Text("日期，如 2026-10-31", "a date such as 2026-10-31"),
    "month": Text("月份，如 2026-10", "a month such as 2026-10"),
    "count": Text("非负整数", "a whole number, 0 or more"),
    "number": Text("数字", "a number"),
    "money": Text("金额", "an amount"),
    "choice": Text("从列表选择", "one of a list"),
    "unit": Text("单位，从列表选择", "a unit of the list"),
}
ONE = Text("{register}的名称或编号", "a name or a key of “{register}”")
SEVERAL = Text("{register}的名称或编号，多个用“；”隔开", "names or keys of “{register}”, several set apart by “；”")
COUNTED = Text("{kind}，以{unit}计", "{kind}, in {unit}")


def expected(field: Field) -> Text:
    """What the field takes: its kind, what it refers to, what it is counted in."""
    if field.type == "reference":
        return filled(SEVERAL if field.many else ONE, {"register": REGISTERS[field.to].name})
    kind = KINDS[field.type]
    return kind if field.unit is None else filled(COUNTED, {"kind": kind, "unit": field.unit})
