"""The embedded index on disk: who may write it, what one commit does, and the latest snapshot of it."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import structlog
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.util.filelock import FileLock
from whoosh.writing import SegmentWriter

from wgcop.search.fields import FORMAT, SCHEMA, document
from wgcop.search.records import Record
from wgcop.search.whoosh_codec import ArrayCodec, PostingsPool
from wgcop.search.whoosh_merging import merge_when_many
from wgcop.search.whoosh_segments import Segment, Snapshot

log = structlog.get_logger(__name__)

NAME = "MAIN"
LONGEST_WAIT = 120.0
"""Seconds to wait for another writer before saying so."""


class _Reading(FileStorage):
    """Closes what Whoosh leaves open when it stumbles over a damaged file."""

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
    """The files, who may write them, and the latest snapshot that all threads share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = FileStorage(str(folder))
        self._refreshing = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._format, self._complete = folder / "format", folder / "complete"

    def is_complete(self) -> bool:
        self.snapshot()
        return self._complete.exists()

    def declare_complete(self) -> None:
        self._complete.write_text("Whatever is missing here is noted in the outbox.\n")

    def declare_incomplete(self) -> None:
        self._complete.unlink(missing_ok=True)

    def snapshot(self) -> Snapshot:
        held = self._snapshot
        if held is not None and held.generation == self._generation():
            return held
        with self._refreshing:
            return self._refresh()

    def _refresh(self) -> Snapshot:
        held = self._snapshot
        problem: Exception | None = None
        for attempt in range(5):
            if attempt:
                time.sleep(0.02 * attempt)
            if not self._is_usable():
                with self.lock():
                    if not self._is_usable():  # no other process was quicker
                        self._start_over("it is new or of another format")
            try:
                if held is None or held.generation != self._generation():
                    held = self._snapshot = self._open()
                return held
            except Exception as error:
                # Mostly a writer has deleted a file that the list of a moment ago names: read the list again.
                problem = error
        log.error("search_index_unreadable", folder=str(self.folder), error=repr(problem))
        with self.lock():
            self._start_over("it cannot be read")
        self._snapshot = self._open()
        return self._snapshot

    def _open(self) -> Snapshot:
        with closing(_Reading(str(self.folder))) as storage:
            toc = TOC.read(storage, NAME, schema=SCHEMA)
        known = {s.id: s for s in self._snapshot.segments} if self._snapshot else {}
        return Snapshot(
            toc.generation,
            [
                (
                    known.get(segment.segment_id()) or Segment(self._storage, segment),
                    sorted(segment.deleted_docs()),
                )
                for segment in toc.segments
            ],
        )

    def _generation(self) -> int:
        try:
            generation: int = TOC._latest_generation(self._storage, NAME)
        except FileNotFoundError:
            return -1
        return generation

    def _is_usable(self) -> bool:
        try:
            return self._format.read_text() == FORMAT and self._generation() >= 0
        except (OSError, UnicodeDecodeError):
            return False

    def _start_over(self, reason: str) -> None:
        """An empty index; nobody's words are here only, and the outbox fills it again. Only within `lock()`."""
        log.warning("search_index_started_over", folder=str(self.folder), reason=reason)
        last = self._generation()
        for file in (self._complete, self._format):
            file.unlink(missing_ok=True)
        for file in self.folder.iterdir():
            if file.is_file() and file.name != "lock":
                file.unlink(missing_ok=True)
        # Generations go on, so that no reader takes the empty index for the one it knows.
        TOC(SCHEMA, [], last + 1).write(self._storage, NAME)
        self._format.write_text(FORMAT)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One at a time, over threads and processes; the lock of a process that dies is free."""
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

    def write(self, put: dict[str, Record], drop: Iterable[str], *, merge: Any = None) -> None:
        """Replace and drop in one commit. Only within `lock()`."""
        documents = [document(record) for record in put.values()]
        self._snapshot = self._open()
        known = {segment.id: segment for segment in self._snapshot.segments}
        writer = SegmentWriter(
            FileIndex(self._storage, schema=SCHEMA, indexname=NAME), codec=ArrayCodec()
        )
        writer.pool = PostingsPool()
        writer.mergetype = merge or merge_when_many
        with writer:
            for segment in writer.segments:
                for record_id in {*put, *drop}:
                    words = known[segment.segment_id()].words
                    for doc in words.docs(words.find("id", record_id)).tolist():
                        if not segment.is_deleted(doc):
                            segment.delete_document(doc)
            for fields in documents:
                writer.add_document(**fields)
