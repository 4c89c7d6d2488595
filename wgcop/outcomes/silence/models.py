"""A text that is circulated under silence, and the answers of delegations."""

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.models import AgendaItem, Decision, Outcome
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import WORDS, Base
from wgcop.outcomes.silence.rule import Extension, Silence, SilenceState
from wgcop.resolutions.models import Clause

SILENCE_STATE_NAMES = {
    SilenceState.RUNNING: _l("Under silence"),
    SilenceState.ADOPTED: _l("Adopted by silence"),
    SilenceState.BROKEN: _l("Silence broken"),
    SilenceState.WITHDRAWN: _l("Withdrawn"),
}


class SilenceProcedure(Base):
    """A silence procedure. `ends_at` is the deadline in force; `zone` and `place` name the clock by
    which it was announced.

    `settled_at` is when it ended, once that is on record. The state at any moment follows from the
    rule only, so that nothing depends on when somebody looks.
    """

    __tablename__ = "silence_procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    clause_id: Mapped[int | None] = mapped_column(
        ForeignKey("clause.id", ondelete="SET NULL"), index=True
    )
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(300), info=WORDS)
    text: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    suppresses: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the clause is suppressed if nobody objects; it has no words then."""
    outcome: Mapped[Outcome]
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    first_end: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    zone: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(80), default="")
    circulated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_decision.id", ondelete="SET NULL"), index=True
    )

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    clause: Mapped[Clause | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    circulated_by: Mapped[Person] = relationship()
    decision: Mapped[Decision | None] = relationship()
    answers: Mapped[list["SilenceAnswer"]] = relationship(
        back_populates="procedure", cascade="all, delete-orphan", order_by="SilenceAnswer.id"
    )

    @property
    def url(self) -> str:
        return f"{self.meeting.url}/silence/{self.id}"

    @property
    def dom_id(self) -> str:
        return f"silence-{self.id}"

    @property
    def clock_place(self) -> str:
        """The place whose clock counts, under the name that the templates for times of a meeting
        expect.
        """
        return self.place

    @property
    def silence(self) -> Silence:
        return Silence(
            began_at=self.began_at,
            first_end=self.first_end,
            extensions=[
                Extension(answer.decided_at, answer.granted_until)
                for answer in self.answers
                if answer.decided_at and answer.granted_until
            ],
            objections=[objection.at for objection in self.objections],
            withdrawn_at=self.withdrawn_at,
        )

    @property
    def state(self) -> SilenceState:
        return self.silence.state(clock.now())

    @property
    def state_name(self) -> str:
        return str(SILENCE_STATE_NAMES[self.state])

    @property
    def is_running(self) -> bool:
        return self.state == SilenceState.RUNNING

    @property
    def ended_at(self) -> datetime:
        """The moment at which it stopped, or else its deadline."""
        return self.silence.stopped_at or self.ends_at

    @property
    def changes_in(self) -> int | None:
        """Seconds until an open page shows that the silence is over, or None."""
        return clock.seconds_to_next([self.ends_at]) if self.is_running else None

    @property
    def objections(self) -> list["SilenceAnswer"]:
        return [answer for answer in self.answers if answer.kind == AnswerKind.OBJECTION]

    @property
    def requests(self) -> list["SilenceAnswer"]:
        """The requests for more time."""
        return [answer for answer in self.answers if answer.kind == AnswerKind.EXTENSION]


class AnswerKind(enum.StrEnum):
    OBJECTION = "objection"
    EXTENSION = "extension"


class SilenceAnswer(Base):
    """An objection of a delegation, or its request for more time. The chair grants a request, until
    a moment, or declines it.
    """

    __tablename__ = "silence_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("silence_procedure.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[AnswerKind]
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, info=WORDS)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_until: Mapped[datetime | None]
    granted_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    procedure: Mapped[SilenceProcedure] = relationship(back_populates="answers")
    delegation: Mapped[Delegation] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
