"""The key that signs seals: of this installation alone, and nothing else is signed with it. Made at first use, in a file of its
own that only its owner may read; whoever checks a seal compares its fingerprint with one that came another way."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from data.refusal import Refusal
from data.settings import ROOT, settings
from data.text import Text

GROUP, GROUPS = 4, 8  # of hexadecimal digits, as a fingerprint is printed
UNREADABLE = Text(
    "封存密钥文件 {file} 无法读取，或不是 Ed25519 密钥。请从备份恢复原来的文件；不要删除重建，否则以前的封存要用旧指纹核对。",
    "The key file {file} cannot be read or holds no Ed25519 key. Bring it back from its copy; do not make a new one, or "
    "earlier seals have to be checked with the old fingerprint.",
)


class Refused(Refusal):
    """There is a key file, and no key in it."""

    def __init__(self, path: Path):
        super().__init__(UNREADABLE, file=path)


def file() -> Path:
    """Where it lies: `seals.key_file`."""
    return ROOT / settings().seals.key_file


def private() -> Ed25519PrivateKey:
    """The key, made if there is none yet. Refused where the file holds something else."""
    if not file().exists():
        _make(file())
    try:
        key = load_pem_private_key(file().read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise Refused(file()) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(file())
    return key


def public() -> bytes | None:
    """The 32 bytes of the public part; None where nothing was ever sealed here. Asking makes no key."""
    return raw(private().public_key()) if file().exists() else None


def raw(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def pem(key: Ed25519PublicKey) -> bytes:
    """A public key as openssl reads it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(key: bytes) -> str:
    """Eight groups of four digits: the first half of the SHA-256 of the 32 bytes."""
    digits = hashlib.sha256(key).hexdigest()
    return " ".join(digits[at * GROUP : (at + 1) * GROUP] for at in range(GROUPS))


def fits(key: bytes, signature: bytes, signed: bytes) -> bool:
    """Whether the signature over those bytes was made with the private part of this key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path) -> None:
    """Written beside and put in its place at once: of two processes one makes it, and neither reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    opened, beside = tempfile.mkstemp(dir=path.parent)  # 0600
    try:
        with os.fdopen(opened, "wb") as made:
            made.write(content)
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        os.unlink(beside)
