"""A paper of Brazil's that all members read, and what others draft in nearly the same words."""

from collections.abc import Callable
from functools import partial

import pytest
from markupsafe import Markup

from tests.radar import papers
from tests.radar.texts import RADIO
from wgcop.radar.answers import HitAnswer
from wgcop.radar.check import RadarHit
from wgcop.radar.matching.overlap import Finding
from wgcop.radar.models import Relation
from wgcop.search import indexer
from wgcop.search_engines.protocol import Hit


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


@pytest.fixture
def duplicate_of() -> Callable[[str], HitAnswer]:
    """The answer that a text duplicates the record of that id."""

    def answer(record_id: str) -> HitAnswer:
        work = Hit(
            id=record_id,
            kind="contribution",
            title="",
            url="",
            score=1.0,
            snippet=Markup(),
            marked_title=Markup(),
        )
        return HitAnswer(RadarHit(work, 1.0, Finding.PASSAGES), Relation.DUPLICATES, "The same.")

    return answer
