"""Rendering of a comment as everybody in its room sees it, with a cache by its values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol, Self

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from wgcop.paper.anchor import QuotePlace
from wgcop.resolutions.models import Clause, Section, Wording
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.comments.suggestions import (
    SuggestedWords,
    SuggestionDecision,
    SuggestionProposal,
    SuggestionSupport,
)
from wgcop.threads.comments.supports import Support
from wgcop.threads.models import Comment, CommentType, Thread, name_of_layer
from wgcop.threads.page.suggested import SuggestionValues
from wgcop.threads.subjects import passages_of, tag_of

CACHED = 4_000
"""The number of rendered comments in the cache: about forty long threads in one language, two or
three kilobytes each.
"""


def whole_comment() -> tuple[ORMOption, ...]:
    """Return the options that load comments of several threads with all that pages show, with a
    fixed number of statements.
    """
    return (
        *comment_of_one_thread(),
        joinedload(Comment.thread)
        .joinedload(Thread.clause)
        .selectinload(Clause.wordings)
        .joinedload(Wording.section)
        .joinedload(Section.edition),
    )


def comment_of_one_thread() -> tuple[ORMOption, ...]:
    """Return the options that load comments of one thread. Its clause is loaded by the first
    comment that needs it.
    """
    return (
        joinedload(Comment.parent).load_only(Comment.name),
        joinedload(Comment.person),
        joinedload(Comment.delegation),
        joinedload(Comment.quote),
        *whole_suggestion(),
        joinedload(Comment.resolved_by),
        joinedload(Comment.release),
        joinedload(Comment.released_as).joinedload(Release.comment).load_only(Comment.name),
        selectinload(Comment.supports).joinedload(Support.delegation),
    )


def whole_suggestion() -> tuple[ORMOption, ...]:
    """Return the options that load what comments suggest. Where none suggests anything, they send
    no further statement.
    """
    suggestion = joinedload(Comment.suggestion)
    return (
        suggestion,
        suggestion.selectinload(SuggestedWords.supports).options(
            joinedload(SuggestionSupport.person), joinedload(SuggestionSupport.delegation)
        ),
        suggestion.selectinload(SuggestedWords.decisions).joinedload(SuggestionDecision.person),
        suggestion.selectinload(SuggestedWords.proposals).joinedload(SuggestionProposal.delegation),
    )


@dataclass(frozen=True)
class QuoteValues:
    """The data of a quote that a page shows. `place` is the current place of the words; `block` is
    the paragraph of a paper, even if its words have changed. `of` is the kind of thing that is
    quoted, as in `threads.subjects`. Of a clause, `block` is the language of the translation that
    is quoted.
    """

    words: str
    place: QuotePlace | None
    block: str = ""
    of: str = "clause"
    language: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the words are no longer there. A paragraph of a paper may still be there."""
        return self.place is None and (self.of == "clause" or not self.block)

    @property
    def is_of_translation(self) -> bool:
        return self.of == "clause" and self.block != ""

    @classmethod
    def stored(cls, quote: Quote, thread: Thread) -> Self:
        stands = quote.place
        place = stands.words if stands else None
        words = quote.exact if place else quote.said
        language = quote.language or passages_of(thread).language_of(quote.block)
        return cls(words, place, stands.block if stands else "", thread.kind, language)


@dataclass(frozen=True)
class CommentValues:
    """All values that the partial of a comment shows. It gets nothing else, so that a cached
    rendering cannot be out of date.

    A released comment has the moment of its release, since only the delegation knows when it was
    written. `supporters` agreed to the current wording, `supported_before` to earlier ones.
    `released_as` is the name of the public comment, if this one was released. `within` names those
    who read a private comment, and `group` is the key of the regional group that a private comment
    stays within, or that released a public one: then `delegation` is that group.
    """

    name: str
    anchor: str
    position: int
    parent: str
    person_id: int | None
    key: str
    person: str
    delegation_id: int | None
    delegation: str
    capacity: str
    audience: str
    is_private: bool
    allows_translation: bool
    within: str
    group: str
    is_earlier: bool
    readers: str
    type: CommentType
    body: str
    language: str
    posted_at: datetime
    is_edited: bool
    is_retracted: bool
    released_as: str
    released_at: datetime | None
    is_release: bool
    quote: QuoteValues | None
    suggestion: SuggestionValues | None
    resolved_at: datetime | None
    resolved_by: str
    wording: int
    supporters: tuple[tuple[int, str], ...]
    supported_before: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, comment: Comment) -> Self:
        is_retracted, release, quote = comment.is_retracted, comment.release, comment.quote
        delegation = comment.delegation.name if comment.delegation else ""
        return cls(
            name=comment.name,
            anchor=comment.anchor,
            position=comment.position,
            parent=comment.parent.name if comment.parent else "",
            # Not even the partial knows who wrote a released comment.
            person_id=None if release else comment.person_id,
            key="" if release else comment.key,
            person="" if release else comment.person.name,
            delegation_id=comment.delegation_id,
            delegation=delegation or (comment.capacity if release else ""),
            capacity=comment.capacity,
            audience=comment.audience,
            is_private=comment.is_private,
            allows_translation=comment.allows_translation,
            within=name_of_layer(comment.audience, delegation) if comment.is_private else "",
            group=comment.group,
            is_earlier=comment.is_earlier,
            readers=readers_of(comment),
            type=comment.type,
            body="" if is_retracted else comment.body,
            language=comment.language,
            posted_at=comment.posted_at,
            is_edited=comment.edited_at is not None,
            is_retracted=is_retracted,
            released_as=comment.released_as.comment.name if comment.released_as else "",
            released_at=comment.released_as.released_at if comment.released_as else None,
            is_release=release is not None,
            quote=QuoteValues.stored(quote, comment.thread) if quote and not is_retracted else None,
            suggestion=SuggestionValues.of(comment.suggestion)
            if quote and comment.suggestion and not is_retracted
            else None,
            resolved_at=comment.resolved_at,
            resolved_by=comment.resolved_by.name if comment.resolved_by else "",
            wording=comment.wording,
            supporters=_named(s for s in comment.supports if s.wording == comment.wording),
            supported_before=_named(s for s in comment.supports if s.wording != comment.wording),
        )


def readers_of(comment: Comment) -> str:
    """Return the label for the readers of a comment in a closed thread. It is empty for public and
    private comments, whose audience is clear.
    """
    is_of_open_thread = comment.is_public or comment.is_private
    return "" if is_of_open_thread else tag_of(comment.thread, comment.audience)


def _named(supports: Iterable[Support]) -> tuple[tuple[int, str], ...]:
    return tuple((support.delegation_id, support.delegation.name) for support in supports)


class CommentRead(Protocol):
    """A comment that was read for a page, with nothing but its values."""

    @property
    def values(self) -> CommentValues: ...


def rendered_comment(comment: Comment | CommentRead) -> Markup:
    values = CommentValues.of(comment) if isinstance(comment, Comment) else comment.values
    return _render(values, str(get_locale()))


@lru_cache(maxsize=CACHED)
def _render(comment: CommentValues, _language: str) -> Markup:
    """Render a comment from its values only, so that nothing about the reader can get into the
    cache.
    """
    template = current_app.jinja_env.get_template("threads/_comment_itself.html")
    return Markup(template.render(comment=comment))  # noqa: S704 (a template of ours, which escapes)
