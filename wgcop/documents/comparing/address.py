"""The address of a comparison with its reader's choices: which wordings, how they are shown, and
how much of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from wgcop.documents.comparing.differences import ChangesLine
from wgcop.documents.comparing.wordings import ComparedWording

WAYS = ("new", "marked", "side", "old")
"""The ways to show a comparison: the new text, changes marked, side by side, the old text."""


@dataclass(frozen=True)
class ComparisonAddress:
    """The address of a comparison. `chosen` holds the query parameters of the wordings, if `path`
    does not name them; `only` leaves out the unchanged parts.
    """

    path: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    show: str = "marked"
    only: bool = False

    def url(self, *, show: str | None = None, only: bool | None = None) -> str:
        show, only = show or self.show, self.only if only is None else only
        query = {
            **self.chosen,
            "show": "" if show == "marked" else show,
            "only": "1" if only else "",
        }
        words = urlencode({name: value for name, value in query.items() if value}, safe="/")
        return f"{self.path}?{words}" if words else self.path


@dataclass(frozen=True)
class ChangesCard:
    """A card above a text that summarizes its changes since `old`."""

    old: ComparedWording
    lines: list[ChangesLine]
    address: ComparisonAddress
