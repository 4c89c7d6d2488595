"""Secret addresses at which programs read as a person without signing in. They end with the
sessions of that person.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload

from wgcop import clock
from wgcop.accounts import tokens
from wgcop.accounts.models import Membership, Office, Person
from wgcop.audit.actions import Thing, note
from wgcop.database import Base, db

End = Callable[[Person], int]
_ends: list[End] = []


class SecretAddress(Base):
    """A table of secret addresses of one kind, of which a person has at most one. Only the hash of
    the token is stored.
    """

    __abstract__ = True

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


Kind = TypeVar("Kind", bound=SecretAddress)


def address_of(kind: type[Kind], person: Person) -> Kind | None:
    return db.session.get(kind, person.id)


def reader_at(kind: type[SecretAddress], token: str) -> Person | None:
    """Return the person to whom the secret address belongs, with their delegations and offices, or
    None if it belongs to nobody or they may no longer sign in.
    """
    reader = db.session.scalar(
        select(Person)
        .join(kind, kind.person_id == Person.id)
        .where(kind.token_hash == tokens.hash_of(token))
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
    )
    return reader if reader is not None and reader.is_active else None


def make_address(kind: type[SecretAddress], *, by: Person) -> str:
    """Make the secret part of an address and return it. It cannot be shown again, since only its
    hash is kept. An earlier address of this kind no longer works.
    """
    token = tokens.make()
    address = address_of(kind, by) or kind(person_id=by.id)
    address.token_hash, address.made_at = tokens.hash_of(token), clock.now()
    db.session.add(address)
    note_made(by=by)
    return token


def end_address(kind: type[SecretAddress], person: Person) -> int:
    """Delete the address of this kind and return how many addresses ended: 0 or 1."""
    address = address_of(kind, person)
    if address is None:
        return 0
    db.session.delete(address)
    return 1


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
