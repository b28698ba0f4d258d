"""A bucket of the tests' own, which speaks S3 and believes nobody: signatures, digests and parts are checked from what came over
the wire, by code that shares nothing with ours."""

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

KEY, SECRET, REGION = "AKIDEXAMPLE", "a secret of the tests", "cn-hangzhou"
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})"
)
A_PAGE = 2  # names in one answer


@dataclass
class Fake:
    """What lies in it, and how it behaves."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: int = 0  # so many requests more get 503
    cutting: bool = False  # a file breaks off in the middle
    losing: bool = False  # what is sent is kept a byte short


@contextmanager
def bucket() -> Iterator[Fake]:
    """One at a free port, as `address` says."""
    fake = Fake()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    fake.address = f"http://127.0.0.1:{server.server_address[1]}/backups/zj"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    fake: Fake
    protocol_version = "HTTP/1.1"

    def _go(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query, keep_blank_values=True))
        name = unquote(address.path).removeprefix("/backups").removeprefix("/")
        self.fake.asked.append(f"{self.command} {name}?{','.join(asked)}")
        wrong = self._wrong(address.path, address.query, body)
        if self.fake.failing:
            self.fake.failing -= 1
            self._say(503, "<Error><Code>SlowDown</Code></Error>")
        elif wrong:
            self._say(403, f"<Error><Code>{wrong}</Code></Error>")
        else:
            getattr(self, f"_{self.command.lower()}")(name, asked, body)

    do_GET = do_PUT = do_POST = do_DELETE = _go

    def _get(self, name: str, asked: dict[str, str], _body: bytes) -> None:
        if not name:
            return self._list(asked)
        if name not in self.fake.files:
            return self._say(404, "<Error><Code>NoSuchKey</Code></Error>")
        held = self.fake.files[name]
        self.send_response(200)
        self.send_header("content-length", str(len(held)))
        self.end_headers()
        self.wfile.write(held[: len(held) // 2] if self.fake.cutting else held)
        self.close_connection = True
        return None

    def _list(self, asked: dict[str, str]) -> None:
        assert asked["list-type"] == "2"
        names = sorted(each for each in self.fake.files if each.startswith(asked["prefix"]))
        begin = int(asked.get("continuation-token", "0"))
        page, more = names[begin : begin + A_PAGE], len(names) > begin + A_PAGE
        told = "".join(f"<Contents><Key>{n}</Key><Size>{len(self.fake.files[n])}</Size></Contents>" for n in page)
        following = f"<NextContinuationToken>{begin + A_PAGE}</NextContinuationToken>" if more else ""
        cut = f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        self._say(200, f'<ListBucketResult xmlns="{space}">{cut}{following}{told}</ListBucketResult>')

    def _put(self, name: str, asked: dict[str, str], body: bytes) -> None:
        if "uploadId" in asked:
            self.fake.uploads[asked["uploadId"]][int(asked["partNumber"])] = body
        else:
            self.fake.files[name] = body[:-1] if self.fake.losing else body
        self._say(200, "", etag=f'"{hashlib.md5(body).hexdigest()}"')

    def _post(self, name: str, asked: dict[str, str], body: bytes) -> None:
        if "uploads" in asked:
            number = f"upload {len(self.fake.uploads)}"
            self.fake.uploads[number] = {}
            return self._say(200, f"<R><UploadId>{number}</UploadId></R>")
        parts = self.fake.uploads.pop(asked["uploadId"])
        told = re.findall(r"<PartNumber>(\d+)</PartNumber><ETag>(?:&quot;|\")(\w+)", body.decode())
        if told != [(str(place), hashlib.md5(part).hexdigest()) for place, part in sorted(parts.items())]:
            return self._say(200, "<Error><Code>InvalidPart</Code></Error>")
        self.fake.files[name] = b"".join(part for _, part in sorted(parts.items()))
        return self._say(200, "<CompleteMultipartUploadResult/>")

    def _delete(self, name: str, asked: dict[str, str], _body: bytes) -> None:
        if "uploadId" in asked:
            self.fake.uploads.pop(asked["uploadId"], None)
        else:
            self.fake.files.pop(name, None)
        self._say(204, "")

    def _say(self, status: int, said: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())

    def _wrong(self, path: str, query: str, body: bytes) -> str:
        """What is wrong with the signature or the bytes; "" where all is right."""
        told = AUTHORIZATION.fullmatch(self.headers.get("authorization", ""))
        if not told or told[1] != KEY:
            return "InvalidAccessKeyId"
        if self.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        _, day, region, names, signature = told.groups()
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names.split(";")) or region != REGION:
            return "AuthorizationHeaderMalformed"
        lines = [f"{name}:{self.headers[name].strip()}" for name in names.split(";")]
        pairs = "&".join(sorted(each if "=" in each else f"{each}=" for each in query.split("&") if each))
        asked = [self.command, path, pairs, *lines, "", names, hashlib.sha256(body).hexdigest()]
        digest = hashlib.sha256("\n".join(asked).encode()).hexdigest()
        to_sign = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{day}/{region}/s3/aws4_request\n{digest}"
        made = ("AWS4" + SECRET).encode()
        for part in (day, region, "s3", "aws4_request"):
            made = hmac.digest(made, part.encode(), "sha256")
        right = hmac.digest(made, to_sign.encode(), "sha256").hex()
        return "" if hmac.compare_digest(right, signature) else "SignatureDoesNotMatch"

    def log_message(self, *_: object) -> None:
        pass
