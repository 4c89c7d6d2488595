"""The recipients of letters about an entry: a few people who know it, not a whole delegation."""

from collections.abc import Collection, Iterable, Sequence

from wgcop.accounts.models import DelegationRole, Membership, Person
from wgcop.accounts.queries import secretariat
from wgcop.initiatives.confirming.queries import members_of
from wgcop.initiatives.models import Initiative


def recipients_of(entries: Collection[Initiative]) -> dict[int, list[Person]]:
    """Return the recipients by the id of each entry: its owners, or the secretariat if it has none."""
    theirs = owners_of(entries)
    if not all(theirs.values()):
        others = secretariat()
        theirs = {key: people or others for key, people in theirs.items()}
    return theirs


def owners_of(entries: Collection[Initiative]) -> dict[int, list[Person]]:
    """Return the owners by the id of each entry, in one SQL statement. The list is empty for an
    entry without a delegation.
    """
    members = members_of({entry.delegation_id for entry in entries if entry.delegation_id})
    return {entry.id: _who_know(entry, members) for entry in entries}


def _who_know(entry: Initiative, members: Iterable[Membership]) -> list[Person]:
    """Return the members who proposed the entry or confirmed it last, and the heads of its
    delegation; all its members if there are none of these.
    """
    own = [member for member in members if member.delegation_id == entry.delegation_id]
    know = {entry.proposed_by_id, entry.confirmed_by_id}
    first = [m for m in own if m.role == DelegationRole.HEAD or m.person_id in know]
    return [member.person for member in first or own]


def one_each(people: Iterable[Sequence[Person]]) -> list[Person]:
    """Return everybody in these groups once."""
    return list({person.id: person for group in people for person in group}.values())
