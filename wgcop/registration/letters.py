"""Letters to people who registered, each with the event for their calendar, in their language."""

from collections.abc import Callable, Sequence

import structlog
from flask import current_app
from flask_babel import gettext as _

from wgcop import clock, mail
from wgcop.accounts.letters import address
from wgcop.agenda.models import MeetingChange
from wgcop.agenda.publication.letters import Attendee, writes_to
from wgcop.agenda.sessions import sitting_days
from wgcop.bodies.models import Meeting, Moment
from wgcop.calendars.feeds import contact_of, events_of
from wgcop.calendars.writing import CalendarMeeting, Invitee, as_cancellation, as_invitation
from wgcop.database import db
from wgcop.i18n import clock_name, days, written_to
from wgcop.mail import CalendarPart
from wgcop.registration.models import Registration
from wgcop.registration.queries import registrations_of

log = structlog.get_logger(__name__)

MEMBERS = frozenset({"public", "members"})
"""The audiences of a letter: everybody who is registered may join, with or without an account."""

Letter = tuple[str, list[str]]
"""The subject and the paragraphs of a letter."""


@writes_to
def coming_to(meeting: Meeting) -> list[Attendee]:
    return [
        Attendee(each.person_id, each.address, each.who, each.language)
        for each in registrations_of(meeting)
    ]


def write_registered(registration: Registration) -> None:
    def compose() -> Letter:
        meeting = registration.meeting
        return _("You are registered: %(meeting)s", meeting=meeting.title), [
            _(
                "you are registered for %(meeting)s: %(how)s.",
                meeting=meeting.title,
                how=registration.planned_name,
            ),
            *_when_and_where(meeting),
            _how_to_change(registration),
        ]

    _write([registration], compose, as_invitation, "REQUEST")


def write_taken_back(registration: Registration) -> None:
    def compose() -> Letter:
        meeting = registration.meeting
        return _("No longer registered: %(meeting)s", meeting=meeting.title), [
            _("you are no longer registered for %(meeting)s.", meeting=meeting.title)
        ]

    _write([registration], compose, as_cancellation, "CANCEL")


def write_changed(meeting: Meeting, before: MeetingChange, join_url: str) -> None:
    """Write to everybody registered that the time, the place or the link to join has changed.
    `join_url` is the earlier link.
    """

    def compose() -> Letter:
        changes = before.said_of(meeting)
        if join_url != meeting.join_url:
            changes.append(
                _("The link to join is now %(link)s", link=meeting.join_url)
                if meeting.join_url
                else _("There is no link to join any more.")
            )
        return _("Changed: %(meeting)s", meeting=meeting.title), [
            _("%(meeting)s, for which you are registered, has changed.", meeting=meeting.title),
            *changes,
            *_when_and_where(meeting),
        ]

    _write(registrations_of(meeting), compose, as_invitation, "REQUEST")


def _how_to_change(registration: Registration) -> str:
    if registration.person:
        return _("You can change this or take it back on the page of the meeting until it ends.")
    return _(
        "To change this, write to the secretariat: %(contact)s",
        contact=contact_of(registration.meeting) or current_app.config["MAIL_SENDER"],
    )


def _when_and_where(meeting: Meeting) -> list[str]:
    if meeting.sessions:
        clock_there = clock_name(meeting.opens, meeting.zone, meeting.clock_place)
        sessions = [f"{days(each.days)}: {each.hours}" for each in sitting_days(meeting)]
        return ["\n".join([*sessions, clock_there]), meeting.place]
    return [
        _(
            "%(days)s, opening at %(time)s, %(clock)s",
            days=days((meeting.starts_on, meeting.ends_on)),
            time=meeting.opens_at.strftime("%H:%M"),
            clock=clock_name(meeting.opens, meeting.zone, meeting.clock_place),
        ),
        meeting.place,
    ]


def _write(
    registrations: Sequence[Registration],
    compose: Callable[[], Letter],
    as_event: Callable[[CalendarMeeting, Invitee], str],
    method: str,
) -> None:
    """Write a letter with a calendar event to each address, but none about a meeting that is over.
    A letter that cannot be written is logged; everything else stays in the transaction.
    """
    told = [each for each in registrations if each.address]
    if not told or told[0].meeting.moment == Moment.PAST:
        return
    events: dict[str, CalendarMeeting] = {}
    try:
        # A savepoint, so that an error in a letter does not undo the registration or the change.
        with db.session.begin_nested():
            for registration in told:
                meeting, language = registration.meeting, registration.language
                with written_to(language):
                    if language not in events:
                        [events[language]] = events_of([meeting], MEMBERS, root=address(""))
                    event = as_event(events[language], _invitee(registration))
                    subject, paragraphs = compose()
                    greeting = _("Dear %(name)s,", name=registration.who)
                    words = [greeting, *paragraphs, address(meeting.url)]
                    mail.write(
                        registration.address,
                        subject[:300],
                        "\n\n".join(words) + "\n",
                        calendar=CalendarPart(method, event),
                    )
    except Exception:
        log.exception("letters_failed", meeting=told[0].meeting_id)


def _invitee(registration: Registration) -> Invitee:
    return Invitee(
        name=registration.who,
        address=registration.address,
        sender=current_app.config["MAIL_SENDER"],
        written_at=clock.now(),
    )
