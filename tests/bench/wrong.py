"""Each register uploaded with a hundred thousand wrong rows: how much longer that takes than ten times a tenth, how many
findings it says and how much memory it takes, of the register with which each is worst."""

import csv
import io
import time
from collections.abc import Iterator
from datetime import date
from tempfile import TemporaryDirectory

from data import store
from data.registers import REGISTERS, Field, Register
from tests import workbooks
from tests.test_every_register_wrong import early, planted, wrong
from tests.test_registers import keeper

ROWS, TENTH = 100_000, 10_000
CASES = ("unread", "empty", "late", "astray", "again", "round", "fine")


def measure() -> dict[str, float]:
    """Ratio, seconds, findings and MB, the worst of all registers; each must have been told of, no blank left open."""
    worst: dict[str, tuple[float, str]] = {}
    with TemporaryDirectory() as folder:
        engine = store.connect(f"sqlite:///{folder}/wrong.db")
        store.migrate(engine)
        with engine.begin() as conn:
            planted(conn)
        for register in REGISTERS.values():
            for name, value in _of(engine, register).items():
                worst[name] = max(worst.get(name, (0.0, "")), (value, register.key))
        engine.dispose()
    return {f"{ROWS:,} wrong rows, {name} ({key})": value for name, (value, key) in worst.items()}


def _of(engine, register: Register) -> dict[str, float]:
    few, _ = _uploaded(engine, register, TENTH)
    _forget_peak()
    before = _peak()
    seconds, findings = _uploaded(engine, register, ROWS)
    return {"/ ten times a tenth": seconds / (10 * few), "s": seconds, "findings": findings, "MB": _peak() - before}


def _uploaded(engine, register: Register, rows: int) -> tuple[float, int]:
    content = text(register, rows)
    start = time.perf_counter()
    with engine.connect() as conn:
        found = workbooks.checked(conn, content, "错.csv", keeper(register)).findings
    taken = time.perf_counter() - start
    told = [each.told(lang) for each in found for lang in ("zh", "en")]
    rules = {each.rule for each in found}
    assert {"duplicate", "required"} <= rules, (register.key, rules)
    assert not any("{" in each for each in told)
    return taken, len(found)


def text(register: Register, rows: int) -> bytes:
    """A list in which six rows of seven are wrong, each in another way; some of them lead round in one circle."""
    fields = (register.key_field, *register.fields)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.zh for field in fields])
    writer.writerows([*_cells(register, fields, at, rows)] for at in range(rows))
    return out.getvalue().encode()


def _cells(register: Register, fields: tuple[Field, ...], at: int, rows: int) -> Iterator[object]:
    case = CASES[at % len(CASES)]
    for place, field in enumerate(fields, 1):
        if field.key == "key":
            yield {"again": "same", "empty": ""}.get(case, f"{case}{at}")
        elif case == "late" and field == early(register):
            yield date(2020, 1, 1)
        elif case == "round" and field.to == register.key and not field.many:
            yield f"round{at + len(CASES) if at + len(CASES) < rows else CASES.index('round')}"
        else:
            yield wrong(field, "fine" if case == "round" else case, place) or ""


def _peak() -> float:
    """The most memory this process has had since it was forgotten, in MB."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


def _forget_peak() -> None:
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
