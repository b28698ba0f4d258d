"""The pages of the reform by question: with everything in it, with the starting data alone, and for who may read a part."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from data import months, rooms
from data.training import parts as played
from tests import prepared
from tests.people import somebody
from ui.frame import SUBJECTS

PREPARED = prepared.with_starting_data
NINGBO = "330200"


@pytest.fixture
def full_screen(demonstrated, screen_of):
    return screen_of(demonstrated)


@pytest.fixture
def bare_screen(started, screen_of):
    return screen_of(started)


def panels(html: str) -> set[str]:
    """The names of the panels on a page."""
    return {part.split('"', 1)[0] for part in html.split('data-panel="')[1:]}


def test_the_platform_shows_its_profile_its_shelves_and_its_brains(full_screen):
    html = full_screen.open("platform", unit="330000")
    assert panels(html) >= {"tiles", "profile", "shelves", "requests", "security", "brains", "warnings", "forecasts"}
    assert html.count('class="profile-row"') == 14
    assert "各市中位" in html
    assert "register=resources&amp;standing=idle&amp;kind=cloud" in html or "kind=cloud&amp;standing=idle" in html
    assert "湖州闲置虚拟主机三十二台" in html
    assert "register=data_requests" in html
    assert "等得最久的申请" in html
    assert "286/920 准确" in html  # a flood warning that cried wolf
    assert 'class="crossed"' in html


def test_a_city_is_held_against_the_province_by_who_may_read_it(demonstrated, screen_of):
    assert "省本级" in screen_of(demonstrated).open("platform", unit=NINGBO)
    own = screen_of(demonstrated, somebody("leader", NINGBO)).open("platform", unit=NINGBO)
    assert "省本级" not in own
    assert own.count('class="profile-row"') == 14


def test_a_list_leads_to_the_map_of_its_rows(bare_screen):
    for register, number in (("theory", "theory_kept"), ("awards", "awards_kept")):
        html = bare_screen.open("register", unit="330000", register=register)
        assert re.search(rf'href="[^"]*/map\?[^"]*metric={number}"', unescape(html))


PLACE = re.compile(
    r'<a href="([^"]*)" class="area-link" aria-label="[^"]*" data-unit="(\d+)" data-tip="[^"]*?(\d+) 条"'
)


def drawn_by_place(html: str) -> dict[str, tuple[str, int]]:
    """Of each place of the map where it leads, and how many rows it says it has."""
    return {unit: (unescape(href), int(count)) for href, unit, count in PLACE.findall(html)}


def test_a_list_has_its_map_each_place_the_way_to_its_rows(full_screen):
    places = drawn_by_place(full_screen.open("register", unit="330000", register="cloud"))
    assert len(places) == 11
    href, count = places[NINGBO]
    narrowed = full_screen.open("register", **dict(parse_qsl(urlsplit(href).query)))
    assert len(set(re.findall(r"register=cloud&amp;key=([^&\"]+)", narrowed))) == count > 1


@pytest.mark.parametrize(
    ("unit", "register"),
    [
        ("330783", "crossings"),  # nothing below it to tell apart
        ("330000", "bodies"),  # not counted by unit
    ],
)
def test_a_list_without_places_to_tell_apart_has_no_map(full_screen, unit, register):
    html = full_screen.open("register", unit=unit, register=register)
    assert "rows" in panels(html)
    assert "map" not in panels(html)


def test_the_cockpit_tries_itself_where_somebody_asks_for_it(full_screen):
    page = full_screen.open("register", unit=NINGBO, register="five_ones")
    assert "按名称一次搜到" not in page
    way = urlsplit(unescape(re.search(r'href="([^"]*try=1[^"]*)"', page)[1]))
    html = full_screen.open("register", **dict(parse_qsl(way.query)))
    assert html.count("按名称一次搜到") == 1
    assert html.count("符合") >= 10


def test_departments_have_their_english_names_whatever_their_field_is_called(full_screen):
    html = (
        full_screen.open("platform", unit="330000", lang="en").split('data-panel="requests"')[1].split("data-panel=")[0]
    )
    assert "Civil affairs bureau" in html
    assert "民政局" not in html


def test_an_empty_platform_says_who_owes_each_part(bare_screen):
    html = bare_screen.open("platform", unit="330000", month=months.label(months.last_full(months.today())))
    assert panels(html) >= {"profile", "shelves", "requests", "security", "brains"}
    assert html.count("由大数据局登记") >= 8
    assert "由数改办登记" in html
    assert 'class="profile-row"' not in html


def test_services_show_what_was_cut_the_least_first(full_screen):
    html = full_screen.open("services", unit="330000")
    assert panels(html) >= {
        "tiles",
        "days",
        "papers",
        "minutes",
        "small_papers",
        "reached",
        "counters",
        "matters",
        "least",
    }
    assert html.count('class="dumbbell-row') == 40
    assert "61,200/86,300" in html  # help in need that a quarter of those with a right did not get
    assert "高新企业奖补免申即享" not in html  # nearly all got it: it is not among the worst
    assert "农民建房一次审批" in html  # not live yet


def test_the_organisation_names_heads_groups_that_fell_silent_and_whom_to_call(full_screen):
    html = full_screen.open("organisation", unit="330000")
    assert panels(html) >= {"reforms", "groups", "heads", "posts", "speak"}
    assert "leader=" in html  # a leader's reforms are a click away
    assert "报表减负工作专班" in html
    assert html.count("宁波市") >= 2


def test_results_tell_what_is_not_alive_and_where_a_total_differs(full_screen):
    html = full_screen.open("results", unit="330000")
    assert panels(html) >= {"alive", "printed", "rests", "rules", "standards"}
    assert "一年后仍在用" in html
    assert "清单闭环的机制研究（演示）" in html  # theory that names no practice
    assert "规定口径：清单闭环率" in html
    assert html.count("指标详情") == 6


def test_the_economy_shows_money_still_to_be_decided_dependence_and_what_stands_where(full_screen):
    html = full_screen.open("economy", unit="330000")
    assert panels(html) == {
        "tiles", "projects", "partners", "products", "fairs", "technology", "cloud", "sites", "routes",
    }  # fmt: skip
    assert "景宁县公共数据分平台新建项目" in html  # a duplicate that is not yet paid
    assert "6 个应用 · 8,600 万元" in html  # one firm builds six applications
    assert "licensee=" in html
    assert "未报落地成效" in html  # a fair that signed much and of which nobody said what came
    assert "register=showings" in html
    assert "杭州智算池" in html  # nearly full
    assert "湖州旧机房资源池" in html  # hardly used
    assert 'class="map"' in html
    assert "养老补贴—养老点单" in html  # a broken route
    assert "人工智能超算中心（二期）" in html


def test_an_economy_without_rows_names_every_department_that_owes(bare_screen):
    html = bare_screen.open("economy", unit="330700")
    for owner in ("数改办", "大数据局", "经信局", "改革办"):
        assert f"由{owner}登记" in html


@pytest.mark.parametrize("page", ["services", "organisation", "economy", "results", "diffusion"])
def test_an_empty_page_says_who_owes_it(bare_screen, page):
    html = bare_screen.open(page, unit="330700")
    assert "登记" in html
    assert 'class="dumbbell-row' not in html


def test_a_printed_total_stands_beside_the_rows_with_both_sources(bare_screen):
    html = bare_screen.open("results", unit=NINGBO, month="2022-12")
    row = html.split("省“最系列”最佳成果", 2)[-1].split("</tr>", 1)[0]
    assert "register=awards" in row
    assert "kind=series" in row
    assert "metric=awards_top_series" in row


def test_a_leader_in_training_sees_what_the_invented_one_leads(demonstrated, screen_of, monkeypatch):
    monkeypatch.setattr(rooms, "is_there", lambda _: True)
    monkeypatch.setattr(rooms, "engine", lambda _: demonstrated)
    monkeypatch.setattr(played, "playing", lambda _engine, who, _part: who)  # writes nothing into the shared store
    screen = screen_of(demonstrated, somebody("leader", "330000"))
    inside = {"unit": "330000", "room": "training"}
    html = screen.open("today", **inside, part="leader.330000")
    assert "演练：按王示范对应" in html
    assert "基层报表减负改革" in html
    assert "我领衔" not in screen.open("today", **inside)  # oneself is no one invented


def test_my_reforms_are_what_names_me_in_my_unit(demonstrated, screen_of):
    leader = somebody("leader", "330000")
    html = screen_of(demonstrated, replace(leader, name="王示范")).open("today", unit="330000")
    assert "我领衔、我负责的" in html
    assert "基层报表减负改革" in html
    assert "口岸通关无纸化改革" in html
    assert html.index("基层报表减负改革") < html.index("口岸通关无纸化改革")  # past its day
    assert "超期" in html
    assert "我领衔" not in screen_of(demonstrated, leader).open("today", unit="330000")
    elsewhere = replace(somebody("leader", "330700"), name="王示范")
    assert "基层报表减负改革" not in screen_of(demonstrated, elsewhere).open("today", unit="330700")


def test_my_departments_show_what_to_look_at(demonstrated, screen_of):
    html = screen_of(demonstrated, somebody("leader", "330000", "大数据局")).open("today", unit="330000")
    assert "我的部门：要盯的" in html
    assert "department=%E5%A4%A7%E6%95%B0%E6%8D%AE%E5%B1%80" in html


def test_diffusion_shows_the_modes_the_wave_and_what_was_dropped(full_screen):
    html = full_screen.open("diffusion", unit="330000")
    assert panels(html) == {"arcs", "months", "modes", "waves", "places", "ends", "promoted"}
    assert len(re.findall(r'class="line (?:accent|ink|muted|deep)"', parts(html)["months"])) == 4  # a line a mode
    assert html.count('class="arc"') > 20  # from whom to whom, on the map
    assert html.count("mode=saas") >= 2
    assert "停车一码通在桐庐停用" in html
    assert "演示省份甲" in html


def parts(html: str) -> dict[str, str]:
    """The panels of a page, by their names."""
    return dict(part.split('"', 1) for part in html.split('data-panel="')[1:])


def test_the_ledger_shows_batches_then_and_now_what_was_decided_and_what_it_costs(full_screen):
    html = full_screen.open("applications", unit="330000")
    assert panels(html) >= {"batches", "verdicts", "reached", "money"}
    shown = parts(html)
    for side in ("left", "right"):
        counted = re.findall(rf'<text class="{side}"[^>]*>[^<]*<tspan>([\d,]+)</tspan>', shown["batches"])
        assert sum(int(each) for each in counted) == 60, side  # every application once
    assert 'class="ribbon on"' in shown["batches"]
    assert "register=dispositions" in shown["verdicts"]
    assert re.search(r"[\d,]+ / [\d,]+ · \d+ 个", shown["money"])
    assert "register=projects" in shown["money"]


def test_levels_and_sides_are_one_matrix_whose_cells_lead_to_their_connections(full_screen):
    shown = parts(full_screen.open("applications", unit="330000"))["reached"]
    assert re.findall(r'<th scope="row">(.)', shown) == list("省市县乡")
    cells = re.findall(r'<a href="([^"]*)" data-tip="[^"]*"><b>(\d+)/(\d+)</b>', shown)
    asked = [dict(parse_qsl(urlsplit(unescape(href)).query)) for href, _, _ in cells]
    assert len({(each["level"], each["side"]) for each in asked}) == len(cells) >= 12
    assert f"全部 {sum(int(planned) for _, _, planned in cells)}" in shown


@pytest.mark.parametrize(
    ("days", "since", "until"),
    [
        ({"since": "2025-04-15", "until": "2026-02-03"}, "2025-04-15", "2026-02-03"),
        ({"since": "2026-02-03", "until": "2025-04-15"}, "2025-04-15", "2026-02-03"),  # the earlier first
        ({"since": "never", "until": "2026-02-30"}, "2025-10-31", "2026-10-31"),
    ],
)
def test_the_batches_are_those_of_any_two_days_of_the_address(full_screen, days, since, until):
    shown = parts(full_screen.open("applications", unit="330000", month="2026-10", **days))["batches"]
    assert re.findall(r'type="date" name="\w+" value="([^"]*)"', shown) == [since, until]
    assert f"<span>{since}</span><span>{until}</span>" in shown


def test_which_applications_moved_can_be_narrowed_to_one_way(full_screen):
    days = {"unit": "330000", "month": "2026-10", "since": "2024-01-31", "until": "2026-10-31"}
    everything = parts(full_screen.open("applications", **days))["batches"]
    ways = dict(re.findall(r"moved=(\w+\.\w+)[^>]*>[^<]* (\d+)</a>", everything))
    assert "plan.iterate" in ways
    narrowed = parts(full_screen.open("applications", **days, moved="plan.iterate"))["batches"]
    assert narrowed.count("register=applications&amp;key=") == min(int(ways["plan.iterate"]), 12)
    assert f"换了批次的 {ways['plan.iterate']} 个" in narrowed


def test_a_ledger_without_the_rest_says_who_owes_it(bare_screen):
    shown = parts(bare_screen.open("applications", unit="330000", month="2022-12"))
    assert "未注明" in shown["batches"]
    assert all("暂无" in shown[name] for name in ("verdicts", "reached", "money"))


def ways(html: str) -> dict[str, dict[str, str]]:
    """Where the links of a title bar lead: page → query; the front page is `overview`."""
    found = {}
    for href in re.findall(r'href="\./([^"]*)"', html):
        at = urlsplit(unescape(href))
        found.setdefault(at.path or "overview", dict(parse_qsl(at.query)))
    return found


def test_every_subject_is_a_click_from_the_overview_and_back_in_the_same_scope(bare_screen):
    bare_screen.open("overview", unit=NINGBO, month="2022-12", lang="en")
    there = ways(bare_screen.bar())
    assert set(SUBJECTS) <= set(there)
    for page in SUBJECTS:
        assert (there[page]["unit"], there[page]["month"], there[page]["lang"]) == (NINGBO, "2022-12", "en")
        assert panels(bare_screen.open(page, **there[page])), page
        back = ways(bare_screen.bar())
        assert set(SUBJECTS) <= set(back)
        assert (back["overview"]["unit"], back["overview"]["month"]) == (NINGBO, "2022-12")
    assert panels(bare_screen.open("overview", **back["overview"]))
