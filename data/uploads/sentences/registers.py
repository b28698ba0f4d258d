"""What stands in a row of a register cannot be kept: must be mended."""

from data.text import Text

ERRORS = {
    "not_your_register": Text(
        "{place}：“{register}”由{owner}负责，只有经其授权的填报员可以填报。请删去这些行，或请管理员授权。",
        "{place}: “{register}” is kept by {owner} and reported by stewards named for it alone. Delete these rows, or ask "
        "an administrator for the role.",
    ),
    "row_of_another": Text(
        "{place}：编号“{key}”已经是别的单位的一行，那个单位不由您填报。请换一个编号。",
        "{place}: “{key}” is already a row of another unit, which is not yours to report. Give the row another key.",
    ),
    "clock_runs": Text(
        "{place}：“{field}”填了 {value}，但这一行已交办，跑表还在走（第 {number} 号，{state}，期限 {due}）。请删去这个日期；先在“交办”第 {number} 号"
        "报办结、经验收，再随清单报来。",
        "{place}: “{field}” says {value}, but this row was charged and its clock runs (instruction No. {number}, “{state}”, due "
        "{due}). Take the date out; report it done at No. {number}, and bring the date with the list once it is accepted.",
    ),
    "clock_until": Text(
        "{place}：“{field}”由 {before} 改为 {value}，但这一行已交办，跑表还在走（第 {number} 号，{state}，期限 {due}）。请改回来，或填跑表的期限；要延期，"
        "请在“交办”第 {number} 号申请，同意后按新期限填。",
        "{place}: “{field}” goes from {before} to {value}, but this row was charged and its clock runs (instruction No. {number}, "
        "“{state}”, due {due}). Write what stood there, or the day of the clock; for a longer term ask at No. {number}, and write "
        "the new day once it is granted.",
    ),
    "clock_of_removed": Text(
        "{place}：“{key}”要移出，但这一行已交办，跑表还在走（第 {number} 号，{state}，期限 {due}）。请先由交办人撤销第 {number} 号，再移出。",
        "{place}: “{key}” is to be taken off, but this row was charged and its clock runs (instruction No. {number}, “{state}”, due "
        "{due}). Whoever issued No. {number} cancels it first.",
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
    "weights_add_up": Text(
        "{place}：“{system}”计分的 {count} 个指标权重合计 {total}，应为 100。请改权重（扣分和一票否决不计入）。",
        "{place}: the weights of the {count} scored metrics of “{system}” add up to {total}; they should add up to 100. Mend the "
        "weights (deductions and vetoes do not count).",
    ),
    "weight_of_nothing": Text(
        "{place}：{metric}的权重读到“{value}”，应大于 0。请填写权重；扣分的权重是最多扣几分。",
        "{place}: the weight of {metric} says “{value}”; it should be above 0. Fill it in; of a deduction it is the most that is taken off.",
    ),
    "veto_has_weight": Text(
        "{place}：{metric}是一票否决，权重却读到“{value}”。否决不计分，请留空；如应计分，请改计分规则。",
        "{place}: {metric} is a veto, and its weight says “{value}”. A veto gives no points: leave it empty, or choose another rule.",
    ),
    "rule_lacks": Text(
        "{place}：{metric}按“{rule}”计分，要有“{field}”，这里是空的或为 0。请填写。",
        "{place}: {metric} is scored by “{rule}”, which needs “{field}”; it is empty or 0. Fill it in.",
    ),
    "metric_not_divided": Text(
        "{place}：{metric}没有分到每个{level}的数，不能用来给{level}评分。请换一个指标，或改评价对象。",
        "{place}: of {metric} nobody knows the parts ({level}), so it cannot score them. Choose another metric, or who is scored.",
    ),
    "rule_of_units": Text(
        "{place}：{metric}按“{rule}”计分要有年度目标，只有单位有，{level}没有。请换一种计分规则。",
        "{place}: {metric} by “{rule}” needs a target of the year, which units have and {level} do not. Choose another rule.",
    ),
    "no_steps": Text(
        "{place}：{metric}的分档读到“{value}”。请写成“95%:100/90%:80/85%:60”：达到的数、冒号、得权重的百分之几，最好的在前。",
        "{place}: the steps of {metric} say “{value}”. Write them like 95%:100/90%:80/85%:60 – the value reached, a colon, the per cent "
        "of the weight it gives, the best first.",
    ),
    "steps_not_in_order": Text(
        "{place}：{metric}的分档“{value}”顺序不对。应从最好的一档写起，{way}，得分逐档减少，最多 100。请按顺序改写。",
        "{place}: the steps of {metric}, “{value}”, are out of order. They begin with the best: {way}, fewer points each time, at most "
        "100. Put them in order.",
    ),
    "bounds_turned": Text(
        "{place}：{metric}的零分值读到“{value}”，满分值是 {full}，方向与该指标相反，或两者相等。请核对。",
        "{place}: the value of no points of {metric} says “{value}” and that of full points {full}: against the way of the metric, or "
        "both the same. Check them.",
    ),
    "metric_scored_twice": Text(
        "{place}：{metric}在这个体系中已按同一规则计分。请删去一行，或换一种规则。",
        "{place}: {metric} is scored in this system by the same rule already. Delete one of the rows, or choose another rule.",
    ),
}
