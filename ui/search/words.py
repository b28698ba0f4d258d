"""The words of the box."""

from data.text import Language, Text

TEXTS = {
    "open": Text("搜索，或按 / 键", "Search, or press /"),
    "hint": Text("搜单位、指标、应用、问题、联系人、页面", "Units, metrics, applications, problems, people, pages"),
    "found": Text("搜索结果", "What was found"),
    "close": Text("关闭", "Close"),
    "nothing": Text("没有找到“{words}”。可用名称、拼音、首字母、英文或编号。", "Nothing is called “{words}”. Try a name, pinyin, initials, English or a key."),
    "away": Text("暂时搜索不了，请稍后再试。", "Searching does not work just now; try again later."),
    "how": Text("↑↓ 选择 · 回车打开 · Esc 关闭", "↑↓ choose · Enter opens · Esc closes"),
}  # fmt: skip


def words(lang: Language) -> dict[str, str]:
    """All of them in one language; the blank of what was typed is filled in by the browser."""
    return {key: text.in_(lang) for key, text in TEXTS.items()}
