"""Issuing the list of participants: first with a number, then as its revisions."""

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.agenda.actions.locks import lock
from wgcop.bodies.models import Meeting
from wgcop.contributions.locks import lock as lock_document
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.drafting.composed import issue_composed, revise_composed
from wgcop.errors import Outdated, Refused
from wgcop.numbering.kinds import DocumentKind
from wgcop.registration.issued import ParticipantList, issued_list, list_to_issue


def issue_participants(meeting: Meeting, *, seen: str | None = None, by: Person) -> Revision:
    """Issue the list of participants as it is now, and return its revision. Raise Outdated if it no
    longer has the fingerprint `seen`, Refused if it is empty or has not changed.
    """
    known = issued_list(meeting)
    if known is not None:
        lock_document(known)
    # The lock ensures that nobody registers between the comparison with `seen` and the issue.
    lock(meeting)
    current = list_to_issue(meeting)
    if current.is_empty:
        raise Refused(current.why_empty)
    if not current.is_new:
        raise Refused(_("Nothing has changed since this list was issued."))
    if seen not in (None, current.fingerprint) or current.before is not known:
        raise Outdated(_("Somebody changed the participants while you were looking at them."))
    if current.before is not None:
        return revise_composed(current.before, current.composed, note=current.note, by=by)
    issued = issue_composed(meeting, DocumentKind.ADMINISTRATIVE, current.composed, by=by)
    db.session.add(ParticipantList(meeting_id=meeting.id, contribution=issued))
    db.session.flush()
    return issued.current
