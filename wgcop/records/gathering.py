"""Reads the events of a meeting for its report, in a number of SQL statements that does not grow
with the agenda.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Office
from wgcop.accounts.roles import LEADERS, sources_in_words
from wgcop.agenda import queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.agenda.publication import queries as publication
from wgcop.agenda.rows import AgendaPaper, AgendaRow
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.floor.course import course_in_words
from wgcop.floor.models import FloorRequest
from wgcop.floor.queries import over_since, times_of
from wgcop.floor.speakers import FloorKind
from wgcop.i18n import comma, day, days, moment, semicolon
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.queries import ItemOutcome, outcomes_of
from wgcop.outcomes.silence.queries import procedures_of_meeting
from wgcop.outcomes.statements import DeliveredStatement
from wgcop.outcomes.wordings import ItemWording
from wgcop.records.models import MeetingReport
from wgcop.records.notes.models import ItemNotes
from wgcop.records.notes.showing import published_notes
from wgcop.records.reported import (
    AgreedWords,
    ReportedAction,
    ReportedAttendance,
    ReportedConclusion,
    ReportedDelegation,
    ReportedItem,
    ReportedMeeting,
    ReportedPaper,
    ReportedSilence,
    ReportedStatement,
)
from wgcop.registration.marks import marks_of
from wgcop.registration.models import Registration
from wgcop.registration.queries import Attending, Participants, participants_of

MEMBERS = frozenset({"public", "members"})
"""The readers of the report once it has a number: it contains nothing that members may not read."""


def reported(meeting: Meeting) -> ReportedMeeting:
    agenda = agenda_of(meeting, MEMBERS)
    rows = list(agenda)
    notes = published_notes([row.item.id for row in rows])
    spoken = _spoken(meeting)
    outcomes = outcomes_of(meeting)
    report = report_of(meeting)
    documents = [
        document
        for document in queries.documents_to_choose(meeting, MEMBERS)
        if report is None or document.id != report.contribution_id
    ]
    numbers = _numbers(rows)
    agenda_document = publication.latest(meeting)
    participants = participants_of(meeting)
    had_floor = [request for requests in spoken.values() for request in requests]
    return ReportedMeeting(
        title=meeting.title,
        group=meeting.group.code,
        place=meeting.place,
        days=days((meeting.starts_on, meeting.ends_on)),
        chair=comma().join(chairs_of(meeting)),
        attendance=_attendance(meeting, participants),
        items=_items(agenda.rows, outcomes, notes, spoken),
        papers=[
            _paper(document, semicolon().join(numbers.get(document.id, [])))
            for document in documents
        ],
        agenda=_paper(agenda_document.revision) if agenda_document else None,
        course=course_in_words(meeting),
        silences=_silences(meeting, {row.item.id: row.number for row in rows}),
        speaking=[
            (name, spoke.times, in_minutes(spoke.timer.spent_at(clock.now())))
            for name, spoke in times_of(
                [each for each in had_floor if each.delegation], over=over_since(meeting)
            ).items()
        ],
        unlisted=unlisted(had_floor, participants),
        next_meeting=_in_a_sentence(queries.meeting_after(meeting)),
    )


def report_of(meeting: Meeting) -> MeetingReport | None:
    return db.session.scalar(
        select(MeetingReport)
        .where(MeetingReport.meeting_id == meeting.id)
        .options(joinedload(MeetingReport.contribution))
    )


def chairs_of(meeting: Meeting) -> list[str]:
    chairs = db.session.scalars(
        select(Office)
        .where(Office.group_id == meeting.group_id, Office.role == LEADERS[meeting.group.kind][0])
        .options(joinedload(Office.person))
        .order_by(Office.id)
    )
    return [office.person.name for office in chairs]


def _in_a_sentence(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return _(
        "%(title)s is planned for %(days)s. Place: %(place)s.",
        title=meeting.title,
        days=days((meeting.starts_on, meeting.ends_on)),
        place=meeting.place,
    )


def _numbers(rows: Iterable[AgendaRow]) -> dict[int, list[str]]:
    """Return the numbers of the items that list a document, by document id."""
    numbers: dict[int, list[str]] = {}
    for row in rows:
        for paper in row.papers:
            numbers.setdefault(paper.contribution.id, []).append(row.number)
    return numbers


def _items(
    rows: Iterable[AgendaRow],
    outcomes: Mapping[int, ItemOutcome],
    notes: Mapping[int, ItemNotes],
    spoken: Mapping[int, list[FloorRequest]],
) -> list[ReportedItem]:
    items = []
    for row in rows:
        outcome = outcomes.get(row.item.id, ItemOutcome())
        had_floor = spoken.get(row.item.id, [])
        items.append(
            ReportedItem(
                number=row.number,
                title=row.item.title,
                kind=row.item.kind,
                presenter=row.item.presenter,
                papers=[_paper(paper) for paper in row.papers],
                speakers=list(
                    dict.fromkeys(_who(each) for each in had_floor if not _is_order(each))
                ),
                points_of_order=[_who(each) for each in had_floor if _is_order(each)],
                notes=notes[row.item.id].text if row.item.id in notes else None,
                conclusions=_conclusions(row.item),
                is_deferred=row.item.is_deferred,
                wordings=[
                    _wording(wording) for wording in outcome.wordings if not wording.is_withdrawn
                ],
                actions=[_action(point) for point in outcome.action_points],
                statements=[
                    _statement(statement) for statement in outcome.statements if statement.stands
                ],
                children=_items(row.children, outcomes, notes, spoken),
            )
        )
    return items


def _spoken(meeting: Meeting) -> dict[int, list[FloorRequest]]:
    """Return the requests that had the floor, by item id, in the order in which they got it."""
    requests = db.session.scalars(
        select(FloorRequest)
        .join(FloorRequest.item)
        .where(AgendaItem.meeting_id == meeting.id, FloorRequest.given_at.is_not(None))
        .options(joinedload(FloorRequest.delegation))
        .order_by(FloorRequest.given_at, FloorRequest.id)
    )
    spoken: dict[int, list[FloorRequest]] = {}
    for request in requests:
        spoken.setdefault(request.item_id, []).append(request)
    return spoken


def _who(request: FloorRequest) -> str:
    return request.shown_name


def _is_order(request: FloorRequest) -> bool:
    return request.kind == FloorKind.POINT_OF_ORDER


def _conclusions(item: AgendaItem) -> list[ReportedConclusion]:
    return [
        ReportedConclusion(
            conclusion.name,
            conclusion.text,
            counts=conclusion.outcome != Outcome.DEFERRED or conclusion is item.decision,
        )
        for conclusion in item.conclusions
    ]


def _paper(document: Contribution | AgendaPaper | Revision, items: str = "") -> ReportedPaper:
    return ReportedPaper(
        str(document.symbol), document.title, sources_in_words(document.source), items
    )


def _wording(agreed: ItemWording) -> AgreedWords:
    standing = agreed.standing
    wording = standing.wording or standing.clause.wording
    return AgreedWords(wording.citation, standing.agreed_words, standing.clause.wid)


def _action(point: ActionPoint) -> ReportedAction:
    due = day(point.due_on) if point.due_on else ""
    return ReportedAction(point.text, point.owner.name, due, point.state_name)


def _statement(statement: DeliveredStatement) -> ReportedStatement:
    about = statement.clause.wording.citation if statement.clause else ""
    return ReportedStatement(
        statement.kind_name, statement.delegation.shown_name, about, statement.text
    )


def _silences(meeting: Meeting, numbers: Mapping[int, str]) -> list[ReportedSilence]:
    """Return the silence procedures of the meeting, earliest first."""
    return [
        ReportedSilence(
            title=procedure.title,
            began=moment(procedure.began_at, procedure.zone, procedure.place),
            ends=moment(procedure.ended_at, procedure.zone, procedure.place),
            result=procedure.state_name,
            objected=list(dict.fromkeys(one.delegation.shown_name for one in procedure.objections)),
            item=numbers.get(procedure.item_id or 0, ""),
        )
        for procedure in reversed(procedures_of_meeting(meeting))
    ]


def unlisted(had_floor: Iterable[FloorRequest], participants: Participants) -> list[str]:
    """Return the delegations that had the floor but have nobody on the list of participants.
    Officers who speak as such are left out.
    """
    listed = {each.delegation_id for each in participants.there}
    return list(
        dict.fromkeys(
            each.delegation.shown_name
            for each in had_floor
            if each.delegation is not None and each.delegation_id not in listed
        )
    )


def in_minutes(span: timedelta) -> str:
    """Return the time as `1:05`, or with hours as `1:00:05`."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _attendance(meeting: Meeting, participants: Participants) -> ReportedAttendance:
    """Return the attendance that the secretariat marked or, if it marked nobody as present, the
    registrations of people who are not marked as absent.
    """
    was_marked = participants.were_marked
    there, marks = set(participants.there), marks_of(meeting)

    def in_words(registration: Registration) -> str:
        if not was_marked:
            return registration.planned_name.lower()
        how, number = registration.attended_name.lower(), marks.number_attended(registration)
        if number is None:
            return how
        return _(
            "%(how)s, %(number)d of %(all)d sessions",
            how=how,
            number=number,
            all=len(meeting.sessions),
        )

    delegations = [
        ReportedDelegation(
            group.title,
            [(each.who, in_words(each)) for each in group.registrations if each in there],
            is_delegation=bool(group.name),
        )
        for group in participants.groups
    ]
    return ReportedAttendance(
        participants.present.in_person,
        participants.present.remote,
        was_marked,
        [delegation for delegation in delegations if delegation.people],
        [
            (
                f"{day(session.day)}, {session.starts_at:%H:%M} {session.name}".strip(),
                *(in_session.ways),
            )
            for session in meeting.sessions
            if (in_session := Attending.of(marks.in_session(session).values())).all
        ],
        participants.only_absent_are_marked,
    )
