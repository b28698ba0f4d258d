"""A directory of the tests' own: OpenLDAP from Debian in a temporary folder, with a certificate of its own authority."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PROGRAM, MODULES, SCHEMAS = "/usr/sbin/slapd", "/usr/lib/ldap", Path("/etc/ldap/schema")
BASE, PEOPLE, GROUPS = "dc=example,dc=cn", "ou=people,dc=example,dc=cn", "ou=groups,dc=example,dc=cn"
READER, READERS_PASSWORD = f"cn=reader,{BASE}", "only reads"
KEEPER, KEEPERS_PASSWORD = f"cn=keeper,{BASE}", "keeps it"
CONFIGURED = """
{schemas}
modulepath {modules}
moduleload back_mdb
moduleload memberof
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
# Who sends a password in the clear is refused: a test that passes has sent none.
security simple_bind=64
pidfile {folder}/pid
database mdb
maxsize 10485760
suffix "{base}"
rootdn "{keeper}"
rootpw {secret}
directory {folder}/db
overlay memberof
memberof-group-oc groupOfNames
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by * auth
"""


@dataclass
class Directory:
    """A directory that answers."""

    plain: str
    tls: str
    folder: Path
    removed: set[str] = field(default_factory=set)

    @property
    def ca(self) -> str:
        return str(self.folder / "ca.pem")

    @property
    def other_ca(self) -> str:
        """An authority that never signed anything here."""
        return str(self.folder / "other.pem")

    def person(self, uid: str, password: str, *, name: str = "", mail: str = "") -> str:
        """Somebody new; their DN."""
        dn = f"uid={uid},{PEOPLE}"
        mails = [f"mail: {mail}"] if mail else []
        self.change(
            dn, "changetype: add", "objectClass: inetOrgPerson", f"uid: {uid}", f"cn: {name or uid}", f"sn: {uid}",
            f"userPassword: {password}", *mails,
        )  # fmt: skip
        return dn

    def group(self, name: str, *members: str, below: str = GROUPS) -> str:
        """A group of those people; its DN."""
        dn = f"cn={name},{below}"
        said = [f"member: {each}" for each in members or (READER,)]
        self.change(dn, "changetype: add", "objectClass: groupOfNames", f"cn: {name}", *said)
        return dn

    def change(self, dn: str, *lines: str) -> None:
        """What `ldapmodify` does to an entry."""
        said = "\n".join([f"dn: {dn}", *lines, ""])
        asked = ["ldapmodify", "-x", "-H", self.tls, "-D", KEEPER, "-w", KEEPERS_PASSWORD]
        done = subprocess.run(
            asked, input=said, text=True, capture_output=True, env={"LDAPTLS_CACERT": self.ca, "PATH": "/usr/bin"}
        )
        assert done.returncode == 0, done.stderr
        (self.removed.add if "changetype: delete" in lines else self.removed.discard)(dn)


@contextmanager
def server() -> Iterator[Directory]:
    """Start it on two free ports of loopback: with StartTLS, and with TLS from the first byte."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-ldap-"))
    (folder / "db").mkdir()
    _certificates(folder)
    schemas = "\n".join(f"include {SCHEMAS / name}.schema" for name in ("core", "cosine", "inetorgperson"))
    names = {"folder": folder, "base": BASE, "keeper": KEEPER, "secret": KEEPERS_PASSWORD, "reader": READER}
    config = folder / "slapd.conf"
    config.write_text(
        CONFIGURED.format(schemas=schemas, modules=MODULES, **names).replace("rootpw keeps it", 'rootpw "keeps it"')
    )
    plain, tls = (f"{kind}://127.0.0.1:{_free_port()}" for kind in ("ldap", "ldaps"))
    process = subprocess.Popen(
        [PROGRAM, "-f", config, "-h", f"{plain} {tls}", "-d", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(int(tls.rpartition(":")[2]), process)
        made = Directory(plain, tls, folder)
        _plant(made)
        yield made
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _plant(made: Directory) -> None:
    made.change(BASE, "changetype: add", "objectClass: dcObject", "objectClass: organization", "o: 例", "dc: example")
    for unit in (PEOPLE, GROUPS, f"ou=elsewhere,{BASE}"):
        made.change(unit, "changetype: add", "objectClass: organizationalUnit")
    made.change(
        READER, "changetype: add", "objectClass: organizationalRole", "objectClass: simpleSecurityObject", "cn: reader",
        f"userPassword: {READERS_PASSWORD}",
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        assert process.poll() is None, "slapd did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("slapd does not answer")


def _certificates(folder: Path) -> None:
    """An authority, what it signed for 127.0.0.1, and another authority."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(3)]
    authority = _signed("CA", keys[0], "CA", keys[0], ())
    here = _signed("127.0.0.1", keys[1], "CA", keys[0], ("127.0.0.1",))
    (folder / "ca.pem").write_bytes(_pem(authority))
    (folder / "other.pem").write_bytes(_pem(_signed("CA", keys[2], "CA", keys[2], ())))
    (folder / "server.pem").write_bytes(_pem(here))
    plain = serialization.NoEncryption()
    pem = keys[1].private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "server.key").write_bytes(pem)


def _signed(subject: str, key, issuer: str, by, addresses: Sequence[str]) -> x509.Certificate:
    def named(said: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, said)])

    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=not addresses, path_length=None), critical=True)
    )
    if addresses:
        alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address(each)) for each in addresses])
        built = built.add_extension(alternative, critical=False)
    return built.sign(by, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
