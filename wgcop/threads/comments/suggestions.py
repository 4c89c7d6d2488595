"""The other words that a comment suggests for those which it quotes of a clause: who supports them,
what was decided about them, and which proposals came of them.
"""

import enum
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.database import WORDS, Base
from wgcop.errors import Refused
from wgcop.paper.anchor import Anchor
from wgcop.resolutions.suggested import in_words
from wgcop.search.records import refreshes_with
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.models import Comment

LONGEST_CAPACITY = 200


class SuggestedWords(Base):
    """The suggestion of a comment. The words that it would replace are those that the comment
    quotes; `instead` is empty if they would be left out.
    """

    __tablename__ = "comment_suggestion"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True
    )
    instead: Mapped[str] = mapped_column(Text, info=WORDS)

    comment: Mapped[Comment] = relationship(back_populates="suggestion")
    supports: Mapped[list["SuggestionSupport"]] = relationship(
        back_populates="suggestion", order_by="SuggestionSupport.at", cascade="all, delete-orphan"
    )
    decisions: Mapped[list["SuggestionDecision"]] = relationship(
        back_populates="suggestion", order_by="SuggestionDecision.id", cascade="all, delete-orphan"
    )
    proposals: Mapped[list["SuggestionProposal"]] = relationship(
        back_populates="suggestion", order_by="SuggestionProposal.id", cascade="all, delete-orphan"
    )

    @property
    def quoted(self) -> str:
        """The words that it would replace."""
        quote = self.comment.quote
        return quote.exact if quote else ""

    @property
    def translation(self) -> str:
        """The language of the translation that it is about; empty if it is about the text itself.
        Other words for a translation are a remark: they are neither accepted into the text under
        discussion nor made a proposal.
        """
        quote = self.comment.quote
        return quote.block if quote else ""

    @classmethod
    def new(cls, instead: str) -> "SuggestedWords":
        # What it cannot have yet is not asked for when it is shown.
        return cls(instead=instead, supports=[], decisions=[], proposals=[])

    def differs(self, anchor: Anchor, instead: str) -> bool:
        return (self.quoted, self.instead) != (anchor.exact, instead)

    def change(self, anchor: Anchor, instead: str) -> None:
        """Suggest other words, perhaps in another place."""
        quote = self.comment.quote
        assert quote is not None
        quote.attach(anchor, quote.block, quote.language)
        quote.said = anchor.exact
        self.instead = instead

    @property
    def in_words(self) -> str:
        return in_words(self.quoted, self.instead, self.translation)

    @property
    def decision(self) -> "SuggestionDecision | None":
        """What was decided last, or None if that was taken back."""
        last = self.decisions[-1] if self.decisions else None
        return last if last and last.outcome != SuggestionOutcome.TAKEN_BACK else None

    def support_of(self, person: Person) -> "SuggestionSupport | None":
        return next((each for each in self.supports if each.person_id == person.id), None)


class SuggestionSupport(Base):
    """A person who supports a suggestion for a delegation, in the wording that the comment had then.
    Supports are named and never counted.
    """

    __tablename__ = "comment_suggestion_support"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment_suggestion.comment_id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    wording: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    suggestion: Mapped[SuggestedWords] = relationship(back_populates="supports")
    person: Mapped[Person] = relationship()
    delegation: Mapped[Delegation] = relationship()

    @property
    def is_current(self) -> bool:
        return self.wording == self.suggestion.comment.wording


class SuggestionOutcome(enum.StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"


OUTCOME_NAMES = {
    SuggestionOutcome.ACCEPTED: _l("Accepted into the text under discussion"),
    SuggestionOutcome.DECLINED: lazy_pgettext("a suggestion", "Declined"),
    SuggestionOutcome.TAKEN_BACK: _l("The decision was taken back"),
}


def outcome_name(outcome: SuggestionOutcome) -> str:
    return str(OUTCOME_NAMES[outcome])


class SuggestionDecision(Base):
    """That somebody accepted or declined a suggestion, or took that back. Every one is kept, and the
    last one holds.
    """

    __tablename__ = "comment_suggestion_decision"
    __table_args__ = (Index("ix_comment_suggestion_decision_comment_id", "comment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment_suggestion.comment_id", ondelete="CASCADE")
    )
    outcome: Mapped[SuggestionOutcome]
    reason: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(LONGEST_CAPACITY))
    wording: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    suggestion: Mapped[SuggestedWords] = relationship(back_populates="decisions")
    person: Mapped[Person] = relationship()

    def require_other(self, outcome: SuggestionOutcome, wording: int) -> None:
        """Refuse to decide the same once more about the same words."""
        if (self.outcome, self.wording) == (outcome, wording):
            raise Refused(
                _("This suggestion is accepted already.")
                if outcome == SuggestionOutcome.ACCEPTED
                else _("This suggestion is declined already.")
            )


class SuggestionProposal(Base):
    """A proposal that a delegation made of a suggestion, of the wording that the comment had then.
    Until it is released, only its delegation learns of it.
    """

    __tablename__ = "comment_suggestion_proposal"
    __table_args__ = (UniqueConstraint("comment_id", "delegation_id", "wording"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment_suggestion.comment_id", ondelete="CASCADE")
    )
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    wording: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(index=True)
    is_released: Mapped[bool] = mapped_column(default=False, server_default=false())

    suggestion: Mapped[SuggestedWords] = relationship(back_populates="proposals")
    delegation: Mapped[Delegation] = relationship()


@refreshes_with(SuggestedWords)
@refreshes_with(Quote)
def _its_comment(part: SuggestedWords | Quote, _session: Session) -> Iterable[str]:
    """Return the search key of the comment, whose record holds what it suggests."""
    comment = part.comment
    return [comment.search_key] if comment and comment.suggestion else []
