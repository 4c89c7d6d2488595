"""Making and withdrawing the secret address of a member's calendar."""

from wgcop.accounts import secret_addresses
from wgcop.accounts.models import Person
from wgcop.calendars.models import CalendarAddress


def open_calendar(*, by: Person) -> str:
    """Make the secret part of the calendar's address and return it."""
    return secret_addresses.make_address(CalendarAddress, by=by)


def withdraw_calendar(*, by: Person) -> None:
    secret_addresses.note_ended(by, close_calendar(by), by=by)


@secret_addresses.hands_out
def close_calendar(person: Person) -> int:
    """Delete the address and return how many addresses ended: 0 or 1."""
    return secret_addresses.end_address(CalendarAddress, person)
