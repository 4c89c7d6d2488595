"""The deadlines in a reader's calendar, which are the same that the pages show to this reader."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from flask_babel import gettext as _

from wgcop.agenda.policy import can_list_documents
from wgcop.bodies.models import Meeting
from wgcop.calendars.writing import CalendarDeadline, CalendarMeeting
from wgcop.i18n import moment
from wgcop.numbering.deadlines.models import GroupDeadlines, deadlines_set_for
from wgcop.outcomes import policy
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.outcomes.silence.queries import not_settled


def deadlines_around(
    meetings: Sequence[Meeting],
    events: Sequence[CalendarMeeting],
    audiences: frozenset[str],
    *,
    root: str,
    may_propose: bool,
) -> Iterator[CalendarDeadline]:
    """Yield the deadlines of the meetings; `events` are their calendar events in the same order. It
    takes one SQL statement, three for members, and does not ask the clock.
    """
    promised = deadlines_set_for({meeting.group_id for meeting in meetings})
    for meeting, event in zip(meetings, events, strict=True):
        yield _contributions_due(meeting, event, audiences, root)
        if may_propose:
            yield _proposals_due(meeting, event, root)
        if meeting.group_id in promised:
            yield from _available(meeting, event, promised[meeting.group_id], audiences, root)
    if policy.can_see_silence(audiences):
        for procedure in not_settled(meetings):
            yield _end_of_silence(procedure, root)


def due_from(points: Sequence[ActionPoint], *, root: str) -> Iterator[CalendarDeadline]:
    """Yield the deadlines of the action points that have a date."""
    for point in points:
        if point.due_on is None:
            continue
        meeting = point.item.meeting
        yield CalendarDeadline(
            calendar_id=f"{meeting.calendar_id}-action-{point.id}",
            title=_("Action point due: %(text)s", text=" ".join(point.text.split())),
            at=point.due_on,
            sequence=len(point.events),
            changed_at=point.events[-1].at if point.events else point.recorded_at,
            address=root + point.url,
            details=_(
                "Assigned by %(meeting)s to: %(owner)s",
                meeting=meeting.title,
                owner=point.owner.name,
            ),
        )


def _contributions_due(
    meeting: Meeting, event: CalendarMeeting, audiences: frozenset[str], root: str
) -> CalendarDeadline:
    write = f"/contributions/new?meeting={meeting.slug}"
    return CalendarDeadline(
        calendar_id=meeting.calendar_id,
        title=_("Contributions due: %(meeting)s", meeting=meeting.title),
        at=meeting.contributions_due,
        sequence=meeting.version,
        changed_at=event.changed_at,
        address=root + (write if "members" in audiences else meeting.url),
        details=_(
            "A contribution to %(meeting)s is on time until %(moment)s.",
            meeting=meeting.title,
            moment=_by_its_clock(meeting, meeting.contributions_due),
        ),
    )


def _proposals_due(meeting: Meeting, event: CalendarMeeting, root: str) -> CalendarDeadline:
    return CalendarDeadline(
        calendar_id=f"{meeting.calendar_id}-proposals",
        title=_("Proposals for the agenda due: %(meeting)s", meeting=meeting.title),
        at=meeting.contributions_due,
        sequence=meeting.version,
        changed_at=event.changed_at,
        address=f"{root}{meeting.url}/proposals/new",
        details=_(
            "Items and documents can be proposed for the agenda of %(meeting)s until %(moment)s.",
            meeting=meeting.title,
            moment=_by_its_clock(meeting, meeting.contributions_due),
        ),
    )


def _available(
    meeting: Meeting,
    event: CalendarMeeting,
    stored: GroupDeadlines,
    audiences: frozenset[str],
    root: str,
) -> Iterator[CalendarDeadline]:
    """Yield the deadline for the agenda and the documents. Once the agenda is published, only the
    documents remain, which only members can read.
    """
    by = stored.rule.available_by(meeting.starts_on, meeting.zone)
    if by is None or (meeting.agenda_published and not can_list_documents(audiences)):
        return
    if meeting.agenda_published:
        title = _("All documents available: %(meeting)s", meeting=meeting.title)
        address = f"{meeting.url}/documents"
    else:
        title = _("Agenda and documents available: %(meeting)s", meeting=meeting.title)
        address = meeting.url
    yield CalendarDeadline(
        calendar_id=f"{meeting.calendar_id}-available",
        title=title,
        at=by.astimezone(UTC),
        sequence=meeting.version + stored.version,
        changed_at=event.changed_at,
        address=root + address,
        details=_("At the latest on %(moment)s.", moment=_by_its_clock(meeting, by)),
    )


def _end_of_silence(procedure: SilenceProcedure, root: str) -> CalendarDeadline:
    granted = procedure.silence.extensions
    return CalendarDeadline(
        calendar_id=f"{procedure.meeting.calendar_id}-silence-{procedure.id}",
        title=_("Silence ends: %(title)s", title=procedure.title),
        at=procedure.ends_at,
        sequence=len(granted),
        changed_at=max([procedure.began_at, *(each.granted_at for each in granted)]),
        address=root + procedure.url,
        details=_(
            "%(meeting)s: this text is adopted if no delegation objects by %(moment)s.",
            meeting=procedure.meeting.title,
            moment=moment(procedure.ends_at, procedure.zone, procedure.place),
        ),
    )


def _by_its_clock(meeting: Meeting, at: datetime) -> str:
    return moment(at, meeting.zone, meeting.clock_place)
