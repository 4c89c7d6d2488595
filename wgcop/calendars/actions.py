"""Making and withdrawing the secret address of a member's calendar."""

from wgcop import clock
from wgcop.accounts import secret_addresses, tokens
from wgcop.accounts.models import Person
from wgcop.calendars.feeds import address_of
from wgcop.calendars.models import CalendarAddress
from wgcop.database import db


def open_calendar(*, by: Person) -> str:
    """Make the secret part of the calendar's address and return it. It cannot be shown again, since
    only its hash is kept. An earlier address no longer works.
    """
    token = tokens.make()
    address = address_of(by) or CalendarAddress(person_id=by.id)
    address.token_hash, address.made_at = tokens.hash_of(token), clock.now()
    db.session.add(address)
    secret_addresses.note_made(by=by)
    return token


def withdraw_calendar(*, by: Person) -> None:
    secret_addresses.note_ended(by, close_calendar(by), by=by)


@secret_addresses.hands_out
def close_calendar(person: Person) -> int:
    """Delete the secret address of a person's calendar and return how many addresses ended: 0 or 1."""
    address = address_of(person)
    if address is None:
        return 0
    db.session.delete(address)
    return 1
