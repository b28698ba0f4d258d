"""What stands in a cell of figures is no value, or may not stand there: must be mended."""

from data.text import Text

ERRORS = {
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
    "more_errors": Text(
        "{place}：从这里起还有 {count} 处同类错误，未逐一列出。请先改正以上各处，再上传一次。",
        "{place}: from here on there are {count} more errors of the same kind. Mend those above and upload again.",
    ),
}
