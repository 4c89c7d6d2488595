"""Inviting people by a link that works once, and accepting invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from wgcop import clock, mail
from wgcop.accounts import addresses, letters, tokens
from wgcop.accounts.actions.people import (
    FROM_NOW_ON,
    appoint,
    join_delegation,
    record_change,
)
from wgcop.accounts.models import Delegation, DelegationRole, Invitation, Person
from wgcop.accounts.policy import can_withdraw_colleague
from wgcop.accounts.queries import memberships_of, open_invitations_to
from wgcop.accounts.roles import Appointment, write_appointments
from wgcop.accounts.roster import RosterLine
from wgcop.audit.actions import Thing, note
from wgcop.database import db, retention
from wgcop.errors import Refused

LASTS = timedelta(days=14)

MOST_OPEN = 30
"""The most open invitations of one delegation: its heads send letters to any address."""


@dataclass(frozen=True)
class Invited:
    """The result of an invitation. `token` is the secret of the link, which is not stored; it is
    None if `person` already had an account.
    """

    invitation: Invitation
    token: str | None
    person: Person | None

    @property
    def link(self) -> str | None:
        return letters.invitation_link(self.token) if self.token else None


def invite(
    email: str,
    *,
    name: str = "",
    delegation: Delegation | None = None,
    role: DelegationRole = DelegationRole.MEMBER,
    offices: Iterable[Appointment] = (),
    last_day: date | None = None,
    reads_before: bool = True,
    by: Person | None,
) -> Invited:
    """Invite a new person by letter. Somebody who has an account gets the delegation and offices at
    once. Without `reads_before` they will not read the earlier discussions within the delegation.
    """
    token = tokens.make()
    invitation = Invitation(
        email=addresses.normal(email),
        name=name.strip(),
        token_hash=tokens.hash_of(token),
        delegation=delegation,
        delegation_role=role,
        offices=write_appointments(offices),
        last_day=last_day,
        first_chapter=int(reads_before),
        invited_by_id=by.id if by else None,
        expires_at=clock.now() + LASTS,
    )
    person = db.session.scalar(select(Person).where(Person.email == invitation.email))
    if person and not person.active:
        raise Refused(
            _(
                "The account of %(email)s is deactivated. Reactivate it on the person's page first.",
                email=person.email,
            )
        )
    _withdraw_earlier(invitation)
    db.session.add(invitation)
    _note(invitation, "invitation.made", by=by)
    if person:
        invitation.used_at = clock.now()
        _fulfil(invitation, person, by=by, last_day=last_day)
        letters.write_added(person, invitation)
        return Invited(invitation, None, person)
    letters.write_invitation(invitation, token)
    return Invited(invitation, token, None)


def invite_colleague(
    email: str,
    *,
    name: str,
    delegation: Delegation,
    last_day: date | None,
    reads_before: bool = True,
    by: Person,
) -> Invited:
    """Invite somebody to be a member of the delegation that the person heads. The invited person
    gets a letter with a link, and joins only by that link: a head cannot add an existing account
    without its owner's consent, and does not learn whether one exists.

    A head who does not read everything that was said within the delegation lets nobody read more.
    """
    invitation = Invitation(
        email=addresses.normal(email),
        name=name.strip(),
        delegation=delegation,
        last_day=last_day,
        first_chapter=by.first_chapter_of(delegation) if reads_before else 0,
        invited_by_id=by.id,
        expires_at=clock.now() + LASTS,
    )
    if any(each.person.email == invitation.email for each in memberships_of(delegation)):
        raise Refused(_("This person is in your delegation already."))
    earlier = open_invitations_to(delegation)
    same = [each for each in earlier if each.email == invitation.email]
    if not all(can_withdraw_colleague(by, each) for each in same):
        raise Refused(_("The secretariat has invited this person to your delegation already."))
    if len(earlier) - len(same) >= MOST_OPEN:
        raise Refused(
            _("Too many invitations of your delegation are open. Withdraw one of them first.")
        )
    _withdraw_earlier(invitation)
    token = tokens.make()
    invitation.token_hash = tokens.hash_of(token)
    db.session.add(invitation)
    _note(invitation, "invitation.made", by=by)
    letters.write_invitation(invitation, token, by_colleague=by.name)
    return Invited(invitation, token, None)


def invite_all(lines: Iterable[RosterLine], *, by: Person) -> list[Invited]:
    return [
        invite(
            line.email,
            name=line.name,
            delegation=line.delegation,
            role=line.role,
            offices=line.offices,
            by=by,
        )
        for line in lines
    ]


def renew(invitation: Invitation, *, by: Person) -> Invited:
    """Send a new link that works for another two weeks. The old one stops working."""
    if invitation.used_at:
        raise Refused(_("This invitation has been used and cannot be renewed."))
    if invitation.has_ended:
        raise Refused(_("The last day of this invitation is over. Invite the person again."))
    token = tokens.make()
    invitation.token_hash = tokens.hash_of(token)
    invitation.expires_at = clock.now() + LASTS
    invitation.withdrawn_at = None
    _note(invitation, "invitation.renewed", by=by)
    letters.write_invitation(invitation, token)
    return Invited(invitation, token, None)


def withdraw(invitation: Invitation, *, by: Person) -> None:
    if invitation.used_at:
        raise Refused(_("This invitation has been used. Deactivate the person instead."))
    invitation.withdrawn_at = clock.now()
    _note(invitation, "invitation.withdrawn", by=by)


def accept(invitation: Invitation, *, name: str, password_hash: str, language: str) -> Person:
    """Create the account of an invited person, with the delegation and offices of the invitation."""
    _use(invitation)
    person = Person(
        email=invitation.email,
        name=name.strip(),
        password_hash=password_hash,
        language=language,
        last_day=invitation.last_day,
    )
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refused(
            _(
                "An account for this address was made a moment ago. Sign in to accept the invitation."
            )
        ) from error
    record_change(person, "person.accepted-invitation", by=person)
    _fulfil(invitation, person, by=invitation.invited_by)
    return person


def accept_as(invitation: Invitation, *, by: Person) -> None:
    """Add the delegation and the offices of the invitation to an account that was created in the
    meantime. It must have the invited address.
    """
    if by.email != invitation.email:
        raise Refused(
            _(
                "This invitation is for %(email)s. Sign in with that address to accept it.",
                email=invitation.email,
            )
        )
    _use(invitation)
    record_change(by, "person.accepted-invitation", by=by)
    _fulfil(invitation, by, by=invitation.invited_by, last_day=invitation.last_day)


retention.keeps_rows(
    Invitation.expires_at,
    "invitations",
    _l("Invitations that were accepted, withdrawn or not used"),
    why=_l("To see who invited whom, and to renew an invitation."),
    days=365,
)


def _use(invitation: Invitation) -> None:
    """Mark the link as used in one SQL statement, so that only one of two simultaneous attempts
    succeeds.
    """
    used = db.session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.token_hash == invitation.token_hash)
        .where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
        .where(Invitation.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(Invitation.id)
    )
    if used is None or invitation.has_ended:
        raise Refused(
            _(
                "This invitation has just been used, withdrawn or renewed. Sign in, or ask the secretariat for a new one."
            )
        )


def _fulfil(
    invitation: Invitation, person: Person, *, by: Person | None, last_day: date | None = None
) -> None:
    if invitation.delegation:
        role = invitation.delegation_role
        join_delegation(
            person,
            invitation.delegation,
            role,
            by=by,
            last_day=last_day,
            first_chapter=invitation.first_chapter,
        )
    for appointment in invitation.appointments:
        appoint(person, appointment, by=by, last_day=last_day)


def _note(invitation: Invitation, deed: str, *, by: Person | None) -> None:
    """Record in the audit trail what somebody is invited for. The address is left out; only the
    invitation itself stores it, for as long as it is kept.
    """
    db.session.flush()
    name = invitation.delegation.name if invitation.delegation else ""
    offices = (f"{each.role.value} · {each.scope}".strip(" ·") for each in invitation.appointments)
    reads = "" if invitation.first_chapter else f" · {FROM_NOW_ON}"
    roles = [f"{invitation.delegation_role.value} · {name}{reads}"] if name else []
    detail = "; ".join([*roles, *offices])
    note(deed, by=by, of=Thing("invitation", invitation.id), detail=detail)


def _withdraw_earlier(invitation: Invitation) -> None:
    """Withdraw an open invitation for the same delegation, and its letter if that has not left yet,
    in favour of the new one.
    """
    earlier = db.session.scalars(
        update(Invitation)
        .where(
            Invitation.email == invitation.email,
            Invitation.delegation_id
            == (invitation.delegation.id if invitation.delegation else None),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
        .returning(Invitation.expires_at)
    ).all()
    if earlier:
        mail.take_back(invitation.email, earlier)
