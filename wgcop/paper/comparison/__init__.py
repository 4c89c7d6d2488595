"""The comparison of versions: two trees make one marked tree and a list of changes."""

from wgcop.paper.comparison.changes import Change, How, Part, SummaryLine, summary
from wgcop.paper.comparison.comparing import Comparison, compare
from wgcop.paper.comparison.marks import accept, reject, signed, told_apart

__all__ = [
    "Change",
    "Comparison",
    "How",
    "Part",
    "SummaryLine",
    "accept",
    "compare",
    "reject",
    "signed",
    "summary",
    "told_apart",
]
