"""The words of the box."""

from data.text import Language, Text

TEXTS = {
    "hint": Text("找单位、指标、应用、问题、人、页面，或问一个数", "Find a unit, metric, row, person, page – or ask for a number"),
    "found": Text("搜索结果", "What was found"),
    "close": Text("关闭", "Close"),
    "nothing": Text("没有找到“{words}”。可用名称、拼音、首字母、英文或编号。", "Nothing is called “{words}”. Try a name, pinyin, initials, English or a key."),
    "away": Text("暂时搜索不了，请稍后再试。", "Searching does not work just now; try again later."),
    "read": Text("理解为", "Read as"),
    "open": Text("搜索或提问，可按 / 键", "Search or ask, or press /"),
    "more": Text("另有 {count} 个", "{count} more"),
    "nearest": Text("可以这样问", "What is understood"),
    "examples": Text("例如：宁波 9月 满意率 同比｜超期问题最多的三个市｜哪些县没报使用率", "For example: satisfaction in Ningbo in September year on year | top 3 cities by satisfaction"),
    "how": Text("↑↓ 选择 · 回车打开 · Esc 关闭", "↑↓ choose · Enter opens · Esc closes"),
}  # fmt: skip


def words(lang: Language) -> dict[str, str]:
    """All of them in one language; the blank of what was typed is filled in by the browser."""
    return {key: text.in_(lang) for key, text in TEXTS.items()}
