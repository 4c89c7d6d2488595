"""The documents that quote a clause in their text: the clause's page lists them although their
cover does not name it.
"""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, select

from wgcop.contributions.citation import Citation
from wgcop.contributions.models import Contribution
from wgcop.paper.tree import Node, clauses_quoted
from wgcop.resolutions.models import LONGEST_WID, Clause

_CLAUSE = "clause "
"""The beginning of the key of a quoted clause, followed by the clause's `wid`. No symbol begins
with it.
"""

_CUT_TO = 140


def quotes_in(record_id: str, text: Node) -> Iterator[Citation]:
    """Yield one citation for each clause that the text quotes.

    A name longer than that of any clause is left out: it comes from a page that was pasted, and
    a database server would refuse the key.
    """
    for wid in clauses_quoted(text):
        if len(wid) <= LONGEST_WID:
            yield Citation(record_id=record_id, key=f"{_CLAUSE}{wid}")


def is_cut() -> ColumnElement[bool]:
    """Return the condition that the key of any quoted clause is cut. A server of a version before
    0089 cuts keys, even while it still serves beside this one.
    """
    key = literal(_CLAUSE) + Clause.wid
    return exists().where(func.length(key) > _CUT_TO, Citation.key == func.substr(key, 1, _CUT_TO))


def quoting(*of_clause: ColumnElement[bool]) -> Select[int, int]:
    """Select pairs of ids: a clause that meets the conditions, and a document that quotes it."""
    record = literal("contribution:") + cast(Contribution.id, String)
    return (
        select(Clause.id, Contribution.id)
        .join(Citation, Citation.key == literal(_CLAUSE) + Clause.wid)
        .join(Contribution, Citation.record_id == record)
        .where(*of_clause)
    )
