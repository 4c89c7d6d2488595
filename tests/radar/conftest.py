"""A paper of Brazil's that all members read, and what others draft in nearly the same words."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.radar import papers
from tests.radar.texts import RADIO
from wgcop.search import indexer


@pytest.fixture
def bring(app, world) -> Callable[..., str]:
    """`bring(world.teresa, "Radio plays", RADIO)` is the id of the record; a draft unless it has a number."""
    return partial(papers.bring, app)


@pytest.fixture
def earlier(bring, world) -> str:
    """What exists already."""
    return bring(world.teresa, "Radio plays in Brazil", RADIO)


@pytest.fixture
def drain(app):
    def drain():
        with app.app_context():
            indexer.drain_all()

    return drain
