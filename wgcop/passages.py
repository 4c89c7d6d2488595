"""A stretch of a text, for whoever reads texts and knows nothing of records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a record's text, up to where the next one starts, and how one gets there."""

    start: int
    """Where it starts in the text, in characters."""
    place: str
    """As the reader is told: `p. 4`, `2.1 Helplines`."""
    fragment: str = ""
    """Of the record's address, without the number sign: `page-4`."""
