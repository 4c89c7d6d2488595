"""Letters to people who registered, each with the event for their calendar, in their language."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app

from wgcop import clock
from wgcop.agenda.models import MeetingMove
from wgcop.agenda.publication.letters import Attendee, writes_to
from wgcop.agenda.sessions import sitting_days
from wgcop.bodies.models import Meeting, Moment
from wgcop.calendars.feeds import contact_of, events_of
from wgcop.calendars.writing import CalendarMeeting, Invitee, as_cancellation, as_invitation
from wgcop.i18n import written_to
from wgcop.letters import Recipient, address, apart, fill_in, post
from wgcop.mail import CalendarPart
from wgcop.registration.models import Registration
from wgcop.registration.queries import registrations_of

MEMBERS = frozenset({"public", "members"})
"""The audiences of a letter: everybody who is registered may join, with or without an account."""


@writes_to
def coming_to(meeting: Meeting) -> list[Attendee]:
    return [
        Attendee(
            registration.person_id, registration.address, registration.who, registration.language
        )
        for registration in registrations_of(meeting)
    ]


def write_registered(registration: Registration) -> None:
    contact = contact_of(registration.meeting) or current_app.config["MAIL_SENDER"]
    _write("registered", [registration], as_invitation, "REQUEST", contact=contact)


def write_taken_back(registration: Registration) -> None:
    _write("taken_back", [registration], as_cancellation, "CANCEL")


def write_changed(meeting: Meeting, before: MeetingMove, join_url: str) -> None:
    """Write to everybody registered that the time, the place or the link to join has changed.
    `join_url` is the earlier link.
    """
    _write(
        "changed",
        registrations_of(meeting),
        as_invitation,
        "REQUEST",
        before=before,
        is_elsewhere=join_url != meeting.join_url,
    )


def _write(
    letter: str,
    registrations: Sequence[Registration],
    as_event: Callable[[CalendarMeeting, Invitee], str],
    method: str,
    **values: Any,
) -> None:
    """Write a letter with a calendar event to each address, but none about a meeting that is over."""
    told = [each for each in registrations if each.address]
    if not told or told[0].meeting.moment == Moment.PAST:
        return
    meeting, letter = told[0].meeting, f"registration/{letter}"
    values |= {"meeting": meeting, "sitting_days": sitting_days(meeting)}
    events: dict[str, CalendarMeeting] = {}
    with apart(letter, page=meeting.url):
        for registration in told:
            language = registration.language
            with written_to(language):
                if language not in events:
                    [events[language]] = events_of([meeting], MEMBERS, root=address(""))
                event = as_event(events[language], _invitee(registration))
                post(
                    Recipient(registration.address, registration.who, language),
                    fill_in(letter, registration=registration, **values),
                    page=meeting.url,
                    calendar=CalendarPart(method, event),
                )


def _invitee(registration: Registration) -> Invitee:
    return Invitee(
        name=registration.who,
        address=registration.address,
        sender=current_app.config["MAIL_SENDER"],
        written_at=clock.now(),
    )
