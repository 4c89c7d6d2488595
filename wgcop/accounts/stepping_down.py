"""What people hold by an office or an account, and give back when it ends, such as the chair of a
meeting.
"""

from collections.abc import Callable, Collection

from wgcop.accounts.models import Person
from wgcop.events.actions import Actor

GiveBack = Callable[[Person, Actor | None], object]
LockHeld = Callable[[Collection[Person]], object]
_given_back: list[GiveBack] = []
_locked: list[LockHeld] = []


def gives_back(give_back: GiveBack) -> GiveBack:
    """Register a function that ends what a person holds in a feature, such as the chair of a
    meeting, and may no longer hold. It gets the person who ended the office or account, or None if
    its last day is over.
    """
    _given_back.append(give_back)
    return give_back


def locks_held(lock: LockHeld) -> LockHeld:
    """Register a function that locks what a feature lets people hold."""
    _locked.append(lock)
    return lock


def lock_all_held(people: Collection[Person]) -> None:
    """Lock all that these people hold and may have to give back. Call it before their offices,
    accounts or groups are locked or changed: others lock a meeting before its group.
    """
    for lock in _locked:
        lock(people)


def give_back_all(person: Person, *, by: Actor | None) -> None:
    for give_back in _given_back:
        give_back(person, by)
