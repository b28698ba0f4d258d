"""A bucket that speaks S3: files in and out of it by their names, a part at a time, so one of any size takes no memory.

Every request is signed over the digest of its bytes, so what was damaged on its way is refused there. Nothing is believed of
what it answers but names and sizes.
"""

import os
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from data import months
from data.backing_up import signing
from data.refusal import ByReason
from data.settings import settings
from data.text import Text

PART = 16 << 20  # bytes sent at once; ten thousand parts are the most of a file
SECONDS = 60.0  # that the bucket may be silent
TRIES, PAUSE = 3, 2.0  # of each request, and seconds between them
MOST_SAID = 4 << 20  # bytes of an answer that is no file: a thousand names take a tenth of it
REFUSALS = {
    "silent": Text(
        "备份存储桶 {host} 没有应答。请检查网络和 config.toml 的 backups.bucket。",
        "The bucket of the backups, {host}, does not answer. Check the network and backups.bucket in config.toml.",
    ),
    "refused": Text(
        "备份存储桶 {host} 拒绝了请求（{status} {code}）。请检查 config.toml 中 backups 的密钥、区域和桶的权限。",
        "The bucket of the backups, {host}, refused ({status} {code}). Check key and region in backups of config.toml, and the "
        "rights on the bucket.",
    ),
}


class Refused(ByReason):
    """A bucket that does not answer, or does not do it."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Bucket:
    """Where it is: `root` is the path of the bucket itself, `prefix` what the names of our files begin with."""

    host: str
    secure: bool
    root: str
    prefix: str
    key: signing.Key
    ca_file: str = ""

    def sizes(self) -> dict[str, int]:
        """The files that lie there, with their bytes."""
        found: dict[str, int] = {}
        asked = {"list-type": "2", "prefix": self.prefix}
        while True:
            said = self._told("GET", self.root or "/", asked)
            for each in said.iter("Contents"):
                name = each.findtext("Key", "").removeprefix(self.prefix)
                if name and "/" not in name:
                    found[name] = int(each.findtext("Size", "0"))
            following = said.findtext("NextContinuationToken", "")
            if said.findtext("IsTruncated") != "true" or not following:
                return found
            asked["continuation-token"] = following

    def put(self, file: Path) -> None:
        """Send a file, whole or not at all. Raises `Refused`."""
        path = self._path(file.name)
        with file.open("rb") as source:
            if file.stat().st_size <= PART:
                self._ask("PUT", path, {}, source.read())
                return
            number = self._told("POST", path, {"uploads": ""}).findtext("UploadId", "")
            try:
                tags = self._send_parts(path, number, source)
                self._complete(path, number, tags)
            except BaseException:
                with suppress(Refused):  # what came of it is not kept, nor paid for
                    self._ask("DELETE", path, {"uploadId": number})
                raise

    def fetch(self, name: str, file: Path) -> None:
        """Write a new file, for its owner alone, that holds what lies there. Raises `Refused`."""
        unfinished = file.with_name(f".{file.name}.fetched")
        unfinished.unlink(missing_ok=True)
        made = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(made, "wb") as written:
                for part in self._parts(self._path(name)):
                    written.write(part)
            os.replace(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Take a file away; one that is gone already stays so."""
        self._ask("DELETE", self._path(name), {})

    def _path(self, name: str) -> str:
        return f"{self.root}/{self.prefix}{name}"

    def _send_parts(self, path: str, number: str, source) -> list[str]:
        tags: list[str] = []
        while part := source.read(PART):
            asked = {"partNumber": str(len(tags) + 1), "uploadId": number}
            tags.append(self._headers_of("PUT", path, asked, part).get("etag", ""))
        return tags

    def _complete(self, path: str, number: str, tags: list[str]) -> None:
        parts = "".join(
            f"<Part><PartNumber>{place}</PartNumber><ETag>{tag}</ETag></Part>" for place, tag in enumerate(tags, 1)
        )
        written = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        said = self._told("POST", path, {"uploadId": number}, written)
        if said.tag == "Error":  # which comes with 200, for the answer had begun before it was known
            raise Refused("refused", host=self.host, status=200, code=said.findtext("Code", ""))

    def _told(self, method: str, path: str, query: Mapping[str, str], body: bytes = b"") -> Element:
        try:
            return _as_xml(self._ask(method, path, query, body))
        except ValueError:  # whoever answers there, it is no bucket
            raise Refused("silent", host=self.host) from None

    def _ask(self, method: str, path: str, query: Mapping[str, str], body: bytes = b"") -> bytes:
        return self._again(method, path, query, body)[1]

    def _headers_of(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Mapping[str, str]:
        return self._again(method, path, query, body)[0]

    def _again(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> tuple[Mapping[str, str], bytes]:
        """Headers (in small letters) and body of the answer. What fails on the way, or there, is tried again."""
        for tried in range(1, TRIES + 1):
            try:
                with closing(self._connection()) as asked:
                    answer = self._send(asked, method, path, query, body)
                    headers = {name.lower(): value for name, value in answer.getheaders()}
                    said = answer.read(MOST_SAID)
                if answer.status < 500 or tried == TRIES:
                    self._refuse_unless_done(answer.status, said)
                    return headers, said
            except (OSError, HTTPException):
                if tried == TRIES:
                    raise Refused("silent", host=self.host) from None
            time.sleep(PAUSE * tried)
        raise AssertionError("the last try answers or refuses")

    def _parts(self, path: str) -> Iterator[bytes]:
        try:
            with closing(self._connection()) as asked:
                answer = self._send(asked, "GET", path, {}, b"")
                if answer.status != 200:
                    self._refuse_unless_done(answer.status, answer.read(MOST_SAID))
                while part := answer.read(PART):
                    yield part
        except (OSError, HTTPException):
            raise Refused("silent", host=self.host) from None

    def _send(
        self, asked: HTTPConnection, method: str, path: str, query: Mapping[str, str], body: bytes
    ) -> HTTPResponse:
        digest = sha256(body).hexdigest()
        headers = signing.headers(method, self.host, path, query, digest, self.key, months.now())
        written = f"?{signing.query_of(query)}" if query else ""
        asked.request(method, signing.path_of(path) + written, body or None, headers)
        return asked.getresponse()

    def _connection(self) -> HTTPConnection:
        if self.secure:
            trusted = ssl.create_default_context(cafile=self.ca_file or None)
            return HTTPSConnection(self.host, timeout=SECONDS, context=trusted)
        return HTTPConnection(self.host, timeout=SECONDS)

    def _refuse_unless_done(self, status: int, said: bytes) -> None:
        if status not in (200, 204):
            raise Refused("refused", host=self.host, status=status, code=_code_of(said))


def configured() -> Bucket | None:
    """The bucket of the settings; None for none."""
    asked = settings().backups
    if not asked.bucket:
        return None
    address = urlsplit(asked.bucket)
    bucket, _, prefix = address.path.strip("/").partition("/")
    if asked.bucket_in_host:
        root, prefix = "", address.path.strip("/")
    else:
        root = f"/{bucket}"
    key = signing.Key(asked.bucket_key, asked.bucket_secret, asked.bucket_region)
    return Bucket(
        address.netloc, address.scheme == "https", root, f"{prefix}/" if prefix else "", key, asked.bucket_ca_file
    )


def _as_xml(said: bytes) -> Element:
    """What it answered, its elements without the namespace that some give and some do not. Raises `ValueError`."""
    try:
        found = fromstring(said)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError("no XML") from error
    for each in found.iter():
        each.tag = each.tag.rpartition("}")[2]
    return found


def _code_of(said: bytes) -> str:
    """What an answer calls its error; "" where it calls it nothing."""
    try:
        return _as_xml(said).findtext("Code", "")
    except ValueError:
        return ""
