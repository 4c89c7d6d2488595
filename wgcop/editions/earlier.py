"""What was said, proposed and taken as positions on the clauses from which a clause comes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from wgcop.database import db
from wgcop.editions.queries import line_of
from wgcop.positions.queries import Strip, strips_of
from wgcop.proposals.queries import counts_of
from wgcop.resolutions.models import Clause, ClauseDescent
from wgcop.threads.models import Comment, Thread
from wgcop.threads.page.rendering import whole_comment

SHOWN = 50
"""How many comments of each discussion are shown; the page of the ancestor has all."""


@dataclass(frozen=True)
class AncestorTalk:
    """An ancestor of a clause with its latest comments, as far as the reader may read them."""

    descent: ClauseDescent
    comments: Sequence[Comment]
    total: int
    strip: Strip | None
    proposals: int

    @property
    def clause(self) -> Clause:
        return self.descent.ancestor


def talk_before(clause: Clause, audiences: frozenset[str]) -> list[AncestorTalk]:
    """Return the ancestors of the clause with what was said on them, in a constant number of SQL
    statements.
    """
    descents = line_of(clause).come_from
    ids = [each.ancestor_id for each in descents]
    if not ids:
        return []
    readable = (
        Thread.clause_id.in_(ids),
        Comment.audience.in_(audiences),
        Comment.retracted_at.is_(None),
    )
    ranked = (
        select(
            Comment.id,
            func.row_number()
            .over(partition_by=Comment.thread_id, order_by=Comment.position.desc())
            .label("rank"),
        )
        .join(Comment.thread)
        .where(*readable)
        .subquery()
    )
    comments = defaultdict(list)
    for comment in db.session.scalars(
        select(Comment)
        .join(ranked, ranked.c.id == Comment.id)
        .where(ranked.c.rank <= SHOWN)
        .order_by(Comment.thread_id, Comment.position)
        .options(*whole_comment())
    ):
        comments[comment.thread.clause_id].append(comment)
    totals: dict[int | None, int] = {
        clause_id: total
        for clause_id, total in db.session.execute(
            select(Thread.clause_id, func.count(Comment.id))
            .join(Comment.thread)
            .where(*readable)
            .group_by(Thread.clause_id)
        )
    }
    strips, proposals = strips_of(ids), counts_of(ids)
    return [
        AncestorTalk(
            each,
            comments[each.ancestor_id],
            totals.get(each.ancestor_id, 0),
            strips.get(each.ancestor_id),
            proposals.get(each.ancestor_id, 0),
        )
        for each in descents
    ]
