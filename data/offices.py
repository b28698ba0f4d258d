"""The departments that every government has, by their names in rows, with their names in English."""

from data.text import Text

# Short in English: a bar and a wall have the room of four or five characters.
OFFICES = {
    each.zh: each
    for each in (
        Text("大数据局", "Data bureau"),
        Text("改革办", "Reform office"),
        Text("数改办", "Digital reform office"),
        Text("政务办", "Government service office"),
        Text("经信局", "Economy and information bureau"),
        Text("党委办公室", "Party committee office"),
        Text("纪检监察机关", "Discipline inspection"),
        Text("组织部", "Organization department"),
        Text("宣传部", "Publicity department"),
        Text("统战部", "United front department"),
        Text("政法委", "Legal affairs commission"),
        Text("总工会", "Trade union federation"),
        Text("发展改革委", "Development commission"),
        Text("教育局", "Education bureau"),
        Text("科技局", "Science bureau"),
        Text("公安局", "Police"),
        Text("民政局", "Civil affairs bureau"),
        Text("司法局", "Justice bureau"),
        Text("财政局", "Finance bureau"),
        Text("人力资源社会保障局", "Human resources bureau"),
        Text("自然资源和规划局", "Planning bureau"),
        Text("生态环境局", "Ecology bureau"),
        Text("住房城乡建设局", "Housing bureau"),
        Text("住房公积金中心", "Provident fund"),
        Text("城管局", "Urban bureau"),
        Text("交通运输局", "Transport bureau"),
        Text("水利局", "Water bureau"),
        Text("农业农村局", "Agriculture bureau"),
        Text("商务局", "Commerce bureau"),
        Text("文化广电旅游局", "Culture bureau"),
        Text("卫生健康委", "Health commission"),
        Text("退役军人局", "Veterans affairs bureau"),
        Text("应急管理局", "Emergency bureau"),
        Text("消防救援机构", "Fire service"),
        Text("国资委", "State assets commission"),
        Text("市场监管局", "Market bureau"),
        Text("体育局", "Sports bureau"),
        Text("统计局", "Statistics bureau"),
        Text("医疗保障局", "Health insurance bureau"),
        Text("机关事务管理局", "Offices administration"),
        Text("税务局", "Tax bureau"),
        Text("气象局", "Weather bureau"),
    )
}


def office(name: str) -> Text:
    """A department as rows name it, in both languages where it is one that every government has; another keeps its name."""
    return OFFICES.get(name, Text(name, name))
