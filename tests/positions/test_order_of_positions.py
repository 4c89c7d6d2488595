"""Positions get their numbers in the order in which they are stored, so that nobody misses one that came late."""

import threading
from time import sleep

import pytest
from sqlalchemy import func, select, text

from tests.positions.test_desk import take_on
from tests.positions.test_positions import GRID, WID, moved, see
from wgcop.database import db
from wgcop.positions.actions import see_movements, take_position
from wgcop.positions.models import Position
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
        while other.is_alive() and not somebody_waits():
            sleep(0.01)
        assert other.is_alive(), "the other one was stored with a greater number first"
        db.session.commit()
    other.join(20)
    told = moved(kenya.get(GRID).text)
    assert sorted(line.split()[0] for line in told) == ["Brazil", "Switzerland"]


def somebody_waits():
    with db.engine.connect() as connection:
        waiting = connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return bool(waiting)


@pytest.mark.databases
def test_two_first_marks_of_one_person_at_once_are_one_and_the_later_one_counts(app, world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    take_on(kenya, f"/clauses/{WID}/positions", "agrees")
    take_on(brazil, f"/clauses/{WID}/positions", "objects", "released")
    answers = []
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        clause = db.session.scalars(select(Clause).where(Clause.wid == WID)).one()
        amina = db.session.merge(world.amina)
        last = db.session.scalar(select(func.max(Position.id)))
        see_movements([clause.resolution_id], amina.capacities[0].delegation, last - 1, by=amina)
        db.session.flush()
        other = threading.Thread(target=lambda: answers.append(see(kenya)), daemon=True)
        other.start()
        while other.is_alive() and not somebody_waits():
            sleep(0.01)
        assert other.is_alive()
        db.session.commit()
    other.join(20)
    assert [answer.status_code for answer in answers] == [303]
    assert moved(kenya.get(GRID).text) == []
