"""Permissions on next editions."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, GroupRole, Person
from wgcop.threads.models import MEMBERS

ADOPT = (GroupRole.CHAIR, GroupRole.SECRETARIAT)


def can_adopt(reader: Person | Guest) -> bool:
    """Return whether the reader may adopt the clean text of a resolution as its next edition: the
    chair and the secretariat may.
    """
    return isinstance(reader, Person) and reader.holds(*ADOPT)


def capacity_to_adopt(person: Person) -> Capacity:
    """Return the office in which the person adopts, whatever capacity they speak in otherwise."""
    return next(office.capacity for office in person.main_offices if office.role in ADOPT)


def can_read_earlier(audiences: frozenset[str]) -> bool:
    """Return whether these readers see what was said on the clauses from which a clause comes."""
    return MEMBERS in audiences
