"""The whole reform, one system, and each register: a page for every one, whoever looks and whatever is in it."""

import re

import pandas as pd
import pytest

from data import months, starting, store
from data.registers import REGISTERS
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import prepared
from tests.people import somebody

PREPARED = prepared.with_starting_data


@pytest.fixture
def screen(started, screen_of):
    return screen_of(started)


def test_every_register_is_a_line_of_the_whole(screen):
    html = screen.open("whole", lang="en", unit="330000")
    missing = [
        each.key for each in REGISTERS.values() if each.group != "kept" and each.en.replace("‘", "&") not in html
    ]
    assert [key for key in missing if REGISTERS[key].en not in html and key not in ("oversight",)] == []
    assert "Kept by" not in html  # an empty one says who keeps it in its own words
    assert "kept by" in html
    assert html.count('class="map-node') == 10  # 7 systems, 2 bodies, 1 platform


def test_a_register_without_a_row_says_what_one_will_say(screen):
    html = screen.open("register", register="components", unit="330000")
    fields = REGISTERS["components"].fields
    assert [field.zh for field in fields if field.zh not in html] == []
    assert "应用一本账的名称或编号，多个用“；”隔开" in html
    assert "非负整数" in html
    english = screen.open("register", register="components", unit="330000", lang="en")
    assert "a whole number, 0 or more" in english
    assert not re.search("[\u4e00-\u9fff]", re.sub("“[^”]*”", "", english.split('data-panel="holds"')[1]))


def test_the_bodies_of_the_overview_count_their_rows(screen):
    html = screen.open("overview", lang="en", unit="330000")
    rows = re.search(r"Theory</b>|<b>[^<]*[Tt]heor[^<]*</b><strong>(\d+)</strong>", html)
    assert rows
    assert rows[1] == "5"  # theory that was printed


def test_a_month_without_a_figure_is_no_good_news(screen):
    html = screen.open("overview", unit="330000", month=months.label(months.today()))  # not due yet: nobody is late
    assert html.split('<p class="nothing', 1)[1].split("</p>")[0] == '">本月还没有数据，暂不下结论。'


def test_oversight_is_no_line_for_others(started, screen_of):
    html = screen_of(started, somebody("leader", "330000")).open("whole", unit="330000")
    assert "公权力监督预警" not in html
    named = screen_of(started, somebody("leader", "330000", "纪委监委")).open("whole", unit="330000")
    assert "公权力监督预警" in named


@pytest.mark.parametrize("system", ["economy", "culture", "nonsense", ""])
def test_a_system_has_its_applications_and_the_ways_to_the_others(screen, system):
    html = screen.open("system", unit="330000", system=system)
    assert html.count("/system?") >= 7
    assert "应用一本账" in html
    assert ("数字经济" if system == "economy" else "数字文化") in html


def test_an_empty_register_says_who_keeps_it(screen):
    html = screen.open("register", unit="330000", register="components")
    assert "大数据局" in html


def test_who_keeps_a_register_may_take_its_workbook_along(started, screen_of):
    keeper = screen_of(started, somebody("steward", "330000"))
    keeper.open("register", unit="330000", register="components")
    assert [button.key for button in keeper.app.get("download_button")] or "upload" in "".join(keeper.boards().values())
    reader = screen_of(started, somebody("leader", "330000"))
    assert "./upload" not in reader.open("register", unit="330000", register="components")


def test_what_hangs_on_a_system_by_its_applications(stores, tmp_path, screen_of):
    with stores.sqlite(prepared.with_demonstration, tmp_path) as engine:
        html = screen_of(engine).open("system", unit="330000", system="economy")
    panels = dict(part.split('"', 1) for part in html.split('data-panel="')[1:])
    assert "产业链协同改革" in panels["led"]
    assert "register=goals" in panels["led"]  # the goal it serves
    assert "经信局" in panels["departments"]
    assert "department=" in panels["departments"]
    given = re.findall(r">(20\d\d-\d\d-\d\d)<", panels["awarded"])
    assert given == sorted(given, reverse=True) != []
    assert "仓储物流共配" in panels["moved"]  # to the next batch
    assert 'class="state over"' in panels["problems"]  # of the departments that lead its applications
    assert "（全域）" in panels["funnel"]  # nobody is asked by application whether it is known


def test_a_crowded_runway_is_told_from_an_empty_one(stores, tmp_path, screen_of):
    with stores.sqlite(prepared.with_demonstration, tmp_path) as engine:
        html = screen_of(engine).open("system", unit="330000", system="government")
    tracks = html.split('data-panel="runways"', 1)[1].split("</section>")[0]
    crowded, vacant = re.findall(r'<li class="(\w*)">.*?</li>', tracks)
    assert (crowded, vacant) == ("crowded", "vacant")
    assert tracks.count("register=applications") == 8
    assert "空跑道" in tracks


@pytest.mark.parametrize(
    ("unit", "there", "aside"), [("330200", "海洋经济", "产业大脑"), ("330000", "产业大脑", "海洋经济")]
)
def test_a_picture_shows_the_runways_of_its_own_structure(stores, tmp_path, screen_of, unit, there, aside):
    """Ningbo cuts its reform otherwise than the province."""
    with stores.sqlite(prepared.with_demonstration, tmp_path) as engine:
        screen = screen_of(engine)
        picture = screen.open("whole", unit=unit).split('data-panel="picture"', 1)[1].split("</section>")[0]
        system = screen.open("system", unit=unit, system="economy").split('data-panel="runways"', 1)[1]
    for drawn in (picture, system.split("</section>")[0]):
        assert there in drawn
        assert aside not in drawn


def test_an_application_that_moved_on_says_from_what_to_what(started, screen_of):
    row = {
        "key": "ZJ900",
        "name": "试验应用",
        "unit": "330200",
        "system": "economy",
        "status": "live",
        "removed": False,
    }
    dates = {"live_since": pd.Timestamp(2026, 9, 15), "sheet": "应用一本账", "cell": "A2"}
    with store.writing(started) as conn:
        compared = compare(conn, starting.no_figures(), {"applications": pd.DataFrame([row | dates])})
        write(conn, compared, Source("workbook", "一本账.xlsx", b""), by=somebody("steward", "330200"))
    html = screen_of(started).open("system", unit="330000", system="economy", month="2026-10")
    moved = html.split('data-panel="moved"', 1)[1].split("</section>")[0]
    assert re.findall(r">(建设中|上线运行)<", moved) == ["建设中", "上线运行"]
