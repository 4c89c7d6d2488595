"""Making and withdrawing the secret address of a member's calendar."""

from wgcop import clock
from wgcop.accounts import secret_addresses, tokens
from wgcop.accounts.models import Person
from wgcop.db import db
from wgcop.meetings.calendars.feeds import address_of
from wgcop.meetings.calendars.models import CalendarAddress


def open_calendar(*, by: Person) -> str:
    """The secret part of the address, which can be shown only now. An earlier one no longer works."""
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
    """Gives how many addresses ended: one at most."""
    address = address_of(person)
    if address is None:
        return 0
    db.session.delete(address)
    return 1
