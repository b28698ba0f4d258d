"""What a workbook of people says that cannot be an account or a role: must be mended."""

from data.text import Text

ERRORS = {
    "people_no_table": Text(
        "{place}：没有找到含“姓名、账号、单位、角色”四列的表头。请下载模板，按模板填写后再上传。",
        "{place}: there is no table with the columns Name, Account, Unit and Role. Download the template and fill it in.",
    ),
    "people_none": Text(
        "{place}：表头下面没有人员。请从表头下一行起每行填一人。",
        "{place}: there is nobody below the headings. Write one person a row from the next row on.",
    ),
    "people_too_many": Text(
        "{place}：有 {count} 行，一次最多 {limit} 行。请分成几个文件。",
        "{place}: this has {count} rows; at most {limit} are taken at once. Make several files of it.",
    ),
    "person_unreadable": Text(
        "{place}：这一格读不出文字（公式出错或不是文字）。请直接写出内容。",
        "{place}: this cell holds no text that can be read (a formula that fails, or no text). Write it out.",
    ),
    "person_missing": Text("{place}：没有填写{column}。请补上。", "{place}: {column} is empty. Write it."),
    "person_login": Text(
        "{place}：账号“{value}”不可用，应为 2—64 个字母、数字或汉字，可含 . _ @ -。请改正。",
        "{place}: “{value}” cannot be an account: use 2 to 64 letters or digits, and . _ @ -.",
    ),
    "person_name": Text(
        "{place}：姓名有 {length} 字，最多 {limit} 字。请改短。",
        "{place}: the name has {length} characters; at most {limit}. Shorten it.",
    ),
    "person_unit": Text(
        "{place}：没有单位“{value}”。是不是“{nearest}”？请按单位全称或代码填写。",
        "{place}: there is no unit “{value}”. Is it “{nearest}”? Write its full name or its code.",
    ),
    "person_units": Text(
        "{place}：“{value}”可能是{listed}。请写全称或代码。",
        "{place}: “{value}” may be {listed}. Write the full name or the code.",
    ),
    "person_role": Text(
        "{place}：没有角色“{value}”。应为{listed}之一，或留空表示暂不授予。",
        "{place}: there is no role “{value}”. It should be one of {listed}, or empty for none for now.",
    ),
    "person_department": Text(
        "{place}：没有部门“{value}”。请按模板“可填的值”中的部门名称填写，或留空表示全部部门。",
        "{place}: there is no department “{value}”. Write it as the sheet of values says, or leave it empty for all of them.",
    ),
    "person_twice": Text(
        "{place}：账号“{value}”的同一角色已在 {first} 写过。请删去其中一行。",
        "{place}: the same role of “{value}” stands in {first} already. Delete one of the rows.",
    ),
    "person_contradicts": Text(
        "{place}：账号“{value}”在 {first} 写的姓名、单位或邮箱不同。同一账号的各行应一致，请核对。",
        "{place}: name, unit or mail of “{value}” are others in {first}. The rows of one account must agree.",
    ),
    "person_not_yours": Text(
        "{place}：您不管理“{unit}”的人员，或不能授予这一角色、部门。请交由上级管理员导入。",
        "{place}: you do not keep the people of {unit}, or cannot give this role there. Ask the administrator above.",
    ),
    "person_disabled": Text(
        "{place}：账号“{value}”已停用。要恢复请先在人员页启用，否则删去这一行。",
        "{place}: the account “{value}” is disabled. Enable it on the page People first, or delete this row.",
    ),
}
