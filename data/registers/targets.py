"""Targets of the year: what a unit should reach of a metric."""

from data.registers.declaration import UNIT, Field, Register
from data.text import Text

targets = Register(
    key="targets",
    zh="年度目标",
    en="Targets of the year",
    key_field=Field("key", "目标编号", "Target key", required=True, aliases=("编号",)),
    fields=(
        Field("metric", "指标", "Metric", required=True),
        UNIT,
        Field("year", "年度", "Year", "count", required=True, aliases=("年份",)),
        Field("value", "目标值", "Target", "number", required=True, aliases=("目标",)),
        Field("path", "月度路径", "Monthly path", aliases=("序时路径", "每月应达到")),
    ),
    definition=Text(
        "每个单位、每个指标、每年一行：年底应达到的数。各月要求不同的，在“月度路径”写 1 至 12 月底应达到的 12 个数或百分比，用“/”隔开："
        "流量写累计数，存量、比率写月底应达到的数，12 月等于目标值。",
        "A row per unit, metric and year: what the year should reach. Where the months differ, the monthly path says what should"
        " be reached by the end of each: twelve numbers or per cents with “/” between them, of a flow the sum so far, of a stock or"
        " rate its level; December's is the target.",
    ),
    title_field="metric",
    in_report=True,
    owner="改革办",
)
