"""A thread and its comments. Edited and retracted texts stay in the database."""

import enum
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    select,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, joinedload, load_only, mapped_column, relationship

from wgcop import clock, markup
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.regional import group_of_layer, regional_group
from wgcop.accounts.roles import title_in_words
from wgcop.bodies.place_names import state_in_words
from wgcop.database import WORDS, Base
from wgcop.errors import Refused
from wgcop.events.chapters import found_by, is_earlier, layer_of
from wgcop.events.layers import is_layer
from wgcop.events.titles import shown_title
from wgcop.languages import UNDETERMINED
from wgcop.resolutions.models import Clause
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with
from wgcop.threads import names

if TYPE_CHECKING:
    from wgcop.threads.comments.quotes import Quote
    from wgcop.threads.comments.releases import Release
    from wgcop.threads.comments.suggestions import SuggestedWords
    from wgcop.threads.comments.supports import Support

LONGEST = 10_000
MEMBERS = "members"


class CommentType(enum.StrEnum):
    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"
    TECHNICAL = "technical"
    TRANSLATION = "translation"
    QUESTION = "question"


TYPE_NAMES = {
    CommentType.SUBSTANTIVE: _l("Substantive"),
    CommentType.EDITORIAL: _l("Editorial"),
    CommentType.TECHNICAL: lazy_pgettext("kind of comment", "Technical"),
    CommentType.TRANSLATION: _l("Translation"),
    CommentType.QUESTION: lazy_pgettext("kind of comment", "Question"),
}


def type_name(kind: CommentType) -> str:
    return str(TYPE_NAMES[kind])


class Thread(Base):
    """A thread of comments. `name` is the topic of its widest `audience`; `parent` is the topic
    whose pages show the counts.

    The name identifies the subject of the thread, which `threads.subjects` finds. Only a clause has
    a foreign key as well.
    """

    __tablename__ = "thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    title: Mapped[str] = mapped_column(String(500), info=WORDS)
    address: Mapped[str] = mapped_column(String(500))
    parent: Mapped[str] = mapped_column(String(300), index=True)
    audience: Mapped[str] = mapped_column(String(80), default=MEMBERS)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"), unique=True)

    clause: Mapped[Clause | None] = relationship()
    comments: Mapped[list["Comment"]] = relationship(back_populates="thread")

    @property
    def is_closed(self) -> bool:
        """Whether even its widest audience is smaller than everybody signed in."""
        return self.audience != MEMBERS

    @property
    def kind(self) -> str:
        return kind_of_thread(self.name)

    @property
    def shown_title(self) -> str:
        """The title as its reader's language says it."""
        return shown_title(self.name, self.title)

    def topic_of(self, audience: str) -> str:
        return topic_name(self.name, audience, self.audience)


def kind_of_thread(name: str) -> str:
    """Return the kind of thing that a thread is about: `clause`, `document`, `proposal`."""
    return name.partition(":")[0]


def topic_name(thread_name: str, audience: str, widest: str = MEMBERS) -> str:
    """Return the topic of one audience of a thread. Each audience has a topic of its own, so that
    not even its numbers reveal anything to others.
    """
    return thread_name if audience == widest else f"{thread_name}@{audience.rpartition(':')[2]}"


def is_released_to_translation(audience: str, delegation: str, *, allows: bool | None) -> bool:
    """Return whether a head `allows` comments of this audience to be sent to the translation
    service: it must be that of `delegation` or of an earlier chapter of its discussions.
    """
    return bool(allows) and layer_of(audience) == delegation


def name_of_layer(audience: str, delegation: str) -> str:
    """Return the stored name of those who read a private layer: the regional group or, for the
    layer of a delegation, this `delegation` as it was entered.
    """
    group = group_of_layer(audience)
    return group.code if group else delegation


def readers_of_layer(audience: str, delegation: str) -> str:
    """Return the name of those who read a private layer in the reader's language."""
    return state_in_words(name_of_layer(audience, delegation))


def group_of_comment(
    audience: str, capacity: str, *, is_release: bool, has_delegation: bool
) -> str:
    """Return the key of the regional group that a private comment stays within, or that released a
    public one, or an empty string. A comment that a group released has no delegation; its capacity
    is the code of the group.
    """
    group = group_of_layer(audience)
    if is_release and not has_delegation:
        group = regional_group(capacity.lower())
    return group.key if group else ""


def comment_url(address: str, name: str) -> str:
    return f"{address}?comment={name}#comment-{name}"


def capacity_label(delegation: str, capacity: str, *, is_release: bool) -> str:
    """Return the capacity in the reader's language."""
    if is_release and delegation:
        return state_in_words(delegation)
    return title_in_words(f"{delegation} · {capacity}" if delegation else capacity)


class Comment(Searchable, Base):
    """A comment in a thread. `key` is made by the writer's browser, so that a comment sent twice is
    stored once.

    `id` counts private comments too, so it never leaves the server: outside, `name` identifies a
    comment and `position` gives its place among others. `number` is the `id` of a comment from
    before there were names, whose address people have copied. `wording` is the number of the
    current wording, from 1; support is given to one wording.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_comment_thread_audience", "thread_id", "audience"),
        Index("ix_comment_thread_parent", "thread_id", "parent_id", "position"),
        Index("ix_comment_thread_position", "thread_id", "position"),
    )
    search_kind = "comment"
    search_names = KindNames(
        one=_l("Comment"),
        many=_l("Comments"),
        all_of=lambda count: ngettext("All %(num)d comment", "All %(num)d comments", count),
        plurals=("comments",),
        help_place=3,
    )
    is_talk = True
    named_by = "name"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(16), default=names.new_name, index=True, unique=True)
    number: Mapped[int | None] = mapped_column(index=True, unique=True)
    position: Mapped[int] = mapped_column(BigInteger, default=names.position_now)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(80), default=MEMBERS)
    type: Mapped[CommentType] = mapped_column(default=CommentType.SUBSTANTIVE)
    body: Mapped[str] = mapped_column(Text, info=WORDS)
    wording: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(8), default="")
    key: Mapped[str] = mapped_column(String(64))
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    thread: Mapped[Thread] = relationship(back_populates="comments")
    parent: Mapped["Comment | None"] = relationship(remote_side=[id])
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])
    delegation: Mapped[Delegation | None] = relationship()
    earlier: Mapped[list["EarlierWording"]] = relationship(
        back_populates="comment", order_by="EarlierWording.id", cascade="all, delete-orphan"
    )
    release: Mapped["Release | None"] = relationship(
        back_populates="comment", foreign_keys="Release.comment_id"
    )
    released_as: Mapped["Release | None"] = relationship(
        back_populates="original", foreign_keys="Release.original_id"
    )
    quote: Mapped["Quote | None"] = relationship(back_populates="comment")
    suggestion: Mapped["SuggestedWords | None"] = relationship(back_populates="comment")
    supports: Mapped[list["Support"]] = relationship(
        back_populates="comment", order_by="Support.at", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def topic(self) -> str:
        return self.thread.topic_of(self.audience)

    @property
    def anchor(self) -> str:
        return f"comment-{self.name}"

    @property
    def url(self) -> str:
        """The comment's address. It names the comment twice: the query tells the server which part
        of the thread to open, the fragment stays in the browser.
        """
        return comment_url(self.thread.address, self.name)

    @property
    def is_public(self) -> bool:
        """Whether everybody signed in may read the comment."""
        return self.audience == MEMBERS

    @property
    def is_private(self) -> bool:
        """Whether the comment stays within a delegation or a regional group, until that releases it."""
        return is_layer(self.audience)

    @property
    def readers(self) -> str:
        """The name of those who read a private comment: `Kenya`, `ATU`."""
        return readers_of_layer(self.audience, self.delegation.name if self.delegation else "")

    @property
    def group(self) -> str:
        """The key of the regional group that a private comment stays within, or that released a
        public one; an empty string for any other comment.
        """
        return group_of_comment(
            self.audience,
            self.capacity,
            is_release=self.release is not None,
            has_delegation=self.delegation_id is not None,
        )

    @property
    def is_earlier(self) -> bool:
        """Whether it belongs to an earlier chapter of the delegation's discussions, which not all
        its members read.
        """
        return is_earlier(self.audience)

    @property
    def found_by(self) -> str:
        """The audience that finds the comment."""
        return found_by(self.audience, self.delegation.present_chapter if self.delegation else 1)

    @property
    def allows_translation(self) -> bool:
        """Whether it is private to a delegation whose head lets its comments be translated."""
        delegation, is_open = self.delegation, not self.thread.is_closed
        return (
            is_open
            and delegation is not None
            and is_released_to_translation(
                self.audience, delegation.audience, allows=delegation.allows_translation
            )
        )

    @property
    def is_retracted(self) -> bool:
        return self.retracted_at is not None

    @property
    def is_resolved(self) -> bool:
        """Whether the request in the comment has been dealt with. A resolved comment keeps its
        place, but pages show it less prominently.
        """
        return self.resolved_at is not None

    @property
    def is_released(self) -> bool:
        """Whether this private comment was released in a public one."""
        return self.released_as is not None

    @hybrid_property
    def stands(self) -> bool:
        """Whether readers see the comment: neither retracted nor released. In place of a released
        comment they see the public one.
        """
        return not (self.is_retracted or self.is_released)

    @stands.inplace.expression
    @classmethod
    def _stands(cls) -> ColumnElement[bool]:
        return and_(cls.retracted_at.is_(None), ~cls.released_as.has())

    @property
    def capacity_label(self) -> str:
        """The capacity as pages print it: `Kenya · Head of delegation`, `Chair`, or only `Kenya` or
        `ATU` for a released comment.
        """
        name = self.delegation.name if self.delegation else ""
        return capacity_label(name, self.capacity, is_release=self.release is not None)

    @property
    def own_proposals(self) -> tuple[()]:
        """What only some of its readers see beside it: for the model, which knows no reader, nothing."""
        return ()

    @property
    def plain_words(self) -> str:
        """All that the comment says as plain text, with what it suggests first."""
        words = markup.plain(self.body)
        return f"{self.suggestion.in_words}\n{words}" if self.suggestion else words

    def reword(self, body: str) -> None:
        """Give the comment another text; the caller then changes what it suggests, if anything."""
        if self.is_retracted:
            raise Refused(_("This comment was retracted. Post a new one instead."))
        suggestion = self.suggestion
        self.earlier.append(
            EarlierWording(
                body=self.body,
                number=self.wording,
                quoted=suggestion.quoted if suggestion else None,
                instead=suggestion.instead if suggestion else None,
                replaced_at=clock.now(),
            )
        )
        self.body, self.wording = body, self.wording + 1
        self.edited_at = clock.now()

    def note_language(self, language: str) -> None:
        if self.is_retracted:
            raise Refused(_("This comment was retracted. Post a new one instead."))
        self.language = language

    def retract(self) -> None:
        if self.is_retracted:
            raise Refused(_("This comment has already been retracted."))
        self.retracted_at = clock.now()

    def resolve(self, by: Person) -> None:
        if self.is_retracted:
            raise Refused(_("This comment was retracted. There is nothing to resolve."))
        self.resolved_at, self.resolved_by = clock.now(), by

    def reopen(self) -> None:
        self.resolved_at, self.resolved_by = None, None

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.thread).joinedload(Thread.clause),
            # In the statement that reads the audience: were a chapter to end between two of them, the
            # words would be found by those who join then.
            joinedload(cls.delegation).joinedload(Delegation.chapters),
            joinedload(cls.release),
            joinedload(cls.released_as),
            joinedload(cls.quote),
            joinedload(cls.suggestion),
        )

    def search_record(self) -> Record | None:
        """Return the record for the search index, or None. A closed thread is never in the index:
        because its readers change from day to day.
        """
        if not self.stands or self.thread.is_closed:
            return None
        clause, country = self.thread.clause, self.delegation and self.delegation.country
        return Record(
            id=self.search_key,
            kind="comment",
            title=f"{self.capacity_label}: {self.thread.title}",
            text=self.plain_words,
            url=self.url,
            year=self.posted_at.year,
            language=self.language or UNDETERMINED,
            source=self.delegation.name if self.delegation else self.capacity,
            countries=(country.alpha2,) if country else (),
            region=country.region if country else "",
            clauses=(clause.wid,) if clause else (),
            audience=frozenset({self.found_by}),
            date=self.posted_at,
        )

    @classmethod
    def titles_in_words(cls, stored: Mapping[str, str], session: Session) -> Mapping[str, str]:
        names = [record_id.partition(":")[2] for record_id in stored]
        comments = select(cls).options(
            load_only(cls.name, cls.capacity),
            joinedload(cls.thread),
            joinedload(cls.delegation),
            joinedload(cls.release),
        )
        return {
            comment.search_key: f"{comment.capacity_label}: {comment.thread.shown_title}"
            for comment in session.scalars(comments.where(cls.name.in_(names)))
        }


class EarlierWording(Base):
    """A wording of a comment before an edit, for those who may read the comment. `quoted` and
    `instead` are the words that it suggested to replace, and those in their place; None if it
    suggested nothing.
    """

    __tablename__ = "comment_earlier_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), index=True
    )
    body: Mapped[str] = mapped_column(Text, info=WORDS)
    quoted: Mapped[str | None] = mapped_column(Text, info=WORDS)
    instead: Mapped[str | None] = mapped_column(Text, info=WORDS)
    number: Mapped[int] = mapped_column(default=1)
    replaced_at: Mapped[datetime] = mapped_column(default=clock.now)

    comment: Mapped[Comment] = relationship(back_populates="earlier")


@refreshes_with(Delegation)
def _its_comments(delegation: Delegation, session: Session) -> Iterable[str]:
    """Return the search keys of the delegation's comments, because their records hold its name."""
    comments = session.scalars(select(Comment.name).where(Comment.delegation_id == delegation.id))
    return [f"{Comment.search_kind}:{name}" for name in comments]
