"""A contribution: what it is called, who may see it, and the rules of bringing it to a meeting."""

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ForeignKey, Select, Text, UniqueConstraint, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
    undefer,
)

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover, Purpose
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Consent, Source
from wgcop.contributions.symbol import Symbol
from wgcop.db import Base, drawn_id
from wgcop.errors import Refused
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with


class PaperState(enum.StrEnum):
    """A submitted paper waits for the secretariat; a held one waits for the next meeting."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    HELD = "held"
    WITHDRAWN = "withdrawn"


WAITING = (PaperState.SUBMITTED, PaperState.HELD)
"""States in which the secretariat has to decide."""

STATE_NAMES = {
    PaperState.DRAFT: _l("Draft"),
    PaperState.SUBMITTED: _l("Waiting for the secretariat"),
    PaperState.ACCEPTED: _l("Accepted"),
    PaperState.HELD: _l("Held for the next meeting"),
    PaperState.WITHDRAWN: _l("Withdrawn"),
}


class Contribution(Searchable, Base):
    """A paper. `delegation` is the one that leads in bringing it; without one it is the group's own officers'."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    search_kind = "contribution"
    search_names = KindNames(
        one=_l("Contribution"),
        many=_l("Contributions"),
        all_of=lambda count: ngettext(
            "All %(num)d contribution", "All %(num)d contributions", count
        ),
        plurals=("contributions", "papers"),
        aliases=("paper",),
        help_place=6,
    )
    is_work = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=drawn_id)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[PaperState] = mapped_column(default=PaperState.DRAFT)
    number: Mapped[int | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
    delegation: Mapped[Delegation | None] = relationship(lazy="joined")
    drafted_by: Mapped[Person] = relationship()
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="contribution",
        order_by="Revision.number",
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    drafters: Mapped[list[Drafter]] = relationship(
        back_populates="contribution",
        order_by=(Drafter.named_at, Drafter.person_id),
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}

    # Its names and addresses

    @property
    def symbol(self) -> Symbol | None:
        """Of the latest revision. None until the paper has a number."""
        return self.symbol_of(self.current)

    def symbol_of(self, revision: Revision) -> Symbol | None:
        if self.number is None:
            return None
        return Symbol(self.meeting.group.code, self.meeting.number, self.number, revision.number)

    @property
    def current(self) -> Revision:
        """The latest wording that was issued, or the draft of the first."""
        return self.issued[-1] if self.issued else self.revisions[0]

    @property
    def issued(self) -> list[Revision]:
        return [revision for revision in self.revisions if revision.submitted_at is not None]

    @property
    def draft(self) -> Revision | None:
        """The wording that can still be changed."""
        last = self.revisions[-1]
        return last if last.submitted_at is None else None

    @property
    def cover(self) -> Cover:
        return self.current.cover

    @property
    def title(self) -> str:
        return self.current.title or _("Untitled draft")

    @property
    def source(self) -> str:
        return self.current.source

    @property
    def purpose(self) -> Purpose:
        return self.current.purpose

    @property
    def url(self) -> str:
        """The document's address once it has one."""
        if self.number is None:
            return self.work_url
        return f"/documents/{self.meeting.group.code}/{self.meeting.number}/{self.number}"

    @property
    def work_url(self) -> str:
        return f"/contributions/{self.id}"

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    # Who may see it

    @property
    def officers(self) -> str:
        return self.meeting.group.officers

    @property
    def audience(self) -> frozenset[str]:
        """Of what search finds; the draft of a revision has the audience of a draft."""
        if self.number is not None:
            return frozenset({"members"})
        if self.submitted_at is not None:
            return self.drafting_audience | self.sources_audience | {self.officers}
        return self.drafting_audience | self.consenting_audience

    @property
    def drafting_audience(self) -> frozenset[str]:
        return frozenset(drafter.audience for drafter in self.drafters)

    @property
    def consenting_audience(self) -> frozenset[str]:
        """Those whose consent to the draft is requested: they read it and change nothing."""
        sources = self.draft.sources if self.draft else []
        return frozenset(
            source.deciders
            for source in sources
            if source.deciders and source.consent != Consent.NOT_ASKED
        )

    @property
    def sources_audience(self) -> frozenset[str]:
        """The delegations in whose name it was submitted."""
        return frozenset(s.delegation.audience for s in self.current.sources if s.delegation)

    @property
    def topic(self) -> str:
        """Of the numbered document, for all members."""
        return f"document:{self.id}"

    def is_drafted_by(self, person: Person) -> bool:
        return any(drafter.person_id == person.id for drafter in self.drafters)

    # What can be done with it

    @property
    def is_numbered(self) -> bool:
        return self.number is not None

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_being_written(self) -> bool:
        """Its first wording, or the revision of an accepted one."""
        return self.draft is not None and self.state in (
            PaperState.DRAFT,
            PaperState.ACCEPTED,
        )

    @property
    def is_on_time(self) -> bool:
        """Whether it would be if it were submitted now. Papers for information have no deadline."""
        return self.purpose == Purpose.INFORMATION or self.meeting.is_open_for_contributions

    @property
    def is_delayed(self) -> bool:
        """Submitted after the deadline of its meeting or, as a draft, bound to be."""
        if self.purpose == Purpose.INFORMATION:
            return False
        return (self.submitted_at or clock.now()) > self.meeting.contributions_due

    def name_drafter(self, person: Person, *, by: Person) -> None:
        if self.is_drafted_by(person):
            raise Refused(_("%(name)s is already a drafter.", name=person.name))
        self.drafters.append(Drafter(person=person, person_id=person.id, named_by_id=by.id))

    def drop_drafter(self, person: Person) -> None:
        if [drafter.person_id for drafter in self.drafters] == [person.id]:
            raise Refused(_("A draft needs at least one drafter. Name another drafter first."))
        self.drafters = [each for each in self.drafters if each.person_id != person.id]

    def source_called(self, key: str) -> Source | None:
        """Of the draft, by the key of the capacity."""
        sources = self.draft.sources if self.draft else []
        return next((source for source in sources if source.key == key), None)

    def submit(self, *, by: Person) -> None:
        """What else a draft can be refused for stands in `contributions.obstacles`."""
        if self.state != PaperState.DRAFT or self.draft is None:
            raise Refused(_("Only a draft can be submitted."))
        self.draft.issue(by=by)
        self.state = PaperState.SUBMITTED
        self.submitted_at = clock.now()

    def accept(self, number: int) -> None:
        self.number = number
        self.state = PaperState.ACCEPTED
        self.accepted_at = clock.now()

    def refuse_unless_waiting(self) -> None:
        if not self.is_waiting:
            raise Refused(_("Only a contribution that waits for the secretariat can be accepted."))

    def hold(self, reason: str) -> None:
        if self.state != PaperState.SUBMITTED:
            raise Refused(_("Only a contribution that waits for the secretariat can be held."))
        self.state = PaperState.HELD
        self.remark = reason

    def withdraw(self) -> None:
        """Whoever could read it still can. Its number is not used again."""
        if self.state == PaperState.WITHDRAWN:
            raise Refused(_("This contribution has already been withdrawn."))
        self.state = PaperState.WITHDRAWN
        self.withdrawn_at = clock.now()

    def begin_revision(self, *, by: Person) -> Revision:
        if self.state != PaperState.ACCEPTED:
            raise Refused(_("Only an accepted contribution can be revised."))
        if self.draft is not None:
            raise Refused(_("A revision is already being prepared. Go on with that one."))
        revision = self.current.copy(by=by)
        self.revisions.append(revision)
        return revision

    def issue_revision(self, *, by: Person) -> Revision:
        revision = self.draft
        if self.state != PaperState.ACCEPTED or revision is None:
            raise Refused(_("There is no revision to issue."))
        revision.issue(by=by)
        return revision

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.meeting).joinedload(Meeting.group),
            selectinload(cls.revisions).options(
                undefer(Revision.plain),
                selectinload(Revision.sources).options(
                    joinedload(Source.delegation), joinedload(Source.office)
                ),
            ),
            selectinload(cls.drafters),
        )

    def search_record(self) -> Record:
        revision, symbol = self.current, self.symbol
        return Record(
            id=f"contribution:{self.id}",
            kind="contribution",
            title=f"{symbol}: {self.title}" if symbol else self.title,
            text=revision.words,
            url=self.url,
            year=self.meeting.starts_on.year,
            language=revision.language,
            body=self.meeting.group.code,
            source=revision.source,
            symbol=str(symbol or ""),
            state=self.state,
            clauses=tuple(clause.wid for clause in revision.clauses),
            audience=self.audience,
            date=revision.submitted_at or revision.changed_at,
        )


@refreshes_with(Meeting)
def _its_contributions(meeting: Meeting, session: Session) -> Iterable[str]:
    """Search has a paper under the year of its meeting."""
    papers = session.scalars(select(Contribution.id).where(Contribution.meeting_id == meeting.id))
    return [f"{Contribution.search_kind}:{paper_id}" for paper_id in papers]


@refreshes_with(Delegation)
def _its_papers(delegation: Delegation, session: Session) -> Iterable[str]:
    papers = session.scalars(
        select(Contribution.id).where(Contribution.delegation_id == delegation.id)
    )
    return [f"{Contribution.search_kind}:{paper_id}" for paper_id in papers]
