"""Who gets the letters about an entry: a few people who know it, and not a whole delegation."""

from collections.abc import Collection, Iterable, Sequence

from wgcop.accounts.models import DelegationRole, Membership, Person
from wgcop.accounts.queries import secretariat
from wgcop.initiatives.confirming.queries import members_of
from wgcop.initiatives.models import Initiative


def recipients_of(entries: Collection[Initiative]) -> dict[int, list[Person]]:
    """By the ids of the entries. The secretariat answers where there is no delegation, or nobody in it."""
    theirs = owners_of(entries)
    if not all(theirs.values()):
        others = secretariat()
        theirs = {key: people or others for key, people in theirs.items()}
    return theirs


def owners_of(entries: Collection[Initiative]) -> dict[int, list[Person]]:
    """By the ids of the entries, in one statement; nobody where there is no delegation."""
    members = members_of({each.delegation_id for each in entries if each.delegation_id})
    return {each.id: _who_know(each, members) for each in entries}


def _who_know(entry: Initiative, members: Iterable[Membership]) -> list[Person]:
    """Whoever proposed it or confirmed it last, and the heads; all members of a delegation without any of these."""
    own = [each for each in members if each.delegation_id == entry.delegation_id]
    know = {entry.proposed_by_id, entry.confirmed_by_id}
    first = [m for m in own if m.role == DelegationRole.HEAD or m.person_id in know]
    return [each.person for each in first or own]


def one_each(people: Iterable[Sequence[Person]]) -> list[Person]:
    """Everybody once."""
    return list({person.id: person for group in people for person in group}.values())
