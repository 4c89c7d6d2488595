"""Contributions as pages need them; each query gives only what its reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer_group
from sqlalchemy.orm.interfaces import ORMOption

from wgcop.accounts.models import Delegation, DelegationRole, Membership, Office, Person
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import WAITING, Contribution, PaperState
from wgcop.contributions.revisions import Revision, RevisionClause
from wgcop.contributions.sources import Consent, Source
from wgcop.contributions.symbol import Symbol
from wgcop.db import db
from wgcop.resolutions.models import Clause, Section, Wording

PEOPLE: tuple[ORMOption, ...] = (
    selectinload(Contribution.drafters)
    .joinedload(Drafter.person)
    .selectinload(Person.memberships)
    .joinedload(Membership.delegation),
    selectinload(Contribution.revisions)
    .selectinload(Revision.sources)
    .options(
        joinedload(Source.delegation),
        joinedload(Source.office),
        joinedload(Source.answered_by),
    ),
)
"""Load options: who writes the paper, and in whose name."""


@dataclass(frozen=True)
class Desk:
    """What somebody has to do with papers.

    They write the `drafts`, the `requests` ask for their consent, and the papers in `sent` wait for somebody
    else. The papers in `queue` and `held` wait for the group's officers.
    """

    drafts: list[Contribution]
    requests: list[Contribution]
    sent: list[Contribution]
    queue: list[Contribution]
    held: list[Contribution]


def desk(audiences: frozenset[str]) -> Desk:
    """From all meetings, in six statements."""
    papers = _listed(
        audiences,
        or_(
            Contribution.state.in_([PaperState.DRAFT, *WAITING]),
            Contribution.revisions.any(Revision.submitted_at.is_(None)),
        ),
        with_people=True,
    )
    waiting = [paper for paper in papers if paper.is_waiting]
    before_officers = [each for each in waiting if each.officers in audiences]
    return Desk(
        drafts=[
            paper
            for paper in papers
            if paper.is_being_written and not audiences.isdisjoint(paper.drafting_audience)
        ],
        requests=[paper for paper in papers if paper.is_being_written and awaits(paper, audiences)],
        sent=[each for each in waiting if each.officers not in audiences],
        queue=[each for each in before_officers if each.state == PaperState.SUBMITTED],
        held=[each for each in before_officers if each.state == PaperState.HELD],
    )


def awaits(contribution: Contribution, audiences: frozenset[str]) -> bool:
    """Whether one of these readers has yet to answer for a source of the draft."""
    return contribution.draft is not None and any(
        source.deciders in audiences and source.consent == Consent.ASKED
        for source in contribution.draft.sources
    )


PAGE = 50


@dataclass(frozen=True)
class DocumentsPage:
    """A page of a meeting's documents, in the order of their numbers."""

    documents: Sequence[Contribution]
    page: int
    pages: int

    @property
    def is_last(self) -> bool:
        return self.page >= self.pages


def documents(meeting: Meeting, audiences: frozenset[str], *, page: int) -> DocumentsPage:
    """In five statements. A number beyond the last page gives the last page."""
    of_meeting = (Contribution.meeting_id == meeting.id, Contribution.number.is_not(None))
    total = db.session.scalar(
        select(func.count(Contribution.id))
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(_is_visible_to(audiences), *of_meeting)
    )
    pages = max(-(-(total or 0) // PAGE), 1)
    page = min(max(page, 1), pages)
    rows = _listed(audiences, *of_meeting, limit=PAGE, offset=PAGE * (page - 1))
    return DocumentsPage(rows, page, pages)


def meetings_to_choose() -> Sequence[Meeting]:
    """The latest first, with their groups."""
    return db.session.scalars(
        select(Meeting).options(joinedload(Meeting.group)).order_by(Meeting.starts_on.desc())
    ).all()


def open_meetings() -> list[Meeting]:
    """Those to which a paper can still be brought, the next one first."""
    return [m for m in reversed(meetings_to_choose()) if m.moment != Moment.PAST]


def delegations_to_ask() -> Sequence[Delegation]:
    """Those with a head who could consent, by name."""
    has_head = Delegation.memberships.any(
        and_(Membership.role == DelegationRole.HEAD, Membership.person.has(Person.active))
    )
    return db.session.scalars(select(Delegation).where(has_head).order_by(Delegation.name)).all()


def _listed(
    audiences: frozenset[str],
    *conditions: ColumnElement[bool],
    with_people: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Contribution]:
    return db.session.scalars(
        _visible_to(audiences, *conditions)
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
            Contribution.number,
            Contribution.created_at,
            Contribution.id,
        )
        .limit(limit)
        .offset(offset)
    ).all()


def _visible_to(
    audiences: frozenset[str], *conditions: ColumnElement[bool]
) -> Select[Contribution]:
    """With their meetings, which give the order."""
    return (
        select(Contribution)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(_is_visible_to(audiences), *conditions)
        .options(joinedload(Contribution.meeting).joinedload(Meeting.group))
    )


def _is_visible_to(audiences: frozenset[str]) -> ColumnElement[bool]:
    """Members see documents. A draft is for its drafters and for those whose consent is requested.

    What was submitted is also for the officers of the group and for the delegations in whose name it came.
    """
    delegations = _keys(audiences, "delegation")
    ways = [
        Contribution.drafters.any(Drafter.person_id.in_(_keys(audiences, "person"))),
        Contribution.revisions.any(
            and_(
                Revision.submitted_at.is_(None),
                Revision.sources.any(and_(Source.asked_wording != "", _decided_by(audiences))),
            )
        ),
        and_(
            Contribution.submitted_at.is_not(None),
            or_(
                Group.code.in_(_values(audiences, "officers")),
                Contribution.revisions.any(
                    and_(
                        Revision.submitted_at.is_not(None),
                        Revision.sources.any(Source.delegation_id.in_(delegations)),
                    )
                ),
            ),
        ),
    ]
    if "members" in audiences:
        ways.append(Contribution.number.is_not(None))
    return or_(*ways)


def _decided_by(audiences: frozenset[str]) -> ColumnElement[bool]:
    return or_(
        Source.delegation_id.in_(_keys(audiences, "heads")),
        Source.office.has(Office.person_id.in_(_keys(audiences, "person"))),
    )


def _keys(audiences: frozenset[str], kind: str) -> list[int]:
    return [int(value) for value in _values(audiences, kind)]


def _values(audiences: frozenset[str], kind: str) -> list[str]:
    return [a.partition(":")[2] for a in audiences if a.partition(":")[0] == kind]


def contribution_with_text(contribution_id: int, audiences: frozenset[str]) -> Contribution | None:
    return _with_text(audiences, Contribution.id == contribution_id)


def document(symbol: Symbol, audiences: frozenset[str]) -> Contribution | None:
    return _with_text(
        audiences,
        Contribution.number == symbol.number,
        Meeting.number == symbol.meeting,
        Group.code == symbol.group,
    )


def _with_text(audiences: frozenset[str], *conditions: ColumnElement[bool]) -> Contribution | None:
    """With everything that its page shows, in six statements."""
    return db.session.scalar(
        _visible_to(audiences, *conditions)
        .options(
            joinedload(Contribution.delegation),
            *PEOPLE,
            selectinload(Contribution.revisions).options(
                undefer_group("words"),
                joinedload(Revision.changed_by),
                joinedload(Revision.submitted_by),
                selectinload(Revision.clause_links)
                .joinedload(RevisionClause.clause)
                .selectinload(Clause.wordings)
                .joinedload(Wording.section)
                .joinedload(Section.edition),
            ),
        )
        .execution_options(populate_existing=True)
    )


def drafted(contribution_id: int, person_id: int) -> Contribution | None:
    """The paper, if that person is one of its drafters."""
    return db.session.scalar(
        select(Contribution)
        .where(
            Contribution.id == contribution_id,
            Contribution.drafters.any(Drafter.person_id == person_id),
        )
        .options(*PEOPLE)
    )


def colleagues(contribution: Contribution, person: Person) -> list[Person]:
    """Members of one's own delegations who do not draft this paper yet: the first whom one would name."""
    drafting = {drafter.person_id for drafter in contribution.drafters}
    people = db.session.scalars(
        select(Person)
        .where(
            Person.active,
            Person.memberships.any(Membership.delegation_id.in_(person.delegation_ids)),
            Person.id.not_in(drafting),
        )
        .order_by(Person.name)
    )
    return list(people)
