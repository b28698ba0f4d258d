"""Requests to an S3-like bucket, signed as its version 4 has it (AWS4-HMAC-SHA256): who asks, for what, when, and of which bytes."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote

NOTHING = sha256(b"").hexdigest()  # the digest of a request without a body
SAFE = "-_.~"


@dataclass(frozen=True)
class Key:
    """Who asks: the name of a key, the key, and the region that its bucket is said to be in."""

    name: str
    secret: str
    region: str


def query_of(said: Mapping[str, str]) -> str:
    """A query as it is signed and sent: in order, everything escaped."""
    return "&".join(f"{quote(name, safe=SAFE)}={quote(value, safe=SAFE)}" for name, value in sorted(said.items()))


def path_of(path: str) -> str:
    """A path as it is signed and sent."""
    return quote(path, safe=f"/{SAFE}")


def headers(
    method: str, host: str, path: str, query: Mapping[str, str], digest: str, key: Key, now: datetime
) -> dict[str, str]:
    """What a request carries: `path` is not escaped yet, `digest` is the SHA-256 of its body in hexadecimal digits."""
    moment = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    signed = {"host": host, "x-amz-content-sha256": digest, "x-amz-date": moment}
    names = ";".join(signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    asked = "\n".join((method, path_of(path), query_of(query), lines, names, digest))
    scope = f"{moment[:8]}/{key.region}/s3/aws4_request"
    told = "\n".join(("AWS4-HMAC-SHA256", moment, scope, sha256(asked.encode()).hexdigest()))
    signature = hmac.new(_of_day(key, moment[:8]), told.encode(), sha256).hexdigest()
    by = f"AWS4-HMAC-SHA256 Credential={key.name}/{scope},SignedHeaders={names},Signature={signature}"
    return {**signed, "authorization": by}


def _of_day(key: Key, day: str) -> bytes:
    made = f"AWS4{key.secret}".encode()
    for part in (day, key.region, "s3", "aws4_request"):
        made = hmac.new(made, part.encode(), sha256).digest()
    return made
