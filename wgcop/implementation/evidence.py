"""Evidence that something was done about a clause."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.models import Decision
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.database import WORDS, Base, drawn_id
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.validity import Bound, ValidityCheck
from wgcop.initiatives.models import Initiative
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.wordings import AgreedWording
from wgcop.priorwork.models import Document


class EvidenceKind(enum.StrEnum):
    DOCUMENT = "document"
    CONTRIBUTION = "contribution"
    DECISION = "decision"
    WORDING = "wording"
    ACTION_POINT = "action-point"
    ENTRY = "entry"
    LINK = "link"


EVIDENCE_NAMES = {
    EvidenceKind.DOCUMENT: _l("Document"),
    EvidenceKind.CONTRIBUTION: _l("Contribution"),
    EvidenceKind.DECISION: _l("Decision of a meeting"),
    EvidenceKind.WORDING: _l("Agreed wording"),
    EvidenceKind.ACTION_POINT: _l("Action point"),
    EvidenceKind.ENTRY: _l("Registry entry"),
    EvidenceKind.LINK: _l("Outside link"),
}


@dataclass(frozen=True)
class EvidenceThing:
    """A thing that is given as evidence: a row of its kind, or the address of a page outside."""

    kind: EvidenceKind
    key: int | None = None
    address: str = ""

    @property
    def columns(self) -> dict[str, int | str | None]:
        if self.kind == EvidenceKind.LINK:
            return {"address": self.address}
        return {COLUMNS[self.kind]: self.key}

    def is_given_by(self, evidence: type[Evidence]) -> ColumnElement[bool]:
        return and_(*(getattr(evidence, name) == value for name, value in self.columns.items()))


COLUMNS = {
    EvidenceKind.DOCUMENT: "document_id",
    EvidenceKind.CONTRIBUTION: "contribution_id",
    EvidenceKind.DECISION: "decision_id",
    EvidenceKind.WORDING: "standing_id",
    EvidenceKind.ACTION_POINT: "action_point_id",
    EvidenceKind.ENTRY: "initiative_id",
}


class Evidence(Bound, Base):
    """Evidence for a clause: one of the things that the columns point to, or the `address` and
    `title` of a page outside.
    """

    __tablename__ = "implementation_evidence"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    action_id: Mapped[int | None] = mapped_column(
        ForeignKey("implementation_action.id", ondelete="CASCADE"), index=True
    )
    """The action that it is evidence of; if it is None, it is evidence for the clause itself."""
    kind: Mapped[EvidenceKind]
    document_id: Mapped[int | None] = mapped_column(
        ForeignKey("document.id", ondelete="CASCADE"), index=True
    )
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_decision.id", ondelete="CASCADE"), index=True
    )
    standing_id: Mapped[int | None] = mapped_column(
        ForeignKey("agreed_wording.standing_id", ondelete="CASCADE"), index=True
    )
    action_point_id: Mapped[int | None] = mapped_column(
        ForeignKey("action_point.id", ondelete="CASCADE"), index=True
    )
    initiative_id: Mapped[int | None] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    address: Mapped[str] = mapped_column(String(500), default="", info=WORDS)
    title: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    note: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    approved_at: Mapped[datetime | None]
    """The time from which everybody who may see the thing itself sees it as evidence."""
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    removal_reason: Mapped[str] = mapped_column(Text, default="", info=WORDS)

    action: Mapped[ImplementationAction | None] = relationship(back_populates="evidence")
    document: Mapped[Document | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    agreed: Mapped[AgreedWording | None] = relationship()
    action_point: Mapped[ActionPoint | None] = relationship()
    initiative: Mapped[Initiative | None] = relationship()
    added_by: Mapped[Person] = relationship(foreign_keys=added_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)
    removed_by: Mapped[Person | None] = relationship(foreign_keys=removed_by_id)
    checks: Mapped[list[ValidityCheck]] = relationship(
        order_by="ValidityCheck.id", passive_deletes=True
    )

    @property
    def dom_id(self) -> str:
        return f"evidence-{self.id}"

    @property
    def page(self) -> str:
        """The address of the evidence's own page, with its history."""
        return f"/implementation/evidence/{self.id}"

    @property
    def kind_name(self) -> str:
        return str(EVIDENCE_NAMES[self.kind])

    @property
    def thing_audience(self) -> frozenset[str]:
        """The audiences that may read the thing itself. Others do not learn of it here."""
        match self.kind:
            case EvidenceKind.DOCUMENT:
                assert self.document
                return frozenset({self.document.heard_by})
            case EvidenceKind.CONTRIBUTION:
                assert self.contribution
                return self.contribution.audience
            case EvidenceKind.DECISION:
                assert self.decision
                return frozenset({self.decision.item.meeting.agenda_audience})
            case EvidenceKind.ENTRY:
                assert self.initiative
                return self.initiative.audiences
            case EvidenceKind.LINK:
                return frozenset({"public"})
        return frozenset({"members"})

    @property
    def own_audience(self) -> frozenset[str]:
        """The audiences that may know that it is given as evidence."""
        if self.approved_at:
            return frozenset({"public"})
        return self.action.working_audience if self.action else frozenset({"members"})

    @property
    def url(self) -> str:
        """The address of the thing itself."""
        match self.kind:
            case EvidenceKind.DECISION:
                assert self.decision
                return self.decision.item.url
            case EvidenceKind.WORDING:
                assert self.agreed
                return self.agreed.item.url
            case EvidenceKind.LINK:
                return self.address
        thing = self.document or self.contribution or self.action_point or self.initiative
        assert thing
        return thing.url

    @property
    def name(self) -> str:
        """The current name of the thing."""
        match self.kind:
            case EvidenceKind.DOCUMENT:
                assert self.document
                return f"{self.document.symbol} {self.document.title}".strip()
            case EvidenceKind.CONTRIBUTION:
                assert self.contribution
                return self.contribution.search_title
            case EvidenceKind.DECISION:
                assert self.decision
                item = self.decision.item
                return f"{item.meeting.title}: {item.title} ({self.decision.name})"
            case EvidenceKind.WORDING:
                assert self.agreed
                return f"{self.agreed.item.meeting.title}: {self.agreed.item.title}"
            case EvidenceKind.ACTION_POINT:
                assert self.action_point
                return self.action_point.text
            case EvidenceKind.ENTRY:
                assert self.initiative
                return f"{self.initiative.reference} {self.initiative.title}".strip()
        return self.title or self.address

    @property
    def stands(self) -> bool:
        """Whether the thing is still in force: a decision, a document or a contribution may have
        been withdrawn.
        """
        withdrawn = (
            self.decision is not None and self.decision.withdrawn_at,
            self.document is not None and self.document.is_withdrawn,
            self.contribution is not None and self.contribution.state == PaperState.WITHDRAWN,
        )
        return not any(withdrawn)

    @property
    def counts(self) -> bool:
        """Whether it is evidence today: neither removed nor found to be no longer valid."""
        return self.removed_at is None and self.no_longer_at is None
