"""The comparison of the night: near-identical work of several bodies, judged once."""

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from tests.radar.texts import ANOTHER_TOPIC, RADIO, REWORDED
from wgcop.db import db
from wgcop.radar import sweep
from wgcop.radar.cli import sweep_command
from wgcop.radar.clusters import Sample, connected
from wgcop.radar.models import Cluster
from wgcop.search.radar import shingles
from wgcop.search.radar_store import RadarRecord, RadarState, to_bytes


@pytest.fixture
def corpus(app, world):
    """`corpus({"document:1": ("ITU", "text")})`: what is shared, and whose it is; nothing else is."""
    with app.app_context():
        db.session.execute(delete(RadarRecord))
        db.session.commit()

    def fill(texts, is_shared=True):
        with app.app_context():
            for record_id, (body, text) in texts.items():
                row = db.session.get(RadarRecord, record_id) or RadarRecord(record_id=record_id)
                row.body, row.is_shared = body, is_shared
                row.data = to_bytes(shingles(text))
                db.session.add(row)
            if db.session.get(RadarState, 1) is None:
                db.session.add(RadarState(id=1, change=1))
            db.session.commit()

    return fill


@pytest.fixture
def swept(app):
    """The clusters that wait after another sweep."""

    def swept():
        with app.app_context():
            sweep.sweep()
            waiting = db.session.scalars(select(Cluster).where(Cluster.judged_at.is_(None)))
            return [sorted(member.record_id for member in cluster.members) for cluster in waiting]

    return swept


@pytest.fixture
def three(corpus):
    corpus(
        {
            "document:901": ("Question 22-2/1", RADIO),
            "document:902": ("UNICEF", REWORDED),
            "document:903": ("UNESCO", ANOTHER_TOPIC),
        }
    )


def judge(http, world, app, verdict="same", reason="One trial, told twice."):
    with app.app_context():
        cluster = db.session.scalars(select(Cluster).where(Cluster.judged_at.is_(None))).one()
    name = f"cluster-{cluster.id}"
    return http(world.ines).post(
        f"/priorwork/clusters/{cluster.id}",
        data={f"{name}-verdict": verdict, f"{name}-reason": reason},
    )


def test_near_identical_work_of_two_bodies_is_found(world, three, swept):
    assert swept() == [["document:901", "document:902"]]
    assert swept() == [["document:901", "document:902"]], "and stays until it is judged"


def test_work_of_one_body_is_its_own_affair(corpus, swept):
    corpus({"document:901": ("UNICEF", RADIO), "document:902": ("UNICEF", REWORDED)})
    assert swept() == []


def test_what_is_not_shared_is_never_swept(corpus, swept):
    corpus({"document:901": ("UNICEF", RADIO)})
    corpus({"document:902": ("UNESCO", REWORDED)}, is_shared=False)
    assert swept() == []


def test_a_cluster_is_judged_once(app, world, http, three, corpus, swept):
    swept()
    assert judge(http, world, app).status_code == 303
    assert swept() == []
    corpus({"document:904": ("INHOPE", RADIO)})
    assert swept() == [["document:901", "document:902", "document:904"]], "one was added"
    judge(http, world, app)
    corpus({"document:902": ("UNICEF", f"{REWORDED} It was made again in the next year.")})
    assert len(swept()) == 1, "a text has changed"


def test_a_cluster_without_a_reason_is_asked_again(app, world, http, three, swept):
    swept()
    answer = judge(http, world, app, reason=" ")
    assert answer.status_code == 422
    assert "Say why, in one line." in answer.text


def test_nobody_judges_over_another(app, world, http, three, swept):
    swept()
    with app.app_context():
        key = db.session.scalars(select(Cluster.id)).one()
    judge(http, world, app)
    data = {f"cluster-{key}-verdict": "related", f"cluster-{key}-reason": "Late."}
    assert http(world.jonas).post(f"/priorwork/clusters/{key}", data=data).status_code == 409


def test_only_the_secretariat_judges(world, http):
    assert http().get("/priorwork/clusters").status_code == 303
    for name in ("ruth", "wanjiru", "amina", "elke", "helena"):
        assert http(world[name]).get("/priorwork/clusters").status_code == 403, name
        assert http(world[name]).post("/priorwork/clusters/1").status_code == 403, name
    assert http(world.ines).get("/priorwork/clusters").status_code == 200


def test_the_page_costs_the_same_however_many_wait(world, http, corpus, swept, statements):
    corpus({"document:901": ("UNICEF", RADIO), "document:902": ("UNESCO", REWORDED)})
    swept()
    with statements() as few:
        http(world.ines).get("/priorwork/clusters")
    corpus({"document:903": ("UNICEF", ANOTHER_TOPIC), "document:904": ("UNESCO", ANOTHER_TOPIC)})
    assert len(swept()) == 2
    with statements() as many:
        http(world.ines).get("/priorwork/clusters")
    assert len(many) == len(few)


def test_one_process_sweeps_once_a_night(app, world, three, clock):
    with app.app_context():
        night = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
        clock.stop(night)
        since = sweep.last_night(night)
        assert since.hour == sweep.HOUR
        assert sweep.claim(since)
        assert not sweep.claim(since)
        clock.stop(night.replace(hour=23))
        assert not sweep.claim(sweep.last_night(night.replace(hour=23)))
        clock.stop(night.replace(day=25))
        assert sweep.claim(sweep.last_night(night.replace(day=25)))


def test_the_command_says_how_many_wait(app, world, three):
    assert "1 clusters wait" in app.test_cli_runner().invoke(sweep_command).stdout


# Pure


def text_of(chance, length=400):
    return " ".join(f"w{chance.randrange(5_000)}" for _ in range(length))


def test_likely_pairs_are_those_that_share_much():
    chance = random.Random(67)
    texts = [text_of(chance) for _ in range(60)]
    texts += [f"{texts[3]} and more", " ".join(texts[9].split()[40:])]
    sample = Sample()
    for text in texts:
        sample.add(shingles(text))
    assert sample.likely_pairs() == [(3, 60), (9, 61)]


def test_very_many_copies_are_still_one_cluster():
    sample = Sample()
    for _ in range(200):
        sample.add(shingles(RADIO))
    assert [len(members) for members in connected(sample.likely_pairs())] == [200]


def test_nothing_is_like_anything_in_an_empty_corpus():
    assert Sample().likely_pairs() == []
    assert connected([]) == []


def test_what_hangs_together():
    pairs = [(1, 2), (5, 6), (2, 3), (8, 9), (6, 5)]
    assert connected(pairs) == [{1, 2, 3}, {5, 6}, {8, 9}]
