"""A ZIP that is sent while it is written, so that it is never in memory as a whole (pure)."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

PIECE = 256 * 1024
KEPT_IN_MEMORY = 1024 * 1024
"""The number of bytes waiting to be sent beyond which they are kept on disk."""


class ZipStream:
    """A ZIP to which entries are added and from which `take` returns the bytes that can be sent.
    The receiver cannot seek, so the size of each entry follows it.
    """

    def __init__(self) -> None:
        self._waiting = _WaitingFile()
        self._zip = zipfile.ZipFile(self._waiting, "w")

    def add(self, name: str, content: bytes, *, at: datetime, is_packed: bool = False) -> None:
        self._zip.writestr(_entry(name, at, is_packed=is_packed), content)

    def add_in_pieces(
        self, name: str, pieces: Iterable[bytes], *, at: datetime, is_packed: bool = False
    ) -> Iterator[bytes]:
        """Add one entry from `pieces` and yield the bytes that can be sent while it is being
        written.
        """
        with self._zip.open(_entry(name, at, is_packed=is_packed), "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                yield from self.take()
        yield from self.take()

    def take(self) -> Iterator[bytes]:
        return self._waiting.take()

    def end(self) -> Iterator[bytes]:
        """Write the list of entries, which completes the ZIP, and yield the rest of it."""
        self._zip.close()
        yield from self.take()

    def close(self) -> None:
        """Release the files. It is also called when the receiver stops before the end."""
        self._zip.close()
        self._waiting.close()


class _WaitingFile:
    """The bytes that were written but not sent yet. The class has no `tell`, so `zipfile` concludes
    that it cannot seek.
    """

    def __init__(self) -> None:
        self._spool: tempfile.SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed in `close`)
            max_size=KEPT_IN_MEMORY
        )

    def write(self, data: bytes) -> int:
        self._spool.write(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: written bytes are sent when they are taken."""

    def take(self) -> Iterator[bytes]:
        self._spool.seek(0)
        while piece := self._spool.read(PIECE):
            yield piece
        self._spool.seek(0)
        self._spool.truncate()

    def close(self) -> None:
        self._spool.close()


def _entry(name: str, at: datetime, *, is_packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
