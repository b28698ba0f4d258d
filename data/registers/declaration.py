"""What a register is: rows with a key that people keep, and the fields they fill in."""

from dataclasses import dataclass
from typing import Literal

from data.text import Text

FieldType = Literal["text", "date", "count", "number", "choice", "unit", "month"]


@dataclass(frozen=True)
class Field:
    """One column of a register. `after` names the date field that cannot be later than this one."""

    key: str
    zh: str
    en: str
    type: FieldType = "text"
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    after: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """Rows with a key, kept by units. `key_field` is what stands in the key's column; `unit` is a field of all.

    `title_field`: what a row is called by on screens and in lists.
    `owner`: the department that answers for it. `restricted`: its rows are for those alone who were given a role with
    that department named (`registers.reading`).
    `owed`: every unit without units below it is expected to keep it, and is missing where it has no row.
    """

    key: str
    zh: str
    en: str
    key_field: Field
    fields: tuple[Field, ...]
    definition: Text
    title_field: str = "key"
    owed: bool = False
    owner: str = ""
    restricted: bool = False

    def field(self, key: str) -> Field:
        """The field of that key."""
        return next(field for field in (self.key_field, *self.fields) if field.key == key)


UNIT = Field("unit", "单位", "Unit", "unit", required=True, aliases=("地区", "所属单位", "填报单位"))

# When what the row says last came about; without it, a change counts from the list that brings it (`data.dated`).
CHANGED = Field("changed_on", "变动日期", "Changed on", "date", aliases=("变更日期", "反弹日期"))
