"""What the guide gives an administrator to copy is started as it stands: nginx with its configuration, the unit's line."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from getpass import getuser
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from data.settings import ROOT, load
from web.ending import LONGEST

DEPLOY = ROOT / "docs" / "deploy"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
WHOLE = "user {2}; pid {0}/pid; error_log {0}/error.log; daemon off; events {{ worker_connections 4096; }} http {{ access_log off; {1} include {0}/site; }}"
TEMPORARY = "client_body_temp_path {0}/t1; proxy_temp_path {0}/t2; fastcgi_temp_path {0}/t3; uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;"


class Behind(BaseHTTPRequestHandler):
    """Stands for the cockpit: says what reached it."""

    def do_GET(self) -> None:
        said = (
            f"{self.path} {self.headers['Host']} {self.headers['X-Forwarded-For']} {self.headers['X-Forwarded-Proto']}"
        )
        length = int(self.headers.get("content-length", 0))
        self.rfile.read(length)
        self.send_response(200)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())

    do_PUT = do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


def certificate(folder: Path) -> None:
    """A certificate of the day's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "cockpit.example.gov.cn")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def of_any_name() -> ssl.SSLContext:
    """Trusts the certificate of the day."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return trusting


def port_of(folder: Path) -> int:
    """Where nginx listens."""
    return int(re.findall(r"listen 127\.0\.0\.1:(\d+)", (folder / "site").read_text(encoding="utf-8"))[0])


Site = Callable[..., tuple[int, str]]


@contextmanager
def served_by_nginx(folder: Path, ports: Sequence[int]) -> Iterator[Site]:
    """`site(method, path, body, **headers)`: what nginx answers with the configuration that lies in docs/deploy, before servers
    on these ports: one, or two as its second line says."""
    certificate(folder)
    port = free()
    written = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    if len(ports) > 1:
        assert written.count("# server 127.0.0.1:8502") == 2
        written = written.replace("# server 127.0.0.1:8502", f"server 127.0.0.1:{ports[1]}")
    for there, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
        "/etc/ssl/cockpit": str(folder),
        "/var/cache/nginx/cockpit": str(folder / "cache"),
    }.items():
        assert there in written
        written = written.replace(there, here)
    (folder / "site").write_text(written, encoding="utf-8")
    (folder / "nginx.conf").write_text(WHOLE.format(folder, TEMPORARY.format(folder), getuser()), encoding="utf-8")
    process = subprocess.Popen(
        [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
    )
    trusting = of_any_name()

    def ask(method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
        asked = HTTPSConnection("127.0.0.1", port, context=trusting, timeout=20)
        sent = {"Host": "cockpit.example.gov.cn", "X-Forwarded-For": "6.6.6.6", **headers}
        asked.request(method, path, body, sent)
        answer = asked.getresponse()
        told = answer.status, answer.read().decode()
        asked.close()
        return told

    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
            time.sleep(0.1)
    yield ask
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """nginx before something that stands for the cockpit."""
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    with served_by_nginx(tmp_path_factory.mktemp("nginx"), [behind.server_address[1]]) as ask:
        yield ask
    behind.shutdown()
    behind.server_close()


def test_nginx_says_who_asks_and_by_which_name(site):
    assert site("GET", "/people?unit=330200") == (
        200,
        "/people?unit=330200 cockpit.example.gov.cn 6.6.6.6, 127.0.0.1 https",
    )


@pytest.mark.parametrize(
    ("method", "path", "size", "status"),
    [
        ("PUT", "/_stcore/upload_file/a/b", 3_000_000, 200),
        ("POST", "/api/v1/submissions?unit=330200", 3_000_000, 200),
        ("POST", "/login", 3_000_000, 413),
        ("POST", "/api/v1/units", 3_000_000, 413),
        ("GET", "/_stcore/metrics", 0, 403),
    ],
)
def test_large_files_go_where_files_go_and_nowhere_else(site, method, path, size, status):
    assert site(method, path, b"x" * size)[0] == status


def test_nginx_slows_down_who_tries_passwords_and_codes(site):
    assert site("POST", "/login", b"x")[0] == 200
    for path in ("/login", "/factor", "/pair"):
        said = {site("POST", path, b"x")[0] for _ in range(40)}
        assert 429 in said  # all count together, by address
        assert said <= {200, 429}
    assert {site("GET", "/")[0] for _ in range(40)} == {200}


@pytest.mark.parametrize("name", ["cockpit.service", "cockpit@.service"])
def test_the_unit_starts_the_cockpit_behind_one_proxy_for_its_user_alone(name):
    unit = (DEPLOY / name).read_text(encoding="utf-8")
    told = dict(re.findall(r"(\w+)=(\S*)", " ".join(re.findall(r"^Environment=(.*)$", unit, re.M))))
    accounts = load(ROOT / "config.toml", told | {"PATH": ""}).accounts
    assert (accounts.https, accounts.proxies) == (True, 1)
    assert told["FORWARDED_ALLOW_IPS"] == ""  # uvicorn believes nobody; `accounts.proxies` says whom we do
    assert re.search(r"^UMask=0077$", unit, re.M)
    assert "--server.address 127.0.0.1" in re.search(r"^ExecStart=(.*)$", unit, re.M)[1]


def test_of_several_servers_each_drains_and_none_changes_the_tables():
    unit = (DEPLOY / "cockpit@.service").read_text(encoding="utf-8")
    told = dict(re.findall(r"(\w+)=(\S*)", " ".join(re.findall(r"^Environment=(.*)$", unit, re.M))))
    seconds = load(ROOT / "config.toml", told | {"PATH": ""}).store.drain_seconds
    assert 0 < seconds + LONGEST < float(re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M)[1])
    assert "migrate" not in re.sub(r"^#.*$", "", unit, flags=re.M)  # a server of the old version may still be running
    assert "--server.port %i" in unit


def test_the_containers_are_the_cockpit_as_the_unit_starts_it():
    """No container engine is asked: what the files say is read."""
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER cockpit$", image, re.M)
    assert image.index("USER cockpit") < image.index('CMD [".venv/bin/streamlit')
    assert 'FORWARDED_ALLOW_IPS=""' in image
    composed = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    told = {name: value.strip('"') for name, value in re.findall(r"^ +(COCKPIT_\w+): (\S+)$", composed, re.M)}
    asked = load(ROOT / "config.toml", told | {"PATH": ""})
    assert (asked.accounts.https, asked.accounts.proxies, asked.logs.format) == (True, 1, "json")
    grace = float(re.search(r"stop_grace_period: (\d+)s", composed)[1])
    assert 0 < asked.store.drain_seconds + LONGEST < grace
    assert "password" not in asked.store.url
