"""A stretch of a text, for code that reads texts and does not depend on records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a record's text, up to the start of the next one, and the way for a reader to
    get there.
    """

    start: int
    """Its start in the text, in characters."""
    place: str
    """The place as shown to readers: `p. 4`, `2.1 Helplines`."""
    fragment: str = ""
    """The fragment of the record's address, without the number sign: `page-4`."""
