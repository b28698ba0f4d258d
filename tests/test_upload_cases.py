"""Workbooks that people send and that fell short once: what each must give, figure by figure and finding by finding."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from data import store
from data.uploads.check import Checked
from tests import workbooks
from tests.frames import drawn

FOLDER = Path(__file__).parent / "cases" / "upload"

# A figure is measure, unit, month and value (or grade); a finding is a rule and its cell. “?” is any rule, “*” any
# number of any. `says` stands in one of the sentences.
RIGHT_ANSWERS = """
case | figures | findings | says
F001 a-zwsp | visits 330203 2026-10 1234 |  |
F003 a-rlm | visits 330203 2026-10 1234 |  |
F006 a-circled-footnote |  | footnote_mark B4 | ①
F007 a-super-footnote |  | footnote_mark B4 | ¹
F013 a-qian-ren |  | unit_without_number B4 | 千人
F014 a-wan-renci |  | unit_without_number B4 | 万人次
F016 a-tiny | visits 330203 2026-10 0.12 | fraction_of_count B4 |
F017 a-pct-in-count | * | ? B4 |
F020 a-fmt-wan-renci | visits 330203 2026-10 125000 |  |
F022 a-rank-words-1 | business_environment_rank 330203 2026-10 1 |  |
F023 a-grade-same |  | placeholder B4 | 同上
F025 a-grade-letter | digital_government_grade 330203 2026-10 A级 |  |
F026 a-points-words | service_capability_index 330203 2026-10 95.5 |  |
F028 b-head-ytd |  | not_read B3 | 累计
F030 b-head-ytd3 |  | not_read B3 | 本年累计
F032 b-head-lastyear |  | not_read B3 | 去年同期
F033 b-head-yoy |  | not_read B3 | 同比
F039 b-head-est |  | not_read B3 | 预计
F040 b-head-sep |  | not_read B3 | 9月
F041 b-head-2025 |  | not_read B3 | 2025年
F043 b-head-shiwan | * | other_scale B3 | 十万人次
F045 b-head-en-10000 | * | other_scale B3 | 10,000
F047 b-head-pct-small |  | whose_percent B4 | 0.9%
F048 b-title-wanyuan | * | other_scale B2 | 万元
F052 b-long-head-wan2 | * | other_scale C2 | 万
F053 b-across-corner-wan | * | other_scale A3 | 万人次
F054 b-sheetname-wan | * | other_scale B2 | 万元
F057 b-row-ytd |  | span_not_month B3 | 2026年1-10月
F060 b-group-last-only |  | not_read B2 |
F062 b-group-plan-full | visits 330203 2026-10 100 |  |
F063 b-crosstab-months | visits 330203 2026-10 10 | not_read B2 | 1月
F067 b-head-numbers | visits 330203 2026-10 9 | unknown_measure C2 | 2026
F070 b-form-one-unit2 | visits 330203 2026-10 1234; app_users 330203 2026-10 500 |  |
F071 b-form-head-adjacent | visits 330203 2026-10 1234; visits 330205 2026-10 2345 |  |
F074 b-side-titles | visits 330203 2026-09 1; visits 330203 2026-10 2 |  |
F075 b-deep-header | visits 330203 2026-10 1; app_users 330203 2026-10 5 |  |
F077 b-merged-value-col |  | ? B3 |
F078 b-month-range2 |  | not_one_month | 2026年8月至10月
F080 b-month-col-text-2026.1 |  | not_a_month B3 | 2026.1
F083 b-hidden-col | * | ? * |
F085 b-hidden-group | * | ? * |
F086 c-no-refs-error | visits 330203 2026-10 1234; app_users 330203 2026-10 500; app_users 330205 2026-10 600 | error_cell B4 |
F088 c-prefix-error-last | visits 330203 2026-10 1234; visits 330205 2026-10 2345; app_users 330203 2026-10 500 | error_cell C4 |
F091 c-strict-uncalc | visits 330203 2026-10 1234; app_users 330203 2026-10 500; app_users 330205 2026-10 600 | not_calculated B4 |
F093 c-rich-superscript |  | footnote_mark B3 |
F094 c-backslash | visits 330203 2026-10 1234; visits 330205 2026-10 2345; app_users 330203 2026-10 500; app_users 330205 2026-10 600 |  |
F095 c-workbook2 | * | * |
F098 c-last-cell-style | visits 330203 2026-10 1234; visits 330205 2026-10 2345; app_users 330203 2026-10 500; app_users 330205 2026-10 600 |  |
F100 c-fullcalc-zero | visits 330203 2026-10 1234; app_users 330203 2026-10 500; app_users 330205 2026-10 600 | not_calculated B4 |
F103 c-getting-data | * | ? B4 |
F107 c-tab-guards | visits 330203 2026-10 1234; visits 330205 2026-10 2345 |  |
F109 c-html-meta-xls |  | ? | 另存为
F112 c-html-utf16-xls |  | ? | 另存为
F114 c-xml2003-xml |  | ? | 另存为
F118 c-mz-csv | visits 330203 2026-10 1234; visits 330205 2026-10 2345 |  |
F119 c-bm-txt | visits 330203 2026-10 1234; visits 330205 2026-10 2345 |  |
F120 c-numbers |  | ? | 导出
F123 c-ods-merged-unit | visits 330203 2026-10 1234; app_users 330203 2026-10 500 |  |
F125 c-ods-formula-novalue | visits 330203 2026-10 1234; app_users 330203 2026-10 500; app_users 330205 2026-10 600 | not_calculated B4 |
F126 c-ods-formula-err-ms | visits 330203 2026-10 1234; app_users 330203 2026-10 500; app_users 330205 2026-10 600 | error_cell B4 | #DIV/0!
F128 r-date-far | * | day_far_off F2; day_far_off G2 |
F130 r-status-conflict | * | state_without I2; state_without I2 | 已销号
F132 r-idcard | * | ? E2 |
F133 r-withdraw-word |  |  |
F135 r-key-fullwidth | * | ? A3 |
F138 r-key-zwsp | * | ? A3 |
F140 r-t-misspelt-metric | * | ? B2 | 应用访闻量
F142 r-t-year-26 | * | ? D2 | 26
F143 r-t-value-circled | * | ? E2 | ①
F146 b-date-line-cell | visits 330203 2026-10 1 |  |
F148 b-date-label-split2 | visits 330203 2026-10 1 |  |
F150 b-file-range-ju |  | not_one_month | 2026年8月-10月
F155 w-sheetjs-xls | visits 330203 2026-10 1234; visits 330205 2026-10 2345; app_users 330203 2026-10 500; app_users 330205 2026-10 600; satisfaction_rate 330203 2026-10 0.667; satisfaction_rate 330205 2026-10 0.8 |  |
F158 p-root |  | nothing_found; sheet_not_read; sheet_not_read |
F160 p-biff5 |  | nothing_found; sheet_not_read |
F162 p-password-xls |  | password |
F164 p-password-xls |  | password |
F167 p-backslash |  | nothing_found; sheet_not_read |
F169 m-xls-merged-head | visits 330203 2026-10 1234 | error_cell B5 |
F171 m-csv-neg | visits 330203 2026-10 -5; visits 330205 2026-10 77; app_users 330205 2026-10 600; app_users 330212 2026-10 600 | below_zero C2; not_a_number C4 |
F174 m-prefix | visits 330203 2026-10 1234; visits 330205 2026-10 2468; app_users 330205 2026-10 600 | not_a_number C3 |
F175 t-unit-heading |  | unknown_unit A2; unknown_unit A2 |
"""

CASES = {row.case.split()[0]: row for row in drawn(RIGHT_ANSWERS).itertuples(index=False)}


def _parameters() -> list:
    return [pytest.param(number, id=row.case.replace(" ", "-")) for number, row in CASES.items()]


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Connection]:
    """One store for all cases: nothing is written but the units."""
    engine = store.connect(f"sqlite:///{tmp_path_factory.mktemp('cases')}/cockpit.db")
    store.migrate(engine)
    with store.rehearsal(engine) as opened:
        workbooks.plant(opened)
        yield opened
    engine.dispose()


@pytest.mark.parametrize("number", _parameters())
def test_each_case_gives_its_right_answer(shared, number):
    expected = CASES[number]
    result = workbooks.checked(shared, *_file(number))
    told = [finding.told("zh") for finding in result.findings]
    if expected.figures != "*":
        assert sorted(_figures(result)) == sorted(_listed(expected.figures)), told
    if expected.findings != "*":
        assert _matches(_listed(expected.findings), _findings(result)), told
    assert any(expected.says in sentence for sentence in told) or not expected.says, told


def test_every_case_has_its_right_answer():
    assert {path.name.split("__")[0] for path in FOLDER.glob("F*")} == CASES.keys()


def _file(number: str) -> tuple[bytes, str]:
    path = next(FOLDER.glob(f"{number}__*"))
    return path.read_bytes(), path.name.split("__")[1]


def _listed(said: str) -> list[str]:
    return [each.strip() for each in said.split(";") if each.strip()]


def _figures(result: Checked) -> list[str]:
    return [
        f"{row.measure} {row.unit} {row.month:%Y-%m} {row.grade or format(row.value, '.12g')}"
        for row in result.figures.itertuples()
    ]


def _findings(result: Checked) -> list[str]:
    return [f"{finding.rule} {finding.cell}".strip() for finding in result.findings]


def _matches(expected: list[str], told: list[str]) -> bool:
    """Whether the findings told are those expected, one for one."""
    patterns = [re.escape(each).replace(r"\?", r"\w+").replace(r"\*", r"\w+") for each in expected]
    rest = list(told)
    for pattern in patterns:
        met = next((each for each in rest if re.fullmatch(pattern, each)), None)
        if met is None:
            return False
        rest.remove(met)
    return not rest
