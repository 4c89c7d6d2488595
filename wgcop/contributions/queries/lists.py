"""Lists of papers: those on somebody's desk, and the documents of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import lazyload, selectinload

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import Delegation, Office
from wgcop.bodies.models import Meeting
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.links import RevisionClause
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import WAITING, PaperState
from wgcop.contributions.queries.narrowing import ContributionFilters
from wgcop.contributions.queries.papers import PEOPLE
from wgcop.contributions.queries.visibility import is_visible_to, visible_to
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Consent, Source
from wgcop.database import db
from wgcop.i18n import comma
from wgcop.numbering.kinds import KIND_HEADINGS
from wgcop.resolutions.models import Clause, Wording


@dataclass(frozen=True)
class Desk:
    """The papers that somebody has to do with.

    They write the `drafts`, the `requests` ask for their consent, and the papers in `sent` wait for
    somebody else: for the officers, or for their drafters to change them. The papers in `queue` and
    `held` wait for the group's officers.
    """

    drafts: list[Contribution]
    requests: list[Contribution]
    sent: list[Contribution]
    queue: list[Contribution]
    held: list[Contribution]

    def __bool__(self) -> bool:
        return bool(self.drafts or self.requests or self.sent or self.queue or self.held)


def desk(audiences: frozenset[str], *, of: Delegation | None = None) -> Desk:
    """Return the desk of a reader with these audiences, from all meetings, in six SQL statements;
    with `of`, only the papers of which this delegation is a source.
    """
    papers = listed(
        audiences,
        _is_open(),
        *([_has_source(of)] if of else []),
        with_people=True,
        with_requests=True,
    )
    waiting = [paper for paper in papers if paper.is_waiting]
    before_officers = [each for each in waiting if each.officers in audiences]
    drafts = [
        paper
        for paper in papers
        if paper.is_being_written and not audiences.isdisjoint(paper.drafting_audience)
    ]
    requests = [paper for paper in papers if paper.is_being_written and awaits(paper, audiences)]
    return Desk(
        drafts=drafts,
        requests=requests,
        sent=[
            each
            for each in papers
            if each.officers not in audiences
            and (each.is_waiting or each.is_asked_to_change)
            and not each.audience.isdisjoint(audiences)
            and each not in drafts
            and each not in requests
        ],
        queue=[each for each in before_officers if each.state == PaperState.SUBMITTED],
        held=[each for each in before_officers if each.state == PaperState.HELD],
    )


def documents_of(
    delegation: Delegation, audiences: frozenset[str], *, most: int
) -> Sequence[Contribution]:
    """Return the numbered documents of which the delegation is a source, those of the latest
    meeting first.
    """
    return listed(audiences, Contribution.number.is_not(None), _has_source(delegation), limit=most)


def _has_source(delegation: Delegation) -> ColumnElement[bool]:
    return Contribution.revisions.any(Revision.sources.any(Source.delegation_id == delegation.id))


EMPTY_DESK = Desk([], [], [], [], [])


def something_on_desk(reader: Reader) -> ColumnElement[bool]:
    """Return a SQL condition: whether the desk of this reader, who holds no office, may contain
    anything.
    """
    theirs = or_(
        Source.delegation_id.in_(reader.delegation_ids),
        Source.office.has(Office.person_id == reader.id),
    )
    return exists().where(
        _is_open(),
        or_(
            Contribution.drafters.any(Drafter.person_id == reader.id),
            Contribution.revisions.any(Revision.sources.any(theirs)),
            and_(Contribution.number.is_not(None), Contribution.state != PaperState.ACCEPTED),
        ),
    )


def _is_open() -> ColumnElement[bool]:
    return or_(
        Contribution.state.in_([PaperState.DRAFT, *WAITING]),
        Contribution.revisions.any(Revision.submitted_at.is_(None)),
    )


def awaits(contribution: Contribution, audiences: frozenset[str]) -> bool:
    """Return whether a reader with these audiences still has to answer for a source of the draft."""
    return contribution.draft is not None and any(
        source.deciders in audiences and source.consent == Consent.ASKED
        for source in contribution.draft.sources
    )


PAGE = 50


@dataclass(frozen=True)
class DocumentGroup:
    """The documents of one series. `place` is the position of the series."""

    place: str
    documents: Sequence[Contribution]

    @property
    def name(self) -> str:
        kinds = dict.fromkeys(document.kind for document in self.documents)
        return comma().join(str(KIND_HEADINGS[kind]) for kind in kinds)

    @property
    def list_order(self) -> str:
        """A sort key for scripts that comes before all documents of the group."""
        return f"{self.place}000000000.0"


@dataclass(frozen=True)
class DocumentsPage:
    """A page of a meeting's documents, in the order of their numbers."""

    documents: Sequence[Contribution]
    page: int
    pages: int

    total: int = 0

    @property
    def is_last(self) -> bool:
        return self.page >= self.pages

    @property
    def groups(self) -> list[DocumentGroup]:
        """The documents by series, in the order of their numbers. Kinds that share a series are
        grouped.
        """
        places = groupby(self.documents, key=lambda document: document.symbol_order[:2])
        return [DocumentGroup(place, list(group)) for place, group in places]


def documents(
    meeting: Meeting,
    audiences: frozenset[str],
    *,
    page: int,
    filters: ContributionFilters | None = None,
) -> DocumentsPage:
    """Return a page of a meeting's documents, in five SQL statements. A number beyond the last page
    gives the last page.
    """
    of_meeting = (
        Contribution.meeting_id == meeting.id,
        Contribution.number.is_not(None),
        *(filters.conditions if filters else ()),
    )
    total = db.session.scalar(
        select(func.count(Contribution.id))
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(is_visible_to(audiences), *of_meeting)
    )
    pages = max(-(-(total or 0) // PAGE), 1)
    page = min(max(page, 1), pages)
    rows = listed(audiences, *of_meeting, limit=PAGE, offset=PAGE * (page - 1))
    return DocumentsPage(rows, page, pages, total or 0)


def listed(
    audiences: frozenset[str],
    *conditions: ColumnElement[bool],
    with_people: bool = False,
    with_requests: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Contribution]:
    return db.session.scalars(
        visible_to(audiences, *conditions, with_requests=with_requests)
        .options(
            *(PEOPLE if with_people else ()),
            selectinload(Contribution.revisions)
            .selectinload(Revision.clause_links)
            .joinedload(RevisionClause.clause)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section),
        )
        .order_by(
            Meeting.starts_on.desc(),
            Contribution.symbol_order,
            Contribution.created_at,
            Contribution.id,
        )
        .limit(limit)
        .offset(offset)
    ).all()


def documents_to_send(meeting: Meeting, audiences: frozenset[str]) -> Sequence[Contribution]:
    """Return the documents of a meeting with their attached files, in the order of their numbers."""
    of_meeting = (Contribution.meeting_id == meeting.id, Contribution.number.is_not(None))
    return db.session.scalars(
        visible_to(audiences, *of_meeting)
        .options(
            selectinload(Contribution.revisions).options(
                lazyload(Revision.clause_links),
                lazyload(Revision.question_links),
                selectinload(Revision.enclosures),
            )
        )
        .order_by(Contribution.symbol_order)
    ).all()


def documents_in_force(meeting: Meeting, audiences: frozenset[str]) -> Sequence[Contribution]:
    """Return the accepted documents of a meeting with their titles only, in the order of their
    numbers and in two SQL statements.
    """
    conditions = (
        Contribution.meeting_id == meeting.id,
        Contribution.number.is_not(None),
        Contribution.state == PaperState.ACCEPTED,
    )
    return db.session.scalars(
        visible_to(audiences, *conditions)
        .options(
            selectinload(Contribution.revisions).options(
                lazyload(Revision.clause_links), lazyload(Revision.question_links)
            )
        )
        .order_by(Contribution.symbol_order)
    ).all()
