"""Connections that everybody writes to at once.

A broadcast is one turn under one lock: its frame goes to each socket that takes it, without
blocking. What a socket does not take is kept for it, up to a bound, and written when there is
room; beyond the bound the line is cut. What follows within a few milliseconds is gathered, and
leaves as one.
"""

import ctypes
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import repeat
from threading import Event, Lock
from time import monotonic, sleep

from wgcop.live.line import Line
from wgcop.live.watch import Watch
from wgcop.supervisor import Duty

KEPT_BYTES = 512_000  # what may wait for one client; the frames themselves are shared by all
GATHERED_BYTES = 16_000  # so much of it at most
PAUSE = 0.01  # so long is gathered what follows on something just written

GATHERED = Duty("live gathered sends")

# Unlike `socket.send`, this holds on to the interpreter: a broadcast is then one turn, in which
# else each send would let a busy page go first.
_send = ctypes.PyDLL(None).send
_send.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int)
_send.restype = ctypes.c_ssize_t


class Lines:
    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._named: dict[str, Line] = {}
        self._gathered: list[Line] = []
        self._has_gathered = Event()
        self._watch = Watch(self._lock, self._flush)

    def __len__(self) -> int:
        return self._count

    def add(self, line: Line) -> None:
        with self._lock:
            if not self._watch.has_begun:  # not before the server's processes have parted
                self._watch.begin()
                GATHERED.start(self._gather)
            self._count += 1
            self._watch.update(line)

    def name(self, line: Line, name: str) -> None:
        """Reach the line by broadcasts from now on."""
        with self._lock:
            if not line.is_cut:
                line.name, self._named[name] = name, line

    def broadcast(self, names: Iterable[str], data: bytes) -> list[str]:
        """Write the same to many; returns those that have no line."""
        with self._lock:
            named, nameless, ready = self._named, [], []
            lately = monotonic() - PAUSE
            for name in names:
                line = named.get(name)
                if line is None:
                    nameless.append(name)
                elif line.is_gathered and line.kept_bytes < GATHERED_BYTES:
                    line.kept.append(data)
                    line.kept_bytes += len(data)
                elif line.kept:
                    self._write(line, data)
                elif line.spoke > lately:
                    line.is_gathered = True
                    self._gathered.append(line)
                    self._keep(line, data)
                else:
                    ready.append(line)
            self._write_each(ready, [data] * len(ready))
            if self._gathered:
                self._has_gathered.set()
        return nameless

    def send(self, line: Line, data: bytes) -> None:
        with self._lock:
            self._write(line, data)

    def end(self, line: Line, data: bytes) -> None:
        """A close frame is the last that is sent, and only to whom nothing else is owed."""
        with self._lock:
            self._write_gathered()
            if not line.kept:
                self._write(line, data)
            self._cut(line)

    def close(self, line: Line) -> None:
        with self._lock:
            self._cut(line)
            line.is_closed = True
            self._watch.update(line)
            line.socket.close()
            self._count -= 1

    def _write(self, line: Line, data: bytes) -> None:
        if line.is_cut:
            return
        if line.is_gathered and line.kept_bytes >= GATHERED_BYTES:
            self._write_gathered()
        if line.kept:
            self._keep(line, data)
        else:
            self._write_each([line], [data])

    def _write_each(self, lines: Sequence[Line], each: Sequence[bytes]) -> None:
        fds, sizes = [line.fd for line in lines], map(len, each)
        taken = list(map(_send, fds, each, sizes, repeat(socket.MSG_DONTWAIT)))
        now = monotonic()
        for line, data, sent in zip(lines, each, taken, strict=True):
            line.spoke = now
            if sent != len(data):
                self._keep(line, memoryview(data)[max(sent, 0) :])

    def _write_gathered(self) -> None:
        lines = [line for line in self._gathered if line.is_gathered and not line.is_cut]
        each = [b"".join(line.kept) for line in lines]
        self._gathered.clear()
        for line in lines:
            line.is_gathered, line.kept_bytes = False, 0
            line.kept.clear()
        self._write_each(lines, each)

    def _gather(self) -> None:
        while self._has_gathered.wait():
            sleep(PAUSE)
            with self._lock:
                self._has_gathered.clear()
                self._write_gathered()

    def _keep(self, line: Line, data: bytes | memoryview) -> None:
        if line.kept_bytes + len(data) > KEPT_BYTES:
            self._cut(line)  # who does not read will ask for what it missed
            return
        line.kept.append(data)
        line.kept_bytes += len(data)
        self._watch.update(line)

    def _flush(self, line: Line) -> None:
        try:
            while line.kept:
                sent = line.socket.send(line.kept[0])
                line.kept_bytes -= sent
                if sent < len(line.kept[0]):
                    line.kept[0] = memoryview(line.kept[0])[sent:]
                    return
                line.kept.popleft()
        except BlockingIOError:
            return
        except OSError:
            self._cut(line)

    def _cut(self, line: Line) -> None:
        """Wakes the reader, who finds the line at its end and closes it."""
        if line.is_cut:
            return
        line.is_cut = True
        line.kept.clear()
        if line.name is not None:
            del self._named[line.name]
        with suppress(OSError):  # the other end may have been faster
            line.socket.shutdown(socket.SHUT_RDWR)
        self._watch.update(line)
