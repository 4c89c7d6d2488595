"""The room of these tests."""

import pytest

from tests.live.room import opened


@pytest.fixture
def room():
    with opened() as room:
        assert room.is_shared
        yield room
