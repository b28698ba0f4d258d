"""What can be said in a question beside names, numbers and months. A word that stands in none of these is not understood.

Words that turn a sentence round (不, 没有, 除了, 平均, except, average) stand nowhere on purpose.
"""

CHANGES = {
    "mom": (
        "环比", "比上月", "比上个月", "较上月", "较上个月", "与上月相比", "和上月相比", "跟上月比", "同上月相比", "相比上月", "比上月变化", "比上季度", "季环比",
        "month on month", "mom", "since last month", "than last month", "compared with last month", "compared to last month", "from last month", "against last month", "over last month", "change since last month", "quarter on quarter", "qoq",
    ),
    "yoy": (
        "同比", "比去年", "比去年同期", "较去年", "较去年同期", "与去年同期相比", "和去年同期相比", "与去年相比", "比上年", "比上年同期", "较上年同期", "累计同比",
        "year on year", "yoy", "than last year", "than a year ago", "compared with last year", "compared to last year", "compared with a year ago", "from last year", "since last year", "against last year",
    ),
}  # fmt: skip
MOVED = {
    "fell": ("下降", "下降了", "降低", "减少", "减少了", "下滑", "回落", "走低", "降", "fell", "fallen", "falling", "dropped", "declined", "decreased", "down", "lower"),
    "rose": ("上升", "上升了", "增加", "增加了", "增长", "增长了", "上涨", "提高", "走高", "升", "rose", "risen", "rising", "increased", "grew", "up", "higher"),
    "improved": ("改善", "改善了", "变好", "好转", "improved", "better"),
    "worsened": ("恶化", "恶化了", "变差", "变坏", "worsened", "worse", "got worse"),
}  # fmt: skip
ORDERS = {
    "most": ("最多", "最高", "最大", "most", "the most", "highest", "largest", "greatest", "biggest"),
    "least": ("最少", "最低", "最小", "least", "fewest", "the fewest", "lowest", "smallest"),
    "best": ("最好", "最优", "最佳", "表现最好", "best"),
    "worst": ("最差", "最糟", "表现最差", "worst"),
}  # fmt: skip
RANKED = {
    "first": ("前", "排名前", "排前", "名列前", "top"),
    "last": ("后", "倒数", "排名后", "倒数前", "bottom"),
}
FILTERS = {
    "missing": (
        "没报", "没有报", "未报", "还没报", "还没有报", "没上报", "没有上报", "未上报", "没填报", "没有填报", "未填报", "没填", "未填", "缺报", "漏报", "欠报", "没交", "未交",
        "has not reported", "have not reported", "not reported", "did not report", "hasnt reported", "havent reported", "didnt report", "has yet to report", "have yet to report", "missing", "owes", "owe",
    ),
    "met": ("达标", "已达标", "达到目标", "完成目标", "实现目标", "met target", "met the target", "met their target", "on target", "reached the target", "reached target", "reached their target", "meet the target", "meeting target"),
    "unmet": (
        "未达标", "没达标", "没有达标", "未达目标", "未达到目标", "没有达到目标", "没达到目标", "未完成目标", "没完成目标", "没有完成目标", "低于目标",
        "below target", "below the target", "below their target", "missed target", "missed the target", "missed their target", "under target", "short of target", "short of the target", "off target",
    ),
    "above": ("高于", "超过", "大于", "多于", "超出", "above", "over", "more than", "higher than", "greater than", "exceeding"),
    "below": ("低于", "小于", "少于", "不足", "不到", "below", "under", "less than", "fewer than", "lower than"),
}  # fmt: skip
LEVELS = {
    "city": ("市", "地市", "城市", "设区市", "city", "cities"),
    "county": ("县", "区", "区县", "县区", "县市区", "县区市", "区县市", "county", "counties", "district", "districts"),
    "township": ("乡", "镇", "乡镇", "乡镇街道", "街道", "镇街", "township", "townships", "town", "towns"),
    "village": ("村", "村社", "行政村", "村居", "village", "villages"),
    "grid": ("网格", "grid", "grids"),
    "below": ("地方", "单位", "地区", "下级", "下级单位", "places", "place", "units", "unit", "regions", "region"),
}  # fmt: skip
# Words that say several are asked for, so that a level may follow.
LISTING = (
    "哪些", "哪几个", "哪个", "哪一个", "谁", "各", "各地", "各个", "所有", "每个", "全部", "一览", "列出", "分别", "名单",
    "which", "who", "all", "each", "every", "list", "by",
)  # fmt: skip
RANKING = ("排名", "排行", "排行榜", "排序", "ranking", "rank", "ranked")  # the best first
# Words that say nothing a question could be misread by.
FILLING = (
    "的", "了", "吗", "呢", "请问", "请", "查", "查询", "查一下", "看", "看看", "看一下", "告诉我", "我想知道", "帮我", "想看", "显示", "给我", "是", "是多少", "多少", "有多少", "有", "是什么", "什么", "怎么样",
    "怎样", "如何", "情况", "数据", "数值", "值", "中", "里", "内", "在", "个", "家", "名", "位", "几个", "有哪些", "都有哪些", "变化", "变动", "变化多少", "相比", "今日", "目前", "现在", "于", "数", "数字",
    "what", "is", "are", "was", "were", "the", "of", "in", "for", "at", "a", "an", "and", "show", "me", "tell", "give", "please", "how", "much", "many", "number", "figure", "figures", "value", "values", "does", "do", "did", "has", "have", "had", "with", "that", "whose",
    "its", "their", "s", "change", "changed", "changes", "now", "currently", "there", "on", "where", "whats", "their own", "to", "look", "see",
)  # fmt: skip
COMPARING = ("和", "与", "跟", "及", "以及", "、", "对比", "比较", "相比较", "比", "vs", "versus", "compare", "compared", "compared with", "compared to", "against", "between", "or", "还是")  # fmt: skip
HERE = ("全省", "本省", "全市", "本市", "本单位", "本级", "本地", "全县", "全区", "我们", "here", "the whole province", "whole province", "province wide", "our")  # fmt: skip

# What metrics are also called. Only what can mean no other metric.
CALLED = {
    "satisfaction": ("满意度", "群众满意率", "satisfaction rate"),
    "awareness": ("知晓度", "awareness rate"),
    "usage_rate": ("应用使用率", "usage"),
    "visits": ("访问量", "应用访问", "visits"),
    "app_users": ("注册用户数", "应用注册用户", "users registered", "registered users"),
    "visits_per_user": ("人均访问量", "visits a user"),
    "problems_overdue": ("超期", "超期问题数", "超期的问题", "逾期问题", "超期未办结问题", "overdue problems", "problems overdue", "overdue"),
    "problems_open": ("未办结", "未办结问题数", "在办问题", "open problems", "problems open"),
    "problems_reopened": ("反弹问题数", "反弹", "reopened problems", "problems reopened"),
    "problems_assigned": ("交办问题", "交办问题数", "problems assigned", "assigned problems"),
    "problems_closed": ("办结问题", "办结问题数", "已办结问题", "problems closed", "closed problems"),
    "closed_loop_rate": ("闭环", "量化闭环率", "closed loop"),
    "on_time_rate": ("按时办结率", "按期办结", "on time"),
    "days_to_close": ("办结用时", "办结天数", "办结时长", "days to close", "median days"),
    "sharing_fulfilment": ("共享满足率", "数据共享满足", "sharing fulfilment", "data sharing fulfilment", "data sharing fulfillment"),
    "interface_calls": ("接口调用量", "接口调用", "数据接口调用", "interface calls", "api calls"),
    "data_records": ("归集数据量", "数据归集量", "公共数据归集量", "归集量", "data records", "data records collected", "records collected"),
    "requests": ("共享申请", "data requests", "sharing requests"),
    "open_datasets": ("开放数据集数", "datasets opened"),
    "applications": ("应用数", "应用总数", "应用数量", "applications"),
    "applications_live": ("上线应用", "上线应用数", "在线运行应用", "live applications", "applications live"),
    "applications_building": ("在建应用", "applications in building"),
    "service_requests": ("办件量", "政务办件量", "service requests"),
    "component_reuse": ("组件复用", "智能组件复用率", "component reuse rate"),
    "components": ("智能组件", "组件数", "上架组件", "smart components"),
    "security_incidents": ("安全事故", "网络安全事故", "security incidents"),
    "completeness": ("填报率", "完整率", "reporting completeness"),
    "timeliness": ("及时率", "reporting timeliness"),
    "core_industry_value_added": ("核心产业增加值", "数字经济增加值", "core industry value added", "digital economy value added"),
}  # fmt: skip
