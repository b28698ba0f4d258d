"""The page of one number: value, formula, parts, coverage, cells, earlier values."""

import json
import re

import pandas as pd
import pytest
from sqlalchemy import update

from data import months, schema, store
from data.reporting import calendar
from data.reporting.direct import withdraw
from tests.frames import drawn
from tests.pages.stores import NINGBO, OCTOBER, PROBLEMS, upload
from tests.people import somebody, steward
from tests.planted import write_records

ASKED = {"metric": "satisfaction", "unit": "330200", "month": "2024-10"}


@pytest.fixture
def screen(started, screen_of):
    upload(started, OCTOBER)
    return screen_of(started)


def test_a_rate_is_opened_down_to_its_cells(screen):
    html = screen.open("passport", **ASKED)
    assert "95.0%" in html  # 3,800 of 4,000
    assert "满意率 = 满意数 ÷ 评价数" in html
    assert "3,800" in html
    assert "4,000" in html
    assert [f"月报!{cell}" in html for cell in ("P6", "Q6", "P7", "Q7")] == [True] * 4
    assert "宁波月报.xlsx" in html
    assert "王芳" in html
    assert "2/10" in html


def test_one_panel_is_taken_along_as_a_picture(screen):
    html = screen.open("passport", **ASKED)
    for panel in ("history", "units"):
        assert re.search(rf'href="./picture\?unit=330200&amp;month=2024-10[^"]*of=passport&amp;panel={panel}"', html), (
            panel
        )


def test_who_is_missing_is_named_with_who_answers_for_it(screen):
    html = screen.open("passport", **ASKED)
    assert re.search(r'class="main short">慈溪市<.*class="short">政务办<', html)  # names stay whole beside a long list


def marked(html):
    """What stands above the marks of the line, in order of time."""
    return re.findall(r'class="happened">.*?<text[^>]*>([^<]*)</text>', html)


def test_what_happened_is_named_below_the_line_and_marked_where_it_is_asked_for(started, screen):
    rows = drawn("""
        key | unit   | kind     | name     | name_en   | day
        W-1 | 330000 | counting | 改口径   | Recounted | 2024-03-20
        W-2 | 330200 | meeting  | 推进会   |           | 2024-03-02
        W-3 | 330200 | meeting  | 来不及了 |           | 2024-11-01
        W-4 | 330100 | meeting  | 别处的事 |           | 2024-03-02
        W-5 | 330000 | stage    | 很久以前 |           | 2014-06-30
    """)  # fmt: skip
    with store.writing(started) as conn:
        write_records(conn, "events", rows.assign(day=pd.to_datetime(rows["day"])).replace("", None))
    html = screen.open("passport", **ASKED)
    assert re.findall(r">(改口径|推进会|来不及了|别处的事|很久以前)<", html) == ["推进会", "改口径"]
    assert "events=1" in html
    assert marked(html) == []
    html = screen.open("passport", **ASKED, events="1", lang="en")
    assert "Recounted" in html
    assert html.count("events=1") == 1  # the way to look closer keeps them
    assert marked(html) == ["1, 2"]
    assert 'class="happened"><line x1="78.80%"' in html  # 2024-03, the 29th of 36 months


def test_the_line_is_drawn_with_the_page_and_can_be_looked_into(screen):
    html = screen.open("passport", **ASKED)
    assert 'class="lines-plot"' in html
    assert "explore=1" in html
    assert not screen.app.get("plotly_chart")
    assert 'class="lines-plot"' not in screen.open("passport", **ASKED, explore="1").split('data-panel="origins"')[0]
    (chart,) = screen.app.get("plotly_chart")
    assert len(json.loads(chart.proto.spec)["data"][0]["x"]) == 36


def test_in_english(screen):
    html = screen.open("passport", lang="en", **ASKED)
    assert "Satisfaction = Ratings of satisfied ÷ Ratings given" in html
    assert "2 reported, 0 carried, 8 missing" in html


def test_earlier_values_by_revision(screen, started):
    corrected = upload(started, OCTOBER.replace("2900", "2100"), name="更正.xlsx")
    html = screen.open("passport", **ASKED)
    assert "历次数值（按版本）" in html
    assert "75.0%" in html
    assert "95.0%" in html
    then = screen.open("passport", revision=str(corrected.revision - 1), **ASKED)
    assert "75.0%" not in then
    withdraw(started, corrected.batch, by=NINGBO, reason="填错")
    assert "撤回" in screen.open("passport", **ASKED)


def test_the_first_value_is_not_drawn_as_a_change(screen, started):
    asked = ASKED | {"unit": "330206", "month": "2024-11"}
    for measure, value in (("rated", 10), ("satisfied", 9), ("satisfied", 8)):
        assert "历次数值（按版本）" not in screen.open("passport", **asked), (measure, value)
        upload(
            started,
            f"measure | unit | month | value\n{measure} | 330206 | 2024-11 | {value}",
            name=f"{measure}{value}.xlsx",
        )
    assert "历次数值（按版本）" in screen.open("passport", **asked)


def test_a_corrected_number_says_so_with_reason_and_approver(screen, started):
    assert "已知更正" not in screen.open("passport", **ASKED)
    came = upload(started, OCTOBER.replace("2900", "2100"), name="更正.xlsx")
    with store.writing(started) as conn:
        of = schema.batch.c.number == came.batch
        conn.execute(update(schema.batch).where(of).values(correction="满意数多报", approved_by="李敏"))
    upload(started, "measure | unit | month | value\nrated | 330206 | 2024-11 | 10")
    html = screen.open("passport", **ASKED)
    assert "已知更正：1 处" in html
    assert "2,900 →</span> <b>2,100" in html
    assert "更正原因：满意数多报" in html
    assert "审核：李敏" in html
    assert 'data-tip="满意数多报">更正' in html
    withdraw(started, came.batch, by=NINGBO, reason="更正有误")
    html = screen.open("passport", **ASKED)
    assert "已知更正" not in html
    assert "撤回原因：更正有误" in html


def test_what_stands_behind_a_number_is_for_those_who_answer_for_it(started, screen_of):
    upload(started, OCTOBER, PROBLEMS)
    calendar.publish(started, months.parse("2024-10"), by=somebody("administrator"))
    html = screen_of(started, steward("钱七", "330600")).open("passport", **ASKED)
    assert "月报!Q7" not in html
    assert "没有查看“宁波市”的权限" in html


def test_197_yi_leads_to_its_source_with_its_date(screen):
    html = screen.open("passport", metric="data_records", unit="330200", month="2022-12")
    assert "197亿" in html
    assert "《宁波：探索形成数字化改革的五大特色路径》" in html


def test_a_number_of_rows_leads_to_the_rows(started, screen_of):
    upload(started, "", PROBLEMS)
    html = screen_of(started).open("passport", **ASKED | {"metric": "problems_overdue"})
    assert "账实不符" in html
    assert "七张问题清单!A2" in html
    assert "standing=overdue" in html


@pytest.mark.parametrize("metric", ["", "nope", "<script>"])
def test_without_a_metric_one_can_be_chosen(screen, metric):
    html = screen.open("passport", metric=metric)
    assert "metric=satisfaction" in html
    assert "<script>" not in html


def test_a_number_that_nobody_reported(screen):
    html = screen.open("passport", metric="awareness", unit="330200", month="2024-10")
    assert "暂无数据" in html
    assert "0/10" in html
