"""The folder of the embedded index: its lock, its commits and its latest snapshot."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

import structlog
from whoosh.fields import STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files
from whoosh.util.filelock import FileLock

from wgcop.search_engines.batch import GatheredBatch
from wgcop.search_engines.inverting import in_parts, inverted
from wgcop.search_engines.protocol import IndexInUse
from wgcop.search_engines.whoosh import merging, writing
from wgcop.search_engines.whoosh.schema import FORMAT
from wgcop.search_engines.whoosh.segments import Segment, SegmentPart, Snapshot, Version

log = structlog.get_logger(__name__)

NAME, EPOCH, SERVING = writing.NAME, "epoch.", "serving-"
NO_SCHEMA = Schema(record=STORED())
"""An empty schema, which Whoosh requires although nothing uses it."""
SETTLES_AFTER = 1_000_000_000
"""Nanoseconds after which a folder's state can be relied on: two changes within a few milliseconds
can have the same time stamp.
"""
LONGEST_WAIT = 120.0
"""Seconds to wait for another writer before giving up."""


class FolderState(NamedTuple):
    inode: int
    changed_at: int
    """The time of the last change to the folder, when a file was added, removed or renamed, in
    nanoseconds.
    """


class _Reading(FileStorage):
    """A storage that remembers opened files, because Whoosh does not close them when one is
    damaged.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        self._opened.append(super().open_file(name, **options))
        return self._opened[-1]

    def close(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()


class IndexFolder:
    """The folder, its lock, and the latest snapshot, which all threads share.

    The file `epoch.<generation>` holds the state of the database that a generation belongs to. Each
    server locks `serving-<format>` while it runs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = FileStorage(str(folder))
        self._refreshing = threading.Lock()  # one thread opens a new generation, which all share
        self._snapshot: Snapshot | None = None
        self._settled: FolderState | None = None
        """The folder's state before the snapshot was last compared with it, if it was settled then.
        """
        self._format = folder / "format"
        self._serving = folder / f"{SERVING}{FORMAT[:16]}"
        self._serving_lock: IO[bytes] | None = None

    def snapshot(self) -> Snapshot:
        """Return the latest snapshot. It is empty if the files cannot be read; only a writer
        creates them again.
        """
        last, state = self._snapshot, _state_of(self.folder)
        if last is not None and state is not None and state == self._settled:
            return last
        if last is None or last.version != self._version():
            with self._refreshing:
                last = self._snapshot = self._latest()
        self._settled = state
        return last

    def usable(self) -> Snapshot:
        """Return the latest snapshot, after starting over an unreadable index. Call it only within
        `lock()`. Raise IndexInUse while a server of another format runs.
        """
        snapshot = self.snapshot()
        if not snapshot.is_readable:
            if self._others_live():
                raise IndexInUse
            self._start_over()
            snapshot = self.snapshot()
        return snapshot

    def hold(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = self._serving_lock
        if lock is None or not _is_same(lock, self._serving):
            lock = self._serving.open("wb")
            fcntl.flock(lock, fcntl.LOCK_SH)
            self._serving_lock = lock

    def let_go(self) -> None:
        if self._serving_lock is not None:
            self._serving_lock.close()
            self._serving_lock = None

    def _others_live(self) -> bool:
        return any(
            file != self._serving and _is_locked(file) for file in self.folder.glob(f"{SERVING}*")
        )

    def _latest(self) -> Snapshot:
        last = self._snapshot
        problem: object = "it is of another format"
        version: Version | None = None
        for attempt in range(5):
            time.sleep(0.02 * attempt)
            version = self._version()
            if version is None or not self._is_of_this_format():
                break
            if last is not None and last.version == version and last.is_readable:
                return last
            try:
                return self._open(version)
            except Exception as error:
                # Usually a writer has just deleted a file that is still in our list: read the list again.
                problem = error
        is_known = last is not None and not last.is_readable and last.version == version
        if not is_known and not (last is None and self._is_new()):
            log.warning("search_index_unreadable", folder=str(self.folder), error=problem)
        return Snapshot(version, [], is_readable=False)

    def _open(self, version: Version) -> Snapshot:
        with closing(_Reading(str(self.folder))) as storage:
            toc = TOC.read(storage, NAME, gen=version.generation, schema=NO_SCHEMA)
        last = self._snapshot
        opened = {s.id: s for s in last.segments} if last and last.version else {}
        return Snapshot(
            version,
            [
                SegmentPart(
                    opened.get(segment.segment_id()) or Segment(self._storage, segment),
                    sorted(segment.deleted_docs()),
                )
                for segment in toc.segments
            ],
            epoch=self._epoch(version.generation).read_text(),
        )

    def _version(self) -> Version | None:
        """Return the version of the index; None if there is no index. It includes inode and time,
        because a restored folder may have the same generation but other files.
        """
        for _ in range(5):
            try:
                generation: int = TOC._latest_generation(self._storage, NAME)
            except FileNotFoundError:
                return None
            if generation < 0:
                return None
            with suppress(FileNotFoundError):  # a writer has just replaced it by a later one
                stat = (self.folder / TOC._filename(NAME, generation)).stat()
                return Version(generation, stat.st_ino, stat.st_mtime_ns)
        return None

    def _epoch(self, generation: int) -> Path:
        return self.folder / f"{EPOCH}{generation}"

    def _is_new(self) -> bool:
        """Return whether nothing was written here yet, which is not an error."""
        return self._version() is None and not self._format.exists()

    def is_damaged(self) -> bool:
        return not (self.snapshot().is_readable or self._is_new()) and self._is_of_this_format()

    def _is_of_this_format(self) -> bool:
        try:
            return self._format.read_text() == FORMAT
        except (OSError, UnicodeDecodeError):
            return False

    def _start_over(self) -> None:
        """Create an empty index. Nothing is lost: the outbox fills it again. Call it only within
        `lock()`.
        """
        if self._is_new():
            log.info("search_index_begun", folder=str(self.folder))
        else:
            log.warning("search_index_started_over", folder=str(self.folder))
        version = self._version()
        self._format.unlink(missing_ok=True)
        for file in self.folder.iterdir():
            if file.is_file() and file.name != "lock" and not file.name.startswith(SERVING):
                file.unlink(missing_ok=True)
        # Continue the generations, so that no reader mistakes the empty index for its own snapshot.
        generation = version.generation + 1 if version else 0
        self._epoch(generation).write_text("")
        TOC(NO_SCHEMA, [], generation).write(self._storage, NAME)
        self._format.write_text(FORMAT)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Lock the index for one writer at a time across threads and processes. The lock of a dead
        process is released.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.folder / "lock"))
        waited = time.monotonic()
        while not lock.acquire():
            if time.monotonic() - waited > LONGEST_WAIT:
                raise TimeoutError(f"Another process has been writing {self.folder} for too long.")
            time.sleep(0.01)
        try:
            yield
        finally:
            lock.release()

    def write(self, changes: GatheredBatch, *, merged: merging.Choice = merging.when_many) -> None:
        """Replace and drop records in one commit. Call it only within `lock()`."""
        snapshot = self.usable()
        assert snapshot.version is not None
        generation = snapshot.version.generation + 1
        # The epoch first and the list of segments last: a reader takes the newest list and then its epoch.
        self._epoch(generation).write_text(changes.epoch)
        segments = [] if changes.is_cleared else self._left(snapshot, changes)
        opened = {segment.id: segment for segment in snapshot.segments}
        if together := merged(segments):
            new = writing.merge(
                self._storage, [opened[segment.segment_id()].left(segment) for segment in together]
            )
            segments = [*(segment for segment in segments if segment not in together), new]
        segments += [
            writing.write(self._storage, inverted(part)) for part in in_parts(changes.puts.values())
        ]
        TOC(NO_SCHEMA, segments, generation).write(self._storage, NAME)
        # This comes last: until then readers have the older list, which names the older files.
        clean_files(self._storage, NAME, generation, segments)
        for file in self.folder.glob(f"{EPOCH}*"):
            if file != self._epoch(generation):
                file.unlink(missing_ok=True)

    def _left(self, snapshot: Snapshot, changes: GatheredBatch) -> list[Any]:
        """Return the segments without the documents that are replaced or dropped. Segments that
        become empty are left out.
        """
        assert snapshot.version is not None
        with closing(_Reading(str(self.folder))) as storage:
            toc = TOC.read(storage, NAME, gen=snapshot.version.generation, schema=NO_SCHEMA)
        opened = {segment.id: segment for segment in snapshot.segments}
        for segment in toc.segments:
            for doc in opened[segment.segment_id()].holding({*changes.puts, *changes.drops}):
                segment.delete_document(doc)
        return [
            segment for segment in toc.segments if segment.deleted_count() < segment.doc_count_all()
        ]


def _state_of(folder: Path) -> FolderState | None:
    """Return the folder's state. Return None if it changed so recently that a further change might
    have the same time stamp.
    """
    try:
        stat = folder.stat()
    except FileNotFoundError:
        return None
    is_settled = time.time_ns() - stat.st_ctime_ns > SETTLES_AFTER
    return FolderState(stat.st_ino, stat.st_ctime_ns) if is_settled else None


def _is_same(lock: IO[bytes], file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fileno()), file.stat())
    except FileNotFoundError:
        return False


def _is_locked(file: Path) -> bool:
    with file.open("rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
