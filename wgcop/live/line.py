"""One client's connection, what is kept for it, and how it is taken over from the server that accepted it."""

import os
import socket
from collections import deque
from collections.abc import Callable


class Line:
    """All but its reading belongs to the lock of its `Lines`."""

    __slots__ = (
        "fd",
        "hear",
        "is_busy",
        "is_closed",
        "is_cut",
        "is_gathered",
        "kept",
        "kept_bytes",
        "name",
        "socket",
        "spoke",
        "watched",
    )

    def __init__(self, connection: socket.socket, hear: Callable[[bytes], None]) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = connection
        self.fd = connection.fileno()
        self.hear = hear
        self.name: str | None = None
        self.kept: deque[bytes | memoryview] = deque()
        self.kept_bytes = 0
        self.spoke = 0.0
        self.watched = 0
        self.is_gathered = False  # what is kept waits for more, not for room
        self.is_busy = False  # somebody reads from it
        self.is_cut = False  # nothing is written any more
        self.is_closed = False

    def fileno(self) -> int:
        return self.fd


def take_over(connection: socket.socket) -> socket.socket:
    """The connection itself; its server is left with one that has ended, to close as it likes."""
    taken = connection.dup()
    ended, other = socket.socketpair()
    other.close()
    os.dup2(ended.fileno(), connection.fileno(), inheritable=False)
    ended.close()
    return taken
