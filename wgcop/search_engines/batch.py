"""Gathers the changes of one commit to an index."""

from collections.abc import Iterable

from wgcop.search.records import Record


class GatheredBatch:
    """A batch of changes that is written as a whole. The last of several changes to a record
    counts.
    """

    def __init__(self, epoch: str) -> None:
        self.epoch = self._before = epoch
        self.is_cleared = False
        self.puts: dict[str, Record] = {}
        self.drops: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.is_cleared or self.puts or self.drops or self.epoch != self._before)

    def clear(self) -> None:
        self.is_cleared = True
        self.puts.clear()
        self.drops.clear()

    def put(self, records: Iterable[Record]) -> None:
        for record in records:
            self.puts[record.id] = record
            self.drops.discard(record.id)

    def drop(self, ids: Iterable[str]) -> None:
        for record_id in ids:
            self.puts.pop(record_id, None)
            self.drops.add(record_id)
