"""Signing people in and out, and changing passwords."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from wgcop import clock
from wgcop.accounts import addresses, tokens
from wgcop.accounts.actions.people import record_change
from wgcop.accounts.actions.ways_in import end_every_way_in
from wgcop.accounts.models import PasswordReset, Person
from wgcop.accounts.passwords import PasswordCheck
from wgcop.accounts.sessions import EndedSession, SignedInBrowser
from wgcop.audit.actions import Thing, disguised, note
from wgcop.database import db, retention
from wgcop.signing_in import letters

RESET_LASTS = timedelta(hours=2)


def authenticate(email: str, check: PasswordCheck) -> Person | None:
    """Return the person if the password was correct and has not been changed since it was checked;
    otherwise None. An outdated hash is replaced.
    """
    person = active_person(email) if check.is_right else None
    if person is None or person.password_hash not in (check.stored, check.hash):
        return None
    if check.hash != check.stored:
        person.password_hash = check.hash
    return person


def note_failed_attempt(email: str, *, means: str) -> None:
    """Record a failed sign-in in the audit trail only. A known person is recorded by id, an unknown
    address under a pseudonym.
    """
    person = active_person(email)
    of = Thing.person(person) if person else Thing("address", disguised(addresses.normal(email)))
    note("person.sign-in-failed", by=None, of=of, detail=means)


def stored_hash(email: str) -> str:
    """Return the stored hash of this person's password, or an empty string if there is no such
    person.
    """
    person = active_person(email)
    return person.password_hash if person else ""


def request_reset(email: str) -> str | None:
    """Write a letter with a link for a new password and return its token, or None if nobody who can
    sign in has this address.
    """
    person = active_person(email)
    if person is None:
        return None
    token = tokens.make()
    reset = PasswordReset(
        person=person, token_hash=tokens.hash_of(token), expires_at=clock.now() + RESET_LASTS
    )
    db.session.add(reset)
    letters.write_reset(reset, token)
    note("person.reset-asked", by=None, of=Thing.person(person))
    return token


def reset_password(reset: PasswordReset, password_hash: str) -> bool:
    """Use the link to set the password, and close all other open links of the person. Return False
    if the link was already used or is too old.
    """
    if not use_once(reset):
        return False
    change_password(reset.person, password_hash)
    return True


def use_once(reset: PasswordReset) -> bool:
    """Mark the link as used, and return False if it already was or is too old. One SQL statement
    decides, so that only one of two simultaneous attempts succeeds.
    """
    used = db.session.scalar(
        update(PasswordReset)
        .where(PasswordReset.id == reset.id, PasswordReset.used_at.is_(None))
        .where(PasswordReset.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(PasswordReset.id)
    )
    return used is not None


retention.keeps_rows(
    PasswordReset.expires_at,
    "links",
    _l("Links for new passwords that no longer work"),
    why=_l("To tell people that their link has expired or was used."),
    days=30,
)


def change_password(person: Person, password_hash: str) -> int:
    """Set a new password, and end every session, open link and secret address. Return how many
    secret addresses ended.
    """
    person.password_hash = password_hash
    ended = end_every_way_in(person, by=person)
    record_change(person, "person.password-changed", by=person)
    letters.write_password_changed(person)
    return ended


def sign_out(person: Person, number: str) -> None:
    """End only this session of the person."""
    db.session.add(EndedSession(person_id=person.id, number=number))
    db.session.execute(
        update(SignedInBrowser)
        .where(SignedInBrowser.person_id == person.id, SignedInBrowser.number == number)
        .values(ended_at=clock.now())
    )
    note("person.signed-out", by=person, of=Thing.person(person))


def sign_out_everywhere(person: Person) -> int:
    """End all sessions, links and secret addresses of the person, and return how many secret
    addresses ended. Invitations that they sent to others stay.
    """
    ended = end_every_way_in(person, by=person)
    note("person.signed-out-everywhere", by=person, of=Thing.person(person))
    return ended


def active_person(email: str) -> Person | None:
    """Return the person with this address if they could sign in now, or None."""
    person = db.session.scalar(select(Person).where(Person.email == addresses.normal(email)))
    return person if person is not None and person.is_active else None
