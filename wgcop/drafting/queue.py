"""The papers that wait for the secretariat of a group, with everything needed for a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import WAITING, PaperState
from wgcop.contributions.queries import PEOPLE
from wgcop.database import db
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.series import last_numbers, numbering_of
from wgcop.radar.queries import hit_counts


@dataclass(frozen=True)
class WaitingPaper:
    """A paper that waits. `kinds` are the kinds of document that it can become when it is accepted
    for `meeting`. `hits` is None before the radar has checked the paper.
    """

    paper: Contribution
    kinds: Sequence[DocumentKind]
    meetings: Sequence[Meeting]
    meeting: Meeting | None
    hits: int | None
    now: datetime

    @property
    def age(self) -> timedelta:
        return self.now - (self.paper.submitted_at or self.now)

    @property
    def is_overdue(self) -> bool:
        return self.paper.post_by is not None and self.now > self.paper.post_by

    @property
    def chosen_kind(self) -> DocumentKind:
        return self.paper.series_kind


@dataclass(frozen=True)
class NextNumbers:
    """The symbol that the next document of each kind would get, whichever paper it is."""

    meeting: Meeting
    symbols: Mapping[DocumentKind, str]


@dataclass(frozen=True)
class Queue:
    """The papers that the secretariat has to deal with: waiting, held, and asked to change. Each
    list is ordered by posting deadline, then by arrival.
    """

    waiting: list[WaitingPaper]
    held: list[WaitingPaper]
    asked: list[WaitingPaper]
    """Papers whose sources were asked for a change."""
    numbers: Sequence[NextNumbers]
    """The next numbers of the meetings for which a paper can be accepted."""

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.held or self.asked)


def queue_of(groups: Sequence[int], audiences: frozenset[str]) -> Queue:
    """Return the queue of these groups. The number of statements grows with the meetings, not with
    the papers.
    """
    papers = db.session.scalars(
        select(Contribution)
        .join(Contribution.meeting)
        .where(
            Meeting.group_id.in_(groups),
            Contribution.state.in_([*WAITING, PaperState.CHANGE_ASKED]),
        )
        .options(
            joinedload(Contribution.meeting).joinedload(Meeting.group),
            joinedload(Contribution.parent),
            *PEOPLE,
        )
    ).all()
    rows = _rows(papers, audiences)
    open_to = dict.fromkeys(row.meeting for row in rows if row.meeting and row.kinds)
    return Queue(
        waiting=[row for row in rows if row.paper.state == PaperState.SUBMITTED],
        held=[row for row in rows if row.paper.state == PaperState.HELD],
        asked=[row for row in rows if row.paper.state == PaperState.CHANGE_ASKED],
        numbers=[NextNumbers(meeting, _symbols(meeting)) for meeting in open_to],
    )


def _rows(papers: Sequence[Contribution], audiences: frozenset[str]) -> list[WaitingPaper]:
    if not papers:
        return []
    now = clock.now()
    hits = hit_counts([paper.search_key for paper in papers], audiences)
    open_meetings = [
        meeting
        for meeting in db.session.scalars(
            select(Meeting)
            .where(Meeting.group_id.in_({paper.meeting.group_id for paper in papers}))
            .options(joinedload(Meeting.group))
            .order_by(Meeting.number)
        )
        if meeting.moment != Moment.PAST
    ]
    rows = []
    for paper in sorted(papers, key=lambda each: _order(each, now)):
        meetings = [
            meeting
            for meeting in open_meetings
            if meeting.group_id == paper.meeting.group_id and meeting.number >= paper.meeting.number
        ]
        later = [meeting for meeting in meetings if meeting.id != paper.meeting_id]
        if paper.state == PaperState.HELD:
            meeting = later[0] if later else None
        else:
            meeting = meetings[0] if meetings else None
        rows.append(
            WaitingPaper(
                paper=paper,
                kinds=list(DocumentKind) if _is_free(paper) and meeting is not None else [],
                meetings=[] if paper.attachment else meetings,
                meeting=meeting,
                hits=hits[paper.search_key],
                now=now,
            )
        )
    return rows


def _is_free(paper: Contribution) -> bool:
    """Return whether the secretariat can choose the paper's kind. An attachment has the kind of its
    document, and a paper is not accepted while its source changes it.
    """
    return not paper.attachment and paper.state != PaperState.CHANGE_ASKED


def _symbols(meeting: Meeting) -> dict[DocumentKind, str]:
    numbering = numbering_of(meeting)
    lasts = last_numbers([numbering.key(kind) for kind in DocumentKind])
    return {
        kind: numbering.patterns[kind].example(
            numbering.occasion, numbering.style, lasts[numbering.key(kind)] + 1
        )
        for kind in DocumentKind
    }


def _order(paper: Contribution, now: datetime) -> tuple[datetime, datetime, int]:
    submitted = paper.submitted_at or now
    # Papers without a day by which they are posted come last: ten years is later than any such day.
    return (paper.post_by or submitted + timedelta(days=3650), submitted, paper.id)
