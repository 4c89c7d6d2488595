"""Connections to which every broadcast is written at once.

A broadcast is one turn under one lock: its frame is written to each socket without blocking. Only
what cannot be written yet is collected. A thread that arrives while another one writes leaves its
broadcast to that thread, which then writes all waiting broadcasts together. Data that a socket does
not take becomes the backlog of its line, which is written when there is room. A line whose backlog
grows too long is dropped: its last frame is a close frame that gives the reason.
"""

import ctypes
import socket
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice, repeat
from threading import Lock

import structlog

from wgcop.live.line import Line
from wgcop.live.watch import Watch
from wgcop.observing import figures

log = structlog.get_logger(__name__)

MOST_BACKLOG = 512_000  # bytes that may wait for one client; the frames are shared by all
MOST_PIECES = 64  # frames of a backlog that are handed to one system call
TOO_SLOW = b"\x88\x06\x03\xf5slow"  # a close frame with code 1013, try again later

TRANSPORT = "own"  # the label of our transport in the metrics

# Unlike `socket.send`, this does not release the interpreter's lock: a broadcast is one turn, where
# otherwise a busy page could go first after each send.
_send = ctypes.PyDLL(None).send
_send.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int)
_send.restype = ctypes.c_ssize_t


class Lines:
    def __init__(self) -> None:
        # One lock for the lines, their backlogs and the watch: so frames keep their order on each line.
        self._lock = Lock()
        self._lines: set[Line] = set()
        self._farewell = b""
        self._named: dict[str, Line] = {}
        self._unwritten: deque[tuple[list[Line], bytes]] = deque()
        self._is_written = Lock()  # held by the thread that writes, until nothing is left to write
        self._watch = Watch(self._lock, self._flush, self._take_leave)

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: Line) -> None:
        with self._lock:
            # the watch must begin after the server has forked its processes
            if not self._watch.has_begun:
                self._watch.begin()
            self._lines.add(line)
            figures.CONNECTIONS.labels(TRANSPORT).inc()
            self._take_leave(line)
            self._watch.update(line)

    def name(self, line: Line, name: str) -> None:
        """Give the line a name: from now on it receives the broadcasts to that name."""
        with self._lock:
            if not (line.is_cut or line.is_ending):
                line.name, self._named[name] = name, line

    def broadcast(self, names: Sequence[str], data: bytes) -> list[str]:
        """Write the same data to many lines, and return the names that have no line."""
        # Without the lock: each lookup is atomic, and lines that leave in the meantime are skipped later.
        found = list(map(self._named.get, names))
        lines = [line for line in found if line is not None]
        self._unwritten.append((lines, data))
        figures.DELIVERIES.labels(TRANSPORT).inc(len(lines))
        # Looked at again after each release: a thread that found it taken has left its broadcast here.
        while self._unwritten and self._is_written.acquire(blocking=False):
            try:
                with self._lock:
                    self._write_broadcasts()
            finally:
                self._is_written.release()
        if len(lines) == len(names):
            return []
        return [name for name, line in zip(names, found, strict=True) if line is None]

    def send(self, line: Line, data: bytes) -> None:
        with self._lock:
            self._write_broadcasts()
            self._write(line, data)

    def end(self, line: Line, data: bytes) -> None:
        """Send a close frame as the last frame, unless an earlier frame is still incomplete."""
        with self._lock:
            self._write_broadcasts()
            if not line.backlog:
                self._write(line, data)
            self._cut(line)

    def end_all(self, farewell: bytes) -> None:
        """Make this the last frame of every line, including lines that are added later. A message
        that a reader is handling is answered first.
        """
        with self._lock:
            self._write_broadcasts()
            self._farewell = farewell
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

    def _write_broadcasts(self) -> None:
        """Write the broadcasts that wait, since they must come before whatever is written next."""
        together = [self._unwritten.popleft() for _ in range(len(self._unwritten))]
        if len(together) == 1:
            [(lines, data)] = together
            ready = self._ready(lines, data)
            self._write_each(ready, [data] * len(ready))
        elif together:
            waiting: dict[Line, list[bytes]] = {}
            for lines, data in together:
                for line in self._ready(lines, data):
                    waiting.setdefault(line, []).append(data)
            self._write_each(list(waiting), list(map(b"".join, waiting.values())))

    def _ready(self, lines: list[Line], data: bytes) -> list[Line]:
        """Return the lines that can take the data now. Those with a backlog get it appended there;
        those that have left are skipped.
        """
        ready = [line for line in lines if not line.backlog and line.name is not None]
        if len(ready) < len(lines):
            for line in lines:
                if line.backlog and line.name is not None:
                    self._add_to_backlog(line, data)
        return ready

    def _write(self, line: Line, data: bytes) -> None:
        if line.is_cut or line.is_ending:
            return
        if line.backlog:
            self._add_to_backlog(line, data)
        else:
            self._write_each([line], [data])

    def _write_each(self, lines: Sequence[Line], each: Sequence[bytes]) -> None:
        fds, sizes = [line.fd for line in lines], map(len, each)
        sizes_sent = list(map(_send, fds, each, sizes, repeat(socket.MSG_DONTWAIT)))
        for line, data, sent in zip(lines, each, sizes_sent, strict=True):
            if sent != len(data):
                self._add_to_backlog(line, memoryview(data)[max(sent, 0) :])

    def _add_to_backlog(self, line: Line, data: bytes | memoryview) -> None:
        if line.backlog and line.backlog_bytes + len(data) > MOST_BACKLOG:
            self._drop(line)
            return
        line.backlog.append(data)
        line.backlog_bytes += len(data)
        self._watch.update(line)

    def _flush(self, line: Line) -> None:
        try:
            while line.backlog:
                pieces = list(islice(line.backlog, MOST_PIECES))
                sent = left = line.socket.sendmsg(pieces)
                while line.backlog and left >= len(line.backlog[0]):
                    left -= len(line.backlog.popleft())
                if left:
                    line.backlog[0] = memoryview(line.backlog[0])[left:]
                line.backlog_bytes -= sent
                if sent < sum(map(len, pieces)):
                    return
            if line.is_ending:
                self._end_writing(line)
        except BlockingIOError:
            return
        except OSError:
            self._cut(line)

    def _drop(self, line: Line) -> None:
        """Drop a line that is too slow: its page is told why, connects again and asks for what it
        missed. The backlog is cleared, except for the rest of a frame.

        A client that reads nothing at all is disconnected once it does not answer a ping.
        """
        if line.is_cut or line.is_ending:
            return
        figures.CUT.labels("slow").inc()
        log.warning(
            "live_connection_dropped",
            cause="slow",
            connection=line.number,
            bytes_waiting=line.backlog_bytes,
        )
        begun = line.backlog[0] if isinstance(line.backlog[0], memoryview) else b""
        line.backlog.clear()
        line.backlog.extend(filter(None, (begun, TOO_SLOW)))
        line.backlog_bytes = len(begun) + len(TOO_SLOW)
        self._begin_to_end(line)
        self._watch.update(line)

    def _take_leave(self, line: Line) -> None:
        if not self._farewell or line.is_busy or line.is_ending or line.is_cut:
            return
        self._write(line, self._farewell)
        self._begin_to_end(line)
        if not line.backlog and not line.is_cut:
            self._end_writing(line)

    def _begin_to_end(self, line: Line) -> None:
        """Record that the last frame of the line is on its way, and take away its name."""
        line.is_ending = True
        if line.name is not None:
            del self._named[line.name]
            line.name = None

    def _end_writing(self, line: Line) -> None:
        """Shut down only the writing side; the client answers and closes. If it were closed here,
        data that the client is still sending could reset the connection before the last frame
        arrives.
        """
        with suppress(OSError):
            line.socket.shutdown(socket.SHUT_WR)

    def _cut(self, line: Line) -> None:
        """Shut the line down. This wakes a reader, which finds the end and closes the line."""
        if line.is_cut:
            return
        line.is_cut = True
        line.backlog.clear()
        if line.name is not None:
            del self._named[line.name]
            line.name = None
        with suppress(OSError):  # the other end may have closed it already
            line.socket.shutdown(socket.SHUT_RDWR)
        self._watch.update(line)
