"""A seal looked over, by its bytes alone: no store, no network. What was changed, added, taken out or signed by somebody else is
said in a sentence each."""

import base64
import binascii
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from data.seals import bag, key
from data.seals.bag import PAGE, SEAL, SIGNATURE
from data.seals.content import BLOCK, END, digest, in_base64, written
from data.text import Text, filled

MOST_MB = 400
# What `zipfile` raises of a container that is damaged.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError, OverflowError, KeyError,
)  # fmt: skip
FEW = 64  # bytes of the container that differ: nobody packed that anew
FINDINGS = {
    "not_one": Text(
        "这不是封存文件：既不是封存的压缩包，也不是封存的网页。", "This is no seal: neither its bag nor its page."
    ),
    "broken": Text(
        "压缩包已损坏或被改动：{name} 无法读出。", "The bag is damaged or was changed: {name} cannot be read."
    ),
    "large": Text("压缩包解开后超过 {limit} MB，不予核验。", "Unpacked the bag is larger than {limit} MB; it is not looked at."),
    "changed": Text("{name} 被改动：与签名时的内容不同。", "{name} was changed: it is not what was signed."),
    "missing": Text("缺少文件 {name}。", "The file {name} is missing."),
    "added": Text("多出文件 {name}，不在封存之内。", "The file {name} was added; it is no part of the seal."),
    "twice": Text("压缩包里有两个 {name}。", "The bag holds {name} twice."),
    "seal": Text(
        "seal.json 或其签名被改动：签名与内容不符。", "seal.json or its signature was changed: they do not fit each other."
    ),
    "page": Text("网页被改动：与签名时的内容不同。", "The page was changed: it is not what was signed."),
    "statement": Text(
        "网页里的封存说明或其签名被改动：签名与内容不符。",
        "The statement in the page or its signature was changed: they do not fit each other.",
    ),
    "key": Text(
        "签名用的是另一把密钥：指纹 {found}，应为 {expected}。如确由另一套系统封存，请用 --key 给出它的指纹。",
        "Another key signed this: its fingerprint is {found}, expected was {expected}. If another installation did, give "
        "its fingerprint by --key.",
    ),
    "container": Text(
        "压缩包的外壳有字节被改动（文件内容未变）。", "Bytes of the container were changed; the files in it are as they were."
    ),
}  # fmt: skip
NOTES = {
    "repacked": Text(
        "压缩包重新打过包，里面的文件一个字节未变。", "The bag was packed anew; not one byte of the files in it differs."
    ),
    "unknown_key": Text(
        "本机没有封存密钥可比：签名与包内公钥相符，请把指纹 {found} 与另一途径得到的指纹核对。",
        "There is no key here to compare with: the signature fits the key that came along. Compare its fingerprint {found} "
        "with one that came another way.",
    ),
}  # fmt: skip


class _NotOne(Exception):
    """What cannot be looked at further, with the finding."""


@dataclass
class Verdict:
    """`findings` are what is wrong, `notes` what is worth knowing; `seal` is what the seal says of itself ({} if nothing)."""

    findings: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    seal: Mapping[str, Any] = field(default_factory=dict)

    def find(self, what: str, **blanks: object) -> None:
        """Add a finding."""
        self.findings.append(filled(FINDINGS[what], blanks))

    def note(self, what: str, **blanks: object) -> None:
        """Add a note."""
        self.notes.append(filled(NOTES[what], blanks))


def verify(content: bytes, expected: str = "") -> Verdict:
    """Look over a bag, or the page of one. `expected` is the fingerprint that the key should have; "" if none is known."""
    verdict = Verdict()
    if content[:4] == b"PK\x03\x04" or zipfile.is_zipfile(io.BytesIO(content)):
        _bag(content, expected, verdict)
    elif BLOCK.encode() in content:
        _page(content, expected, verdict)
    else:
        verdict.find("not_one")
    return verdict


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a bag that is whole, by name within its folder."""
    return _unpacked(content, Verdict())[0]


def _bag(content: bytes, expected: str, verdict: Verdict) -> None:
    try:
        files, within = _unpacked(content, verdict)
    except _NotOne:
        return
    for name in (SEAL, SIGNATURE, "public-key.pem"):
        if name not in files:
            verdict.find("missing", name=name)
            return
    seal, public = _signed(files), _public(files["public-key.pem"])
    if seal is None or not key.fits(public, _of_base64(files[SIGNATURE]), files[SEAL]):
        verdict.find("seal")
        return
    verdict.seal = seal
    listed = seal["files"]
    for name in sorted(listed.keys() - files.keys()):
        verdict.find("missing", name=name)
    for name in sorted(files.keys() - listed.keys() - {SEAL, SIGNATURE}):
        verdict.find("added", name=name)
    for name in sorted(listed.keys() & files.keys()):
        if digest(files[name]) != listed[name]:
            verdict.find("changed", name=name)
    _key(public, expected, verdict)
    if not verdict.findings:
        _page(files[PAGE], key.fingerprint(public), verdict)
        _container(content, bag.pack(files, within), verdict)


def _unpacked(content: bytes, verdict: Verdict) -> tuple[dict[str, bytes], str]:
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            entries = [each for each in opened.infolist() if not each.is_dir()]
            if sum(each.file_size for each in entries) > MOST_MB * 2**20:
                verdict.find("large", limit=MOST_MB)
                raise _NotOne
            root = next((each.filename for each in entries if each.filename.endswith(SEAL)), SEAL).removesuffix(SEAL)
            for each in entries:
                name = each.filename.removeprefix(root)
                if name in files:
                    verdict.find("twice", name=name)
                try:
                    files[name] = opened.read(each)
                except BROKEN as error:
                    verdict.find("broken", name=_shown(name))
                    raise _NotOne from error
    except BROKEN as error:
        verdict.find("broken", name="ZIP")
        raise _NotOne from error
    return files, root.strip("/")


def _signed(files: Mapping[str, bytes]) -> Mapping[str, Any] | None:
    try:
        seal = json.loads(files[SEAL])
    except ValueError:
        return None
    return seal if isinstance(seal, dict) and isinstance(seal.get("files"), dict) else None


def _public(pem: bytes) -> bytes:
    """The key that came along, b"" where it is none; whether its file was changed is seen by its hash."""
    try:
        found = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return b""
    return key.raw(found) if isinstance(found, Ed25519PublicKey) else b""


def _page(content: bytes, expected: str, verdict: Verdict) -> None:
    """A page by itself: what it says of itself, signed."""
    before, _, rest = content.partition(BLOCK.encode())
    block, _, after = rest.partition(END.encode())
    try:
        told = json.loads(block)
        statement, public, signature = told["statement"], _of_base64(told["key"]), _of_base64(told["signature"])
        seal = json.loads(statement)
    except (ValueError, TypeError, KeyError, AttributeError):
        verdict.find("statement")
        return
    if not key.fits(public, signature, statement.encode()) or not _is_plain(block, told):
        verdict.find("statement")
        return
    verdict.seal = verdict.seal or seal
    if digest(before + BLOCK.encode() + END.encode() + after) != seal["page"]:
        verdict.find("page")
    _key(public, expected, verdict)


def _is_plain(block: bytes, told: Mapping[str, str]) -> bool:
    """Whether it is written as it was: an escape or a space more would say the same."""
    return written(told).decode().replace("<", "\\u003c").encode() == block


def _key(public: bytes, expected: str, verdict: Verdict) -> None:
    found = key.fingerprint(public)
    if not expected:
        verdict.note("unknown_key", found=found)
    elif "".join(expected.split()).lower() != found.replace(" ", ""):
        verdict.find("key", found=found, expected=expected)


def _container(content: bytes, should: bytes, verdict: Verdict) -> None:
    if content == should:
        return
    same = len(content) == len(should)
    differing = sum(a != b for a, b in zip(content, should, strict=False)) if same else FEW + 1
    if differing <= FEW:
        verdict.find("container")
    else:
        verdict.note("repacked")


def _of_base64(text: str | bytes) -> bytes:
    """b"" for what is not written as it would be written."""
    said = text.encode() if isinstance(text, str) else text
    try:
        content = base64.b64decode(said, validate=True)
    except binascii.Error:
        return b""
    return content if in_base64(content).encode() == said else b""


def _shown(name: str) -> str:
    return "".join(each for each in name if each.isprintable())[:80]
