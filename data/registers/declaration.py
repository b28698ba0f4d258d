"""What a register is: rows with a key that people keep, the fields they fill in, and how its rows stand and are shown.

A declaration says all there is to say of a register. What it does not say has a default that is good enough for most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from data.registers.conditions import Conditions, before, by, is_
from data.text import Text

FieldType = Literal["text", "long", "person", "link", "date", "month", "count", "number", "money", "choice", "unit", "reference"]  # fmt: skip
WORDS: tuple[FieldType, ...] = ("text", "long", "person", "link")  # what people write in words of their own
NUMBERS: tuple[FieldType, ...] = ("count", "number", "money")
DAYS: tuple[FieldType, ...] = ("date", "month")

Meaning = Literal["good", "watch", "bad", "over", "neutral"]
# From what burns to what is done: the order of lists.
URGENCY: tuple[Meaning, ...] = ("over", "bad", "watch", "neutral", "good")

Group = Literal["strategy", "platform", "brains", "ledgers", "evaluation", "organisation", "diffusion", "results", "kept"]  # fmt: skip

GROUPS: dict[Group, Text] = {  # the questions that leaders ask, in their order
    "strategy": Text("方向与架构", "Direction and structure"),
    "ledgers": Text("改革与闭环", "Reforms and closed loops"),
    "platform": Text("平台与数据", "Platform and data"),
    "brains": Text("大脑", "Brains"),
    "evaluation": Text("评价与处置", "Evaluation"),
    "diffusion": Text("推广", "Diffusion"),
    "organisation": Text("组织与制度", "Organisation"),
    "results": Text("成果", "Results"),
    "kept": Text("其他", "Other"),
}

MANY = ";"  # between the keys that a field with several references holds
LISTED = 6  # columns of a list beside its title
FILTERS = 5


@dataclass(frozen=True)
class Field:
    """One column of a register. `after` names the date field that cannot be later than this one.

    A `reference` holds the key of a row of the register `to` (`many`: of several). `unit`: what money or a number is
    counted in. `share`: a number from 0 to 1, written and shown in per cent.
    """

    key: str
    zh: str
    en: str
    type: FieldType = "text"
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    after: str | None = None
    aliases: tuple[str, ...] = ()
    to: str = ""
    many: bool = False
    unit: Text | None = None
    share: bool = False

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.zh, self.en)


@dataclass(frozen=True)
class State:
    """How a row may stand at the end of a month: where all conditions of one of `when` hold; without any, in every other
    case. `meaning` gives it shape and colour: “over” is past its day, “neutral” says neither good nor bad."""

    key: str
    text: Text
    meaning: Meaning = "neutral"
    when: tuple[Conditions, ...] = ()


@dataclass(frozen=True)
class Clock:
    """That an instruction which hangs on a row is the row's clock: until it is accepted, the dates that say how far the row is
    follow it, and a workbook that says otherwise is told so.

    `reported` is the date that says that it is done, `accepted` the one that says that this was accepted, `due` the day until
    which it is due ("": the list has no such date). `acceptance`: how it is accepted unless who issues it says otherwise.
    `escalate_days`: working days after which an overdue one climbs a level (None: those of the settings)."""

    accepted: str
    reported: str = ""
    due: str = ""


@dataclass(frozen=True)
class Register:
    """Rows with a key, kept by units. `key_field` is what stands in the key's column; `unit` is a field of all.

    Whose it is – `owner`: the department that answers for it. `restricted`: its rows are for those alone who were given a
    role with that department named (`registers.reading`). `owed`: every unit without units below it is expected to keep it,
    and is missing where it has no row. `in_report`: it has a sheet in the monthly report; the others have a workbook of
    their own, for whoever keeps them, when something changes.

    How it is shown – `title_field` (`title_en` in English, where it is filled in): what a row is called by. `states`: how a
    row stands, the first that holds. `due`: the date by which something is to have come about, from which lateness is
    counted. `listed`, `filters`: fields of its list. `counted_by`: two fields, or a field and "standing", whose counts lead
    to rows. `group`: the question it belongs to. `covers`: the rows of the domain that it holds. `on_map`: whether a map
    stands beside its counts; None where that follows from them: rows that are counted by unit lie on it.

    What is asked of a new row – `compared`: it is compared with the rows there are, by name and by these fields, and what
    looks like it must be seen before it counts; None where nothing is built twice.

    What runs – `clock`: an instruction about one of its rows is the row's clock; None where instructions only speak of them.
    """

    key: str
    zh: str
    en: str
    key_field: Field
    fields: tuple[Field, ...]
    definition: Text
    title_field: str = "key"
    title_en: str = ""
    owed: bool = False
    in_report: bool = False
    owner: str = ""
    restricted: bool = False
    states: tuple[State, ...] = ()
    due: str = ""
    listed: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    counted_by: tuple[tuple[str, str], ...] = ()
    group: Group = "kept"
    covers: tuple[str, ...] = ()
    on_map: bool | None = None
    compared: tuple[str, ...] | None = None
    clock: Clock | None = None

    def __post_init__(self) -> None:
        """Whatever holds a row of the domain has room for what proves it: a declaration that names no document or link has one
        before the day of its change. The monthly report asks for no more than it did: what proves its rows hangs on them."""
        if self.covers and not self.in_report and not any(field.type == "link" for field in self.fields):
            at = next((place for place, field in enumerate(self.fields) if field.key == CHANGED.key), len(self.fields))
            object.__setattr__(self, "fields", (*self.fields[:at], EVIDENCE, *self.fields[at:]))

    def field(self, key: str) -> Field:
        """The field of that key."""
        return next(field for field in (self.key_field, *self.fields) if field.key == key)

    def has(self, key: str) -> bool:
        """Whether it has a field of that key."""
        return any(field.key == key for field in self.fields)

    def state(self, key: str) -> State:
        """The state of that key."""
        return next(state for state in self.states if state.key == key)

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.zh, self.en)

    @cached_property
    def there_since(self) -> str:
        """The date from which a row is there: the first that it must have but for the day due; "" where it always is."""
        must = (field.key for field in self.fields if field.type == "date" and field.required and field.key != self.due)
        return next(must, "")

    @cached_property
    def life(self) -> tuple[Field, ...]:
        """The dates of a row's life, in the order in which they are declared."""
        return tuple(field for field in self.fields if field.type == "date" and field.key != CHANGED.key)

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that hold keys of rows elsewhere."""
        return tuple(field for field in self.fields if field.type == "reference")

    @cached_property
    def columns_of_list(self) -> tuple[Field, ...]:
        """What its list shows beside title and state."""
        if self.listed:
            return tuple(self.field(key) for key in self.listed)
        aside = {self.title_field, self.title_en, "status" if self.states else "", CHANGED.key}
        return tuple(each for each in self.fields if each.key not in aside and each.type != "long")[:LISTED]

    @cached_property
    def filters_of_list(self) -> tuple[Field, ...]:
        """What its list can be narrowed by, beside unit and state."""
        if self.filters:
            return tuple(self.field(key) for key in self.filters)
        aside = "status" if self.states else ""
        return tuple(each for each in self.fields if each.type == "choice" and each.key != aside)[:FILTERS]

    @cached_property
    def grids(self) -> tuple[tuple[str, str], ...]:
        """Which counts stand above its list: rows by columns."""
        if self.counted_by:
            return self.counted_by
        first = next(iter(each.key for each in self.filters_of_list if each.type == "choice"), "unit")
        second = (
            "standing" if self.states else next((each.key for each in self.filters_of_list if each.key != first), "")
        )
        return tuple((row, second) for row in dict.fromkeys((first, "unit")) if second)

    @cached_property
    def lies_on_map(self) -> bool:
        """Whether a map of its rows by unit stands beside its counts."""
        by_unit = any(UNIT.key in grid for grid in self.grids)
        return self.has(UNIT.key) and (by_unit if self.on_map is None else self.on_map)

    @cached_property
    def kept_counts(self) -> tuple[str, ...]:
        """The fields by each of which its rows are kept counted."""
        return tuple(
            each.key
            for each in self.fields
            if each.key in {*self.counted_together, *(one.key for one in self.filters_of_list if not one.many)}
            and each.key != UNIT.key
            and each.type in ("choice", "reference", *WORDS)
        )

    @cached_property
    def counted_together(self) -> tuple[str, ...]:
        """What its pages count by, in one reading of its rows: state, filters and grids."""
        filters = (each.key for each in self.filters_of_list if each.type != "reference")
        return tuple(dict.fromkeys(("standing", *filters, *(key for grid in self.grids for key in grid))))


UNIT = Field("unit", "单位", "Unit", "unit", required=True, aliases=("地区", "所属单位", "填报单位"))

# When what the row says last came about; without it, a change counts from the list that brings it (`data.dated`).
CHANGED = Field("changed_on", "变动日期", "Changed on", "date", aliases=("变更日期", "反弹日期"))

DEPARTMENT = Field("department", "责任部门", "Responsible department", aliases=("责任单位", "牵头部门"))
NOTE = Field("note", "说明", "Notes", "long", aliases=("备注",))
EVIDENCE = Field("evidence", "依据", "Evidence", "link", aliases=("佐证材料", "文件或链接"))

LEVELS = (
    ("province", Text("省", "Province")),
    ("city", Text("市", "City")),
    ("county", Text("县", "County")),
    ("township", Text("乡", "Township")),
)
YES_NO = (("yes", Text("是", "Yes")), ("no", Text("否", "No")))


def yes_no(key: str, zh: str, en: str, **more: object) -> Field:
    """A field that is answered by yes or no."""
    return Field(key, zh, en, "choice", choices=YES_NO, **more)  # type: ignore[arg-type]


def level(zh: str = "层级", en: str = "Level", key: str = "level") -> Field:
    """Province, city, county or township."""
    return Field(key, zh, en, "choice", choices=LEVELS)


def by_status(choices: Iterable[tuple[str, Text]], field: str = "status", **meanings: str) -> tuple[State, ...]:
    """States read off a field with choices, in their order: `good="live done"` names the choices of a meaning."""
    of = {key: meaning for meaning, keys in meanings.items() for key in keys.split()}
    return tuple(State(key, text, of.get(key, "neutral"), ((is_(field, key),),)) for key, text in choices)  # type: ignore[arg-type]


def choices(*said: str) -> tuple[tuple[str, Text], ...]:
    """Choices written one a line: `"live 上线运行 Live since"` is key, Chinese, English."""
    parts = (each.split(" ", 2) for each in said)
    return tuple((key, Text(zh, en)) for key, zh, en in parts)


def refers(key: str, zh: str, en: str, to: str, **more: object) -> Field:
    """A field that names a row of another register, or (`many=True`) several."""
    return Field(key, zh, en, "reference", to=to, **more)  # type: ignore[arg-type]


def money(key: str, zh: str, en: str) -> Field:
    """An amount in 10,000 yuan, as budgets are written."""
    return Field(key, zh, en, "money", unit=WAN_YUAN)


WAN_YUAN = Text("万元", "10,000 yuan")
NAME_EN = Field("name_en", "英文名称", "English name")


def by_days(done: str, due: str, *, done_word: Text, open_word: Text, over_word: Text) -> tuple[State, ...]:
    """States read off two dates: done by its day, past the day due, or still open."""
    return (
        State("done", done_word, "good", ((by(done),),)),
        State("over", over_word, "over", ((before(due),),)),
        State("open", open_word, "watch"),
    )
