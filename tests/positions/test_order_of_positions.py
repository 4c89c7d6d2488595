"""Positions get their numbers in the order in which they are stored, so that nobody misses one that came late."""

import threading
from time import sleep

import pytest
from sqlalchemy import select, text

from tests.positions.test_desk import take_on
from tests.positions.test_positions import GRID, WID, moved
from wgcop.database import db
from wgcop.positions.actions import take_position
from wgcop.positions.queries import words_of
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause

OTHER = "/clauses/wtdc-67.recs_recognizing__rec_a/positions"


@pytest.mark.databases
def test_a_position_that_is_stored_late_is_still_told(app, world, http):
    kenya, switzerland = http(world.amina), http(world.luc)
    for page in (f"/clauses/{WID}/positions", OTHER):
        take_on(kenya, page, "agrees")
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        clause = db.session.scalars(select(Clause).where(Clause.wid == WID)).one()
        teresa = db.session.merge(world.teresa)
        take_position(
            clause,
            Layer.RELEASED,
            Stance.OBJECTS,
            seen=0,
            words=words_of(clause),
            by=teresa,
            capacity=teresa.capacities[0],
        )
        db.session.flush()
        other = threading.Thread(
            target=take_on, args=(switzerland, OTHER, "reserves", "released"), daemon=True
        )
        other.start()
        while other.is_alive() and not _somebody_waits():
            sleep(0.01)
        assert other.is_alive(), "the other one was stored with a greater number first"
        db.session.commit()
    other.join(20)
    told = moved(kenya.get(GRID).text)
    assert sorted(line.split()[0] for line in told) == ["Brazil", "Switzerland"]


def _somebody_waits():
    with db.engine.connect() as connection:
        waiting = connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return bool(waiting)
