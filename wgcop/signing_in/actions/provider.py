"""Finding, linking and unlinking a person's account at the provider."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from wgcop import clock
from wgcop.accounts import addresses
from wgcop.accounts.actions.invitations import accept, accept_as
from wgcop.accounts.factors import ProviderAccount
from wgcop.accounts.models import Invitation, Person
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.signing_in.actions.credentials import active_person
from wgcop.signing_in.actions.second_factor import tell
from wgcop.signing_in.provider import Claims


def person_of(claims: Claims, *, language: str) -> Person:
    """Return the person whose account is linked. The first time it is the person who has, or was
    invited with, the address that the provider has verified.

    Nobody else gets an account. Refuse with a reason if nobody is found.
    """
    linked = _account_of(claims)
    if linked is not None:
        if not linked.person.is_active:
            raise Refused(_("Your account here has expired. The secretariat can extend it."))
        return linked.person
    if not claims.is_email_verified:
        raise Refused(
            _(
                "Your organization does not confirm your e-mail address, so nobody here can be found by it. "
                "Sign in with your password once, and link the two accounts under “Account”."
            )
        )
    person = active_person(claims.email) or _invited(claims, language)
    if person is None:
        raise Refused(
            _(
                "Nobody here has the address %(email)s, and no invitation for it is open. Ask the secretariat "
                "for an invitation.",
                email=addresses.normal(claims.email),
            )
        )
    if _has_another(person, claims):
        raise Refused(
            _(
                "Another account of your organization is linked to %(email)s here, and addresses may pass to "
                "somebody else. Sign in with that one or with your password, and link this one under “Account”; or "
                "ask the secretariat.",
                email=addresses.normal(claims.email),
            )
        )
    link(person, claims)
    return person


def link(person: Person, claims: Claims) -> None:
    other = _account_of(claims)
    if other is not None:
        if other.person_id == person.id:
            return
        raise Refused(_("This account of your organization is linked to somebody else here."))
    db.session.add(
        ProviderAccount(person_id=person.id, issuer=claims.issuer, subject=claims.subject)
    )
    tell(person, "person.provider-linked", by=person)


def unlink(person: Person) -> None:
    if not person.password_hash:
        raise Refused(
            _(
                "You have no password. Set one first with “Forgotten password”, then unlink the account."
            )
        )
    db.session.execute(delete(ProviderAccount).where(ProviderAccount.person_id == person.id))
    tell(person, "person.provider-unlinked", by=person)


def is_linked(person: Person) -> bool:
    return (
        db.session.scalar(
            select(ProviderAccount.id).where(ProviderAccount.person_id == person.id).limit(1)
        )
        is not None
    )


def counts_as_second_factor(claims: Claims) -> bool:
    """Return whether they signed in at the provider in a way that the setting accepts as a second
    factor.
    """
    taken: str = current_app.config["OIDC_SECOND_FACTOR"]
    return not claims.means.isdisjoint(taken.split())


def remember_factor(claims: Claims) -> None:
    """Store whether the last sign-in counted as a second factor. This value decides for programs
    that read as this person, because they cannot be asked for a second factor.
    """
    db.session.execute(
        update(ProviderAccount)
        .where(ProviderAccount.issuer == claims.issuer, ProviderAccount.subject == claims.subject)
        .values(had_factor=counts_as_second_factor(claims))
    )


def _account_of(claims: Claims) -> ProviderAccount | None:
    return db.session.scalar(
        select(ProviderAccount).where(
            ProviderAccount.issuer == claims.issuer, ProviderAccount.subject == claims.subject
        )
    )


def _has_another(person: Person, claims: Claims) -> bool:
    """Return whether another account of this provider is linked to the person. An organization may
    give the address of somebody who left to somebody else, who must not become that person here.
    """
    linked = select(ProviderAccount.id).where(
        ProviderAccount.person_id == person.id, ProviderAccount.issuer == claims.issuer
    )
    return db.session.scalar(linked.limit(1)) is not None


def _invited(claims: Claims, language: str) -> Person | None:
    """Create the account of an invited person, or return None. They need no password: their
    organization says who they are.
    """
    email = addresses.normal(claims.email)
    if db.session.scalar(select(Person.id).where(Person.email == email)) is not None:
        return None
    first, *others = _open_invitations(email) or [None]
    if first is None:
        return None
    name = " ".join(claims.name.split()) or first.name or email.partition("@")[0]
    person = accept(first, name=name[:200], password_hash="", language=language)
    for invitation in others:
        if invitation is not None:
            accept_as(invitation, by=person)
    return person


def _open_invitations(email: str) -> list[Invitation | None]:
    found = db.session.scalars(
        select(Invitation)
        .where(Invitation.email == email, Invitation.expires_at > clock.now())
        .order_by(Invitation.id.desc())
    )
    return [invitation for invitation in found if invitation.is_open]
