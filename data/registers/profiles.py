"""Profiles of places: what is known of a unit before anything is compared. Peers of a league are chosen by it."""

from data.registers.declaration import CHANGED, EVIDENCE, UNIT, Field, Register
from data.text import Text

profiles = Register(
    key="profiles",
    zh="地区概况",
    en="Profiles of places",
    key_field=Field("key", "概况编号", "Profile key", required=True),
    fields=(
        Field("name", "概况", "Profile", required=True),
        UNIT,
        Field("population", "常住人口", "Residents", "number", required=True, unit=Text("万人", "10,000 people")),
        Field("budget", "一般公共预算支出", "Public spending", "number", unit=Text("亿元", "100 million yuan")),
        Field("base_year", "数字化改革起步年份", "First year of the reform", "count"),
        Field("counted", "统计日期", "Counted on", "date", required=True),
        EVIDENCE,
        CHANGED,
    ),
    definition=Text(
        "每个地区一行：人口、财力、起步年份。公平赛马按它选同类，与成绩无关。",
        "One row a place: its people, its means, its first year. A league chooses peers by it, never by results.",
    ),
    title_field="name",
    owner="改革办",
    group="evaluation",
    listed=("unit", "population", "budget", "base_year", "counted"),
)
