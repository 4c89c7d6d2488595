"""The comparison of versions: two trees make one marked tree and a list of changes."""

from wgcop.paper.comparison.changes import Change, How, Part, SummaryLine, summary
from wgcop.paper.comparison.comparing import Comparison, compare
from wgcop.paper.comparison.marks import accept, joined, reject, signed, told_apart, tracked

__all__ = [
    "Change",
    "Comparison",
    "How",
    "Part",
    "SummaryLine",
    "accept",
    "compare",
    "joined",
    "reject",
    "signed",
    "summary",
    "told_apart",
    "tracked",
]
