"""Which documents quote a clause in their text: they are listed at it although their cover does not name it."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, String, cast, literal, select

from wgcop.contributions.citations.models import Citation
from wgcop.contributions.models import Contribution
from wgcop.paper.tree import Node, clauses_quoted
from wgcop.resolutions.models import Clause

_CLAUSE = "clause "
"""No symbol begins so. What follows is the name of the clause."""
_LONGEST = 140


def quotes_in(record_id: str, text: Node) -> Iterator[Citation]:
    """One for each clause."""
    for wid in clauses_quoted(text):
        yield Citation(record_id=record_id, key=f"{_CLAUSE}{wid}"[:_LONGEST])


def quoting(*of_clause: ColumnElement[bool]) -> Select[int, int]:
    """A clause and a document that quotes it, by their ids."""
    record = literal("contribution:") + cast(Contribution.id, String)
    return (
        select(Clause.id, Contribution.id)
        .join(Citation, Citation.key == literal(_CLAUSE) + Clause.wid)
        .join(Contribution, Citation.record_id == record)
        .where(*of_clause)
    )
