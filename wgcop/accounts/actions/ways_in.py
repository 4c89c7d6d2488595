"""Ending every way in of a person: sessions, links in letters, and secret addresses."""

from sqlalchemy import delete, update

from wgcop import clock
from wgcop.accounts import secret_addresses
from wgcop.accounts.models import PasswordReset, Person
from wgcop.accounts.sessions import EndedSession, SignedInBrowser
from wgcop.database import db
from wgcop.mail import Message


def end_every_way_in(person: Person, *, by: Person | None) -> int:
    """End all sessions, links and secret addresses, so that no older browser, letter or address
    shows anything as this person. Return how many secret addresses ended.
    """
    end_links(person)
    end_all_sessions(person)
    return secret_addresses.end_all(person, by=by)


def end_links(person: Person) -> None:
    """Make the open links in letters to this person useless, and empty letters with such a link
    that have not left yet.
    """
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
    """End all sessions of the person by raising the epoch."""
    person.epoch += 1
    db.session.execute(delete(EndedSession).where(EndedSession.person_id == person.id))
    db.session.execute(
        update(SignedInBrowser)
        .where(SignedInBrowser.person_id == person.id, SignedInBrowser.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
