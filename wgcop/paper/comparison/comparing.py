"""The comparison of two texts, or two versions of one (pure).

Only `compare`, `accept` and `reject` are for other modules; `marks` describes a marked tree.
"""

from dataclasses import dataclass
from functools import cached_property

from wgcop.paper.comparison.changes import Change, SummaryLine, numbered, summary
from wgcop.paper.comparison.marks import canonical
from wgcop.paper.comparison.merging import merged
from wgcop.paper.tree import Node


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison. `accept(marked)` is the new text and `reject(marked)` the old
    one, in the normal form of the editor.
    """

    marked: Node
    changes: tuple[Change, ...]

    @cached_property
    def summary(self) -> list[SummaryLine]:
        return summary(self.changes)


def compare(old: Node, new: Node) -> Comparison:
    return Comparison(*numbered(merged(canonical(old), canonical(new))))
