"""Letters to the owners of action points: when they become owners, and when a task is due."""

from collections.abc import Iterable, Sequence

from wgcop.accounts.models import Person
from wgcop.i18n import written_to
from wgcop.letters import READER, fill_in, post, write_to_each
from wgcop.outcomes.action_points import ActionPoint


def write_assigned(point: ActionPoint, people: Iterable[Person]) -> None:
    """Write a letter to each new owner."""
    write_to_each(people, "outcomes/action_point", point=point)


def write_reminder(person: Person, points: Sequence[ActionPoint]) -> None:
    """Write one letter about all action points that are due."""
    with written_to(person.language):
        post(person, fill_in("outcomes/reminder", points=points).headed, source=READER)
