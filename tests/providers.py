"""Identity providers of the tests' own, on loopback: a CAS server, and one platform that scans codes in three dialects.

They check what real ones check, and keep the addresses they were asked at, so that tests see what stood in them.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from xml.sax.saxutils import escape

CLIENT, SECRET, AGENT = "app-key", "app-secret-of-the-tests", "1000002"
KNOWN = "<cas:attributes>{attributes}</cas:attributes>"


@dataclass
class Provider:
    """What a provider answers and was asked. `answers` replaces an answer by path; `people` are by ticket or code, each good
    once; `services` are the services tickets were made for."""

    address: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def cas(self, path: str, query: dict[str, str], _body: bytes, _headers) -> bytes:
        """`/p3/serviceValidate`: XML that names a user, or says why not."""
        ticket = query.get("ticket", "")
        who = self.people.pop(ticket, None)
        if path != "/cas/p3/serviceValidate" or who is None or self.services.get(ticket) != query.get("service"):
            return self.xml('<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>')
        told = "".join(
            f"<cas:{name}>{escape(each)}</cas:{name}>"
            for name, value in who.items()
            if name != "user"
            for each in (value if isinstance(value, list) else [value])
        )
        inner = f"<cas:user>{who['user']}</cas:user>{KNOWN.format(attributes=told)}"
        return self.xml(f"<cas:authenticationSuccess>{inner}</cas:authenticationSuccess>")

    @staticmethod
    def xml(inner: str) -> bytes:
        """What a CAS server wraps its answers into."""
        return f'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{inner}</cas:serviceResponse>'.encode()

    def zheding(self, path: str, _query: dict[str, str], body: bytes, headers) -> bytes:
        """浙政钉: signed requests; everything of use below `content.data`."""
        asked = dict(parse_qsl(body.decode()))
        parameters = "&".join(f"{name}={asked[name]}" for name in sorted(asked))
        text = "\n".join(
            ["POST", headers["X-Hmac-Auth-Timestamp"], headers["X-Hmac-Auth-Nonce"], path]
            + ([parameters] if parameters else [])
        )
        signed = base64.b64encode(hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest()).decode()
        if headers["X-Hmac-Auth-Signature"] != signed or headers["apiKey"] != CLIENT:
            return b'{"success": false}'
        if path == "/gettoken.json":
            return _json({"success": True, "content": {"data": {"accessToken": "token-1", "expiresIn": 7200}}})
        who = self.people.pop(asked.get("code", ""), None)
        if asked.get("access_token") != "token-1" or who is None:
            return _json({"success": False, "content": None})
        return _json({"success": True, "content": {"data": who}})

    def dingtalk(self, path: str, _query: dict[str, str], body: bytes, headers) -> bytes:
        """钉钉: the code becomes a token of that person's."""
        if path == "/v1.0/oauth2/userAccessToken":
            asked = json.loads(body)
            good = (asked["clientId"], asked["clientSecret"], asked["grantType"]) == (
                CLIENT,
                SECRET,
                "authorization_code",
            )
            return _json(
                {"accessToken": f"of {asked['code']}"} if good and asked["code"] in self.people else {"code": "no"}
            )
        return _json(self.people.pop(headers.get("x-acs-dingtalk-access-token", "").removeprefix("of "), {}))

    def wecom(self, path: str, query: dict[str, str], _body: bytes, _headers) -> bytes:
        """企业微信: 200 for whatever it says, and `errcode`."""
        if path == "/cgi-bin/gettoken":
            good = (query["corpid"], query["corpsecret"]) == (CLIENT, SECRET)
            return _json({"errcode": 0, "access_token": "token-2"} if good else {"errcode": 40001})
        if query.get("access_token") != "token-2":
            return _json({"errcode": 40014})
        if path == "/cgi-bin/auth/getuserinfo":
            who = self.people.get(query["code"])
            return _json({"errcode": 0, **({"userid": who["userid"]} if "userid" in who else {"openid": "o"})} if who else {"errcode": 40029})  # fmt: skip
        found = next((each for each in self.people.values() if each.get("userid") == query["userid"]), None)
        self.people.clear()
        return _json({"errcode": 0, **found} if found else {"errcode": 60111})


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


@contextmanager
def served(dialect: str) -> Iterator[Provider]:
    """A provider that speaks that dialect, on a free port."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])))

        def _answer(self, body: bytes) -> None:
            made.asked.append(self.path)
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, said = made.answers.get(parts.path) or (
                200,
                getattr(made, dialect)(parts.path, query, body, self.headers),
            )
            self.send_response(status)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
