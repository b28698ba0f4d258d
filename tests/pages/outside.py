"""The world outside, as far as a server under test can see it: a proxy that lets nothing through and notes who asked."""

import socketserver
import threading


class _Asked(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        ASKED.append(self.rfile.readline(2000).decode("latin-1").strip())
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")


ASKED: list[str] = []  # the first line of every request that wanted to leave this machine


def proxied() -> dict[str, str]:
    """The environment of a server that reaches the world by our proxy alone."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Asked)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    names = ("http_proxy", "https_proxy", "all_proxy")
    here = {"no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost"}
    return {each: address for name in names for each in (name, name.upper())} | here


PROXIED = proxied()
