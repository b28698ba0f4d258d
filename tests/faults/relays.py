"""A relay that is slow, for networks that no namespace can be made for."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def delayed(port: int, seconds: float) -> Iterator[int]:
    """A port that leads to another, where everything takes so much longer in each direction."""
    listening = socket.create_server(("127.0.0.1", 0))

    def lead(source: socket.socket, target: socket.socket) -> None:
        try:
            while part := source.recv(1 << 16):
                time.sleep(seconds)
                target.sendall(part)
        except OSError:
            pass
        for end in (source, target):
            end.close()

    def accept() -> None:
        while True:
            try:
                here, _ = listening.accept()
            except OSError:
                return
            there = socket.create_connection(("127.0.0.1", port))
            for pair in ((here, there), (there, here)):
                threading.Thread(target=lead, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
