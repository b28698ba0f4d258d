"""Fields of registers as people read them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from data.references import keys_in
from data.registers import REGISTERS, Field, Register
from data.registers.declaration import URGENCY
from data.text import Language, Text
from metrics import METRICS, formats
from metrics.owners import office
from ui.links import named
from ui.rows.links import opened
from ui.rows.reading import titles_of
from ui.scope import Scope
from ui.tables import link

TEXTS = {
    "late": Text("超期天数", "Days overdue"),
    "standing": Text("状态", "Standing"),
    "cell": Text("批次 {batch} · {sheet}!{cell}", "batch {batch} · {sheet}!{cell}"),
    "in": Text("{name}（{unit}）", "{name} ({unit})"),
}
METRIC = "metric"  # a field so called names a metric by its key
APART = 10_000  # from here on thousands stand apart on a page: years are counts, too
SIGNS = {
    "over": "▲",
    "bad": "◆",
    "watch": "●",
    "good": "✓",
    "neutral": "○",
}  # of what a state means: a shape of its own


def listed(words: Iterable[str], lang: Language) -> str:
    """Words one after the other."""
    return ("、" if lang == "zh" else ", ").join(words)


def register_name(register: str, scope: Scope) -> str:
    """The name of a register."""
    return REGISTERS[register].name.in_(scope.lang)


def heading(register: str, field: str, scope: Scope) -> str:
    """The name of a field, with what it is counted in; of a row's standing."""
    if field in TEXTS:
        return TEXTS[field].in_(scope.lang)
    declared = REGISTERS[register].field(field)
    name = declared.name.in_(scope.lang)
    return TEXTS["in"].in_(scope.lang, name=name, unit=declared.unit.in_(scope.lang)) if declared.unit else name


def words(register: str, scope: Scope) -> Callable[[str, Any], Any]:
    """How to say a field's value: a choice in its words, a unit, a department and a metric by its name, money with its thousands
    apart, nothing as None. What refers to other rows stays a key: `linked` names it."""
    names = {code: unit.name(scope.lang) for code, unit in scope.tree.by_code.items()}
    declared = REGISTERS[register]
    said: dict[str, dict[str, str]] = {
        field.key: names if field.type == "unit" else {key: text.in_(scope.lang) for key, text in field.choices}
        for field in declared.fields
    }
    numbers = {field.key for field in declared.fields if field.type in ("money", "number")}
    shares = {field.key for field in declared.fields if field.share}
    counts = {field.key for field in declared.fields if field.type == "count"}
    texts = {field.key for field in declared.fields if field.type == "text"} - {METRIC}

    def say(field: str, value: Any) -> Any:
        if value is None or value != value:
            return None
        if field in shares:
            return formats.show_share(value)
        if field in numbers:
            return f"{value:,.10g}"
        if field in texts:  # which may name a department
            return office(str(value)).in_(scope.lang)
        if field == METRIC and value in METRICS:
            return METRICS[value].name(scope.lang)
        if field in counts:  # in a column with gaps it is a float
            return int(value)
        return said.get(field, {}).get(value, value)

    return say


def linked(register: str, rows: Sequence[Mapping[str, Any]], scope: Scope) -> Callable[[str, Any], Any]:
    """How to say the values of these rows on a page: as `words`; units, and what refers to other rows, as links with
    their names."""
    say, declared = words(register, scope), REGISTERS[register]
    units = {field.key for field in declared.fields if field.type == "unit"}
    titles = {
        field.key: titles_of(scope, field.to, (key for row in rows for key in keys_in(field, row.get(field.key))))
        for field in declared.references
    }

    def shown(field: str, value: Any) -> Any:
        if field in units and value:
            return named(scope, value)
        if field not in titles:
            said = say(field, value)
            return f"{said:,}" if isinstance(said, int) and abs(said) >= APART else said
        refers = declared.field(field)
        whose = [(key, *titles[field][key]) for key in keys_in(refers, value)]
        parts = [link(name, opened(scope, refers.to, key)) if may else escape(name) for key, name, may in whose]
        return Markup("、" if scope.lang == "zh" else ", ").join(parts) if parts else None

    return shown


def title(register: Register, row: Mapping[str, Any], lang: Language) -> str:
    """What a row is called."""
    english = row.get(register.title_en) if lang == "en" and register.title_en else None
    return str((english if english == english else None) or row.get(register.title_field) or row["key"])


def chip(register: Register, standing: str, lang: Language) -> Markup:
    """How a row stands: a shape, a word, and the colour of what it means."""
    if not standing:
        return Markup("—")
    state = register.state(standing)
    return Markup('<span class="state {}"><i aria-hidden="true">{}</i> {}</span>').format(
        state.meaning, SIGNS[state.meaning], state.text.in_(lang)
    )


def or_dash(value: object) -> object:
    """What is said, or a dash for nothing."""
    return "—" if value is None or value == "" else value


def cell_of(scope: Scope, batch: int, sheet: str, cell: str) -> Markup:
    """The cell of a batch in which something stands, as a link to the batch."""
    said = TEXTS["cell"].in_(scope.lang, batch=batch, sheet=sheet, cell=cell)
    return link(said, scope.link("history", metric="", batch=batch))


def state_parts(
    register: Register, counted: Mapping[Any, int], href: Callable[[str], str], lang: Language
) -> list[dict[str, object]]:
    """The states in which there are rows, the most urgent first, for `charts.parts`; `href` leads to the rows of one."""
    return [
        {
            "text": state.text.in_(lang),
            "sign": SIGNS[state.meaning],
            "meaning": state.meaning,
            "value": int(counted[state.key]),
            "href": href(state.key),
        }
        for state in sorted(register.states, key=lambda each: URGENCY.index(each.meaning))
        if state.key in counted
    ]


def css_of(field: Field) -> str:
    """How a column of a list is set."""
    if field.type in ("count", "number", "money"):
        return "number"
    return "short" if field.type in ("date", "month", "choice") else ""


def exported(register: str, rows: Iterable[Mapping[str, Any]], scope: Scope) -> Iterator[list[object]]:
    """Rows for a workbook: key and fields in words, then where each stands and the days it is overdue, as far as the
    register says so (`export_headings`)."""
    say, declared = words(register, scope), REGISTERS[register]
    standing = {state.key: state.text.in_(scope.lang) for state in declared.states}
    for row in rows:
        values = [say(field.key, row[field.key]) for field in _exported(declared)]
        values += [standing.get(row["standing"])] if declared.states else []
        yield [*values, row["late"]] if declared.due else values


def export_headings(register: str, scope: Scope) -> list[str]:
    """What stands above the columns of `exported`."""
    declared = REGISTERS[register]
    own = [*(["standing"] if declared.states else []), *(["late"] if declared.due else [])]
    return [heading(register, key, scope) for key in (*(field.key for field in _exported(declared)), *own)]


def _exported(register: Register) -> list[Field]:
    """Of what is reported and what the dates say, what the dates say."""
    fields = (register.key_field, *register.fields)
    return [field for field in fields if not (register.states and field.key == "status")]


def amount(wan: float, lang: Language) -> str:
    """An amount that is kept in 万元, as each language counts money: 8,600 万元, 86.0M yuan."""
    return f"{wan:,.0f} 万元" if lang == "zh" else f"{wan / 100:,.1f}M yuan"
