"""The first steps of the secretariat in a new workspace, so that delegations find something in it."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_, select

from wgcop.accounts.models import Delegation, Invitation, Membership, Person
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.resolutions.models import Edition


@dataclass(frozen=True)
class FirstStep:
    """A first step. `page` is the endpoint of the page for this step."""

    name: LazyString
    why: LazyString
    page: str
    is_done: bool


def first_steps(person: Person) -> list[FirstStep]:
    """Return the steps in order, including those that are done. The list is empty for people
    outside the secretariat, and once all are done.
    """
    if not person.is_secretariat:
        return []
    resolution, meeting, delegation, delegates = db.session.execute(_DONE).one()
    if resolution and meeting and delegates:
        return []
    return [
        FirstStep(
            _l("Import a resolution"),
            _l("From its text or a Word file. The discussion is about its clauses."),
            "resolutions.import_form",
            resolution,
        ),
        FirstStep(
            _l("Arrange a meeting"),
            _l("Its dates, its place, and the deadline for contributions."),
            "meetings.new",
            meeting,
        ),
        FirstStep(
            _l("Add the delegations"),
            _l("Member States, and others who take part."),
            "accounts.new_delegation",
            delegation,
        ),
        FirstStep(
            _l("Invite their people"),
            _l("One by one, or all at once by a list. Each gets a link."),
            "accounts.new_invitation",
            delegates,
        ),
    ]


_DONE = select(
    exists(select(Edition.id)),
    exists(select(Meeting.id)),
    exists(select(Delegation.id)),
    or_(
        exists(select(Membership.id)),
        exists(select(Invitation.id).where(Invitation.delegation_id.is_not(None))),
    ),
)
