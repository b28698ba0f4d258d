"""The bag: one ZIP in the layout of BagIt (RFC 8493) with the page, the data behind it, lists of hashes and a signature.

It is written the same to the last byte whenever it is written of the same: nothing is packed (a packer's version would show), no
file has a time of its own. So the whole container can be compared with what it should be.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data.seals import key
from data.seals.content import Content, digest, in_base64, page, written

FORMAT = "cockpit-seal/1"
SEAL, SIGNATURE = "seal.json", "seal.json.sig"
PAGE = "data/session.html"
DATED = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
HOW_ZH = """怎样核验这份封存
================

1. 打开 data/session.html（任何浏览器，不需要服务器，也不需要联网）。页面会自检，但自检只是方便，不是证明：改动页面的人也能改动自检。
2. 在装有本系统的机器上：python -m data seal verify 文件.zip
3. 没有本系统也可以：先解压，再在解压出来的文件夹里执行
     sha256sum -c manifest-sha256.txt
     base64 -d seal.json.sig > seal.sig
     openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in seal.json -sigfile seal.sig
   seal.json 里列有其余每个文件的 SHA-256。
4. 公钥指纹应与从别的途径得到的一致（邀请函、会议通知、管理员）：
     {fingerprint}
   只看压缩包里的公钥不算数：重新签名的人会把自己的公钥放进来。
"""
HOW_EN = """How to check this seal
======================

1. Open data/session.html (any browser; neither a server nor the internet is needed). The page checks itself, which is a
   convenience and no proof: who alters the page can alter its check.
2. Where the cockpit is installed: python -m data seal verify FILE.zip
3. Without it: unpack, and in the folder
     sha256sum -c manifest-sha256.txt
     base64 -d seal.json.sig > seal.sig
     openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in seal.json -sigfile seal.sig
   seal.json names the SHA-256 of every other file.
4. The fingerprint of the key must be the one that came another way (invitation, notice, administrator):
     {fingerprint}
   The key in the bag alone proves nothing: who signs anew puts in a key of their own.
"""


def make(content: Content, about: Mapping[str, Any], signer: Ed25519PrivateKey) -> bytes:
    """The bag of what is sealed. `about` says who, when and after which seal; format, mark and key are added to it."""
    fingerprint = key.fingerprint(key.raw(signer.public_key()))
    told = {**about, "format": FORMAT, "mark": content.mark, "key": fingerprint}
    payload = {PAGE: page(content, told, signer)} | {f"data/{name}": held for name, held in content.files.items()}
    tags = {
        "bagit.txt": DECLARED,
        "bag-info.txt": _info(payload, about),
        "public-key.pem": key.pem(signer.public_key()),
        "HOW-TO-VERIFY.zh.txt": HOW_ZH.format(fingerprint=fingerprint).encode(),
        "HOW-TO-VERIFY.en.txt": HOW_EN.format(fingerprint=fingerprint).encode(),
        **{f"manifest-{name}.txt": _manifest(payload, name) for name in _hashes()},
    }
    files = payload | tags
    seal = written({**told, "files": {name: digest(held) for name, held in files.items()}})
    return pack({**files, SEAL: seal, SIGNATURE: in_base64(signer.sign(seal)).encode()}, folder(content.mark))


def folder(mark: str) -> str:
    """What the folder in the bag is called, and the file before its ending."""
    return f"seal-{mark[:12]}"


def pack(files: Mapping[str, bytes], within: str) -> bytes:
    """Files as a ZIP: in order of their names, none of them packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as bag:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{within}/{name}", DATED)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            bag.writestr(entry, files[name])
    return made.getvalue()


def _hashes() -> list[str]:
    """SM3 where this machine's OpenSSL has it."""
    return ["sha256", *(["sm3"] if "sm3" in hashlib.algorithms_available else [])]


def _manifest(payload: Mapping[str, bytes], name: str) -> bytes:
    lines = (f"{hashlib.new(name, held).hexdigest()}  {path}\n" for path, held in sorted(payload.items()))
    return "".join(lines).encode()


def _info(payload: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    size = sum(map(len, payload.values()))
    told = {
        "Bagging-Date": about["moment"][:10],
        "External-Description": f"{about['title']['zh']} / {about['title']['en']}",
        "Payload-Oxum": f"{size}.{len(payload)}",
    }
    return "".join(f"{name}: {value}\n" for name, value in told.items()).encode()
