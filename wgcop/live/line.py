"""The connection of one client: its state, its backlog, and how it is taken over from the server
that accepted it.
"""

import os
import socket
from collections import deque
from collections.abc import Callable


class Line:
    """A client's connection. Everything except reading from the socket happens under the lock of
    its `Lines`.
    """

    __slots__ = (
        "backlog",
        "backlog_bytes",
        "fd",
        "hear",
        "is_busy",
        "is_closed",
        "is_cut",
        "is_ending",
        "name",
        "number",
        "socket",
        "watched",
    )

    def __init__(
        self, connection: socket.socket, hear: Callable[[bytes], None], number: str
    ) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = connection
        self.fd = connection.fileno()
        self.hear = hear
        self.name: str | None = None
        # identifies the client in the log: with its `name`, others could speak for it
        self.number = number
        self.backlog: deque[bytes | memoryview] = deque()
        self.backlog_bytes = 0
        self.watched = 0
        self.is_busy = False  # a reader thread is handling it
        self.is_cut = False  # nothing more is written to it
        # Its last frame is on its way, and what its client still sends is ignored.
        self.is_ending = False
        self.is_closed = False

    def fileno(self) -> int:
        return self.fd


def take_over(connection: socket.socket) -> socket.socket:
    """Return a descriptor of our own for the connection. The server is left with a socket that has
    ended, which it may close.
    """
    ours = connection.dup()
    ended, other = socket.socketpair()
    other.close()
    os.dup2(ended.fileno(), connection.fileno(), inheritable=False)
    ended.close()
    return ours
