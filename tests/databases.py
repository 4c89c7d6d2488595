"""Which databases a test runs on."""

import os
import zlib
from collections import defaultdict

import pytest

DATABASES = os.environ.get("TEST_DATABASES", "sqlite postgresql").split()
"""Another Python is tried with the first alone."""

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"

VISITS = {"http", "listen"}
"""Fixtures of tests that see the workspace from outside."""


def without_second_visits(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run, and those to leave out.

    Test after test asks for the same pages, and so for the same statements. Each of them asks one database, which its name
    decides, so that every page is asked for on both. Tests that call models, queries and verbs themselves run on both, as do
    those marked `databases`.
    """
    twins = defaultdict(list)
    for item in items:
        if "database" in _parameters(item) and _visits(item):
            twins[_name(item)].append(item)
    left_out = [
        item
        for name, both in twins.items()
        for place, item in enumerate(both)
        if place != zlib.crc32(name.encode()) % len(both)
    ]
    return [item for item in items if item not in set(left_out)], left_out


def _parameters(item: pytest.Item) -> dict[str, object]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _visits(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(VISITS & fixtures) and not item.get_closest_marker("databases")


def _name(item: pytest.Item) -> str:
    """The same for each database."""
    return item.nodeid.replace(str(_parameters(item)["database"]), "")
