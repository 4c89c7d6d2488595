"""The sources of a paper: the delegations and offices that bring it, and whose consent it needs."""

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Capacity, Delegation, Office, Person
from wgcop.accounts.roles import Category, title_in_words
from wgcop.database import WORDS, Base
from wgcop.errors import Outdated, Refused
from wgcop.numbering.kinds import DocumentKind, kinds_open_to
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.revisions import Revision


class Answer(enum.StrEnum):
    CONSENTS = "consents"
    REFUSES = "refuses"


class Consent(enum.StrEnum):
    """The consent of a source to the current wording."""

    NOT_ASKED = "not-asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


CONSENT_NAMES = {
    Consent.NOT_ASKED: _l("Not asked yet"),
    Consent.ASKED: _l("Asked for consent"),
    Consent.GIVEN: _l("Consents"),
    Consent.REFUSED: _l("Does not consent"),
}


class Source(Searchable, Base):
    """A delegation or an office of the group that brings a wording.

    Consent belongs to one wording, known by its fingerprint. Other words need consent again.
    """

    __tablename__ = "contribution_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(
        ForeignKey("contribution_revision.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(300))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(
        ForeignKey("office.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_wording: Mapped[str] = mapped_column(String(64), default="")
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    seen_wording: Mapped[str] = mapped_column(String(64), default="")
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_wording: Mapped[str] = mapped_column(String(64), default="")
    answered_words: Mapped[str] = mapped_column(Text, default="", deferred=True, info=WORDS)
    """The text that was consented to, for comparison with later ones."""
    reason: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    taken_back_at: Mapped[datetime | None]
    """The time at which the last answer was withdrawn; None once there is another."""

    revision: Mapped["Revision"] = relationship(back_populates="sources")
    delegation: Mapped[Delegation | None] = relationship()
    office: Mapped[Office | None] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=asked_by_id)
    seen_by: Mapped[Person | None] = relationship(foreign_keys=seen_by_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)

    @classmethod
    def of(cls, capacity: Capacity) -> "Source":
        if capacity.delegation is not None:
            return cls.of_delegation(capacity.delegation)
        office = capacity.office
        return cls(name=capacity.printed, office=office, office_id=office.id if office else None)

    @classmethod
    def of_delegation(cls, delegation: Delegation) -> "Source":
        return cls(name=delegation.name, delegation=delegation, delegation_id=delegation.id)

    def anew(self) -> "Source":
        """Return the same source for the next wording. It has not consented to that wording yet."""
        if self.delegation is not None:
            return Source.of_delegation(self.delegation)
        return Source(name=self.name, office=self.office, office_id=self.office_id)

    @property
    def shown_name(self) -> str:
        """The name in the reader's language."""
        return title_in_words(self.name)

    @property
    def key(self) -> str:
        """The name of the capacity in forms and addresses."""
        if self.delegation_id is not None:
            return f"delegation-{self.delegation_id}"
        return f"office-{self.office_id}" if self.office_id is not None else ""

    @property
    def kinds(self) -> list[DocumentKind]:
        """The kinds of documents that the source may bring."""
        category = self.delegation.category if self.delegation else None
        return kinds_open_to(category, self.office.role if self.office else None)

    @property
    def consent(self) -> Consent:
        if not self.asked_wording:
            return Consent.NOT_ASKED
        if self.answer is None or self.answered_wording != self.asked_wording:
            return Consent.ASKED
        return Consent.GIVEN if self.answer == Answer.CONSENTS else Consent.REFUSED

    @property
    def consent_name(self) -> str:
        return str(CONSENT_NAMES[self.consent])

    @property
    def is_seen(self) -> bool:
        """Whether somebody who decides for the source has had the requested wording on their
        screen.
        """
        return bool(self.asked_wording) and self.seen_wording == self.asked_wording

    @property
    def was_answered_before(self) -> bool:
        """Whether the source has answered, but for an earlier wording."""
        return self.answer is not None and self.consent == Consent.ASKED

    @property
    def deciders(self) -> str | None:
        """The audience of those who consent for the source: the heads of a delegation, the holder
        of an office.
        """
        if self.delegation_id is not None:
            return f"heads:{self.delegation_id}"
        return f"person:{self.office.person_id}" if self.office else None

    def is_spoken_for_by(self, person: Person) -> bool:
        if self.delegation_id is not None:
            return self.delegation_id in person.delegation_ids
        return self.office_id is not None and any(
            office.id == self.office_id for office in person.offices
        )

    def agrees(self, wording: str) -> bool:
        return self.consent == Consent.GIVEN and self.answered_wording == wording

    def ask(self, wording: str, *, by: Person) -> None:
        self.asked_at = clock.now()
        self.asked_by = by
        self.asked_wording = wording

    def ask_again(self, wording: str) -> None:
        """Let an earlier request apply to this wording. Do nothing if there was no request."""
        if self.asked_wording:
            self.asked_wording = wording

    def see(self, wording: str, *, by: Person) -> bool:
        """Record that the requested wording was seen. Return whether the drafters should be told."""
        if not self.asked_wording or wording != self.asked_wording or self.is_seen:
            return False
        self.seen_at = clock.now()
        self.seen_by = by
        self.seen_wording = wording
        return True

    def give(self, answer: Answer, wording: str, words: str, reason: str, *, by: Person) -> None:
        if not self.asked_wording:
            raise Refused(_("Nobody has asked for consent."))
        if wording != self.asked_wording:
            raise Outdated(
                _(
                    "The paper was changed while you were reading it. Read it again before you answer."
                )
            )
        self.answer = answer
        self.answered_at = clock.now()
        self.answered_by = by
        self.answered_wording = wording
        self.answered_words = words
        self.reason = reason
        self.taken_back_at = None
        self.see(wording, by=by)

    def take_back(self) -> None:
        if self.answer is None:
            raise Refused(_("There is no answer to withdraw."))
        self.answer = None
        self.taken_back_at = clock.now()
        self.reason = ""

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.revision.contribution_id}"] if self.revision else []


RANKS = (Category.MEMBER_STATE, Category.SECTOR_MEMBER, Category.ASSOCIATE, Category.ACADEMIA)
"""The order of membership in which sources are printed; observers, the secretariat and offices
follow.
"""


def in_printed_order(sources: Iterable[Source], language: str) -> list[Source]:
    """Sort sources by membership, then by the alphabet of the document's language, regardless of
    which one leads the drafting.
    """

    def place(source: Source) -> tuple[int, str]:
        category = source.delegation.category if source.delegation else None
        rank = RANKS.index(category) if category in RANKS else len(RANKS)
        # A paper that was just begun in a command has no language yet.
        with force_locale(language or "en"):
            return rank, alphabetical(source.shown_name, language)

    return sorted(sources, key=place)


def alphabetical(name: str, language: str) -> str:
    """Return a key to sort names by, ignoring accents and capitals. In Spanish, ñ is a letter after
    n.
    """
    name = name.casefold()
    if language == "es":
        name = name.replace("ñ", "n\uffff")
    return "".join(sign for sign in normalize("NFKD", name) if not combining(sign))


def printed(sources: Iterable[Source]) -> str:
    """Join the names with commas, as `Kenya, Egypt`, or with semicolons if a name contains a comma
    itself: `Rapporteur, Question 22-2/1; Egypt`.
    """
    names = [source.name for source in sources]
    return ("; " if any("," in name for name in names) else ", ").join(names)
