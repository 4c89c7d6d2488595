"""Comments as pages that gather news show them, read by their ids in one SQL statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, exists, func, select

from wgcop import markup
from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.events.layers import is_layer
from wgcop.resolutions.suggested import in_words
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.comments.releases import Release
from wgcop.threads.comments.suggestions import SuggestedWords
from wgcop.threads.models import (
    Comment,
    Thread,
    capacity_label,
    comment_url,
    readers_of_layer,
)


@dataclass(frozen=True)
class NewComment:
    """A comment as the home page and the inbox show it."""

    name: str
    position: int
    address: str
    body: str
    language: str
    audience: str
    capacity: str
    is_reply: bool
    posted_at: datetime
    person: str
    delegation: str
    is_release: bool
    quoted: str | None
    translation: str | None
    instead: str | None
    """What it suggests, if it does: the words that it would replace, the language of the translation
    if they are in one, and those in their place.
    """

    @property
    def url(self) -> str:
        return comment_url(self.address, self.name)

    @property
    def is_private(self) -> bool:
        return is_layer(self.audience)

    @property
    def readers(self) -> str:
        return readers_of_layer(self.audience, self.delegation)

    @property
    def capacity_label(self) -> str:
        return capacity_label(self.delegation, self.capacity, is_release=self.is_release)

    @property
    def excerpt(self) -> str:
        if self.instead is None:
            return markup.excerpt(self.body)
        return markup.excerpt(
            f"{in_words(self.quoted or '', self.instead, self.translation or '')} {self.body}"
        )


def new_comments(keys: Collection[int | None]) -> dict[int, NewComment]:
    rows = db.session.execute(_comments(), {"keys": [key for key in keys if key]})
    return {key: NewComment(*shown) for key, *shown in rows}


@cache
def _comments() -> Executable:
    return (
        select(
            Comment.id,
            Comment.name,
            Comment.position,
            Thread.address,
            Comment.body,
            Comment.language,
            Comment.audience,
            Comment.capacity,
            Comment.parent_id.is_not(None),
            Comment.posted_at,
            Person.name,
            func.coalesce(Delegation.name, ""),
            exists().where(Release.comment_id == Comment.id),
            Quote.exact,
            Quote.block,
            SuggestedWords.instead,
        )
        .join(Comment.thread)
        .join(Comment.person)
        .outerjoin(Comment.delegation)
        .outerjoin(Comment.quote)
        .outerjoin(Comment.suggestion)
        .where(Comment.id.in_(bindparam("keys", expanding=True)))
    )
