"""Fonts: whether this machine can draw Chinese, for a wall or pictures made on it."""

import subprocess
from shutil import which

from data.health.finding import Finding, finding
from data.text import Text

TEXTS = {
    "there": Text("本机有中文字体：{count} 种。", "This machine has Chinese fonts: {count}."),
    "none": Text(
        "本机没有中文字体：做不成 PDF，在本机上开的大屏会显示方框；别的电脑用各自的字体，不受影响。",
        "This machine has no Chinese font: no PDF is made, and a wall on it shows boxes. Other computers use their own and are not concerned.",
    ),
    "install": Text(
        "请安装 fonts-noto-cjk。",
        "Install fonts-noto-cjk.",
    ),
    "unknown": Text(
        "无法得知本机有哪些字体（没有 fc-list）。",
        "Which fonts this machine has is not known (there is no fc-list).",
    ),
    "look": Text("如大屏就开在本机，请看一眼大屏。", "If a wall runs on this machine, have a look at it."),
}


def fonts() -> Finding:
    """What fontconfig says."""
    if which("fc-list") is None:
        return finding("unknown", TEXTS["unknown"], TEXTS["look"])
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, timeout=5, check=False)
    families = {line for line in listed.stdout.splitlines() if line.strip()}
    if not families:
        return finding("watch", TEXTS["none"], TEXTS["install"])
    return finding("good", TEXTS["there"], count=len(families))
