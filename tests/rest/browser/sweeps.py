"""Which pages a sweep opens today: those that most people depend on each day, a third of all others, and so all in three days."""

import re
from collections.abc import Iterable

from tests.slices import part_of_today

DAYS = 3
KNOWN = re.compile(
    r"""
      / | /sign-in | /search\?q=children[^&]* | /contributions/
    | /clauses/[^/]+ | /resolutions/[^/]+ | /documents/[A-Z-]+/\d+/\d+
    | /contributions/\d+/edit
    | /meetings/wg-cop-3 (?: /live | /items/\d+ )?
    """,
    re.VERBOSE,
)
"""A first page, signing in, a search, a clause, a resolution, a paper and its draft, a meeting, its room and its items."""


def is_known(address: str) -> bool:
    return KNOWN.fullmatch(address) is not None


def pages_of_today(addresses: Iterable[str]) -> list[str]:
    every = list(addresses)
    known = [one for one in every if is_known(one)]
    assert known, "A page that people depend on has another address now."
    return known + part_of_today([one for one in every if not is_known(one)], DAYS)
