"""The blocks of a resolution that are still to be read, with a look at the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wgcop.resolutions.blocks import Block, annex_heading
from wgcop.resolutions.footnotes import PrintedFootnote
from wgcop.resolutions.labels import Label, LabelReading, read_label


class BlocksAhead:
    """A queue of blocks. What is cut off the end of a block is put back, and read next."""

    def __init__(self, blocks: Iterable[Block | PrintedFootnote]) -> None:
        self._last_first = list(blocks)[::-1]

    def __bool__(self) -> bool:
        return bool(self._last_first)

    def __iter__(self) -> Iterator[Block]:
        """Iterate over the blocks without the footnotes between them."""
        return (block for block in reversed(self._last_first) if isinstance(block, Block))

    def take(self) -> Block | PrintedFootnote:
        return self._last_first.pop()

    def put_back(self, *blocks: Block | None) -> None:
        """Put blocks back, so that the first of them is taken next."""
        self._last_first += [block for block in reversed(blocks) if block]

    @property
    def next(self) -> Block | None:
        return next(iter(self), None)

    @property
    def begins_with_annex(self) -> bool:
        block = self._last_first[-1]
        return isinstance(block, Block) and annex_heading(block.text) is not None

    @property
    def begins_with_list(self) -> bool:
        return any(reading.is_first for reading in self.label_readings)

    @property
    def label_readings(self) -> tuple[LabelReading, ...]:
        """All ways to read the label of the next block; empty if it has no label or is a heading."""
        label = self._next_label()
        return label.readings if label and self.next and not self.next.heading else ()

    def begins_with_label(self, text: str) -> bool:
        label = self._next_label()
        return label is not None and label.text == text

    def _next_label(self) -> Label | None:
        labelled = read_label(self.next.text) if self.next else None
        return labelled[0] if labelled else None
