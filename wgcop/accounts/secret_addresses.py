"""Secret addresses at which programs read as a person without signing in: they end with the sessions of that person."""

from collections.abc import Callable

from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note

End = Callable[[Person], int]
_ends: list[End] = []


def hands_out(end: End) -> End:
    """Marks what ends the addresses that a feature made for a person, and gives how many these were."""
    _ends.append(end)
    return end


def end_all(person: Person, *, by: Person | None) -> int:
    """Whoever has one of them could go on reading as this person. New ones are made as the first were."""
    ended = sum(end(person) for end in _ends)
    note_ended(person, ended, by=by)
    return ended


def note_made(*, by: Person) -> None:
    """Whoever has such an address reads as this person, as whoever signs in does."""
    note("person.address-made", by=by, of=Thing.person(by))


def note_ended(person: Person, ended: int, *, by: Person | None) -> None:
    if ended:
        note("person.addresses-ended", by=by, of=Thing.person(person), detail=str(ended))
