"""A sweep over many pages, languages, seeds or days takes a part of them each day, and all of them within a few days.

A sweep looks for what nobody thought of; what is known to matter has a test that runs each time. `make test-long` takes all
parts at once, and `TEST_PART=2` the part of another day.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

from tests.databases import IS_LONG

T = TypeVar("T")

PART = "TEST_PART"


def part_of_today(things: Iterable[T], parts: int) -> list[T]:
    """Every `parts`-th of the things, in their order. Each day begins with another of them."""
    if IS_LONG:
        return list(things)
    asked = os.environ.get(PART)
    number = int(asked) if asked else datetime.now(UTC).date().toordinal()
    return list(things)[number % parts :: parts]


def is_turn(every: int) -> bool:
    """Whether what is tried only every so many days is tried today."""
    return bool(part_of_today(["it"], every))
