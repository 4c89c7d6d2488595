"""A line between a browser and the workspace that is really cut: connections are reset, and no new one is taken.

Before it is cut it may fall silent in one direction, so that what a page sends arrives and its answer does not, or is lost itself.
"""

import selectors
import socket
import struct
from contextlib import suppress
from threading import Thread

HOST = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)
"""Linger for no time: closing says so at once, as a router does that has forgotten a connection."""


ANSWERS, QUESTIONS = "answers", "questions"


class Line:
    """Carries bytes between a port of its own and that of the workspace."""

    def __init__(self, url: str) -> None:
        self._to = int(url.rsplit(":", 1)[1])
        self._door = socket.create_server((HOST, 0))
        self.url = f"http://{HOST}:{self._door.getsockname()[1]}"
        self._is_cut = False
        self._silent: set[str] = set()
        self._ends: set[socket.socket] = set()
        Thread(target=self._let_in, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        self._drop()

    def mend(self) -> None:
        self._is_cut = False
        self._silent.clear()

    def lose_answers(self) -> None:
        """What pages send arrives. What the workspace sends does not."""
        self._silent.add(ANSWERS)

    def lose_questions(self) -> None:
        """What pages send is lost. They hear what the workspace sends."""
        self._silent.add(QUESTIONS)

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _drop(self) -> None:
        for end in list(self._ends):
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                page, _ = self._door.accept()
                if self._is_cut:
                    page.close()
                    continue
                try:
                    workspace = socket.create_connection((HOST, self._to))
                except OSError:  # the workspace is away
                    page.close()
                    continue
                self._ends |= {page, workspace}
                Thread(target=self._carry, args=(page, workspace), daemon=True).start()

    def _carry(self, page: socket.socket, workspace: socket.socket) -> None:
        other = {page: workspace, workspace: page}
        carries = {page: QUESTIONS, workspace: ANSWERS}
        with selectors.DefaultSelector() as ready, suppress(OSError):
            for end in other:
                ready.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select():
                    end: socket.socket = key.fileobj  # type: ignore[assignment]
                    some = end.recv(65536)
                    if not some:
                        raise OSError("the other side has gone")
                    if carries[end] not in self._silent:
                        other[end].sendall(some)
        for end in other:
            self._ends.discard(end)
            end.close()
