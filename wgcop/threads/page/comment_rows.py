"""Comments read for pages as plain rows: sixty comments with their people cost one SQL statement
and load no model.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, String, cast, func, literal, select
from sqlalchemy.orm import aliased

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.events.chapters import is_earlier
from wgcop.events.layers import OF_DELEGATION, is_layer
from wgcop.paper.anchor import Anchor, Passages
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.comments.suggestions import SuggestedWords, SuggestionDecision
from wgcop.threads.comments.supports import Support
from wgcop.threads.models import (
    MEMBERS,
    Comment,
    Thread,
    group_of_comment,
    is_released_to_translation,
    kind_of_thread,
    name_of_layer,
)
from wgcop.threads.page.rendering import CommentValues, QuoteValues
from wgcop.threads.page.suggested import (
    MadeProposal,
    SuggestionValues,
    decided_by,
    latest_decision,
    made_proposals,
    suggestion_columns,
)
from wgcop.threads.subjects import reads_as

# The separators of ASCII for records and units.
_BETWEEN, _WITHIN = "\x1e", "\x1f"
"""The separators between supports and between the values of one; no name contains these characters.
"""

_parent, _public, _resolver = aliased(Comment), aliased(Comment), aliased(Person)


@dataclass(frozen=True)
class CommentRow:
    """A comment as a page shows it. `id` never leaves the server. `own_proposals` came of what it
    suggests, and only a delegation of the reader knows of them.
    """

    id: int
    parent_id: int | None
    address: str
    values: CommentValues
    own_proposals: tuple[MadeProposal, ...] = ()

    @property
    def name(self) -> str:
        return self.values.name

    @property
    def position(self) -> int:
        return self.values.position

    @property
    def suggestion(self) -> SuggestionValues | None:
        return self.values.suggestion

    @property
    def posted_at(self) -> datetime:
        return self.values.posted_at

    @property
    def url(self) -> str:
        return f"{self.address}?comment={self.name}#{self.values.anchor}"


def _supports() -> ColumnElement[Any]:
    """Return a subquery for all supports of a comment in one value, each with time, delegation,
    wording and the delegation's name.
    """
    each = (
        cast(Support.at, String)
        + literal(_WITHIN)
        + cast(Support.delegation_id, String)
        + literal(_WITHIN)
        + cast(Support.wording, String)
        + literal(_WITHIN)
        + Delegation.name
    )
    return (
        select(func.aggregate_strings(each, _BETWEEN))
        .select_from(Support)
        .join(Delegation, Delegation.id == Support.delegation_id)
        .where(Support.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


_COLUMNS = (
    Comment.id,
    Comment.name,
    Comment.position,
    Comment.parent_id,
    Comment.person_id,
    Comment.key,
    Comment.delegation_id,
    Comment.capacity,
    Comment.audience,
    Comment.type,
    Comment.body,
    Comment.language,
    Comment.posted_at,
    Comment.edited_at,
    Comment.retracted_at,
    Comment.resolved_at,
    Comment.wording,
    _resolver.name.label("resolved_by"),
    _parent.name.label("parent"),
    Person.name.label("person"),
    Delegation.name.label("delegation"),
    Delegation.allows_translation,
    Thread.name.label("thread"),
    Thread.address,
    Thread.audience.label("widest"),
    Quote.said,
    Quote.exact,
    Quote.prefix,
    Quote.suffix,
    Quote.block,
    Quote.language.label("quote_language"),
    Release.comment_id.label("release"),
    _supports().label("supports"),
    *suggestion_columns(),
)
_released = aliased(Release)


def with_all_that_is_shown(shown: FromClause) -> Select[Any]:
    """Select the comments whose ids are in `shown`, in the order of posting, with all that pages
    show and their `side` from there.
    """
    return (
        select(
            *_COLUMNS,
            _public.name.label("released_as"),
            _released.released_at.label("at"),
            shown.c.side,
        )
        .select_from(shown)
        .join(Comment, Comment.id == shown.c.id)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(_resolver, _resolver.id == Comment.resolved_by_id)
        .outerjoin(Delegation, Delegation.id == Comment.delegation_id)
        .outerjoin(_parent, _parent.id == Comment.parent_id)
        .outerjoin(Quote, Quote.comment_id == Comment.id)
        .outerjoin(SuggestedWords, SuggestedWords.comment_id == Comment.id)
        .outerjoin(SuggestionDecision, latest_decision())
        .outerjoin(*decided_by())
        .outerjoin(Release, Release.comment_id == Comment.id)
        .outerjoin(_released, _released.original_id == Comment.id)
        .outerjoin(_public, _public.id == _released.comment_id)
        .order_by(Comment.position)
    )


def comment_rows(
    statement: Select[Any], values: dict[str, Any], passages: Callable[[], Passages]
) -> Iterator[tuple[int | None, CommentRow]]:
    """Yield each comment of such a statement with its side. `passages` returns the passages that
    can be quoted, and is called only if a comment quotes something.
    """
    rows = db.session.execute(statement, values).all()
    blocks = passages() if any(row.said is not None for row in rows) else Passages()
    reads = frozenset(values.get("audiences", ()))
    for row in rows:
        yield row.side, _comment_row(row, blocks, reads)


def comment_rows_in_threads(
    statement: Select[Any], passages: Mapping[str, Passages]
) -> Iterator[tuple[str, CommentRow]]:
    """Yield each comment of such a statement with the name of its thread. `passages` holds the
    passages of each thread by its name.
    """
    for row in db.session.execute(statement):
        yield row.thread, _comment_row(row, passages.get(row.thread) or Passages())


def _comment_row(
    row: Row[Any], blocks: Passages, reads: frozenset[str] = frozenset()
) -> CommentRow:
    is_release, is_retracted = row.release is not None, row.retracted_at is not None
    is_private = is_layer(row.audience)
    delegation = row.delegation or ""
    supports = tuple(_named(row.supports)) if row.supports else ()
    values = CommentValues(
        name=row.name,
        anchor=f"comment-{row.name}",
        position=row.position,
        parent=row.parent or "",
        person_id=None if is_release else row.person_id,
        key="" if is_release else row.key,
        person="" if is_release else row.person,
        delegation_id=row.delegation_id,
        delegation=delegation or (row.capacity if is_release else ""),
        capacity=row.capacity,
        audience=row.audience,
        is_private=is_private,
        allows_translation=row.widest == MEMBERS
        and is_released_to_translation(
            row.audience, f"{OF_DELEGATION}{row.delegation_id}", allows=row.allows_translation
        ),
        within=name_of_layer(row.audience, delegation) if is_private else "",
        group=group_of_comment(
            row.audience,
            row.capacity,
            is_release=is_release,
            has_delegation=row.delegation_id is not None,
        ),
        is_earlier=is_earlier(row.audience),
        readers=""
        if is_private or row.audience == MEMBERS
        else reads_as(row.thread, row.widest, row.audience),
        type=row.type,
        body="" if is_retracted else row.body,
        language=row.language,
        posted_at=row.posted_at,
        is_edited=row.edited_at is not None,
        is_retracted=is_retracted,
        released_as=row.released_as or "",
        released_at=row.at,
        is_release=is_release,
        quote=_quote(row, blocks) if row.said is not None and not is_retracted else None,
        suggestion=SuggestionValues.of_row(row, blocks)
        if row.instead is not None and row.said is not None and not is_retracted
        else None,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by or "",
        wording=row.wording,
        supporters=tuple((key, name) for key, name, of in supports if of == row.wording),
        supported_before=tuple((key, name) for key, name, of in supports if of != row.wording),
    )
    shown = values.suggestion.proposals if values.suggestion else ()
    own = tuple(
        each
        for each in (made_proposals(row) if values.suggestion else ())
        if each.within and f"delegation:{each.delegation_id}" in reads and each not in shown
    )
    return CommentRow(row.id, row.parent_id, row.address, values, own)


def _named(supports: str) -> Iterator[tuple[int, str, int]]:
    """Yield the supports, earliest first: the delegation's id, its name, and the wording that it
    supports.
    """
    for each in sorted(supports.split(_BETWEEN)):
        _at, delegation, wording, name = each.split(_WITHIN)
        yield int(delegation), name, int(wording)


def _quote(row: Row[Any], blocks: Passages) -> QuoteValues:
    stands = blocks.place_of(row.id, row.block, Anchor(row.exact, row.prefix, row.suffix))
    place = stands.words if stands else None
    return QuoteValues(
        row.exact if place else row.said,
        place,
        stands.block if stands else "",
        kind_of_thread(row.thread),
        row.quote_language or blocks.language_of(row.block),
    )
