"""A position as a table of thousands shows it: the values of its row, without the objects around it
(pure).
"""

from datetime import datetime
from typing import NamedTuple

from wgcop.positions.stances import Layer, Stance


class PlacedPosition(NamedTuple):
    """The present position of a delegation on a clause, or on a proposal, in one layer. `stance` is
    None if it was withdrawn, and `words` are those on which it was taken.
    """

    id: int
    thing_id: int
    delegation_id: int
    delegation: str
    layer: Layer
    stance: Stance | None
    reason: str
    words: str
    at: datetime

    def is_taken_on(self, words: str) -> bool:
        """Return whether the position was taken on these words, which are those of the thing now."""
        return self.words == words
