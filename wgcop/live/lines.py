"""Connections that everybody writes to at once.

A broadcast is one turn under one lock: its frame goes to each socket that takes it, without
blocking. What a socket does not take becomes its backlog, which is written when there is room; a
line whose backlog grows too long is cut. Frames that follow within a few milliseconds are gathered
and sent together, except those that somebody watches arrive.
"""

import ctypes
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import repeat
from threading import Event, Lock
from time import monotonic, sleep

from wgcop import figures
from wgcop.live.line import Line
from wgcop.live.watch import Watch
from wgcop.supervisor import Duty

MOST_BACKLOG = 512_000  # what may wait for one client; the frames themselves are shared by all
GATHERED_BYTES = 16_000  # what is gathered at most before it is sent
PAUSE = 0.01  # seconds for which frames are gathered after one was sent

TRANSPORT = "own"  # among the figures
GATHERED = Duty("live gathered sends")

# Unlike `socket.send`, this does not release the interpreter's lock: a broadcast is one turn, where
# otherwise a busy page could go first after each send.
_send = ctypes.PyDLL(None).send
_send.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int)
_send.restype = ctypes.c_ssize_t


class Lines:
    def __init__(self) -> None:
        self._lock = Lock()
        self._lines: set[Line] = set()
        self._farewell = b""
        self._named: dict[str, Line] = {}
        self._gathered: list[Line] = []
        self._has_gathered = Event()
        self._watch = Watch(self._lock, self._flush, self._take_leave)

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: Line) -> None:
        with self._lock:
            if not self._watch.has_begun:  # not before the server has forked its processes
                self._watch.begin()
                GATHERED.start(self._gather)
            self._lines.add(line)
            figures.CONNECTIONS.labels(TRANSPORT).inc()
            self._take_leave(line)
            self._watch.update(line)

    def name(self, line: Line, name: str) -> None:
        """Broadcasts that name it reach the line from now on."""
        with self._lock:
            if not (line.is_cut or line.is_ending):
                line.name, self._named[name] = name, line

    def broadcast(self, names: Iterable[str], data: bytes, *, pause: float = PAUSE) -> list[str]:
        """Write the same data to many lines, gathered where they spoke less than `pause` ago.

        Returns the names that have no line.
        """
        with self._lock:
            if not pause:
                self._write_gathered()  # which goes before it
            named, nameless, ready, delivered = self._named, [], [], 0
            lately = monotonic() - pause
            for name in names:
                line = named.get(name)
                if line is None:
                    nameless.append(name)
                    continue
                delivered += 1
                if line.is_gathered and line.backlog_bytes < GATHERED_BYTES:
                    line.backlog.append(data)
                    line.backlog_bytes += len(data)
                elif line.backlog:
                    self._write(line, data)
                elif line.spoke > lately:
                    line.is_gathered = True
                    self._gathered.append(line)
                    self._add_to_backlog(line, data)
                else:
                    ready.append(line)
            self._write_each(ready, [data] * len(ready))
            if self._gathered:
                self._has_gathered.set()
        figures.DELIVERIES.labels(TRANSPORT).inc(delivered)
        return nameless

    def send(self, line: Line, data: bytes) -> None:
        with self._lock:
            self._write(line, data)

    def end(self, line: Line, data: bytes) -> None:
        """Send a close frame as the last one, but not where a frame before it is still incomplete."""
        with self._lock:
            self._write_gathered()
            if not line.backlog:
                self._write(line, data)
            self._cut(line)

    def end_all(self, farewell: bytes) -> None:
        """Make this the last frame of every line, those that are added later too. What a reader has is answered first."""
        with self._lock:
            self._farewell = farewell
            self._write_gathered()
            for line in self._lines:
                self._take_leave(line)

    def close(self, line: Line) -> None:
        with self._lock:
            self._cut(line)
            line.is_closed = True
            self._watch.update(line)
            line.socket.close()
            self._lines.discard(line)
            figures.CONNECTIONS.labels(TRANSPORT).dec()

    def _write(self, line: Line, data: bytes) -> None:
        if line.is_cut or line.is_ending:
            return
        if line.is_gathered and line.backlog_bytes >= GATHERED_BYTES:
            self._write_gathered()
        if line.backlog:
            self._add_to_backlog(line, data)
        else:
            self._write_each([line], [data])

    def _write_each(self, lines: Sequence[Line], each: Sequence[bytes]) -> None:
        fds, sizes = [line.fd for line in lines], map(len, each)
        sizes_sent = list(map(_send, fds, each, sizes, repeat(socket.MSG_DONTWAIT)))
        now = monotonic()
        for line, data, sent in zip(lines, each, sizes_sent, strict=True):
            line.spoke = now
            if sent != len(data):
                self._add_to_backlog(line, memoryview(data)[max(sent, 0) :])

    def _write_gathered(self) -> None:
        lines = [line for line in self._gathered if line.is_gathered and not line.is_cut]
        each = [b"".join(line.backlog) for line in lines]
        self._gathered.clear()
        for line in lines:
            line.is_gathered, line.backlog_bytes = False, 0
            line.backlog.clear()
        self._write_each(lines, each)

    def _gather(self) -> None:
        while self._has_gathered.wait():
            sleep(PAUSE)
            with self._lock:
                self._has_gathered.clear()
                self._write_gathered()

    def _add_to_backlog(self, line: Line, data: bytes | memoryview) -> None:
        if line.backlog_bytes + len(data) > MOST_BACKLOG:
            if not line.is_cut:
                figures.CUT.labels("slow").inc()
            self._cut(line)  # its page connects again, and asks for what it missed
            return
        line.backlog.append(data)
        line.backlog_bytes += len(data)
        self._watch.update(line)

    def _flush(self, line: Line) -> None:
        try:
            while line.backlog:
                sent = line.socket.send(line.backlog[0])
                line.backlog_bytes -= sent
                if sent < len(line.backlog[0]):
                    line.backlog[0] = memoryview(line.backlog[0])[sent:]
                    return
                line.backlog.popleft()
            if line.is_ending:
                self._end_writing(line)
        except BlockingIOError:
            return
        except OSError:
            self._cut(line)

    def _take_leave(self, line: Line) -> None:
        if not self._farewell or line.is_busy or line.is_ending or line.is_cut:
            return
        self._write(line, self._farewell)
        line.is_ending = True
        if line.name is not None:
            del self._named[line.name]
            line.name = None
        if not line.backlog and not line.is_cut:
            self._end_writing(line)

    def _end_writing(self, line: Line) -> None:
        """The client answers and closes. Were it closed here, what the client is sending could undo the last frame."""
        with suppress(OSError):
            line.socket.shutdown(socket.SHUT_WR)

    def _cut(self, line: Line) -> None:
        """Shut the line down. This wakes a reader, which finds the end and closes it."""
        if line.is_cut:
            return
        line.is_cut = True
        line.backlog.clear()
        if line.name is not None:
            del self._named[line.name]
        with suppress(OSError):  # the other end may have been faster
            line.socket.shutdown(socket.SHUT_RDWR)
        self._watch.update(line)
