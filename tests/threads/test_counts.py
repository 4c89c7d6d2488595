"""How many comments there are is kept with each topic: the same number as the comments counted, whoever did what."""

import random

import pytest
from sqlalchemy import select

from tests.threads.test_comments import WID, say
from wgcop.events.models import Topic
from wgcop.upkeep.doctor.comment_counts import counted, recount

RESOLUTION = "/resolutions/67-hyderabad-2010"
TOPIC = f"clause:{WID}"
JSON = {"Accept": "application/json"}


@pytest.fixture
def kept(session):
    def kept():
        session.rollback()
        rows = session.execute(select(Topic.name, Topic.comments))
        return {name: number for name, number in rows if number}

    return kept


def test_the_demo_world_is_counted(session, kept):
    assert kept() == {name: number for name, number in counted(session).items() if number}


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_of_posts_retractions_and_releases_is_counted(world, http, session, kept, seed):
    chance = random.Random(seed)
    kenya = world.delegation("Kenya").audience
    amina = http(world.amina)
    writers = {"members": [], kenya: []}
    for number in range(25):
        act = chance.choice(["post", "post", "reply", "retract", "release", "again"])
        audience = chance.choice([kenya, "members"])
        mine = writers[audience]
        if act in ("post", "again") or not mine:
            key = f"key-{number if act == 'post' else chance.randrange(5)}"
            answer = say(amina, f"Said with {key} to {audience}.", key, audience=audience)
            if answer.status_code == 201:
                mine.append(answer.json["id"])
        elif act == "reply":
            answer = say(
                amina, "Reply.", f"r{number}", audience=audience, parent=chance.choice(mine)
            )
            assert answer.status_code == 201
            mine.append(answer.json["id"])
        else:
            way = "retraction" if act == "retract" else "release"
            amina.post(f"/comments/{chance.choice(mine)}/{way}", headers=JSON)

    assert kept() == {name: number for name, number in counted(session).items() if number}


def test_nobody_is_told_how_much_a_delegation_says_within_itself(world, http, kept):
    amina, haruko = http(world.amina), http(world.haruko)
    before = [
        who.get(f"{RESOLUTION}/counts").json["comments"].get(TOPIC, 0) for who in (amina, haruko)
    ]
    say(amina, "Kenya alone.", "within", audience=world.delegation("Kenya").audience)
    after = [
        who.get(f"{RESOLUTION}/counts").json["comments"].get(TOPIC, 0) for who in (amina, haruko)
    ]

    assert (after[0] - before[0], after[1] - before[1]) == (1, 0)


def test_numbers_that_are_wrong_are_made_anew(world, http, session, kept):
    say(http(world.amina), "One.", "one")
    right = kept()
    session.scalars(select(Topic).where(Topic.name == TOPIC)).one().comments = 17
    session.commit()
    assert recount(session) == 1
    session.commit()

    assert kept() == right and recount(session) == 0
