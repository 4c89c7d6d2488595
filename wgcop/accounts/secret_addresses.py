"""Secret addresses at which programs read as a person without signing in. They end with the
sessions of that person.
"""

from collections.abc import Callable

from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note

End = Callable[[Person], int]
_ends: list[End] = []


def hands_out(end: End) -> End:
    """Register a function that ends the addresses a feature made for a person, and returns how many
    these were.
    """
    _ends.append(end)
    return end


def end_all(person: Person, *, by: Person | None) -> int:
    """End all secret addresses of the person, and return how many there were. Anyone who knows one
    could read as this person. The person can make new ones in the usual way.
    """
    ended = sum(end(person) for end in _ends)
    note_ended(person, ended, by=by)
    return ended


def note_made(*, by: Person) -> None:
    """Record in the audit trail that somebody made a secret address, because anyone who knows it
    can read as this person.
    """
    note("person.address-made", by=by, of=Thing.person(by))


def note_ended(person: Person, ended: int, *, by: Person | None) -> None:
    if ended:
        note("person.addresses-ended", by=by, of=Thing.person(person), detail=str(ended))
