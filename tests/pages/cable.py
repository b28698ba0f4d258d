"""A cable between a browser and a server that can be pulled: nothing passes, and neither end is told."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Cable:
    """Stands for the server of a port, at an address of its own."""

    def __init__(self, port: int):
        self.port, self.whole = port, threading.Event()
        self.whole.set()
        self.near = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.near.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def pull(self) -> None:
        """From now on nothing passes; what is on its way waits."""
        self.whole.clear()

    def plug(self) -> None:
        """What waited passes, and all that follows."""
        self.whole.set()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self.near.accept()
                threading.Thread(target=self._join, args=(here,), daemon=True).start()

    def _join(self, here: socket.socket) -> None:
        with here, socket.create_connection(("127.0.0.1", self.port)) as there:
            back = threading.Thread(target=self._pass, args=(there, here), daemon=True)
            back.start()
            self._pass(here, there)
            back.join()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while part := one.recv(65536):
                self.whole.wait()
                other.sendall(part)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cable(port: int) -> Iterator[Cable]:
    """One until the end."""
    made = Cable(port)
    yield made
    made.plug()
    made.near.close()
