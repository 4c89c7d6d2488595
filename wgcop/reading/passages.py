"""A stretch of a text, for code that reads texts and knows nothing of records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a record's text, up to where the next one starts, and how a reader gets there."""

    start: int
    """Where it starts in the text, in characters."""
    place: str
    """The place as readers are told it: `p. 4`, `2.1 Helplines`."""
    fragment: str = ""
    """The fragment of the record's address, without the number sign: `page-4`."""
