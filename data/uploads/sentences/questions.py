"""What a person looks at and confirms."""

from data.text import Text

WARNINGS = {
    "clock_was_accepted": Text(
        "{place}：第 {number} 号交办已于 {day} 验收，而“{field}”还空着。请填上日期；如确未了结，请确认，并请交办人重新办理。",
        "{place}: instruction No. {number} about this row was accepted on {day}, and “{field}” is still empty. Fill in the day; if it "
        "is not settled, confirm, and have No. {number} reopened.",
    ),
    "similar_there": Text(
        "{place}：“{name}”与已有的相近：{near}。如确为不同的建设，请确认；否则请共用已有的。",
        "{place}: “{name}” looks like what is there: {near}. Confirm that it is something else; or share what there is.",
    ),
    "similar_not_all": Text(
        "{place}：新增较多，另有 {count} 行没有查重。",
        "{place}: so many rows are new that {count} of them were not compared with what is there.",
    ),
    "referred_to": Text(
        "{place}：“{key}”要移出，但还有 {count} 条指向它（如“{register}”的“{by}”）。确认移出后，那里只显示编号；也可先改那些记录。",
        "{place}: “{key}” is to be taken off, and {count} rows still refer to it (such as “{by}” of “{register}”). Once you "
        "confirm, they show its key alone; or change those rows first.",
    ),
    "still_used": Text(
        "{place}：“{key}”已整合或清理，但还有 {count} 条在用它（如“{register}”的“{by}”）。请把那些记录改到并入的应用；确认则照填。",
        "{place}: “{key}” was merged or retired, and {count} rows still use it (such as “{by}” of “{register}”). Have them name "
        "the application it went into; or confirm, and it stands as written.",
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
        "{place}：{unit}{measure}为 {value}，{month} 为 {before}，相差约 {times} 倍。请核对是否把“万”写错。",
        "{place}: {measure} of {unit} is {value}; in {month} it was {before}, about {times} times apart. Is the scale (万) right?",
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
    "part_above_whole": Text(
        "{place}：{part}为 {value}，大于{whole} {limit}。这一项允许大于（设置 checks.parts_above），请确认；比率会标明“部分大于全体”。",
        "{place}: {part} is {value}, more than {whole} {limit}. For this one that may be so (setting checks.parts_above): confirm "
        "it. The rate is marked “part above its whole”.",
    ),
    "part_of_some": Text(
        "{place}：{unit}的{part}和{whole}，一项是全单位的数，一项是应用的数，不能相除，比率不显示。请两项都填全单位，或按同样的应用填报。",
        "{place}: of {part} and {whole} of {unit}, one is of the whole unit and one of applications: no rate is made of them."
        " Report both for the whole unit, or both for the same applications.",
    ),
    "part_of_others": Text(
        "{place}：{unit}的{part}和{whole}填报的应用不同，{applications}只有其中一项；比率只按两项都有的应用计算。请补齐另一项。",
        "{place}: {part} and {whole} of {unit} are of different applications; {applications} have only one of them, and the rate"
        " leaves them out. Report the other one as well.",
    ),
    "ytd_falls": Text(
        "{place}：{unit}{measure}累计为 {value}，低于 {month} 的 {before}。累计数年内不应减少，请核对。",
        "{place}: {measure} of {unit}, year to date, is {value}, less than {before} in {month}. It should not fall; check it.",
    ),
    "unusual_change": Text(
        "{place}：{unit}{measure}为 {value}，按近 {months} 个月的变化应在 {low} 至 {high} 之间。请核对。",
        "{place}: {measure} of {unit} is {value}; by the last {months} months it should lie between {low} and {high}. Check it.",
    ),
    "unlike_the_others": Text(
        "{place}：{unit}{measure}为 {value}，同级其余 {count} 个单位多在 {middle} 上下，相差约 {times} 倍；没有上月可比。请核对数量单位（万、亿）。",
        "{place}: {measure} of {unit} is {value}, while the other {count} units of its level lie around {middle}, about {times} "
        "times apart; there is no month before to compare with. Check whether it is in 万 or 亿.",
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
    "goal_metric": Text(
        "{place}：挂钩指标“{value}”不是系统里的指标，或目标值读不出。是否应为“{nearest}”？写成“使用率:25%→28%”（中期→期末），几个之间用分号。"
        "不改也能提交，但看不到离目标还有多远。",
        "{place}: “{value}” is no metric of the cockpit, or its value cannot be read. Did you mean “{nearest}”? Write it like "
        "使用率:25%→28% (milestone → end), several parted by semicolons. It may stay, but how far the goal is cannot be shown.",
    ),
    "metric_within": Text(
        "{place}：{metric}与{other}用的是同样的数，一个包含在另一个里，会算两次。如确要两个都计分，请确认；否则请删去一个。",
        "{place}: {metric} and {other} are made of the same figures, one within the other, which then count twice. Confirm that "
        "both should be scored, or delete one.",
    ),
    "metric_without_data": Text(
        "{place}：{metric}自 {since} 以来没有任何单位有数，计分时都会按缺数处理。请核对指标；如数据将要报来，请确认。",
        "{place}: nobody has a figure for {metric} since {since}; every score will treat it as missing. Check the metric, or confirm "
        "where figures are to come.",
    ),
}
