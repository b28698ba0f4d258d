"""What an owner decides: `config.toml`, overruled by `COCKPIT_*` environment variables.

An unknown key or a bad value stops the start with the key, the value and what is allowed.
"""

import json
import os
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from data import months
from data.settings_of_sign_in import Cas, Ldap, Oidc, Scan
from data.settings_sections import Section, Share
from data.text import Language

ROOT = Path(__file__).parent.parent
PREFIX = "COCKPIT_"
SECRET_BYTES = 32

Month = Annotated[date, BeforeValidator(lambda written: months.parse(str(written)))]
MonthOrNone = Annotated[date | None, BeforeValidator(lambda written: months.parse(str(written)) if written else None)]


class SettingsError(Exception):
    """The configuration cannot be used; the message names each key, its value and what is allowed."""


class Store(Section):
    url: Annotated[str, Field(pattern=r"^(sqlite|postgresql)(\+psycopg)?://")] = "sqlite:///var/cockpit.db"
    training_url: Annotated[str, Field(pattern=r"^$|^(sqlite|postgresql)(\+psycopg)?://")] = ""
    opens: Literal["real", "training"] = "real"
    busy_seconds: Annotated[float, Field(gt=0, le=600)] = 10
    answer_seconds: Annotated[float, Field(gt=0, le=600)] = 6
    drain_seconds: Annotated[float, Field(ge=0, le=600)] = 0
    standby_reads: bool = False


class Rollups(Section):
    engine: Literal["embedded", "spark"] = "embedded"
    master: Annotated[str, Field(pattern=r"^(local(\[[0-9*]+\])?|spark://\S+|yarn|k8s://\S+)$")] = "local[*]"
    folder: Annotated[str, Field(min_length=1)] = "var/figures"
    memory: Annotated[str, Field(pattern=r"^[0-9]+[mg]$")] = "2g"


class Months(Section):
    first: Month = date(2021, 1, 1)


class Coverage(Section):
    enough: Share = 0.8


class Limits(Section):
    file_mb: Annotated[int, Field(gt=0)] = 30
    session_mb: Annotated[int, Field(gt=0)] = 250
    unzipped_mb: Annotated[int, Field(gt=0)] = 300
    sheets: Annotated[int, Field(gt=0)] = 60
    rows: Annotated[int, Field(gt=0)] = 200_000
    columns: Annotated[int, Field(gt=0)] = 400
    seconds: Annotated[float, Field(gt=0)] = 10
    memory_mb: Annotated[int, Field(gt=0)] = 500
    at_once: Annotated[int, Field(gt=0, le=64)] = 2


class Checks(Section):
    ten_times: Annotated[float, Field(gt=1)] = 8.0
    parts_differ: Share = 0.005
    usual_changes: Annotated[float, Field(gt=0)] = 6.0
    usual_months: Annotated[int, Field(ge=3, le=120)] = 24
    parts_above: tuple[str, ...] = ()


class Conclusions(Section):
    most: Annotated[int, Field(ge=1, le=12)] = 3
    share: Share = 0.3
    at_least: Annotated[int, Field(ge=1)] = 10
    gap: Share = 0.02
    gap_below: Share = 0.1
    surge: Annotated[float, Field(gt=1)] = 2.0
    falling_months: Annotated[int, Field(ge=2, le=12)] = 6
    falling_points: Share = 0.03
    missing_months: Annotated[int, Field(ge=1, le=6)] = 2
    late_months: Annotated[int, Field(ge=1, le=6)] = 3
    came_back: Annotated[int, Field(ge=1)] = 20
    corrected: Share = 0.05
    recent_days: Annotated[int, Field(ge=1, le=366)] = 90


class Pages(Section):
    first_frame: bool = True


class Wall(Section):
    poll_seconds: Annotated[float, Field(ge=1, le=60)] = 1


def _long_enough(secret: str) -> str:
    if secret and len(secret.encode()) < SECRET_BYTES:
        raise ValueError(
            f"密钥至少 {SECRET_BYTES} 个字节，最好随机生成 / a secret has at least {SECRET_BYTES} bytes, best made at random"
        )
    return secret


PersonsRole = Literal["leader", "steward", "approver", "presenter", "administrator"]


class Accounts(Section):
    secret: Annotated[str, AfterValidator(_long_enough)] = ""
    secret_file: str = "var/secret"
    hours: Annotated[float, Field(gt=0, le=720)] = 12
    idle_minutes: Annotated[float, Field(gt=0)] = 120
    password_length: Annotated[int, Field(ge=8, le=128)] = 10
    one_time_days: Annotated[float, Field(gt=0)] = 7
    second_factor: tuple[PersonsRole, ...] = ()
    attempts: Annotated[int, Field(ge=1)] = 5
    lockout_minutes: Annotated[float, Field(gt=0)] = 15
    wall_days: Annotated[int, Field(ge=1)] = 365
    token_days: Annotated[int, Field(ge=1)] = 365
    https: bool = False
    proxies: Annotated[int, Field(ge=0)] = 0


class Approval(Section):
    levels: Annotated[int, Field(ge=0, le=3)] = 1


class Calendar(Section):
    owed_from: MonthOrNone = None
    due_day: Annotated[int, Field(ge=1, le=28)] = 8
    lock_after_months: Annotated[int, Field(ge=0, le=120)] = 0


class Notices(Section):
    days_before: tuple[int, ...] = (3, 0)
    days_after: tuple[int, ...] = (1, 3, 7)
    address: str = "http://localhost:8501"
    webhook: str = ""
    webhook_kind: Literal["json", "dingtalk", "wecom", "feishu"] = "json"
    webhook_secret: str = ""
    mail_host: str = ""
    mail_port: Annotated[int, Field(ge=1, le=65535)] = 25
    mail_from: str = ""
    mail_user: str = ""
    mail_password: str = ""
    mail_tls: bool = False


class Evidence(Section):
    file_mb: Annotated[int, Field(gt=0)] = 20
    files: Annotated[int, Field(gt=0)] = 10
    scanner: Annotated[str, Field(pattern=r"^(|unix:/.+|tcp:.+:[0-9]{1,5})$")] = ""


class Seals(Section):
    key_file: Annotated[str, Field(min_length=1)] = "var/seal-key.pem"


class Slides(Section):
    template: Annotated[str, Field(pattern=r"^$|\.pptx$")] = ""


class Telemetry(Section):
    token: Annotated[str, AfterValidator(_long_enough)] = ""


class Logs(Section):
    format: Literal["text", "json"] = "text"
    requests: bool = False
    slow_seconds: Annotated[float, Field(gt=0)] = 2.0


LEAST_DAYS = 90  # reminders of a month, and how a month was reported, are looked at for about so long


def _kept_long_enough(days: int) -> int:
    if 0 < days < LEAST_DAYS:
        raise ValueError(f"0（永久保留）或至少 {LEAST_DAYS} 天 / 0 (kept for ever), or {LEAST_DAYS} days at least")
    return days


KeptDays = Annotated[int, Field(ge=0), AfterValidator(_kept_long_enough)]


class Retention(Section):
    sessions_days: KeptDays = 400
    looks_days: KeptDays = 800
    notices_days: KeptDays = 400
    drafts_days: KeptDays = 400


class Backups(Section):
    folder: str = ""
    hour: Annotated[int, Field(ge=0, le=23)] = 2
    daily: Annotated[int, Field(ge=1)] = 7
    weekly: Annotated[int, Field(ge=0)] = 5
    monthly: Annotated[int, Field(ge=0)] = 24
    key_file: str = ""
    bucket: Annotated[str, Field(pattern=r"^$|^https?://[^/?#@\s]+/[^?#\s]+$")] = ""
    bucket_in_host: bool = False
    bucket_region: Annotated[str, Field(min_length=1)] = "us-east-1"
    bucket_key: str = ""
    bucket_secret: str = ""
    bucket_ca_file: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Backups":
        missing = [name for name in ("folder", "bucket_key", "bucket_secret") if not getattr(self, name)]
        if self.bucket and missing:
            raise ValueError(
                f"设了 backups.bucket，还须填 {', '.join(missing)} / with backups.bucket set, {', '.join(missing)} are needed, too"
            )
        if self.bucket.startswith("http:") and not self.key_file:
            raise ValueError(
                "backups.bucket 不用 https 时，备份须先加密：请设 key_file / without https in backups.bucket backups have to be "
                "encrypted: set key_file"
            )
        return self


class WorkingDays(Section):
    holidays: tuple[date, ...] = ()
    working: tuple[date, ...] = ()


class Instructions(Section):
    days: Annotated[int, Field(ge=1, le=250)] = 10
    escalate_days: Annotated[int, Field(ge=0, le=250)] = 5


class Questions(Section):
    days: Annotated[int, Field(ge=1, le=250)] = 5


class Burden(Section):
    minutes_per_cell: Annotated[float, Field(gt=0)] = 2.0
    unseen_months: Annotated[int, Field(ge=1)] = 3


class Settings(Section):
    """Everything an owner can set; the sections are those of `config.toml`."""

    title_zh: str = "一屏掌控"
    title_en: str = "One-screen control"
    unit: Annotated[str, Field(pattern=r"^\d{6}$")] = "330000"
    language: Language = "zh"
    store: Store = Store()
    rollups: Rollups = Rollups()
    months: Months = Months()
    coverage: Coverage = Coverage()
    limits: Limits = Limits()
    checks: Checks = Checks()
    conclusions: Conclusions = Conclusions()
    pages: Pages = Pages()
    wall: Wall = Wall()
    accounts: Accounts = Accounts()
    oidc: Oidc = Oidc()
    ldap: Ldap = Ldap()
    cas: Cas = Cas()
    scan: Scan = Scan()
    approval: Approval = Approval()
    calendar: Calendar = Calendar()
    notices: Notices = Notices()
    evidence: Evidence = Evidence()
    burden: Burden = Burden()
    instructions: Instructions = Instructions()
    questions: Questions = Questions()
    seals: Seals = Seals()
    slides: Slides = Slides()
    workdays: WorkingDays = WorkingDays()
    telemetry: Telemetry = Telemetry()
    logs: Logs = Logs()
    retention: Retention = Retention()
    backups: Backups = Backups()


@cache
def settings() -> Settings:
    """The settings of this process: read once."""
    return load(Path(os.environ.get("COCKPIT_CONFIG", ROOT / "config.toml")), dict(os.environ))


def load(path: Path, environ: dict[str, str]) -> Settings:
    """The settings in a file, overruled by `COCKPIT_<KEY>` and `COCKPIT_<SECTION>_<KEY>`."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} 无法读取 / cannot be read: {error}") from None
    for name, value in environ.items():
        if name.startswith(PREFIX) and name != "COCKPIT_CONFIG":
            _place(written, name, value)
    try:
        return Settings.model_validate(written)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(path, problem, environ) for problem in error.errors())) from None


def _place(written: dict[str, Any], name: str, value: str) -> None:
    """Put `COCKPIT_STORE_URL` where `url` under `[store]` would be; unknown names stay to be refused."""
    key = name.removeprefix(PREFIX).lower()
    section, _, rest = key.partition("_")
    if section in Settings.model_fields and isinstance(Settings.model_fields[section].default, Section):
        field = type(Settings.model_fields[section].default).model_fields.get(rest)
        written.setdefault(section, {})[rest] = (
            _list(value) if field and get_origin(field.annotation) is tuple else value
        )
    else:
        written[key] = value


def _list(value: str) -> Any:
    """A list comes from the environment as JSON; what is none is refused with its key."""
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _sentence(path: Path, problem: Any, environ: dict[str, str]) -> str:
    key = ".".join(part for part in problem["loc"] if isinstance(part, str))  # the place in a list is left out
    variable = PREFIX + key.replace(".", "_").upper()
    where = f"{variable} (“{key}”)" if variable in environ else f"{path.name}: “{key}”"
    if problem["type"] == "extra_forbidden":
        allowed = ", ".join(_keys_beside(problem["loc"]))
        return f"{where} = {problem['input']!r}：没有这一项。可用：{allowed} / is not known; known are: {allowed}"
    if problem["type"] == "value_error":
        return f"{where} = {problem['input']!r}：{problem['ctx']['error']}"
    if problem["type"] == "tuple_type":
        return f'{where} = {problem["input"]!r}：应为列表 / should be a list, as in [3, 0] or ["…"]'
    return f"{where} = {problem['input']!r}：{problem['msg']} / allowed: {problem['msg']}"


def _keys_beside(loc: tuple[Any, ...]) -> list[str]:
    if len(loc) == 1:
        return list(Settings.model_fields)
    section = Settings.model_fields[str(loc[0])].default
    return list(type(section).model_fields)
