"""What a file is, by its content: pictures, PDF, workbooks, documents and plain text are taken, everything else is not.

What acts (programs, scripts, macros, fields that fetch) is refused, and so is a file that is two things at once; what
somebody put behind a picture is left out. It is looked at in a worker of its own, and by the office's virus scanner where
there is one; files leave as downloads only.
"""

from data import personal
from data.questions import scanner
from data.questions.attachments.looking import TYPES, look
from data.refusal import ByReason
from data.sandbox import pool
from data.settings import settings
from data.text import Text

MB = 1 << 20
KINDS = TYPES  # ending → media type

REFUSALS = {
    "too_many": Text(
        "一次最多附 {limit} 个文件，现有 {count} 个。", "At most {limit} files at once; these are {count}."
    ),
    "too_large": Text(
        "“{name}”有 {size} MB，超过 {limit} MB 的上限。", "“{name}” has {size} MB; the limit is {limit} MB."
    ),
    "empty": Text("“{name}”是空文件。", "“{name}” is empty."),
    "not_taken": Text(
        "“{name}”不能作为附件。可附 PDF、PNG、JPG、XLSX、DOCX、UTF-8 编码的 TXT 和 CSV。",
        "“{name}” cannot be attached. PDF, PNG, JPG, XLSX, DOCX, and TXT and CSV in UTF-8 are taken.",
    ),
    "not_what_it_says": Text(
        "“{name}”的内容与扩展名不符。请核对文件后再附。", "“{name}” is not what its ending says. Check the file."
    ),
    "active": Text(
        "“{name}”含有宏、脚本、公式链接或嵌入文件，不能作为附件。请另存为 PDF 后再附。",
        "“{name}” holds macros, scripts, formulas or embedded files and cannot be attached. Save it as PDF first.",
    ),
    "locked": Text(
        "“{name}”有密码或已损坏，无法核对。", "“{name}” has a password or is damaged and cannot be checked."
    ),
    "unpacks_too_large": Text(
        "“{name}”展开后超过 {limit} MB，不能作为附件。",
        "Unpacked “{name}” takes more than {limit} MB and cannot be attached.",
    ),
    "infected": Text(
        "“{name}”查出病毒（{found}），没有保存。请告知单位的网络安全人员。",
        "“{name}” carries a virus ({found}) and was not kept. Tell your office's security staff.",
    ),
    "scanner_away": Text(
        "暂时无法查毒，附件没有保存。请稍后再试；如仍不行，请告知管理员。",
        "Files cannot be checked for viruses just now, so none was kept. Try again later, or tell an administrator.",
    ),
    "not_utf8": Text(
        "“{name}”不是 UTF-8 编码的文本。请另存为 UTF-8。", "“{name}” is no text in UTF-8. Save it as UTF-8."
    ),
    "gone": Text("没有这个附件。", "There is no such file."),
}


class Refused(ByReason):
    """A file that is not taken."""

    sentences = REFUSALS


def looked_at(content: bytes, file_name: str, by: str = "") -> tuple[str, bytes]:
    """The media type of a file by its content, which its ending must say as well, and its content as it is kept.

    Refused with a sentence otherwise. `by` is the login of whose file it is; `lanes.Busy` where too many wait already.
    """
    limit = settings().evidence.file_mb
    if not content.strip(b"\x00 \r\n\t"):
        raise Refused("empty", name=file_name)
    if len(content) > limit * MB:
        raise Refused("too_large", name=file_name, size=round(len(content) / MB, 1), limit=limit)
    stem, _, ending = file_name.lower().rpartition(".")
    if not stem or ending not in KINDS:
        raise Refused("not_taken", name=file_name)
    limits = settings().limits
    try:
        looked = pool.run(look, content, ending, limits.unzipped_mb * MB, limits=limits, by=by)
    except (pool.TooSlow, pool.TooMuchMemory, pool.Failed):
        raise Refused("locked", name=file_name) from None
    if looked.personal:
        raise personal.Refused(*looked.personal)
    if looked.reason:
        raise Refused(looked.reason, name=file_name, limit=limits.unzipped_mb)
    _require_no_virus(content, file_name)
    return KINDS[ending], looked.content


def _require_no_virus(content: bytes, file_name: str) -> None:
    try:
        found = scanner.found_in(content)
    except scanner.Away:
        raise Refused("scanner_away", name=file_name) from None
    if found:
        raise Refused("infected", name=file_name, found=found)
