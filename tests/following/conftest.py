"""Records that come into the index as time goes by, and searches that people keep."""

import pytest

from wgcop.db import db, writing
from wgcop.search import engines, known


@pytest.fixture
def arrive(app, clock):
    """Records come into the index as the indexer would bring them, a minute after what was before."""
    engine = app.extensions[engines.EXTENSION]

    def arrive(*records):
        clock.advance(minutes=1)
        with engine.writing() as index:
            index.put(records)
        with app.app_context(), writing():
            known.remember(db.session, {each.id: each for each in records})
            db.session.commit()
        clock.advance(minutes=1)

    return arrive


@pytest.fixture
def save(http, clock):
    """`save(world.amina, q="semaphore", tell="matters")` keeps a search and gives its address."""
    clock.stop()

    def save(person, **given):
        form = {"name": "Semaphores", "tell": "all", **given}
        answer = http(person).post("/search/saved", data=form)
        assert answer.status_code == 303, answer.text
        return f"/search/saved/{answer.location.rpartition('-')[2]}"

    return save
