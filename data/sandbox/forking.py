"""The process that waits with everything loaded and forks a worker for each file: `python -m data.sandbox.forking FD`.

A worker that had to load numpy and pandas first would spend a second of its time on that. It ends with the server, whose
end of the line is then closed.
"""

import gc
import importlib
import os
import signal
import socket
import sys
import tempfile

from data.sandbox import wire, worker


def main() -> None:
    """Fork a worker for each line that comes over the socket given as the first argument; the rest is loaded before."""
    server = socket.socket(fileno=int(sys.argv[1]))
    with tempfile.TemporaryDirectory(prefix="cockpit-") as aside:
        tempfile.tempdir = aside
        _work(server)


def _work(server: socket.socket) -> None:
    for module in sys.argv[2:]:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when to end
    server.sendall(b"r")
    gc.freeze()  # what is loaded stays shared between the workers
    while True:
        _, lines, _, _ = socket.recv_fds(server, 1, 1)
        if not lines:
            return
        _fork(server, lines[0])


def _fork(server: socket.socket, line: int) -> None:
    if os.fork():
        os.close(line)
        return
    try:
        server.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _watch(socket.socket(fileno=line))
    finally:
        os._exit(0)


def _watch(line: socket.socket) -> None:
    """Fork the worker and wait for its end: one that its clock has ended cannot say so itself."""
    number = os.fork()
    if not number:
        os.nice(5)  # pages and their queries come first
        worker.serve(line)
        return
    _, status = os.waitpid(number, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in worker.CLOCKS:
        worker.tell(line, wire.packed(("slow", None)))


if __name__ == "__main__":
    main()
