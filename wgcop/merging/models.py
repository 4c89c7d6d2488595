"""The chair's text of a clause, and the steps in which it was merged."""

import enum
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.merging.pieces import MergePiece, Pieces, Trace, base_of, read
from wgcop.resolutions.models import Clause

LONGEST_TEXT = 20_000


class Closing(enum.StrEnum):
    """How a chair's text came to its end."""

    AGREED = "agreed"
    OTHER_WORDS = "other-words"
    PUT_AWAY = "put-away"


CLOSING_NAMES = {
    Closing.AGREED: _l("Agreed in these words"),
    Closing.OTHER_WORDS: _l("Other words were agreed"),
    Closing.PUT_AWAY: _l("Put away"),
}


def closing_name(closing: Closing) -> str:
    return str(CLOSING_NAMES[closing])


class MergeStepKind(enum.StrEnum):
    OPENED = "opened"
    TYPED = "typed"
    TAKEN = "taken"
    GIVEN_BACK = "given-back"
    RESTORED = "restored"
    SETTLED = "settled"
    """What stands in place of a lifted bracket was put in."""
    UNDONE = "undone"
    CLOSED = "closed"
    REOPENED = "reopened"


class WithPieces:
    """A row with a text in pieces. `words` is the text as it reads."""

    pieces_kept: Mapped[list[list[Any]]] = mapped_column(JSON, info=WORDS)
    words: Mapped[str] = mapped_column(Text, info=WORDS)

    @property
    def pieces(self) -> Pieces:
        return tuple(MergePiece(*kept) for kept in self.pieces_kept)

    @pieces.setter
    def pieces(self, pieces: Iterable[MergePiece]) -> None:
        kept = tuple(pieces)
        self.pieces_kept, self.words = [list(piece) for piece in kept], read(kept)


class ChairsText(WithPieces, Base):
    """The text that the chair merges for a clause. A clause has one that is open at most; those
    before it stay with all their steps.
    """

    __tablename__ = "chairs_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"), index=True)
    open_on: Mapped[int | None] = mapped_column(unique=True)
    """The clause while the text is open, so that no clause has two that are."""
    version: Mapped[int] = mapped_column(default=1)
    """It rises with each change, also within a step."""
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]
    closing: Mapped[Closing | None]

    clause: Mapped[Clause] = relationship()
    opened_by: Mapped[Person] = relationship()
    steps: Mapped[list["MergingStep"]] = relationship(
        back_populates="text", order_by="MergingStep.number", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def base(self) -> str:
        """The words of the clause from which it was begun."""
        return base_of(self.pieces)

    def can_be_taken_up(self, words: str) -> bool:
        """Return whether it can be opened again on a clause that has these words: if it was begun
        with them, and ended without being agreed.
        """
        return not self.is_open and self.closing != Closing.AGREED and self.base == words

    @property
    def title(self) -> str:
        return self.clause.wording.citation

    @property
    def url(self) -> str:
        return address_of(self.clause)

    @property
    def topic(self) -> str:
        return topic_of(self.clause)


class MergingStep(WithPieces, Base):
    """A step in which the chair's text was changed, with the text as it was after it.

    What one person types without a pause is one step. `changes` are the traces of what was changed
    in the text as it read, each with the version that it led to, so that words typed on an earlier
    version find their place.
    """

    __tablename__ = "merging_step"
    __table_args__ = (Index("ix_merging_step_number", "text_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("chairs_text.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[MergeStepKind]
    version: Mapped[int]
    """The version of the text to which it led."""
    changes: Mapped[list[list[int]]] = mapped_column(JSON)
    proposals: Mapped[list[int]] = mapped_column(JSON)
    """The ids of the proposals that were taken or given back."""
    back_to: Mapped[int | None]
    """The number of the step to which the text was taken back."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    text: Mapped[ChairsText] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship()

    def note_changes(self, traces: Iterable[Trace], version: int) -> None:
        self.changes = [*self.changes, *([version, *trace] for trace in traces)]
        self.version = version

    def traces_since(self, version: int) -> list[Trace]:
        return [Trace(*trace) for to, *trace in self.changes if to > version]


def traces_since(steps: Iterable[MergingStep], version: int) -> list[Trace]:
    """Return where the text was changed since it had this version."""
    return [trace for step in steps for trace in step.traces_since(version)]


def versions_in(steps: Sequence[MergingStep]) -> set[int]:
    """Return the versions to which these steps led."""
    return {step.version for step in steps} | {to for step in steps for to, *_trace in step.changes}


def address_of(clause: Clause) -> str:
    return f"{clause.url}/chairs-text"


def topic_of(clause: Clause) -> str:
    """Return the topic that hears each step. It is that of a room: hundreds listen, and are not told
    of one another.
    """
    return f"chairs-text:{clause.wid}@room"
