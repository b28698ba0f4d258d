"""The certificate: for how long browsers still believe the cockpit's address."""

import socket
import ssl
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509

from data import months
from data.health.finding import Finding, State, finding
from data.settings import settings
from data.text import Text

PATIENCE = 3.0  # seconds to connect
SOON, NOW = timedelta(days=21), timedelta(days=3)
TEXTS = {
    "none": Text("系统地址不是 https，没有证书。", "The cockpit's address is not https: there is no certificate."),
    "good": Text("证书有效至 {until}（{host}）。", "The certificate is good until {until} ({host})."),
    "ends": Text("证书将于 {until} 到期（{host}）。", "The certificate ends on {until} ({host})."),
    "ended": Text("证书已于 {until} 到期（{host}）。", "The certificate ended on {until} ({host})."),
    "renew": Text(
        "请更换 nginx 的证书并重新加载（systemctl reload nginx）；到期后浏览器和大屏都打不开。",
        "Renew the certificate of nginx and reload it (systemctl reload nginx): once it has ended no browser and no wall opens "
        "the cockpit.",
    ),
    "silent": Text(
        "从本机连不上 {host}，证书情况不明。",
        "{host} cannot be reached from this machine: how its certificate stands is not known.",
    ),
    "look": Text(
        "请检查 config.toml 的 notices.address 和 nginx；如本机本来就不通该地址，请在别的电脑上查看。",
        "Check notices.address in config.toml, and nginx; where this machine is not meant to reach it, look from another one.",
    ),
}


def certificate() -> Finding:
    """Until when it is good. Whether it is believed is the browsers' own: an office has its own authority."""
    address = urlsplit(settings().notices.address)
    if address.scheme != "https" or not address.hostname:
        return finding("good", TEXTS["none"])
    host = address.netloc.rpartition("@")[2]
    try:
        ends = _ends(address.hostname, address.port or 443)
    except OSError:  # ssl's errors are among them
        return finding("unknown", TEXTS["silent"], TEXTS["look"], host=host)
    left, until = ends - months.now(), f"{ends.astimezone(months.SHANGHAI):%Y-%m-%d}"
    if left > SOON:
        return finding("good", TEXTS["good"], until=until, host=host)
    state: State = "watch" if left > NOW else "bad"
    said = TEXTS["ends" if left > timedelta() else "ended"]
    return finding(state, said, TEXTS["renew"], until=until, host=host)


def _ends(host: str, port: int) -> datetime:
    asking = ssl.create_default_context()
    asking.check_hostname, asking.verify_mode = False, ssl.CERT_NONE  # also one that has ended is to be read
    with (
        socket.create_connection((host, port), PATIENCE) as plain,
        asking.wrap_socket(plain, server_hostname=host) as line,
    ):
        return x509.load_der_x509_certificate(line.getpeercert(binary_form=True) or b"").not_valid_after_utc
