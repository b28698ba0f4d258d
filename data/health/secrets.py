"""What is for the program's user alone: secret, keys and the store lie in files that nobody else reads."""

from pathlib import Path

from sqlalchemy import Engine

from data import anchors, ready, secret
from data.health.finding import Finding, finding
from data.settings import ROOT, settings
from data.text import Text

TEXTS = {
    "private": Text("密钥和数据文件只有本程序的用户可读。", "Secrets and data are read by the program's user alone."),
    "open": Text(
        "其他用户可以读写：{files}。密钥用于签发登录、封印日志；泄露后他人可以冒充登录。",
        "Others may read or write {files}. The secret signs sessions and seals the log: who has it can pretend to be anybody.",
    ),
    "close": Text(
        "请运行 chmod 600 收紧这些文件、chmod 700 收紧文件夹；如可能已泄露，请更换密钥。",
        "Run chmod 600 on the files and chmod 700 on folders; if somebody may have read the secret, replace it.",
    ),
    "folder": Text(
        "文件夹 {files} 其他用户可以进入；文件本身只有本程序的用户可读。",
        "Others may enter the folder {files}; the files in it are for the program's user alone.",
    ),
    "close_folder": Text("请运行 chmod 700 {files}。", "Run chmod 700 {files}."),
    "missing": Text(
        "安装密钥不在 {files}：下次启动会另造一个，所有人要重新登录，审计日志的封印将对不上。",
        "The secret of the installation is not in {files}: the next start makes another, everybody signs in again, and no seal of "
        "the audit log fits any more.",
    ),
    "bring": Text(
        "请把保管的密钥文件放回原处；如是新装，启动一次即可。",
        "Put the copy you keep back in its place; on a new installation, start it once.",
    ),
}


def secrets(engine: Engine | None) -> Finding:
    """Files 0600 in a folder 0700."""
    kept = secret.file()
    if kept and not kept.exists():
        return finding("bad", TEXTS["missing"], TEXTS["bring"], files=kept)
    files = [path for path in _files(engine) if path.exists()]
    folders = {path.parent for path in files}
    open_ = [path for path in files if path.stat().st_mode & 0o077]
    open_ += [folder for folder in folders if folder.stat().st_mode & 0o022]  # who may write there may put another file
    if open_:
        return finding("bad", TEXTS["open"], TEXTS["close"], files=_listed(open_))
    entered = [folder for folder in folders if folder.stat().st_mode & 0o055]
    if entered:
        return finding("watch", TEXTS["folder"], TEXTS["close_folder"], files=_listed(entered))
    return finding("good", TEXTS["private"])


def _files(engine: Engine | None) -> list[Path]:
    kept = [anchors.file(), ready.file(), ROOT / settings().seals.key_file]
    if secret.file():
        kept.append(ROOT / settings().accounts.secret_file)
    if engine is not None and engine.dialect.name == "sqlite" and engine.url.database:
        kept.append(Path(engine.url.database))
    return kept


def _listed(paths: list[Path]) -> str:
    return " ".join(map(str, sorted(paths)))
