"""The browsers of `tests/browser`, for what is slow and seldom touched: other transports, engines and lines, lost servers, and
journeys through pages that few people change."""

from pathlib import Path

import pytest

from tests.browser.conftest import *  # noqa: F403


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
