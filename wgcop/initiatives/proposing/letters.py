"""Letters about decisions to the proposers of an entry, and about changes to the followers of the
registry.
"""

from collections.abc import Iterable

from wgcop.accounts.models import Person
from wgcop.accounts.queries import secretariat
from wgcop.following.queries import followers_of
from wgcop.initiatives.letters import proposers_of, write_letters
from wgcop.initiatives.models import REGISTRY, Initiative


def write_accepted(initiative: Initiative, *, by: Person) -> None:
    tell_proposers(initiative, by=by)
    write_added(initiative, besides=proposers_of(initiative), by=by)


def tell_proposers(initiative: Initiative, *, by: Person | None) -> None:
    people = _others(proposers_of(initiative), by)
    write_letters(people, "initiatives/accepted", page=initiative.url, entry=initiative)


def write_declined(initiative: Initiative, *, by: Person | None) -> None:
    people = _others(proposers_of(initiative), by)
    write_letters(
        people,
        "initiatives/declined",
        page=initiative.url,
        readers=[initiative.proposing],
        entry=initiative,
    )


def write_added(initiative: Initiative, *, besides: Iterable[Person] = (), by: Person) -> None:
    """Write to the followers of the registry, except those in `besides`, that an entry was added."""
    known = {person.id for person in besides}
    people = _others(
        (follower for follower in followers_of(REGISTRY) if follower.id not in known), by
    )
    write_letters(people, "initiatives/added", page=initiative.url, entry=initiative)


def write_edited(initiative: Initiative, *, by: Person) -> None:
    """Write to the followers of the entry that it changed, and also to the secretariat if somebody
    else changed it.
    """
    people = [*followers_of(initiative.topic), *(() if by.is_secretariat else secretariat())]
    may_read = [
        person for person in people if not initiative.audiences.isdisjoint(person.audiences)
    ]
    page = f"{initiative.url}/history"
    write_letters(
        _others(may_read, by),
        "initiatives/edited",
        page=page,
        readers=[initiative.audiences],
        entry=initiative,
        by=by,
    )


def _others(people: Iterable[Person], by: Person | None) -> list[Person]:
    """Return the people other than the one who acted. If `by` is None, a command acted, and
    everybody is told.
    """
    return [person for person in people if by is None or person.id != by.id]
