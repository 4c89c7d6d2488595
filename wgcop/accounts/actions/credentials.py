"""Signs people in and out, and changes passwords."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from wgcop import clock, retention
from wgcop.accounts import addresses, letters, secret_addresses, tokens
from wgcop.accounts.actions.people import record_change
from wgcop.accounts.models import PasswordReset, Person
from wgcop.accounts.passwords import PasswordCheck
from wgcop.accounts.sessions import EndedSession, SignedInBrowser
from wgcop.audit.actions import Thing, disguised, note
from wgcop.db import db
from wgcop.mail import Message

RESET_LASTS = timedelta(hours=2)


def authenticate(email: str, check: PasswordCheck) -> Person | None:
    """The person, if the password was right and has not been changed meanwhile."""
    person = active_person(email) if check.is_right else None
    if person is None or person.password_hash not in (check.stored, check.hash):
        return None
    if check.hash != check.stored:
        person.password_hash = check.hash
    return person


def note_failed_attempt(email: str, *, means: str) -> None:
    """In the trail alone: a person by number, and an address of nobody here in disguise."""
    person = active_person(email)
    of = Thing.person(person) if person else Thing("address", disguised(addresses.normal(email)))
    note("person.sign-in-failed", by=None, of=of, detail=means)


def stored_hash(email: str) -> str:
    """The stored hash of this person's password, or an empty string if there is no such person."""
    person = active_person(email)
    return person.password_hash if person else ""


def request_reset(email: str) -> str | None:
    """Writes a letter with a link and gives its token, if there is such a person."""
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
    """Uses the link, unless it was just used. All other open links of the person are closed."""
    if not use_once(reset):
        return False
    change_password(reset.person, password_hash)
    return True


def use_once(reset: PasswordReset) -> bool:
    """Marks the link as used, unless it just was."""
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
    why=_l("To tell somebody that their link is too old or was used."),
    days=30,
)


def change_password(person: Person, password_hash: str) -> int:
    """Sets a new password, and ends every session, open link and secret address. Gives how many addresses ended."""
    person.password_hash = password_hash
    ended = end_every_way_in(person)
    record_change(person, "person.password-changed", by=person)
    letters.write_password_changed(person)
    return ended


def sign_out(person: Person, number: str) -> None:
    """Ends only this session."""
    db.session.add(EndedSession(person_id=person.id, number=number))
    db.session.execute(
        update(SignedInBrowser)
        .where(SignedInBrowser.person_id == person.id, SignedInBrowser.number == number)
        .values(ended_at=clock.now())
    )
    note("person.signed-out", by=person, of=Thing.person(person))


def sign_out_everywhere(person: Person) -> int:
    """Gives how many secret addresses ended. Invitations that they sent to others stay."""
    ended = end_every_way_in(person)
    note("person.signed-out-everywhere", by=person, of=Thing.person(person))
    return ended


def end_every_way_in(person: Person) -> int:
    """No browser, letter or address of before shows anything as this person any more."""
    end_links(person)
    end_all_sessions(person)
    return secret_addresses.end_all(person, by=person)


def end_links(person: Person) -> None:
    """Of letters to this person: links for a new password no longer work, and letters with such a link no longer leave."""
    db.session.execute(
        update(PasswordReset)
        .where(PasswordReset.person_id == person.id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
    )
    db.session.execute(
        update(Message)
        .where(Message.recipient == person.email, Message.secret_until.is_not(None))
        .values(text="")
    )


def end_all_sessions(person: Person) -> None:
    """Raises the epoch, which ends all sessions of earlier ones."""
    person.epoch += 1
    db.session.execute(delete(EndedSession).where(EndedSession.person_id == person.id))
    db.session.execute(
        update(SignedInBrowser)
        .where(SignedInBrowser.person_id == person.id, SignedInBrowser.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def active_person(email: str) -> Person | None:
    """Somebody who could sign in now."""
    person = db.session.scalar(select(Person).where(Person.email == addresses.normal(email)))
    return person if person is not None and person.is_active else None
