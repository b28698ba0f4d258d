"""What stands in a row of a register cannot be kept: must be mended."""

from data.text import Text

ERRORS = {
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
    "target_of_nothing": Text(
        "{place}：{metric}的目标读到“{value}”。目标应大于 0，否则无从评价；没有目标就不写这一行。",
        "{place}: the target for {metric} says “{value}”. A target is above 0, else nothing can be measured against it; leave the row out where there is none.",
    ),
    "target_in_percent": Text(
        "{place}：{metric}不是比率，目标却写成“{value}”。请写应达到的数。",
        "{place}: {metric} is no share, and its target says “{value}”. Write the number to be reached.",
    ),
    "no_path": Text(
        "{place}：月度路径读到“{value}”。请写 1 至 12 月底应达到的 12 个数（或百分比），用“/”隔开，{way}，12 月等于目标值 {target}。",
        "{place}: the monthly path says “{value}”. Write the twelve numbers (or per cents) to be reached by the end of each month,"
        " with “/” between them, {way}, the last one the target {target}.",
    ),
    "path_ends_elsewhere": Text(
        "{place}：月度路径“{value}”的 12 月与 {other} 的目标值 {target} 不一致。请改正其中一处。",
        "{place}: the monthly path “{value}” does not end at the target {target} in {other}. Correct one of them.",
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
