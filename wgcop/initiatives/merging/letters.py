"""Letters that tell the people concerned that two entries were merged."""

from collections.abc import Iterable

from wgcop.accounts.models import Person
from wgcop.following.queries import followers_of
from wgcop.initiatives.confirming.recipients import one_each, owners_of
from wgcop.initiatives.letters import write_letters
from wgcop.initiatives.models import Initiative


def who_is_told(merged: Initiative, staying: Initiative, *, besides: Person) -> list[Person]:
    """Return the people to tell: the proposers, owners and followers of both entries, except
    `besides`.
    """
    owners = owners_of([merged, staying]).values()
    proposers = [person for person in (merged.proposed_by, staying.proposed_by) if person]
    followers = (followers_of(merged.topic), followers_of(staying.topic))
    everybody = one_each([*owners, proposers, *followers])
    return [person for person in everybody if person is not besides]


def write_merged(people: Iterable[Person], merged: Initiative, staying: Initiative) -> None:
    write_letters(people, "initiatives/merged", page=staying.url, merged=merged, staying=staying)
