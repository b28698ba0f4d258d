"""A notice as a mail, and its way to the mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from data.notices.notices import Notice
from data.settings import settings
from data.text import Text

TIMEOUT = 10  # seconds that the server may be silent
IMPLICIT_TLS = 465  # the port on which TLS begins before anything is said

OPEN = Text("打开：{address}", "Open: {address}")
SUBJECT_LENGTH = 80


def message(notice: Notice, to: str) -> EmailMessage:
    """The mail: its subject in the owner's language, its body in both. ValueError where the address is not one."""
    here, language = settings().notices, settings().language
    mail = EmailMessage()
    mail["From"] = here.mail_from or f"cockpit@{here.mail_host}"
    mail["To"] = to
    mail["Subject"] = _subject(notice.told(language))
    mail["Date"] = format_datetime(notice.at)
    mail["Message-ID"] = f"<notice-{notice.number}.{int(notice.at.timestamp())}@{here.mail_host}>"
    mail["Auto-Submitted"] = "auto-generated"
    address = f"{here.address.rstrip('/')}/{notice.link}"
    mail.set_content("\n\n".join(f"{notice.told(lang)}\n{OPEN.in_(lang, address=address)}" for lang in ("zh", "en")))
    return mail


def post(notice: Notice, to: str) -> None:
    """Hand the mail to the configured server. Whatever goes wrong is raised: OSError, smtplib's errors, ValueError."""
    here = settings().notices
    mail = message(notice, to)
    with _connected() as server:
        if here.mail_tls and here.mail_port != IMPLICIT_TLS:
            server.starttls(context=ssl.create_default_context())
        if here.mail_user:
            server.login(here.mail_user, here.mail_password)
        server.send_message(mail)


def _connected() -> smtplib.SMTP:
    here = settings().notices
    if here.mail_tls and here.mail_port == IMPLICIT_TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(here.mail_host, here.mail_port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(here.mail_host, here.mail_port, timeout=TIMEOUT)


def _subject(sentence: str) -> str:
    line = " ".join(sentence.split())
    return f"{settings().title_zh} {line[:SUBJECT_LENGTH]}{'…' if len(line) > SUBJECT_LENGTH else ''}"
