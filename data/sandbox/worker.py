"""One file in a process of its own: limits first, then the work, then the answer, then the end.

Whatever happens here, only this process ends: by the system at the end of its time (SIGPROF), by a MemoryError or by the
system at the end of its memory (RLIMIT_AS). It has no connection to the store and no secret; what it
writes aside (openpyxl does) lies in a folder that goes when the server ends.
"""

import gc
import pickle
import resource
import signal
import socket
import struct
from pathlib import Path

from data.sandbox import wire

HEAD = struct.Struct("<dQQ")  # seconds of CPU, bytes of memory, bytes of the task
WALL = 6  # times the seconds of CPU that may pass: a busy machine is no fault of the file
CLOCKS = (signal.SIGPROF, signal.SIGALRM)
LENGTH = struct.Struct("<Q")


def serve(line: socket.socket) -> None:
    """Read one task from the line and answer it."""
    seconds, memory, length = HEAD.unpack(received(line, HEAD.size))
    _limit(seconds, memory)
    try:
        said = _answer(received(line, length))
    except MemoryError:
        said = wire.packed(("memory", None))
    tell(line, said)


def tell(line: socket.socket, said: bytes) -> None:
    """Send an answer."""
    line.sendall(LENGTH.pack(len(said)))
    line.sendall(said)


def received(line: socket.socket, length: int) -> bytes:
    """So many bytes from the line. EOFError where it ends before."""
    content, came = bytearray(length), 0
    view = memoryview(content)
    while came < length:
        more = line.recv_into(view[came:])
        if not more:
            raise EOFError
        came += more
    return bytes(content)


def _limit(seconds: float, memory: int) -> None:
    for clock in CLOCKS:
        signal.signal(clock, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * WALL)
    most = _size() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))
    gc.disable()  # most of what is made lives until the end


def _size() -> int:
    """What the process has taken before it begins: the program itself."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _answer(task: bytes) -> bytes:
    do, given = pickle.loads(task)  # of our own server, which is trusted
    try:
        return wire.packed(("done", do(*given)))
    except MemoryError:
        raise
    except Exception as error:  # its kind alone: what it says may be what stood in the file
        return wire.packed(("failed", type(error).__name__))
