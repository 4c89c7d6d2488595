"""A clause in the editions of its resolution, and the lines of its course (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time


@dataclass(frozen=True)
class BiographyLine:
    """Something that happened, with the page that tells more of it. `words` quotes somebody, and `on`
    names the clause on which it happened if that is an ancestor.
    """

    at: datetime
    sentence: str
    url: str
    words: str = ""
    is_day: bool = False
    """Whether only the day is known."""
    on: str = ""


@dataclass(frozen=True)
class OtherClause:
    """A clause of an edition from which this one comes."""

    citation: str
    words: str
    url: str


@dataclass(frozen=True)
class EditionOfClause:
    """What an edition has of the clause. `words` and `citation` are empty if it does not have it; then
    `ancestors` are the clauses that stood there in its place. `led` is what led to the words.
    """

    name: str
    url: str
    year: int
    language: str
    citation: str = ""
    words: str = ""
    before: str = ""
    """The words of the edition before, if that has the clause."""
    citation_before: str = ""
    ancestors: tuple[OtherClause, ...] = ()
    led: tuple[BiographyLine, ...] = ()

    @property
    def is_there(self) -> bool:
        return bool(self.citation)

    @property
    def is_first(self) -> bool:
        return self.is_there and not self.before

    @property
    def is_reworded(self) -> bool:
        return self.is_there and bool(self.before) and self.before != self.words

    @property
    def is_renumbered(self) -> bool:
        return self.is_there and self.citation_before not in ("", self.citation)


@dataclass(frozen=True)
class Biography:
    editions: Sequence[EditionOfClause]
    lines: Sequence[BiographyLine]


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def in_editions(editions: Sequence[EditionOfClause]) -> list[EditionOfClause]:
    """Return the editions in the order of their years, from the first that has the clause, each with
    the words of the one before.
    """
    ordered = sorted(editions, key=lambda each: (each.year, each.name))
    found: list[EditionOfClause] = []
    last: EditionOfClause | None = None
    for each in ordered:
        if last is None and not each.is_there and not each.ancestors:
            continue
        words, citation = (last.words, last.citation) if last else ("", "")
        found.append(replace(each, before=words, citation_before=citation))
        last = each if each.is_there else last
    return found
