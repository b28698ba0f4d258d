"""The Chinese font of this machine, for files that carry their letters: PDF and pictures."""

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import which

from data.refusal import Refusal
from data.text import Text

USUAL = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")  # of Debian's fonts-noto-cjk
SIMPLIFIED = 2  # its face for simplified Chinese
WANTED = "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,Droid Sans Fallback:lang=zh-cn:weight=80"
NONE = Text(
    "服务器上没有中文字体，做不成 PDF 和图片：请管理员安装 fonts-noto-cjk（apt-get install fonts-noto-cjk），不必重启。",
    "The server has no Chinese font, without which no PDF or picture is made: an administrator installs fonts-noto-cjk (apt-get "
    "install fonts-noto-cjk); nothing needs to be restarted.",
)


@dataclass(frozen=True)
class Font:
    """A font's file, and which of the fonts in that file it is."""

    path: str
    index: int = 0


def chinese() -> Font:
    """A font that has simplified Chinese. Raises `Refusal` where this machine has none."""
    found = Font(str(USUAL), SIMPLIFIED) if USUAL.exists() else _matched()
    if found is None:
        _matched.cache_clear()  # it may be installed meanwhile
        raise Refusal(NONE)
    return found


@cache
def _matched() -> Font | None:
    """What fontconfig gives for Chinese: it always gives something, which may have no Chinese."""
    if which("fc-match") is None:
        return None
    asked = ["fc-match", "-f", "%{file}\n%{index}\n%{lang}", WANTED]
    answer = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False).stdout
    file, index, languages = (*answer.split("\n", 2), "", "", "")[:3]
    return Font(file, int(index) & 0xFFFF) if "zh-cn" in languages.split("|") and index.isdecimal() else None
