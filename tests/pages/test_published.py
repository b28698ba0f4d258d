"""The page of published figures: every one of them, by document and by subject, beside what is reported today."""

import re

import pytest

from data import published
from data.measures import MEASURES
from tests.pages.stores import upload
from ui.published import SUBJECTS

NOW = """
measure    | unit   | month   | value | sheet | cell
components | 330200 | 2024-10 |    90 | 月报  | P6
"""


@pytest.mark.parametrize("by", ["source", "subject"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_published_figure_is_on_the_page_with_its_document_date_and_promise(started, screen_of, by, lang):
    html = screen_of(started).open("published", by=by, lang=lang, month="2024-10")
    assert html.count("<tr") == len(published.printed()) + html.count("<thead>")
    names = published.printed()["name_zh" if lang == "zh" else "name_en"]
    assert [name for name in names if (name[:1].upper() + name[1:]).replace("'", "&#39;") not in html] == []
    for title in published.sources()["title" if lang == "zh" else "title_en"]:
        assert title in html or by == "subject"
    assert ("200亿+ 条" if lang == "zh" else "20B+ records") in html
    assert ("达100%" if lang == "zh" else "100% reached") in html
    assert "“规模达1119亿元”" in html  # words of the document stay as they were printed
    assert (
        not re.search(
            "[\u4e00-\u9fff]", re.sub("“[^”]*”|<small>[^<]*</small>|>[^<]*(级|星|常高|前列|方阵|第一)[^<]*<", "", html)
        )
        or lang == "zh"
    )


def test_what_is_reported_today_stands_beside_what_was_published(started, screen_of):
    upload(started, NOW)
    html = screen_of(started).open("published", month="2024-10")
    row = next(row for row in html.split("<tr") if "上架智能组件" in row and "71 个" in row)
    assert re.search(r"metric=components[^>]*>90<", row)
    of_application = next(row for row in html.split("<tr") if "注册用户" in row)
    assert "metric=" not in of_application  # an application's figure is never held against its unit's


def test_where_no_list_has_come_in_the_first_screen_shows_what_was_published_of_the_place(started, screen_of):
    screen = screen_of(started)
    html = screen.open("overview", unit="330200", month="2024-10")
    assert "公布过的数" in html
    row = next(row for row in html.split("<li>") if "归集公共数据量 <small>2023-03</small>" in row)
    assert "200亿+ 条" in row
    assert "metric=data_records" in row
    assert "month=2023-03" in row
    assert "优享医护" not in html  # an application's figure is not the place's
    assert "公布过的数" not in screen.open("overview", unit="330200", month="2022-11")  # nothing was printed of it yet
    assert "公布过的数" not in screen.open("overview", unit="330100", month="2024-10")


def test_the_passport_ends_in_the_document_and_not_in_a_list_of_ours(started, screen_of):
    html = screen_of(started).open("passport", metric="data_records", unit="330200", month="2023-03")
    assert "200亿+" in html
    assert "《增强数字政府建设效能 释放数字化发展红利》" in html
    assert "后于 197亿，以此为准" in html
    assert "supersedes" not in html
    english = screen_of(started).open("passport", metric="data_records", unit="330200", month="2023-03", lang="en")
    assert "Newspaper theory page (Ningbo), 2023-03 (date inferred)" in english
    assert "Later than 19.7 billion, and current" in english


MISREAD = {
    "problems_assigned": "exact",
    "core_industry_value_added": "reaches",
    "cloud_stability": "reaches",
    "app_daily_visits": "reaches",
    "security_incidents": "exact",
}


def test_the_list_says_what_was_misread_before():
    rows = published.printed()
    said = {row["measure"]: row for row in rows.to_dict("records") if row["measure"] in MISREAD}
    assert {key: said[key]["qualifier"] for key in MISREAD} == MISREAD
    assert MEASURES["app_daily_visits"].unit.zh == "人次/日"
    assert not said["security_incidents"]["counts"]
    assert "连续4年第一方阵" in rows["grade"].tolist()
    assert "数字博威" in published.application_keys()


def test_every_row_names_what_there_is():
    rows, sources = published.printed(), published.sources()
    assert set(rows["source"]) <= set(sources["key"])
    in_subjects = {measure.key for declared, _ in SUBJECTS.values() for measure in declared.MEASURES}
    assert set(rows["measure"]) <= set(MEASURES) & in_subjects
    assert set(published.read(published.FILE)["subject"]) - {""} <= set(published.application_keys())
    both = (rows["note_zh"] == "") == (rows["note_en"] == "")
    assert both.all()
    assert (rows["value"].notna() | (rows["grade"] != "")).all()


@pytest.fixture
def headers_alone(tmp_path, monkeypatch):
    """The starting data of an owner who has published nothing: the names of the columns alone."""
    for path in published.SEED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for name in ("applications.csv", "sources.csv", published.FILE):
        first = (tmp_path / name).read_text(encoding="utf-8").splitlines()[0]
        (tmp_path / name).write_text(first + "\n", encoding="utf-8")
    monkeypatch.setattr(published, "SEED", tmp_path)
    published.printed.cache_clear()
    yield
    published.printed.cache_clear()


def test_starting_data_of_names_of_columns_alone_will_do(headers_alone, engine, screen_of):
    from data import starting

    starting.load(engine)
    with engine.connect() as conn:
        assert conn.exec_driver_sql("select count(*) from batch").scalar() == 0
    html = screen_of(engine).open("published")
    assert "还没有录入公布的数" in html
