"""Who is in the chair at this moment. The feature that knows the sittings signs up here, since it
stands above this one.
"""

from collections.abc import Callable

from wgcop.accounts.models import Person

Presides = Callable[[Person], bool]

_signed_up: list[Presides] = []


def knows_who_presides(presides: Presides) -> Presides:
    _signed_up.append(presides)
    return presides


def is_in_the_chair(person: Person) -> bool:
    return any(presides(person) for presides in _signed_up)
