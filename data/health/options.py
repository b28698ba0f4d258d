"""Optional parts: which are off, and whether those that are on fit together and answer."""

from data.health.finding import Finding, finding, joined
from data.questions import scanner
from data.rolling import engines
from data.settings import settings
from data.text import Text

PATIENCE = 3.0  # seconds for the scanner's answer
TEXTS = {
    "on": Text("可选功能全部开启。", "All optional parts are on."),
    "off": Text("未启用的可选功能：{parts}。不影响使用。", "Optional parts that are off: {parts}. Nothing needs them."),
    "cookies": Text(
        "系统地址是 https，但 accounts.https = false：登录凭据在未加密的连接上也会发出。",
        "The cockpit's address is https, but accounts.https is false: cookies are sent over plain connections, too.",
    ),
    "https": Text(
        "请在 config.toml 把 accounts.https 设为 true，重启服务。",
        "Set accounts.https to true in config.toml and restart.",
    ),
    "no_spark": Text(
        'rollups.engine = "spark"，但没有安装 Spark 或 Java：汇总只能由库本身来算。',
        "rollups.engine is spark, but Spark or Java is not installed: only the store itself can make the sums.",
    ),
    "spark": Text(
        "请执行 .venv/bin/pip install -r requirements-spark.txt 并安装 Java 17，或把 rollups.engine 改回 embedded。",
        "Run .venv/bin/pip install -r requirements-spark.txt and install Java 17, or set rollups.engine to embedded.",
    ),
    "silent": Text(
        "病毒扫描程序没有应答（{where}）：现在任何附件都不会被接收。",
        "The virus scanner does not answer ({where}): no attached file is taken now.",
    ),
    "clamav": Text(
        "请检查 ClamAV 是否在运行（systemctl status clamav-daemon），以及 config.toml 的 evidence.scanner。",
        "See whether ClamAV runs (systemctl status clamav-daemon), and evidence.scanner in config.toml.",
    ),
}
PARTS = {
    "mail": Text("邮件", "mail"),
    "webhook": Text("webhook 与群机器人", "webhook and robots"),
    "oidc": Text("统一身份认证", "an identity provider"),
    "ldap": Text("单位目录（LDAP/AD）", "a directory (LDAP/AD)"),
    "cas": Text("CAS 登录", "sign-in by CAS"),
    "scan": Text("扫码登录", "sign-in by a scanned code"),
    "spark": Text("Spark 汇总", "sums by Spark"),
    "scanner": Text("附件病毒扫描", "a virus scanner"),
    "https": Text("TLS（accounts.https）", "TLS (accounts.https)"),
}


def options() -> Finding:
    """By the settings alone, but for the scanner, which is asked."""
    here = settings()
    if here.notices.address.startswith("https://") and not here.accounts.https:
        return finding("watch", TEXTS["cookies"], TEXTS["https"])
    if here.rollups.engine == "spark" and not engines.spark_is_there():
        return finding("watch", TEXTS["no_spark"], TEXTS["spark"])
    if here.evidence.scanner and not scanner.answers(PATIENCE):
        return finding("bad", TEXTS["silent"], TEXTS["clamav"], where=here.evidence.scanner)
    on = {
        "mail": here.notices.mail_host,
        "webhook": here.notices.webhook,
        "oidc": here.oidc.provider,
        "ldap": here.ldap.url,
        "cas": here.cas.url,
        "scan": here.scan.kind,
        "spark": engines.spark_is_there(),
        "scanner": here.evidence.scanner,
        "https": here.accounts.https,
    }
    off = [name for part, name in PARTS.items() if not on[part]]
    return finding("good", TEXTS["off"], parts=joined(off)) if off else finding("good", TEXTS["on"])
