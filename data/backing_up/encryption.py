"""A file encrypted for who holds a key, part by part, so that one of any size takes no memory.

AES-256-GCM over parts of CHUNK bytes (the STREAM construction): the number of a part and whether it is the last stand in its
nonce, so parts can neither be put in another order nor be cut off. Each file has a key of its own, derived from the given one.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.refusal import ByReason
from data.settings import ROOT, settings
from data.text import Text

BEGINS = b"cockpit backup 1\n"
SALT, TAG, CHUNK = 32, 16, 1 << 20
LEAST = 32  # bytes of a key
REFUSALS = {
    "no_key": Text(
        "备份 {file} 已加密。请在 config.toml 的 backups.key_file 写明密钥文件。",
        "The backup {file} is encrypted. Name the file of its key in backups.key_file of config.toml.",
    ),
    "key_missing": Text(
        "找不到备份密钥文件 {file}，或不足 {least} 个字节。请检查 config.toml 的 backups.key_file。",
        "The file of the backups' key, {file}, is not there or holds less than {least} bytes. Check backups.key_file in config.toml.",
    ),
    "other_key": Text(
        "备份 {file} 不能用这个密钥打开：密钥不对，或文件已损坏。",
        "The backup {file} cannot be opened with this key: it is another one's, or the file is damaged.",
    ),
}


class Refused(ByReason):
    """A file that is not opened, or a key that is not there."""

    sentences = REFUSALS


def key() -> bytes | None:
    """The key that the settings name; None for none. Refused where its file is not there or holds too little."""
    if not settings().backups.key_file:
        return None
    file = ROOT / settings().backups.key_file
    held = file.read_bytes().strip() if file.is_file() else b""
    if len(held) < LEAST:
        raise Refused("key_missing", file=file, least=LEAST)
    return held


def is_encrypted(file: Path) -> bool:
    """Whether a file was written by `encrypt`."""
    with file.open("rb") as beginning:
        return beginning.read(len(BEGINS)) == BEGINS


def encrypt(plain: Path, target: Path, given: bytes) -> None:
    """Write a new file, for its owner alone, that holds what the plain one holds."""
    salt = secrets.token_bytes(SALT)
    cipher = AESGCM(_derived(given, salt))
    made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with plain.open("rb") as source, os.fdopen(made, "wb") as written:
        written.write(BEGINS + salt)
        for nonce, part in _parts(source, CHUNK):
            written.write(cipher.encrypt(nonce, part, None))
        written.flush()
        os.fsync(written.fileno())


def decrypt(file: Path, target: Path, given: bytes | None) -> None:
    """Write a new file, for its owner alone, that holds what was encrypted. Refused without the key, or with another."""
    if given is None:
        raise Refused("no_key", file=file)
    made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with file.open("rb") as source, os.fdopen(made, "wb") as written:
        source.seek(len(BEGINS))
        cipher = AESGCM(_derived(given, source.read(SALT)))
        try:
            for nonce, part in _parts(source, CHUNK + TAG):
                written.write(cipher.decrypt(nonce, part, None))
        except InvalidTag as error:
            raise Refused("other_key", file=file) from error


def _parts(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Each part with its nonce: eleven bytes count, the last one says whether it is the last; an empty file has one."""
    number, part = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number.to_bytes(11, "big") + (b"\0" if following else b"\1"), part
        if not following:
            return
        number, part = number + 1, following


def _derived(given: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=BEGINS).derive(given)
