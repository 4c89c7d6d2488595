"""Actions on clauses: what somebody does about a clause, its progress, and who stated it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import JSON, ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.database import WORDS, Base, drawn_id
from wgcop.errors import Refused
from wgcop.events.chapters import delegations_among
from wgcop.implementation.facts import ImplementationFacts
from wgcop.implementation.states import (
    PROGRESS_NAMES,
    REVIEW_NAMES,
    STEP_NAMES,
    ProgressState,
    ReviewState,
    StepKind,
)
from wgcop.implementation.validity import Bound, ValidityCheck
from wgcop.resolutions.models import Clause, Edition
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with

if TYPE_CHECKING:
    from wgcop.implementation.evidence import Evidence

OFFICERS = "officers"
"""The audience of people with an office that counts everywhere: chair, vice-chairs, rapporteurs,
secretariat.
"""


class ImplementationAction(Bound, Searchable, Base):
    """An action about a clause. `asked` is the addressee of the clause, `lead` the one who does it,
    and `delegation` the delegation in the lead, if it is one.

    `approved` has the last approved facts, which everybody reads, regardless of later changes.
    """

    __tablename__ = "implementation_action"
    is_action = True
    search_kind = "implementation-action"
    search_names = KindNames(
        one=_l("Action on a clause"),
        many=_l("Actions on clauses"),
        all_of=lambda count: ngettext(
            "All %(num)d action on a clause", "All %(num)d actions on clauses", count
        ),
        aliases=("implementation",),
        help_place=9,
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    what: Mapped[str] = mapped_column(Text, info=WORDS)
    asked: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    lead: Mapped[str] = mapped_column(String(300), info=WORDS)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    partners: Mapped[list[str]] = mapped_column(JSON, default=list, info=WORDS)
    outputs: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """Results of the action, such as guidelines, trained people or a hotline."""
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    progress: Mapped[ProgressState] = mapped_column(default=ProgressState.NOT_STARTED)
    progress_on: Mapped[date | None]
    """The day for which the progress is stated."""
    progress_words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    progress_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    progress_capacity: Mapped[str] = mapped_column(String(200), default="")
    progress_at: Mapped[datetime | None]
    review: Mapped[ReviewState] = mapped_column(default=ReviewState.DRAFT, index=True)
    submitted_at: Mapped[datetime | None]
    """The time when it was first submitted. From then on members read it."""
    approved: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=WORDS)
    approved_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    delegation: Mapped[Delegation | None] = relationship()
    created_by: Mapped[Person] = relationship(foreign_keys=created_by_id)
    progress_by: Mapped[Person | None] = relationship(foreign_keys=progress_by_id)
    statements: Mapped[list[ActionStatement]] = relationship(
        back_populates="action", cascade="all, delete-orphan", order_by="ActionStatement.id"
    )
    evidence: Mapped[list[Evidence]] = relationship(
        back_populates="action", order_by="Evidence.added_at"
    )
    checks: Mapped[list[ValidityCheck]] = relationship(
        order_by="ValidityCheck.id", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def url(self) -> str:
        return f"/implementation/actions/{self.id}"

    @property
    def dom_id(self) -> str:
        return f"implementation-action-{self.id}"

    @property
    def review_name(self) -> str:
        return str(REVIEW_NAMES[self.review])

    @property
    def facts(self) -> ImplementationFacts:
        """The facts as last written."""
        return ImplementationFacts.of(self)

    @property
    def approved_facts(self) -> ImplementationFacts | None:
        return ImplementationFacts.from_json(self.approved) if self.approved else None

    @property
    def draft_audience(self) -> frozenset[str]:
        """The audiences that read it before it is submitted for the first time."""
        lead = {self.delegation.audience} if self.delegation else set()
        return frozenset({OFFICERS, *lead})

    @property
    def working_audience(self) -> frozenset[str]:
        """The audiences that may read its current state: after it was submitted once, all members."""
        return frozenset({"members"}) if self.submitted_at else self.draft_audience

    @property
    def audience(self) -> frozenset[str]:
        """The audiences that read any state of it: everybody, once a state was approved."""
        return frozenset({"public"}) if self.approved else self.working_audience

    def facts_for(self, audiences: frozenset[str]) -> ImplementationFacts | None:
        """Return the facts that this reader may know: the current or the approved ones, or None."""
        if not self.working_audience.isdisjoint(audiences):
            return self.facts
        return self.approved_facts

    # Steps of the review

    def submit(self) -> None:
        """Submit a draft for review. From then on members read it."""
        if self.review != ReviewState.DRAFT:
            raise Refused(_("Only a draft can be submitted."))
        self.review = ReviewState.SUBMITTED
        self.submitted_at = self.submitted_at or clock.now()

    def be_reviewed(self) -> None:
        if self.review != ReviewState.SUBMITTED:
            raise Refused(_("Only what is submitted can be reviewed."))
        self.review = ReviewState.REVIEWED

    def be_approved(self) -> None:
        """Approve a reviewed action. From then on everybody reads its current state."""
        if self.review != ReviewState.REVIEWED:
            raise Refused(_("Only what is reviewed can be approved."))
        self.review = ReviewState.APPROVED
        self.approved = self.facts.as_json()
        self.approved_at = clock.now()

    def be_sent_back(self) -> None:
        """Make a submitted or reviewed action a draft again. Everybody still reads the facts
        approved before.
        """
        if self.review not in (ReviewState.SUBMITTED, ReviewState.REVIEWED):
            raise Refused(_("Only what is submitted or reviewed can be sent back."))
        self.review = ReviewState.DRAFT

    def be_changed(self) -> None:
        """Record a change. An action that was submitted once waits for a review again."""
        self.changed_at = clock.now()
        if self.review != ReviewState.DRAFT:
            self.review = ReviewState.SUBMITTED

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.clause),
            joinedload(cls.edition).joinedload(Edition.resolution),
            joinedload(cls.delegation),
        )

    def search_record(self) -> Record | None:
        """Return the record of the action as it was approved, or else in its current state; None if
        it no longer answers the clause. Changes since the approval are only on its page.
        """
        if self.no_longer_at:
            return None
        facts = self.approved_facts or self.facts
        return Record(
            id=self.search_key,
            kind=self.search_kind,
            title=facts.what,
            text="\n".join([facts.outputs, facts.progress_words, *facts.partners]),
            url=self.url,
            year=facts.due_on.year if facts.due_on else None,
            body=self.edition.resolution.body,
            source=facts.lead,
            clauses=(self.clause.wid,),
            audience=self.audience,
            date=self.approved_at or self.changed_at,
        )


@refreshes_with(Delegation)
def _of_delegation(delegation: Delegation, session: Session) -> Iterable[str]:
    """Name the records of the delegation's actions, because records that only the delegation finds
    carry its audience.
    """
    ids = session.scalars(
        select(ImplementationAction.id).where(ImplementationAction.delegation_id == delegation.id)
    )
    return [f"{ImplementationAction.search_kind}:{each}" for each in ids]


def topic_of(clause: Clause, layer: str = "") -> str:
    """Return the topic for the clauses of a resolution in a layer: everybody's, or that of
    `members`, `officers` or a delegation's id.
    """
    work = clause.resolution.work
    return f"implementation:{work}@{layer}" if layer else f"implementation:{work}"


def topics_heard(work: str, audiences: frozenset[str]) -> list[str]:
    """Return the topics that a reader's page listens to: everybody's layer for guests; for members
    theirs and the layers with drafts that they may read.
    """
    if "members" not in audiences:
        return [f"implementation:{work}"]
    delegations = [str(each) for each in delegations_among(audiences)]
    layers = ["members", *([OFFICERS] if OFFICERS in audiences else []), *delegations]
    return [f"implementation:{work}@{layer}" for layer in layers]


class ActionStatement(Base):
    """A step in the log of an action: who stated what, and when. `progress` and `review` are the
    states after it.
    """

    __tablename__ = "implementation_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(
        ForeignKey("implementation_action.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[StepKind]
    progress: Mapped[ProgressState]
    review: Mapped[ReviewState]
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    stated_on: Mapped[date | None]
    """The day that the statement refers to."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=WORDS)
    """The facts of the action after this step."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    action: Mapped[ImplementationAction] = relationship(back_populates="statements")
    by: Mapped[Person] = relationship()

    @property
    def name(self) -> str:
        return str(STEP_NAMES[self.kind])

    @property
    def progress_name(self) -> str:
        return str(PROGRESS_NAMES[self.progress])
