"""The discussion of a whole resolution as one list, with filters."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict

from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.place_names import name_in_order
from wgcop.database import db
from wgcop.events.chapters import is_earlier, layer_of
from wgcop.resolutions.models import Edition, Section, Wording
from wgcop.threads.chairing.states import ThreadState
from wgcop.threads.comments.mentions import Mention
from wgcop.threads.models import MEMBERS, Comment, CommentType, Thread
from wgcop.threads.page.rendering import whole_comment
from wgcop.threads.subjects import private_layers
from wgcop.threads.unread import entries

PAGE = 50
# The largest INTEGER of PostgreSQL: a number in an address must not make the query fail.
BIGGEST = 2**31 - 1


@dataclass(frozen=True)
class DiscussionFilters:
    """The filters of the discussion page, which combine. Values that make no sense are ignored."""

    type: CommentType | None = None
    delegation: int | None = None
    person: int | None = None
    layer: str = ""
    """The audience of the comments, empty for all that the reader reads."""
    unread: bool = False
    unresolved: bool = False
    mentions_me: bool = False
    by_clause: bool = False
    page: int = 1

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> "DiscussionFilters":
        kind = args.get("type", "")
        return cls(
            type=CommentType(kind) if kind in list(CommentType) else None,
            delegation=number(args.get("delegation", "")),
            person=number(args.get("person", "")),
            layer=args.get("layer", ""),
            unread=bool(args.get("unread")),
            unresolved=bool(args.get("unresolved")),
            mentions_me=bool(args.get("mentions")),
            by_clause=args.get("order") == "clause",
            page=number(args.get("page", "")) or 1,
        )

    def parameters(self, page: int) -> dict[str, Any]:
        """Return the parameters of the address of this page number, without those that are not set."""
        parameters = {
            "type": self.type.value if self.type else "",
            "delegation": str(self.delegation or ""),
            "person": str(self.person or ""),
            "layer": self.layer,
            "unread": "1" if self.unread else "",
            "unresolved": "1" if self.unresolved else "",
            "mentions": "1" if self.mentions_me else "",
            "order": "clause" if self.by_clause else "",
            "page": str(page) if page > 1 else "",
        }
        return {name: value for name, value in parameters.items() if value}


def number(text: str) -> int | None:
    return min(int(text), BIGGEST) if text.isascii() and text.isdigit() and text != "0" else None


@dataclass(frozen=True)
class Discussion:
    filters: DiscussionFilters
    comments: Sequence[Comment]
    total: int
    new: frozenset[int]
    delegations: Sequence[tuple[int, str]]
    people: Sequence[tuple[int, str]]
    layers: Sequence[tuple[str, str]]
    """The audiences to choose from, if there are several, with their names."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def discussion_page(
    edition: Edition, filters: DiscussionFilters, person: Person, audiences: frozenset[str]
) -> Discussion:
    """Read the discussion in five SQL statements: the total, one page of comments, which are new,
    and the choices of both filters.
    """
    layers = private_layers(person)
    if filters.layer not in (MEMBERS, *layers):
        filters = replace(filters, layer="")
    wanted = [Section.edition_id == edition.id, *conditions(filters, person)]
    total = (
        db.session.scalar(
            readable_comments(select(func.count(Comment.id)), audiences).where(*wanted)
        )
        or 0
    )
    filters = replace(filters, page=min(filters.page, max(1, -(-total // PAGE))))
    parent = aliased(Comment)
    order = (
        (
            Section.position,
            Wording.position,
            func.coalesce(parent.position, Comment.position),
            Comment.position,
        )
        if filters.by_clause
        else (Comment.position.desc(),)
    )
    comments = db.session.scalars(
        readable_comments(select(Comment), audiences)
        .outerjoin(parent, Comment.parent_id == parent.id)
        .where(*wanted)
        .order_by(*order)
        .limit(PAGE)
        .offset((filters.page - 1) * PAGE)
        .options(*whole_comment())
    ).all()
    ids = [comment.id for comment in comments]
    new = db.session.scalars(
        select(Comment.id).where(Comment.id.in_(ids), Comment.id.in_(unread(person)))
    )
    x = readable_comments(select(Comment.id), audiences).where(Section.edition_id == edition.id)
    return Discussion(
        filters,
        comments,
        total,
        frozenset(new),
        delegations_to_choose(
            select(Delegation)
            .join(Comment, Comment.delegation_id == Delegation.id)
            .where(Comment.id.in_(x))
        ),
        choices(
            select(Person.id, Person.name)
            .join(Comment, and_(Comment.person_id == Person.id, ~Comment.release.has()))
            .where(Comment.id.in_(x))
        ),
        [
            (MEMBERS, _("Everybody signed in")),
            *_named(layers),
        ]
        if layers
        else [],
    )


def _named(layers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the layers of the reader with their names, which all differ."""
    over = Counter(layer_of(each) for each in layers if is_earlier(each))
    for audience, name in layers.items():
        if not is_earlier(audience):
            yield audience, _("Only %(delegation)s", delegation=name)
        elif over[layer_of(audience)] == 1:
            yield audience, _("Only %(delegation)s, earlier discussion", delegation=name)
        else:
            number = audience.rpartition(".")[2]
            words = _(
                "Only %(delegation)s, earlier discussion %(number)s", delegation=name, number=number
            )
            yield audience, words


def readable_comments(query: Select[Any], audiences: frozenset[str]) -> Select[Any]:
    """Join comments with the place of their clause, and keep those that these audiences may read
    and that are not retracted.
    """
    return (
        query.join(Thread, Comment.thread_id == Thread.id)
        .join(Wording, Wording.clause_id == Thread.clause_id)
        .join(Section, Wording.section_id == Section.id)
        .where(Comment.audience.in_(audiences), Comment.retracted_at.is_(None))
    )


def conditions(filters: DiscussionFilters, person: Person) -> Iterator[ColumnElement[bool]]:
    if filters.layer:
        yield Comment.audience == filters.layer
    if filters.type:
        yield Comment.type == filters.type
    if filters.delegation:
        yield Comment.delegation_id == filters.delegation
    if filters.person:
        # A released comment belongs to the delegation and to no person.
        yield and_(Comment.person_id == filters.person, ~Comment.release.has())
    if filters.unread:
        yield Comment.id.in_(unread(person))
    if filters.mentions_me:
        called = or_(
            Mention.person_id == person.id, Mention.delegation_id.in_(person.delegation_ids)
        )
        yield Comment.id.in_(select(Mention.comment_id).where(called))
    if filters.unresolved:
        latest = select(func.max(ThreadState.id)).group_by(ThreadState.thread_id)
        yield Comment.thread_id.not_in(
            select(ThreadState.thread_id).where(ThreadState.id.in_(latest), ThreadState.resolved)
        )


def unread(person: Person) -> Select[Any]:
    return entries(person, Comment.id).where(Comment.id.is_not(None))


def delegations_to_choose(query: Select[Delegation]) -> Sequence[tuple[int, str]]:
    found = db.session.scalars(query.distinct())
    return [(each.id, each.shown_name) for each in sorted(found, key=lambda one: one.place)]


def choices(query: Any) -> Sequence[tuple[int, str]]:
    rows = db.session.execute(query.distinct()).all()
    return sorted(((row[0], row[1]) for row in rows), key=lambda pair: name_in_order(pair[1]))
