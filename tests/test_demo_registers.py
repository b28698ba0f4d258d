"""The demonstration fills every register: states are mixed, references lead somewhere, and its stories are found."""

import pandas as pd
import pytest
from sqlalchemy import select

from data import figures, months, registers, units
from data.references import keys_in
from data.registers import REGISTERS, TABLES
from metrics import standings
from tests import prepared

FILLED = [key for key, register in REGISTERS.items() if register.group != "kept"]
ITS_OWN = "DEMO-"


@pytest.fixture(scope="module")
def conn(stores, tmp_path_factory):
    with (
        stores.sqlite(prepared.with_demonstration, tmp_path_factory.mktemp("registers")) as engine,
        engine.connect() as there,
    ):
        yield there


@pytest.fixture(scope="module")
def last():
    return months.last_full(months.today())


@pytest.fixture(scope="module")
def everywhere(conn, last):
    return units.load(conn).in_month(last).codes


def rows_of(conn, register):
    return pd.read_sql(select(figures.as_of(TABLES[register])), conn)


def standing(conn, register, everywhere, last):
    return standings.counts(conn, register, everywhere, last, "standing").set_index("standing")["count"]


@pytest.mark.parametrize("register", FILLED)
def test_every_register_has_rows_that_stand_differently(conn, everywhere, last, register):
    assert rows_of(conn, register)["key"].str.startswith(ITS_OWN).any()
    if REGISTERS[register].states:
        assert len(standing(conn, register, everywhere, last)) >= 2


def test_it_is_large_enough_to_look_at_and_small_enough_to_load(conn):
    counts = {key: len(rows_of(conn, key)) for key in FILLED if key not in ("applications", "problems")}
    assert max(counts.values()) <= 150
    assert 1_500 < sum(counts.values()) < 2_500


def test_every_reference_leads_to_a_row(conn):
    known = {key: set(rows_of(conn, key)["key"]) for key in REGISTERS}
    astray = [
        (register.key, field.key, key)
        for register in REGISTERS.values()
        for field in register.references
        for value in rows_of(conn, register.key)[field.key]
        for key in keys_in(field, value)
        if key not in known[field.to]
    ]
    assert not astray


STORIES = [
    line.split(" | ")
    for line in """
    runways | 一件事集成 | used
    runways | 文物安全 | empty
    components | 方言语音转写组件 | idle
    libraries | 古籍知识库 | idle
    dispositions | 办事材料免提交并入电子证照互认 | overdue
    projects | 景宁县公共数据分平台新建项目 | duplicate
    sub_platforms | 景宁畲族自治县自建公共数据分平台 | own
    pilots | 区域电子证照互认试点 | past
    inspections | 湖州市生态环保问题整改专项督察 | held
    keystone_reforms | 企业全生命周期服务改革 | over
    keystone_reforms | 基层报表减负改革 | over
    open_datasets | 地铁站点与出入口 | stale
    security_events | 湖州旧系统弱口令隐患 | overdue
    working_groups | 报表减负工作专班 | silent
    connections | 电子证照互认停在县界 | over
    fronts | 办事材料免提交（电视端） | unused
    needs | 低空飞行一网统管 | open
    feeds | 泰顺县月报 | silent
    gateway_routes | 养老补贴—养老点单 | broken
    """.strip().splitlines()
]


@pytest.mark.parametrize(("register", "name", "state"), STORIES, ids=lambda each: each.strip())
def test_a_story_stands_as_it_is_told(conn, everywhere, last, register, name, state):
    register = register.strip()
    title = REGISTERS[register].title_field
    found = standings.rows(conn, register, everywhere, last, standings.Asked(equal={title: name})).rows
    assert list(found["standing"]) == [state.strip()]


def test_one_runway_is_crowded(conn):
    runways = rows_of(conn, "runways").set_index("name")["applications"].fillna("")
    crowded = runways.str.split(";").str.len()
    assert (crowded.idxmax(), crowded.max()) == ("一件事集成", 8)


def test_an_honoured_application_was_stopped_within_a_year(conn):
    awards = rows_of(conn, "awards").merge(rows_of(conn, "applications"), left_on="application", right_on="key")
    alive = (pd.to_datetime(awards["stopped_on"]) - pd.to_datetime(awards["given"])).dt.days
    told = awards.loc[alive.between(1, 365), "name_y"]
    assert "公交换乘无忧" in set(told)


def test_nobody_calls_one_topic_database(conn):
    used = {key for value in rows_of(conn, "scenes")["topic_databases"].dropna() for key in value.split(";")}
    databases = rows_of(conn, "topic_databases").set_index("name")["key"]
    assert databases["海岛候鸟专题库"] not in used
    assert databases["台风灾害专题库"] in used


def test_one_wave_goes_from_ningbo_to_nine_cities_in_eight_months(conn):
    wave = rows_of(conn, "adoptions").query("name.str.startswith('产业链供需对接在')").dropna(subset=["adopted"])
    taken = pd.to_datetime(wave["adopted"])
    assert set(wave["origin"]) == {"330200"}
    assert wave["unit"].nunique() == 9
    assert (taken.max().to_period("M") - taken.min().to_period("M")).n + 1 == 8


def test_one_department_has_its_core_businesses_on_paper(conn):
    rows = rows_of(conn, "core_businesses")
    assert rows[rows["department"] == "水利局"]["digitised"].isna().all()
    assert rows[rows["department"] != "水利局"]["digitised"].notna().mean() > 0.7


def test_whoever_is_named_is_evidently_invented(conn):
    named = [
        name
        for register in registers.REGISTERS.values()
        for field in register.fields
        if field.type == "person"
        for name in rows_of(conn, register.key)[field.key].dropna()
    ]
    assert named
    assert {name[-2:] for name in named} <= {"示范", "演示", "示例", "样例"}


def test_what_lies_ahead_is_not_told_as_past(conn, last):
    end = pd.Timestamp(months.end_of(last))
    for register in REGISTERS.values():
        reached = [
            field.key for field in register.life if field.key in ("done", "adopted", "accepted", "closed", "held")
        ]
        rows = rows_of(conn, register.key)
        assert all(pd.to_datetime(rows[key]).dropna().le(end).all() for key in reached), register.key
