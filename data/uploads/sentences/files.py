"""The file as a whole cannot be read."""

from data.text import Text

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
