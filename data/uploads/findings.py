"""Findings (疑点): what a person must look at in an uploaded workbook, and the sentence that says so."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from data.text import Language, Text

Severity = Literal["error", "warning"]
Place = TypeVar("Place")
MOST = 300  # findings of one kind that are told one by one

# The file as a whole cannot be read.
REFUSALS = {
    "empty_file": Text("文件是空的。请选择填好的月报工作簿。", "The file is empty. Choose the workbook you filled in."),
    "too_large": Text(
        "文件有 {size} MB，最多 {limit} MB。请删去图片和无关的工作表后再上传。",
        "The file has {size} MB; at most {limit} MB are read. Take out pictures and sheets that do not belong here.",
    ),
    "not_a_workbook": Text(
        "“{file}”不是工作簿（读到的是{kind}）。请上传 .xlsx、.xls、.ods、.et 或 .csv 文件。",
        "“{file}” is not a workbook (it reads as {kind}). Upload an .xlsx, .xls, .ods, .et or .csv file.",
    ),
    "save_as_xlsx": Text(
        "“{file}”其实是{kind}，不能直接读取。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。",
        "“{file}” is really {kind} and cannot be read as it is. Open it in Excel or WPS, save it as .xlsx and upload that.",
    ),
    "numbers": Text(
        "“{file}”是 Numbers 表格。请在 Numbers 中用“文件 → 导出为 → Excel”导出 .xlsx，再上传。",
        "“{file}” is a spreadsheet of Numbers. Export it there (File → Export To → Excel) and upload the .xlsx.",
    ),
    "owner_file": Text(
        "“{file}”是打开工作簿时留下的临时文件，里面没有数据。请上传名字不带“~$”的那个工作簿。",
        "“{file}” is what a program leaves beside a workbook that is open; it holds no data. Upload the workbook itself.",
    ),
    "old_container": Text(
        "“{file}”的格式读不了。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。",
        "The format of “{file}” cannot be read. Open it in Excel or WPS, save it as .xlsx and upload that.",
    ),
    "password": Text(
        "工作簿有密码，无法读取。请取消密码（文件 → 信息 → 保护工作簿）后再上传。",
        "The workbook has a password and cannot be read. Take the password off (File → Info → Protect) and upload again.",
    ),
    "damaged": Text(
        "文件不完整或已损坏，可能没有传完。请重新打开、保存，再上传。",
        "The file is incomplete or damaged, perhaps not fully copied. Open it, save it again and upload that.",
    ),
    "unzips_too_large": Text(
        "文件展开后超过 {limit} MB。请只保留月报和清单，删去其他内容。",
        "Unpacked the file takes more than {limit} MB. Keep only the report and the registers.",
    ),
    "macros": Text(
        "工作簿带有宏，不予读取。请另存为不带宏的 .xlsx 再上传。",
        "The workbook carries macros and is not read. Save it as .xlsx without macros and upload that.",
    ),
    "external_links": Text(
        "工作簿链接到别的文件，里面的数可能已过时。请断开链接（数据 → 编辑链接 → 断开链接）后再上传。",
        "The workbook links to other files, so its numbers may be stale. Break the links (Data → Edit links) and upload again.",
    ),
    "too_many_sheets": Text(
        "工作簿有 {count} 个工作表，最多 {limit} 个。请删去无关的工作表。",
        "The workbook has {count} sheets; at most {limit} are read. Delete the sheets that do not belong here.",
    ),
    "too_many_rows": Text(
        "工作表“{sheet}”有 {count} 行，最多 {limit} 行。请删去表格下方的空行，或分几次上传。",
        "Sheet “{sheet}” has {count} rows; at most {limit} are read. Delete the empty rows below the table, or upload in parts.",
    ),
    "too_many_columns": Text(
        "工作表“{sheet}”有 {count} 列，最多 {limit} 列。请删去表格右侧的空列，或改用长表（单位、月份、填报项、数值）。",
        "Sheet “{sheet}” has {count} columns; at most {limit} are read. Delete the empty columns, or use the long format.",
    ),
    "too_slow": Text(
        "{limit} 秒内没有读完。请删去无关的内容，或分几次上传。",
        "The file could not be read within {limit} seconds. Take out what does not belong here, or upload in parts.",
    ),
    "too_much_memory": Text(
        "文件内容过多，读不下。请删去表格之外的空行空列，或分几次上传。",
        "The file holds more than can be read. Delete empty rows and columns outside the table, or upload in parts.",
    ),
    "unknown_encoding": Text(
        "文件的文字编码无法识别。请另存为“CSV UTF-8”或 .xlsx 再上传。",
        "The encoding of the text is unknown. Save the file as “CSV UTF-8” or as .xlsx and upload that.",
    ),
}

# A figure or a row that must be mended before anything is committed.
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
    "month_not_open": Text(
        "{place}：{value} 不在可填报的月份 {first} 至 {last} 之内。请核对月份。",
        "{place}: {value} is outside the open months {first} to {last}. Check the month.",
    ),
    "not_a_number": Text(
        "{place}：{measure}应为数字，读到“{value}”。请改为数字，或留空表示未填报。",
        "{place}: {measure} should be a number; it says “{value}”. Write a number, or leave it empty if not reported.",
    ),
    "footnote_mark": Text(
        "{place}：读到“{value}”，其中有注释号（①、上标），分不清是不是数的一部分。请删去注释号，把说明写在表下。",
        "{place}: it says “{value}”, with the mark of a footnote (①, ¹) that may be read as a digit. Delete the mark and write "
        "the note below the table.",
    ),
    "unit_without_number": Text(
        "{place}：读到“{value}”，是计量单位，没有数。请填{measure}的数，或留空表示未填报。",
        "{place}: it says “{value}”, which is a unit of measure without a number. Write {measure} as a number, or leave it "
        "empty if not reported.",
    ),
    "placeholder": Text(
        "{place}：{measure}读到“{value}”，看不出是多少。请写出来，或留空表示未填报。",
        "{place}: {measure} says “{value}”, which does not say how much. Write it out, or leave it empty if not reported.",
    ),
    "whose_percent": Text(
        "{place}：表头写的是“%”，而{measure}填的是 {value}，看不出是 {value}% 还是 {percent}。请连百分号一起写，如“{percent}”。",
        "{place}: the header says “%” and {measure} is {value}: that may be {value}% or {percent}. Write the per cent sign in "
        "the cell, for instance “{percent}”.",
    ),
    "whose_scale": Text(
        "{place}：“{value}”带有万或亿，而{measure}以“{expected}”填报，看不出是哪一种。请只写数字。",
        "{place}: “{value}” has a scale of its own while {measure} is reported in “{expected}”. Write the plain number.",
    ),
    "error_cell": Text(
        "{place}：公式出错（{value}）。请改正公式，或直接填写数字。",
        "{place}: the formula fails ({value}). Mend the formula, or write the number.",
    ),
    "not_calculated": Text(
        "{place}：公式没有计算结果。请用 Excel 或 WPS 打开文件、保存，再上传。",
        "{place}: the formula has no result. Open the file in Excel or WPS, save it and upload again.",
    ),
    "more_than_header": Text(
        "{place}：读到“{value}”，而表头没有这一列，多半是数里的千分位逗号把它分成了几格。请去掉千分位，或给数加上引号。",
        "{place}: it says “{value}”, where the header has no column; perhaps commas within numbers split them. Take out those "
        "commas, or put the numbers in quotes.",
    ),
    "merged_value": Text(
        "{place}：“{value}”写在合并的单元格里，占了几个单位或几个填报项，看不出是谁的数。请取消合并，逐格填写。",
        "{place}: “{value}” stands in merged cells over several units or measures; whose it is cannot be told. Unmerge them "
        "and fill in each.",
    ),
    "duplicate": Text(
        "{place}：{what}在 {other} 已经填过。请只保留一处。",
        "{place}: {what} is already given in {other}. Keep only one.",
    ),
    "part_exceeds_whole": Text(
        "{place}：{part}为 {value}，大于{whole} {limit}。请核对两个数。",
        "{place}: {part} is {value}, more than {whole} {limit}. Check both.",
    ),
    "not_yours": Text(
        "{place}：您不负责填报{unit}。请删去这一行，或请该单位填报。",
        "{place}: {unit} is not yours to report. Delete the row, or ask that unit to report.",
    ),
    "not_your_department": Text(
        "{place}：{measure}由{owner}负责，不在您的填报范围内。请删去这个数，或请{owner}填报。",
        "{place}: {measure} is kept by {owner}, for which you do not report. Delete the value, or ask {owner} to report it.",
    ),
    "other_month": Text(
        "{place}：这是 {value} 的数，本次填报的是 {month}。请删去；如要改以前的月份，请另开更正并写明原因。",
        "{place}: this is a figure of {value}; what is handed in here is {month}. Delete it; to change another month, open a "
        "correction with its reason.",
    ),
    "not_your_register": Text(
        "{place}：“{register}”由{owner}负责，只有经其授权的填报员可以填报。请删去这些行，或请管理员授权。",
        "{place}: “{register}” is kept by {owner} and reported by stewards named for it alone. Delete these rows, or ask "
        "an administrator for the role.",
    ),
    "row_of_another": Text(
        "{place}：编号“{key}”已经是{unit}的一行，您不负责填报{unit}。请换一个编号。",
        "{place}: “{key}” is already a row of {unit}, which is not yours to report. Give the row another key.",
    ),
    "unknown_reference": Text(
        "{place}：“{register}”里没有“{value}”。是否应为“{nearest}”？请写名称或编号；如是新的一条，请先在“{register}”里登记。",
        "{place}: there is no “{value}” in “{register}”. Did you mean “{nearest}”? Write a name or a key; if it is new, enter "
        "it in “{register}” first.",
    ),
    "refers_to_itself": Text(
        "{place}：“{key}”经{chain}又指回自己。请改正其中一处。",
        "{place}: “{key}” leads back to itself by way of {chain}. Mend one of them.",
    ),
    "not_a_link": Text(
        "{place}：“{value}”不是网址。请写以 http:// 或 https:// 开头的网址，或文件名。",
        "{place}: “{value}” is no address. Write one that begins with http:// or https://, or the name of a document.",
    ),
    "field_counted_in": Text(
        "{place}：“{field}”按{unit}填，表头写的是“{value}”。请换算成{unit}，并把表头改为模板的写法。",
        "{place}: “{field}” is counted in {unit}, and the header says “{value}”. Convert the numbers, and write the header as "
        "in the template.",
    ),
    "required": Text(
        "{place}：“{field}”必填。请填写。",
        "{place}: “{field}” is required. Fill it in.",
    ),
    "missing_column": Text(
        "{place}：缺少“{field}”一列。请按模板补上。",
        "{place}: the column “{field}” is missing. Add it as in the template.",
    ),
    "unknown_column": Text(
        "{place}：不认识表头“{value}”。是否应为“{nearest}”？",
        "{place}: the header “{value}” is not known. Did you mean “{nearest}”?",
    ),
    "unknown_choice": Text(
        "{place}：“{field}”读到“{value}”。可填：{choices}。",
        "{place}: “{field}” says “{value}”. It can be: {choices}.",
    ),
    "not_a_date": Text(
        "{place}：“{field}”应为日期，读到“{value}”。请写成 2026-10-31。",
        "{place}: “{field}” should be a date; it says “{value}”. Write it like 2026-10-31.",
    ),
    "not_a_count": Text(
        "{place}：“{field}”应为{kind}，读到“{value}”。请改为数字。",
        "{place}: “{field}” should be {kind}; it says “{value}”. Write a number.",
    ),
    "more_errors": Text(
        "{place}：从这里起还有 {count} 处同类错误，未逐一列出。请先改正以上各处，再上传一次。",
        "{place}: from here on there are {count} more errors of the same kind. Mend those above and upload again.",
    ),
    "personal": Text(
        "{place}：其中的“{found}”像是{kind}。个人信息不得进入本系统，请删去。",
        "{place}: “{found}” in it looks like {kind}. Personal data must not enter this system: take it out.",
    ),
    "key_alike": Text(
        "{place}：编号“{value}”与 {other} 的“{key}”只是写法不同，是同一行。请只保留一处。",
        "{place}: “{value}” is the same key as “{key}” in {other}, written otherwise. Keep only one.",
    ),
    "withdrawn_or_not": Text(
        "{place}：“撤回”一列读到“{value}”，看不出是否撤回。撤回请填“是”，否则留空。",
        "{place}: the column “Withdrawn” says “{value}”, which is neither yes nor no. Write 是 (yes) to withdraw, else leave it empty.",
    ),
    "unknown_metric": Text(
        "{place}：没有名为“{value}”的指标。是否应为“{nearest}”？",
        "{place}: there is no metric called “{value}”. Did you mean “{nearest}”?",
    ),
    "no_year": Text(
        "{place}：“{field}”读到 {value}，应为 {first} 至 {last} 之间的年份。请改正。",
        "{place}: “{field}” says {value}; it should be a year from {first} to {last}.",
    ),
    "target_twice": Text(
        "{place}：{unit}{year} 年“{metric}”的目标在 {other} 已经写过。每个单位、指标、年度只写一行。",
        "{place}: the target of {unit} for {metric} in {year} is given in {other} already. One row for each unit, metric and year.",
    ),
    "dates_out_of_order": Text(
        "{place}：“{field}”{value} 早于“{before}”{limit}。请核对日期。",
        "{place}: “{field}” {value} is earlier than “{before}” {limit}. Check the dates.",
    ),
}

# A person looks and confirms.
WARNINGS = {
    "referred_to": Text(
        "{place}：“{key}”要移出，但还有 {count} 条指向它（如“{register}”的“{by}”）。确认移出后，那里只显示编号；也可先改那些记录。",
        "{place}: “{key}” is to be taken off, and {count} rows still refer to it (such as “{by}” of “{register}”). Once you "
        "confirm, they show its key alone; or change those rows first.",
    ),
    "not_read": Text(
        "{place}：“{heading}”是{what}（“{value}”），不是 {asked}的{measure}，没有读取。如应计入，请改表头。",
        "{place}: “{heading}” is {what} (“{value}”), not the {measure} of {asked}; it was not read. If it should count, mend the "
        "header.",
    ),
    "row_not_read": Text(
        "{place}：“{value}”说的不是当月的数，这一行没有读取。如应计入，请改写名称。",
        "{place}: “{value}” speaks of other numbers than the month's; the row was not read. If it should count, mend the name.",
    ),
    "text_not_read": Text(
        "{place}：不认识表头“{value}”，这一列是文字，没有读取。",
        "{place}: the header “{value}” is not known; the column holds texts and was not read.",
    ),
    "title_differs": Text(
        "{place}：标题或名称写的是“{title}”（{what}），而{measure}应填当月数。请核对填的是哪一种。",
        "{place}: a title or name says “{title}” ({what}), but {measure} is asked for the month. Check which it is.",
    ),
    "row_month_differs": Text(
        "{place}：这里写的是 {value}，标题或文件名写的是 {month}。请核对是哪个月的数。",
        "{place}: this says {value}; the title or the file name says {month}. Check which month it is.",
    ),
    "since_january": Text(
        "{place}：标题写的是“{title}”，而{measure}应填当月数，不是累计数。请核对填的是哪一种。",
        "{place}: the title says “{title}”, but {measure} is asked for the month alone, not since January. Check which it is.",
    ),
    "ten_times": Text(
        "{place}：{unit}{measure}为 {value}，上月为 {before}，相差约 {times} 倍。请核对是否把“万”写错。",
        "{place}: {measure} of {unit} is {value}; last month it was {before}, about {times} times apart. Is the scale (万) right?",
    ),
    "below_zero": Text(
        "{place}：{unit}{measure}为 {value}，是负数。请核对是否多了负号。",
        "{place}: {measure} of {unit} is {value}, below zero. Check whether the minus belongs there.",
    ),
    "fraction_of_count": Text(
        "{place}：{unit}{measure}为 {value}，不是整数，而它按个数填报。请核对是否填成了比率，或以“万”为单位。",
        "{place}: {measure} of {unit} is {value}, no whole number though it counts things. Check whether it is a share, or "
        "counted in ten thousands.",
    ),
    "stock_falls": Text(
        "{place}：{unit}{measure}为 {value}，低于上月的 {before}。存量一般不减少，请核对。",
        "{place}: {measure} of {unit} is {value}, less than {before} last month. A stock seldom falls; check it.",
    ),
    "parts_differ": Text(
        "{place}：{unit}{measure}为 {value}，下级合计 {sum}，相差 {share}。请核对哪一个对。",
        "{place}: {measure} of {unit} is {value}; the units below add up to {sum}, {share} apart. Check which one is right.",
    ),
    "ytd_falls": Text(
        "{place}：{unit}{measure}累计为 {value}，低于 {month} 的 {before}。累计数年内不应减少，请核对。",
        "{place}: {measure} of {unit}, year to date, is {value}, less than {before} in {month}. It should not fall; check it.",
    ),
    "unusual_change": Text(
        "{place}：{unit}{measure}为 {value}，按近 {months} 个月的变化应在 {low} 至 {high} 之间。请核对。",
        "{place}: {measure} of {unit} is {value}; by the last {months} months it should lie between {low} and {high}. Check it.",
    ),
    "rate_above_one": Text(
        "{place}：{measure}为 {value}，比率一般不超过 100%。如为 {percent}，请写成“{percent}”。",
        "{place}: {measure} is {value}; a rate is seldom above 100%. If it is {percent}, write “{percent}”.",
    ),
    "hidden_cells": Text(
        "{place}：{what}，其中的内容已经读取。如不应计入，请取消隐藏、删去后再上传。",
        "{place}: {what}; what stands there was read. If it should not count, unhide it, delete it and upload again.",
    ),
    "state_without": Text(
        "{place}：“{field}”为 {value}，而“{other}”没有填。请补上，或改正“{field}”。",
        "{place}: “{field}” is {value}, but “{other}” is empty. Fill it in, or mend “{field}”.",
    ),
    "states_differ": Text(
        "{place}：“{field}”为 {value}，而“{other}”是 {day}，两者不符。请核对。",
        "{place}: “{field}” is {value}, while “{other}” is {day}; the two do not agree. Check both.",
    ),
    "day_far_off": Text(
        "{place}：“{field}”为 {value}，离今天太远，或还没有到。请核对日期。",
        "{place}: “{field}” is {value}, which is far off or still to come. Check the date.",
    ),
    "share_above": Text(
        "{place}：{metric}是比率，目标写的是 {value}（即 {percent}）。如为 {value}%，请连百分号一起写。",
        "{place}: {metric} is a rate and its target says {value}, which is {percent}. If it is {value}%, write the per cent sign.",
    ),
    "more_warnings": Text(
        "{place}：从这里起还有 {count} 处同类疑点，未逐一列出。",
        "{place}: from here on there are {count} more warnings of the same kind, not listed one by one.",
    ),
    "uploaded_before": Text(
        "同一文件在批次 {batch}（{when}）已经上传过。确认后会再记一个批次。",
        "The same file was uploaded before, in batch {batch} ({when}). If you go on, it becomes another batch.",
    ),
    "sheet_not_read": Text(
        "工作表“{sheet}”没有读取：没有找到表头。如其中有数据，请按模板写表头。",
        "Sheet “{sheet}” was not read: no header was found. If it holds figures, give it the header of the template.",
    ),
    "hidden_sheet": Text(
        "隐藏的工作表“{sheet}”没有读取。如应计入，请取消隐藏后再上传。",
        "The hidden sheet “{sheet}” was not read. If it should count, unhide it and upload again.",
    ),
}

FINDINGS = REFUSALS | ERRORS | WARNINGS


@dataclass(frozen=True)
class Finding:
    """One rule met at one place. `sheet` and `cell` are empty where the file as a whole is meant.

    `values` fill the blanks of the rule's sentence; a value that is a `Text` is told in the language asked for.
    """

    rule: str
    sheet: str = ""
    cell: str = ""
    values: dict[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error`: must be mended; `warning`: a person confirms."""
        return "warning" if self.rule in WARNINGS else "error"

    def told(self, language: Language) -> str:
        """The sentence: where, what it says, what is expected, what to do."""
        said = {key: _said(value, language) for key, value in self.values.items()}
        return FINDINGS[self.rule].in_(language, place=self.place(language), **{"sheet": self.sheet, **said})

    def place(self, language: Language) -> str:
        """Sheet and cell as people say them: “月报”C7."""
        if not self.sheet:
            return Text("文件", "The file").in_(language)
        return Text("“{sheet}”{cell}", "“{sheet}” {cell}").in_(language, sheet=self.sheet, cell=self.cell).strip()


@dataclass(frozen=True)
class Refused:
    """A file that is not read at all, with the one finding that says why."""

    finding: Finding


def told_of(places: Iterable[Place], tell: Callable[[Place], Finding]) -> Iterator[Finding]:
    """A finding for each of the places, the first `MOST` one by one and the rest as a count.

    A workbook with a hundred thousand wrong cells has one mistake, and is answered as quickly as any other.
    """
    listed = list(places)
    yield from map(tell, listed[:MOST])
    if len(listed) > MOST:
        next_one = tell(listed[MOST])
        rule = "more_errors" if next_one.severity == "error" else "more_warnings"
        yield Finding(rule, next_one.sheet, next_one.cell, {"count": len(listed) - MOST})


def refused(rule: str, sheet: str = "", **values: object) -> Refused:
    """A refusal by one of `REFUSALS`."""
    return Refused(Finding(rule, sheet, "", values))


def _said(value: object, language: Language) -> object:
    """The value in a language; of what stood in a cell only what is printable."""
    told = value.in_(language) if isinstance(value, Text) else value
    return "".join(map(_printable, told)) if isinstance(told, str) else told


def _printable(character: str) -> str:
    """The character; one that nobody can see by its code, so that people find it."""
    if unicodedata.category(character) == "Cf":
        return f"〔U+{ord(character):04X}〕"
    return character if character.isprintable() else ""
