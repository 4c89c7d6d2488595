"""The shingles of what the radar compares with, kept with the index and counted where all members may read them."""

import numpy as np
import pytest
from sqlalchemy import select

from tests.radar.papers import bring
from tests.radar.texts import RADIO
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.radar.matching.overlap import idf, shingles
from wgcop.radar.shingle_counts import UNFINISHED
from wgcop.radar.shingle_store import RadarRecord, RadarState, current_counts, number_of_shared
from wgcop.search import indexer

DRAFT = shingles(RADIO)


def weight():
    return float(current_counts().weigh(DRAFT).mean())


def change():
    db.session.rollback()  # a new look
    return db.session.scalar(select(RadarState.change))


@pytest.fixture
def indexed(app, world, session):
    indexer.drain_all()


def test_only_work_has_shingles(indexed):
    kinds = {key.partition(":")[0] for key in db.session.scalars(select(RadarRecord.record_id))}
    assert kinds <= {"contribution", "initiative", "document"}
    assert {"contribution", "initiative"} <= kinds


def test_a_private_draft_moves_nobodys_score(app, world, indexed):
    before = weight(), number_of_shared(db.session), change()
    key = bring(app, world.amina, "Plays", RADIO, number=None)
    db.session.rollback()
    row = db.session.get(RadarRecord, key)
    assert (row.is_shared, row.shingles.tolist()) == (False, DRAFT.tolist())
    assert (weight(), number_of_shared(db.session), change()) == before


def test_what_members_may_read_is_counted_and_taken_off_again(app, world, indexed):
    before = weight()
    key = bring(app, world.amina, "Plays", RADIO)
    db.session.rollback()
    assert weight() < before
    assert current_counts().change == change()
    db.session.delete(db.session.get(Contribution, int(key.partition(":")[2])))
    db.session.commit()
    indexer.drain_all()
    assert weight() == pytest.approx(before)
    assert db.session.get(RadarRecord, key) is None


def test_a_crash_before_the_counter_followed_is_healed(app, world, indexed):
    with pytest.MonkeyPatch.context() as crashing:
        crashing.setattr("wgcop.radar.shingle_counts.ShingleCounts.follow", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring(app, world.amina, "Plays", RADIO)
    assert current_counts().change < change(), "stored, and not counted"
    behind = weight()
    bring(app, world.teresa, "Something else", "Nothing of it. " * 30, number=81)
    assert current_counts().change == change()
    assert weight() < behind


def test_a_counter_that_is_lost_is_made_again(app, world, indexed):
    bring(app, world.amina, "Plays", RADIO)
    before = weight()
    (current_counts()._file).unlink()
    assert weight() == pytest.approx(float(idf(np.zeros(1), 0)[0]))
    indexer.drain_all()
    assert weight() == pytest.approx(before)


def test_what_did_not_change_is_not_counted_again(app, world, indexed):
    before = change()
    with app.app_context():
        indexer.outbox.note_all(db.session)
        db.session.commit()
    indexer.drain_all()
    assert change() == before


@pytest.mark.parametrize("damage", ["empty", "odd", "short", "noise"])
def test_a_damaged_count_of_shingles_is_counted_anew(world, app, indexed, damage):
    counts = current_counts()
    file = counts._file
    whole = file.read_bytes()
    file.write_bytes(
        {"empty": b"", "odd": whole[:-1], "short": whole[:20], "noise": b"\xff" * 5000}[damage]
    )
    assert counts.change == UNFINISHED
    indexer.drain_all()
    assert counts.change >= 0
    assert file.read_bytes()[32:] == whole[32:]
