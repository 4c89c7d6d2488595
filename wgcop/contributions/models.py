"""A contribution: its names, who may see it, and the rules of bringing it to a meeting."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ForeignKey, Index, Select, String, select, text
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
from wgcop.accounts.models import Delegation
from wgcop.bodies.body import Body
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.lifecycle import Lifecycle
from wgcop.contributions.links import RevisionQuestion
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Consent, Source
from wgcop.database import Base, drawn_id
from wgcop.errors import Refused
from wgcop.i18n import moment
from wgcop.numbering.deadlines.rule import Timing
from wgcop.numbering.issued import Numbered
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.symbol import Symbol
from wgcop.paper.tree import clauses_quoted
from wgcop.search.records import KindNames, Record, Searchable, refreshes_with

NOTICE = timedelta(days=30)
"""The time between the letter that announces the end of a draft and the first day on which it may
end.
"""
HAS_SYMBOL = text("symbol_key IS NOT NULL")


class Contribution(Numbered, Lifecycle, Searchable, Base):
    """A paper. `delegation` is the one that leads in bringing it; it is None for a paper of the
    group's own officers.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index("ix_contribution_form", "drafted_by_id", "key", unique=True),
        # Partial: PostgreSQL locks a row FOR UPDATE when a column changes that a foreign key could
        # reference, and that would wait for agendas that point to the paper.
        Index(
            "ix_contribution_symbol_key",
            "symbol_key",
            unique=True,
            sqlite_where=HAS_SYMBOL,
            postgresql_where=HAS_SYMBOL,
        ),
    )
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
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    """The document of which this paper is an addendum or corrigendum."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    """An earlier document that this one replaces."""
    key: Mapped[str | None] = mapped_column(String(40))
    """The key of the form with which the draft was begun. A form that is sent twice begins one
    draft.
    """
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    warned_at: Mapped[datetime | None]
    """When the drafters were told that the draft would end, because nobody changed or submitted it.
    """
    kept_at: Mapped[datetime | None]
    """The time at which a drafter asked to keep the draft nevertheless."""
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
    delegation: Mapped[Delegation | None] = relationship(lazy="joined")
    parent: Mapped["Contribution | None"] = relationship(
        foreign_keys=parent_id, remote_side="Contribution.id", back_populates="attached"
    )
    attached: Mapped[list["Contribution"]] = relationship(
        foreign_keys=parent_id, back_populates="parent", order_by="Contribution.symbol_order"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def was_never_submitted(self) -> bool:
        """Whether no wording of the paper was ever submitted, not even one that was given back."""
        return self.submitted_at is None and all(r.submitted_at is None for r in self.revisions)

    @property
    def ends_at(self) -> datetime | None:
        """The first moment at which the draft may end, or None if its drafters were not told or
        somebody has worked on it since.
        """
        if self.warned_at is None or not self.was_never_submitted:
            return None
        touched = [r.changed_at for r in self.revisions] + [d.named_at for d in self.drafters]
        return None if max(touched) >= self.warned_at else self.warned_at + NOTICE

    # Its names and addresses

    @property
    def symbol(self) -> Symbol | None:
        """The symbol of the latest revision, or None until the paper has a number."""
        return self.symbol_of(self.current)

    def symbol_of(self, revision: Revision) -> Symbol | None:
        return self.symbol_in(revision.language, revision.number)

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
        """The address of the document, or of the draft as long as it has no number."""
        symbol = self.issued_symbol
        return f"/documents/{symbol.path}" if symbol else self.work_url

    @property
    def work_url(self) -> str:
        return f"/contributions/{self.id}"

    # Who may see it

    @property
    def officers(self) -> str:
        return self.meeting.group.officers

    @property
    def audience(self) -> frozenset[str]:
        """The audiences who may find the paper by search. `policy.can_read_draft` decides on the
        draft of a revision.
        """
        if self.number is not None:
            return frozenset({"members"})
        if self.submitted_at is not None:
            return self.drafting_audience | self.sources_audience | {self.officers}
        return self.drafting_audience | self.consenting_audience

    @property
    def consenting_audience(self) -> frozenset[str]:
        """The audiences whose consent to the draft is requested. They read it and change nothing."""
        sources = self.draft.sources if self.draft else []
        return frozenset(
            source.deciders
            for source in sources
            if source.deciders and source.consent != Consent.NOT_ASKED
        )

    @property
    def sources_audience(self) -> frozenset[str]:
        """The delegations in whose name the paper was submitted."""
        return frozenset(s.delegation.audience for s in self.current.sources if s.delegation)

    @property
    def topic(self) -> str:
        """The name of the topic of the numbered document, for all members."""
        return f"document:{self.id}"

    # What can be done with it

    @property
    def series_kind(self) -> DocumentKind:
        """The kind in whose series the paper is numbered: contributions for information have a
        series of their own.
        """
        if self.kind == DocumentKind.CONTRIBUTION and self.purpose == Purpose.INFORMATION:
            return DocumentKind.INFORMATION
        return self.kind

    @property
    def is_on_time(self) -> bool:
        """Whether the draft would meet the deadline of its meeting, if it were submitted now."""
        return self.purpose == Purpose.INFORMATION or self.meeting.is_open_for_contributions

    @property
    def is_delayed(self) -> bool:
        """Whether the paper was submitted after the deadline of its meeting or, for a draft, would
        be if it were submitted now.
        """
        if self.timing is not None:
            return self.timing in (Timing.DELAYED, Timing.LATE)
        return self.submitted_at is None and not self.is_on_time

    @property
    def when_it_came(self) -> str:
        """A sentence that states which time of submission counts, and whether it met the deadline,
        for a paper that was sent back for a change; empty for any other.
        """
        if self.submitted_at is None or not (
            self.is_asked_to_change or self.was_changed_on_request
        ):
            return ""
        when = moment(self.submitted_at, self.meeting.zone, self.meeting.clock_place)
        match self.timing:
            case Timing.DELAYED | Timing.LATE:
                return _(
                    "It counts as received when it was first submitted: %(when)s, after the deadline.",
                    when=when,
                )
            case Timing.ON_TIME:
                return _(
                    "It counts as received when it was first submitted: %(when)s, by the deadline.",
                    when=when,
                )
        return _("It counts as received when it was first submitted: %(when)s.", when=when)

    def source_called(self, key: str) -> Source | None:
        """Return the source of the draft whose capacity has this key, or None."""
        sources = self.draft.sources if self.draft else []
        return next((source for source in sources if source.key == key), None)

    def take_place_of(self, other: "Contribution | None") -> None:
        if other is self:
            raise Refused(_("A document cannot replace itself."))
        if other is not None and not other.is_numbered:
            raise Refused(_("Only a document with a number can be replaced."))
        self.replaces_id = other.id if other else None

    @classmethod
    def search_query(cls) -> Select[Any]:
        return select(cls).options(
            joinedload(cls.meeting).joinedload(Meeting.group),
            selectinload(cls.revisions).options(
                undefer(Revision.plain),
                undefer(Revision.text),
                selectinload(Revision.sources).options(
                    joinedload(Source.delegation), joinedload(Source.office)
                ),
            ),
            selectinload(cls.drafters),
        )

    @property
    def search_title(self) -> str:
        return f"{self.symbol}: {self.title}" if self.symbol else self.title

    def search_record(self) -> Record:
        revision, symbol = self.current, self.symbol
        named = [clause.wid for clause in revision.clauses]
        return Record(
            id=f"contribution:{self.id}",
            kind="contribution",
            title=self.search_title,
            text=revision.words,
            url=self.url,
            year=self.meeting.starts_on.year,
            language=revision.language,
            body=self.meeting.group.code,
            source=revision.source,
            countries=tuple(country.alpha2 for country in revision.countries),
            regions=tuple(country.region for country in revision.countries),
            symbol=str(symbol or ""),
            state=self.state,
            clauses=tuple(dict.fromkeys([*named, *clauses_quoted(revision.text)])),
            also_called=tuple(name for body in revision.questions for name in body.also_called),
            audience=self.audience,
            date=revision.received_at or revision.changed_at,
        )


@refreshes_with(Meeting)
def _its_contributions(meeting: Meeting, session: Session) -> Iterable[str]:
    """Return the search records to refresh with a meeting: search lists its papers under its year."""
    papers = session.scalars(select(Contribution.id).where(Contribution.meeting_id == meeting.id))
    return [f"{Contribution.search_kind}:{paper_id}" for paper_id in papers]


@refreshes_with(Delegation)
def _its_papers(delegation: Delegation, session: Session) -> Iterable[str]:
    papers = session.scalars(
        select(Contribution.id).where(Contribution.delegation_id == delegation.id)
    )
    return [f"{Contribution.search_kind}:{paper_id}" for paper_id in papers]


@refreshes_with(Body)
def _papers_on(body: Body, session: Session) -> Iterable[str]:
    """Return the search records to refresh with a Question: search finds a paper under every name
    of its Questions.
    """
    papers = session.scalars(
        select(Revision.contribution_id)
        .join(RevisionQuestion)
        .where(RevisionQuestion.body_id == body.id)
        .distinct()
    )
    return [f"{Contribution.search_kind}:{paper_id}" for paper_id in papers]
