"""Whatever stands in a workbook, checking it ends with findings, never with a traceback."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.uploads.answer import mark
from data.uploads.check import check
from data.uploads.compare import compare
from data.uploads.parse import Book, Sheet
from data.uploads.reading.traits import Flaw
from tests import workbooks
from tests.workbooks import NINGBO, TODAY, xlsx

WORDS = st.sampled_from(
    ["单位", "月份", "填报项", "数值", "应用", "应用访问量", "注册用户", "满意数", "评价数", "云平台稳定性", "公共数据平台综合评价",
     "海曙区", "江北区", "宁波市", "杭州市", "2026-10", "2026年9月", "合计", "注：", "撤回", "—", "1.2万", "约30", "66.7%", "五星",
     "问题编号", "清单", "责任部门", "问题", "发现日期", "办结日期", "审计", "W1", "2026-09-01", "应用编号", "应用名称", "系统", "状态",
     "目标编号", "指标", "年度", "目标值", "计量单位", "本月", "累计", "合计\n", "#REF!", "=1+1"]
)  # fmt: skip
CELLS = st.one_of(
    st.just(""),
    WORDS,
    WORDS,
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.just(time(3, 4)),
    st.just(timedelta(hours=30)),
    st.sampled_from([Flaw("error_cell", "#N/A"), Flaw("not_calculated", "")]),
)


@st.composite
def sheets(draw) -> Sheet:
    height, width = draw(st.integers(0, 8)), draw(st.integers(1, 7))
    cells = np.empty((height, width), dtype=object, order="F")
    for row in range(height):
        for column in range(width):
            cells[row, column] = draw(CELLS)
    span = st.tuples(st.integers(0, 9), st.integers(0, 9))
    merged = tuple(
        (first, (first[0] + down, first[1] + right))
        for first, (down, right) in draw(st.lists(st.tuples(span, span), max_size=2))
    )
    name = draw(st.sampled_from(["月报", "2026-10", "七张问题清单", "应用一本账", "targets", "Sheet1"]))
    return Sheet(name, draw(st.booleans()) and draw(st.booleans()), cells, merged)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(
    sheet=Sheet("月报", False, np.array([["", "单位"], ["", ""]], dtype=object, order="F"), (((0, 0), (2, 0)),)),
    file_name="月报2026-10.xlsx",
)
@given(sheet=sheets(), file_name=st.sampled_from(["月报2026-10.xlsx", "x.xlsx", "2026-09 2026-10.csv"]))
def test_any_cells_end_in_findings(sqlite_conn, sheet, file_name):
    result = check(sqlite_conn, Book(file_name, b"x", (sheet,)), NINGBO, TODAY)
    for finding in result.findings:
        assert finding.told("zh")
        assert finding.told("en")
    compare(sqlite_conn, result.figures, result.records).counts()
    mark(xlsx(月报="单位 | 应用访问量"), "月报.xlsx", result.findings)


@pytest.fixture
def sqlite_conn(tmp_path):
    """A store with units, of the quick kind: what is tested lies before any database."""
    from data import store

    engine = store.connect(f"sqlite:///{tmp_path}/cockpit.db")
    store.migrate(engine)
    with store.rehearsal(engine) as opened:
        workbooks.plant(opened)
        yield opened
    engine.dispose()
