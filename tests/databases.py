"""Which databases a test runs on."""

import os
import zlib
from collections import defaultdict

import pytest

from tests.folders import folder_of

DATABASES = os.environ.get("TEST_DATABASES", "sqlite postgresql").split()
"""Another Python is tried with the first alone."""

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"

VISITS = {"http", "listen"}
"""Fixtures of tests that see the workspace from outside."""

FEATURES = {"accounts", "bodies", "initiatives", "meetings", "priorwork"}
"""Folders of tests whose verbs and rules send statements of SQLAlchemy that are the same on each database."""

TOGETHER = {"Barrier", "Event", "Thread", "ThreadPoolExecutor", "text", "threading"}
"""Whoever imports one of these lets several write at once, or writes SQL: databases differ in both."""


def without_second_visits(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run, and those to leave out.

    Test after test asks for the same pages and calls the same verbs, and so sends the same statements. Each of those that ask
    for pages, and each of a feature, asks one database, which its name decides, so that every page and every verb is asked for
    on both. On both run those whose subject is where databases differ: search, counting, locks, migrations, the trail; those
    that let several write at once or write SQL; and those marked `databases`.
    """
    twins = defaultdict(list)
    for item in items:
        if "database" in _parameters(item) and _asks_one(item):
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


def _asks_one(item: pytest.Item) -> bool:
    if item.get_closest_marker("databases"):
        return False
    if VISITS & set(getattr(item, "fixturenames", ())):
        return True
    of_feature = folder_of(item.path) in FEATURES
    return of_feature and not TOGETHER & set(vars(item.module))  # type: ignore[attr-defined]


def _name(item: pytest.Item) -> str:
    """The same for each database."""
    return item.nodeid.replace(str(_parameters(item)["database"]), "")
