"""One thread waits for all lines and a few read from them, so that a connection needs no thread of
its own.
"""

from collections import deque
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from threading import Lock, Semaphore

from wgcop.live.line import Line
from wgcop.processes.supervisor import Duty

READ_BYTES = 65_536  # read at once; the rest of a longer message is read next
WORKERS = 4  # threads that read, so that a message that takes long does not hold up all others

WATCH = Duty("live watch")
READERS = Duty("live readers")


class Watch:
    """Waits for all lines. `lock` is the lock of the lines; `flush` writes a line's backlog when
    there is room; `is_read` is called when a reader is done with a line.
    """

    def __init__(
        self, lock: Lock, flush: Callable[[Line], None], is_read: Callable[[Line], None]
    ) -> None:
        self._lock = lock
        self._flush = flush
        self._is_read = is_read
        self._selector: DefaultSelector | None = None
        self._to_read: deque[Line] = deque()
        self._has_more_to_read = Semaphore(0)

    @property
    def has_begun(self) -> bool:
        return self._selector is not None

    def begin(self) -> None:
        self._selector = DefaultSelector()
        WATCH.start(partial(self._wait, self._selector))
        for _ in range(WORKERS):
            READERS.start(self._read_each)

    def update(self, line: Line) -> None:
        """Wait for the events that matter to the line now: data to read, unless a reader has the
        line, and room for its backlog.
        """
        wanted = 0
        if not line.is_closed:
            wanted = (0 if line.is_busy else EVENT_READ) | (EVENT_WRITE if line.backlog else 0)
        if wanted == line.watched or self._selector is None:
            return
        if not wanted:
            self._selector.unregister(line)
        elif not line.watched:
            self._selector.register(line, wanted)
        else:
            self._selector.modify(line, wanted)
        line.watched = wanted

    def _wait(self, selector: DefaultSelector) -> None:
        while True:
            # waits without the lock, so that broadcasts go on
            ready = [(key.fileobj, events) for key, events in selector.select()]
            with self._lock:
                for line, events in ready:
                    assert isinstance(line, Line)
                    if line.is_closed:
                        continue
                    if events & EVENT_WRITE:
                        self._flush(line)
                    if events & EVENT_READ and not line.is_busy:
                        line.is_busy = True
                        self._to_read.append(line)
                        self._has_more_to_read.release()
                    self.update(line)

    def _read_each(self) -> None:
        """Read line after line. Look for a line first and wait afterwards, so that a reader that
        fails while it waits loses no line.
        """
        while True:
            try:
                line = self._to_read.popleft()
            except IndexError:
                self._has_more_to_read.acquire()
            else:
                self._read(line)

    def _read(self, line: Line) -> None:
        try:
            line.hear(line.socket.recv(READ_BYTES))
        except BlockingIOError:
            pass
        except OSError:
            line.hear(b"")
        finally:
            with self._lock:
                line.is_busy = False
                self._is_read(line)
                self.update(line)
