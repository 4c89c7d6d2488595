"""A ZIP that is sent while it is written: nothing of it stays in memory (pure)."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

PIECE = 256 * 1024
KEPT_IN_MEMORY = 1024 * 1024
"""What waits to be sent beyond this is on disk."""


class ZipStream:
    """Write entries, and `take` what can be sent. The receiver cannot seek, so sizes follow the entries."""

    def __init__(self) -> None:
        self._waiting = _WaitingFile()
        self._zip = zipfile.ZipFile(self._waiting, "w")

    def add(self, name: str, content: bytes, *, at: datetime, is_packed: bool = False) -> None:
        self._zip.writestr(_entry(name, at, is_packed=is_packed), content)

    def add_in_pieces(
        self, name: str, pieces: Iterable[bytes], *, at: datetime, is_packed: bool = False
    ) -> Iterator[bytes]:
        """Yields what can be sent while the entry is being written."""
        with self._zip.open(_entry(name, at, is_packed=is_packed), "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                yield from self.take()
        yield from self.take()

    def take(self) -> Iterator[bytes]:
        return self._waiting.take()

    def end(self) -> Iterator[bytes]:
        """Writes the list of entries, which completes the ZIP."""
        self._zip.close()
        yield from self.take()

    def close(self) -> None:
        """Is called too if the receiver stops before the end."""
        self._zip.close()
        self._waiting.close()


class _WaitingFile:
    """What was written and not yet sent. It has no `tell`, by which the ZIP knows that it cannot seek."""

    def __init__(self) -> None:
        self._spool: tempfile.SpooledTemporaryFile[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (closed in `close`)
            max_size=KEPT_IN_MEMORY
        )

    def write(self, data: bytes) -> int:
        self._spool.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what was written is sent when it is taken."""

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
