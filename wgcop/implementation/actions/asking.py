"""Asks members about a clause, reminds those who have not replied, and makes the rate public."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.implementation.actions.announcements import tell_of_request, tell_person
from wgcop.implementation.letters import write_asked, write_reminders
from wgcop.implementation.queries import latest_edition, members_of
from wgcop.implementation.replies import Addressees, MemberReply, ReplyRequest
from wgcop.markup import has_visible
from wgcop.resolutions.models import Clause


def ask_members(
    clause: Clause,
    text: str,
    addressees: Addressees,
    delegations: Sequence[Delegation],
    due_on: date,
    *,
    by: Person,
    capacity: Capacity | None,
) -> ReplyRequest:
    """Ask these delegations about a clause. Each has a row from now on, and its members get a
    letter.
    """
    if not has_visible(text):
        raise Invalid(_("Enter your question."))
    if not delegations:
        raise Invalid(_("Choose at least one delegation."))
    if due_on <= clock.now().date():
        raise Invalid(_("Choose a day that is still to come."))
    edition = latest_edition([clause.resolution_id])[clause.resolution_id]
    asked = ReplyRequest(
        clause=clause,
        edition=edition,
        text=text.strip(),
        addressees=addressees,
        due_on=due_on,
        asked_by=by,
        capacity=capacity.label if capacity else "",
        replies=[MemberReply(delegation=delegation) for delegation in delegations],
    )
    db.session.add(asked)
    db.session.flush()
    tell_of_request(asked, "request.asked", by=by)
    _tell_members(asked, delegations, by=by)
    return asked


def add_delegation(asked: ReplyRequest, delegation: Delegation, *, by: Person) -> MemberReply:
    """Ask one more delegation, such as one that joined the workspace after the others were asked.
    Raise Refused if it is asked already.
    """
    _lock(asked)
    if any(reply.delegation_id == delegation.id for reply in asked.replies):
        raise Refused(_("%(name)s has already been asked.", name=delegation.shown_name))
    reply = MemberReply(delegation=delegation)
    asked.replies.append(reply)
    db.session.flush()
    tell_of_request(asked, "request.asked", by=by)
    _tell_members(asked, [delegation], by=by)
    return reply


def remind_by_hand(asked: ReplyRequest, *, by: Person) -> int:
    """Write to the members of every delegation that has not replied, and return how many
    delegations these are.
    """
    _lock(asked)
    silent = [reply for reply in asked.replies if not reply.has_replied]
    if not silent:
        raise Refused(_("Every delegation has replied."))
    write_reminders(note_reminded(silent))
    tell_of_request(asked, "request.reminded", by=by)
    return len(silent)


def note_reminded(replies: Iterable[MemberReply]) -> list[MemberReply]:
    reminded = list(replies)
    for reply in reminded:
        reply.reminded_at, reply.reminders = clock.now(), reply.reminders + 1
    return reminded


def approve_request(asked: ReplyRequest, *, by: Person) -> None:
    """Let everybody see how many members replied. Their replies stay visible to members only."""
    db.session.refresh(asked, with_for_update={"of": ReplyRequest})
    if asked.approved_at:
        return
    asked.approved_at, asked.approved_by = clock.now(), by
    db.session.flush()
    tell_of_request(asked, "request.approved", by=by)


def close_request(asked: ReplyRequest, *, by: Person) -> None:
    """Close a request: it takes no further replies and sends no further reminders."""
    _lock(asked)
    asked.closed_at = clock.now()
    db.session.flush()
    tell_of_request(asked, "request.closed", by=by)


def _lock(asked: ReplyRequest) -> None:
    # Steps at the same moment wait for each other, so that nobody is asked or reminded after the request is closed.
    db.session.flush()
    db.session.refresh(asked, with_for_update={"of": ReplyRequest})
    if asked.closed_at:
        raise Refused(_("This request is closed."))


def _tell_members(asked: ReplyRequest, delegations: Iterable[Delegation], *, by: Person) -> None:
    people = members_of([delegation.id for delegation in delegations])
    for person in sorted({*people} - {by}, key=lambda person: person.topic):
        tell_person(person, "request.asked", "implementation-notice", asked.id, by=by)
    write_asked(asked, people)
