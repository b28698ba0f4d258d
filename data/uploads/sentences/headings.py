"""What a heading, a title or a name says is not understood, or is of another month, unit or measure: must be mended."""

from data.text import Text

ERRORS = {
    "nothing_found": Text(
        "没有找到可读的表格。请用模板填报：表头要有“单位”和填报项的名称。",
        "No table was found. Use the template: the header needs “Unit” and the names of the measures.",
    ),
    "no_month": Text(
        "{place}：看不出是哪个月的数据。请在标题中写明月份（如 2026年10月），或加“月份”一列。",
        "{place}: it does not say which month this is. Write the month in the title (2026-10) or add a column “Month”.",
    ),
    "two_months": Text(
        "{place}：写了不止一个月（{months}），看不出是哪个月的数据。请只写一个月，或加“月份”一列。",
        "{place}: more than one month is named ({months}). Name one, or add a column “Month”.",
    ),
    "not_one_month": Text(
        "{place}：写的是“{value}”，是几个月合在一起的数。请分月填报，在标题中写明一个月（如 2026年10月）。",
        "{place}: it says “{value}”, several months together. Report each month by itself and name it in the title (2026-10).",
    ),
    "span_not_month": Text(
        "{place}：月份写的是“{value}”，而{measure}按月填报。请填一个月的数，月份写成 2026-10。",
        "{place}: the month says “{value}”, but {measure} is reported month by month. Write one month's number, and the month "
        "like 2026-10.",
    ),
    "months_differ": Text(
        "{place}：表中写的是 {month}，{where}写的是 {other}。请改为一致。",
        "{place}: the sheet says {month}, {where} says {other}. Make them agree.",
    ),
    "unknown_words": Text(
        "{place}：“{value}”看不懂，不能确定是不是{measure}当月的数。请删去，或按模板写表头。",
        "{place}: “{value}” is not understood, so it may not be the month's {measure}. Delete it, or write the header as in the "
        "template.",
    ),
    "no_heading": Text(
        "{place}：这一列有数，但没有表头，没有读取。请写明填报项，或删去这一列。数字中的逗号也会把一列分成两列。",
        "{place}: this column has numbers but no header and is not read. Name the measure or delete the column. A comma within "
        "a number splits it in two columns as well.",
    ),
    "unknown_unit": Text(
        "{place}：没有名为“{value}”的单位。是否应为“{nearest}”？",
        "{place}: there is no unit called “{value}”. Did you mean “{nearest}”?",
    ),
    "ambiguous_name": Text(
        "{place}：“{value}”可以指 {candidates}。请改写代码。",
        "{place}: “{value}” may mean {candidates}. Write the code instead.",
    ),
    "units_differ": Text(
        "{place}：写的是“{value}”，同一行又写“{other}”，不是同一个单位。请改为一致。",
        "{place}: it says “{value}” and the same row says “{other}”, which is another unit. Make them agree.",
    ),
    "no_unit": Text(
        "{place}：这一行有数，但没有写单位。请写明单位。",
        "{place}: this row has values but names no unit. Write the unit.",
    ),
    "unit_not_then": Text(
        "{place}：{unit}在 {month} 还没有设立，或已撤并。请核对单位和月份。",
        "{place}: {unit} did not exist in {month}. Check the unit and the month.",
    ),
    "no_measure": Text(
        "{place}：这一行有数，但没有写填报项。请写明填报项。",
        "{place}: this row has a value but names no measure. Write the measure.",
    ),
    "unknown_measure": Text(
        "{place}：没有名为“{value}”的填报项。是否应为“{nearest}”？",
        "{place}: there is no measure called “{value}”. Did you mean “{nearest}”?",
    ),
    "other_scale": Text(
        "{place}：写的单位是“{value}”，{measure}应以“{expected}”填报。请换算后改正所写的单位。",
        "{place}: it is said to be counted in “{value}”, but {measure} is reported in “{expected}”. Convert the numbers and mend "
        "what is said.",
    ),
    "unknown_subject": Text(
        "{place}：一本账里没有应用“{value}”。是否应为“{nearest}”？",
        "{place}: the ledger has no application “{value}”. Did you mean “{nearest}”?",
    ),
    "not_a_month": Text(
        "{place}：月份读到“{value}”。请写成 2026-10 或 2026年10月。",
        "{place}: the month says “{value}”. Write it like 2026-10.",
    ),
    "a_year_no_month": Text(
        "{place}：“{value}”是年度，不是月份；数按月填报，看不出是哪个月的。请一个月一行，月份写成 2026-10。",
        "{place}: “{value}” is a year, not a month; figures are reported by the month, and nobody can tell which this one is of."
        " Give each month a row, and write the month like 2026-10.",
    ),
    "month_not_open": Text(
        "{place}：{value} 不在可填报的月份 {first} 至 {last} 之内。请核对月份。",
        "{place}: {value} is outside the open months {first} to {last}. Check the month.",
    ),
    "other_month": Text(
        "{place}：这是 {value} 的数，本次填报的是 {month}。请删去；如要改以前的月份，请另开更正并写明原因。",
        "{place}: this is a figure of {value}; what is handed in here is {month}. Delete it; to change another month, open a "
        "correction with its reason.",
    ),
    "missing_column": Text(
        "{place}：缺少“{field}”一列。请按模板补上。",
        "{place}: the column “{field}” is missing. Add it as in the template.",
    ),
    "unknown_column": Text(
        "{place}：不认识表头“{value}”。是否应为“{nearest}”？",
        "{place}: the header “{value}” is not known. Did you mean “{nearest}”?",
    ),
}
