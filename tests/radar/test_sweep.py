"""The comparison of the night: near-identical work of several bodies, judged once."""

import random
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from tests.radar.texts import ANOTHER_TOPIC, RADIO, REWORDED
from wgcop.database import db
from wgcop.radar import sweep
from wgcop.radar.cli import sweep_command
from wgcop.radar.matching.overlap import Finding, shingles
from wgcop.radar.matching.sampling import Sample
from wgcop.radar.models import Pair, RadarDecision, Relation
from wgcop.radar.pair_questions import pairs_to_ask
from wgcop.radar.shingle_store import RadarRecord, RadarState, to_bytes


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
    """What waits to be judged after another sweep, two by two."""

    def swept():
        with app.app_context():
            sweep.sweep()
            waiting = db.session.scalars(select(Pair).where(Pair.judged_at.is_(None)))
            return sorted(sorted((pair.record_id, pair.other_id)) for pair in waiting)

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


@pytest.fixture
def judge(app, world, http):
    """`judge("document:901", "document:902")` says what these two are, as Ines of the secretariat."""

    def judge(*works, verdict="same", reason="One trial, told twice."):
        with app.app_context():
            waiting = db.session.scalars(select(Pair).where(Pair.judged_at.is_(None)))
            [key] = [p.id for p in waiting if {p.record_id, p.other_id} == set(works)]
        data = {f"pair-{key}-verdict": verdict, f"pair-{key}-reason": reason}
        return http(world.ines).post(f"/priorwork/clusters/{key}", data=data)

    return judge


TWO = ["document:901", "document:902"]


def test_near_identical_work_of_two_bodies_is_found(three, swept):
    assert swept() == [TWO]
    assert swept() == [TWO], "and stays until it is judged"


def test_work_of_one_body_is_its_own_affair(corpus, swept):
    corpus({"document:901": ("UNICEF", RADIO), "document:902": ("UNICEF", REWORDED)})
    assert swept() == []
    corpus({"document:903": ("UNESCO", RADIO)})
    assert all("document:903" in two for two in swept())


def test_what_is_not_shared_is_never_swept(corpus, swept):
    corpus({"document:901": ("UNICEF", RADIO)})
    corpus({"document:902": ("UNESCO", REWORDED)}, is_shared=False)
    assert swept() == []


def test_two_works_are_judged_once(three, corpus, swept, judge):
    swept()
    assert judge(*TWO).status_code == 303
    assert swept() == []
    corpus({"document:902": ("UNICEF", f"{REWORDED} It was made again in the next year.")})
    assert swept() == [TWO], "a text has changed"


def test_each_member_of_a_cluster_is_judged_by_itself(corpus, swept, judge):
    corpus({f"document:90{n}": (f"Body {n}", f"{RADIO} {n}") for n in (1, 2, 3)})
    assert swept() == [TWO, ["document:901", "document:903"]]
    judge(*TWO)
    assert swept() == [["document:901", "document:903"]]
    judge("document:901", "document:903", verdict="related")
    assert swept() == [], "that 902 is like 903 follows from both"


def test_a_new_work_is_compared_with_one_of_those_judged_the_same(corpus, swept, judge):
    corpus({f"document:90{n}": (f"Body {n}", f"{RADIO} {n}") for n in (1, 2)})
    swept()
    judge(*TWO)
    corpus({"document:903": ("Body 3", f"{RADIO} 3")})
    assert swept() == [["document:901", "document:903"]]


def test_what_was_decided_at_submission_is_not_asked_again(app, world, corpus, swept):
    texts = {"document:901": ("Kenya", REWORDED), "document:902": ("Brazil", RADIO)}
    corpus(texts)
    with app.app_context():
        decision = RadarDecision(
            record_id="document:901",
            other_id="document:902",
            finding=Finding.EARLIER,
            score=0.9,
            decision=Relation.BUILDS_ON,
            reason="The trial, in Kenya.",
            by_id=world.amina.id,
            data=to_bytes(shingles(REWORDED)),
        )
        db.session.add(decision)
        db.session.commit()
    assert swept() == []
    corpus({"document:903": ("INHOPE", f"{RADIO} As told elsewhere.")})
    assert len(swept()) == 1, "a third work is asked about, but not beside both"
    corpus({"document:901": ("Kenya", f"{RADIO} {ANOTHER_TOPIC}")})
    assert TWO in swept() or ["document:901", "document:903"] in swept(), "it has changed much"


def test_both_works_stand_side_by_side_with_what_they_share(world, http, bring, corpus, swept):
    one = bring(world.teresa, "Radio plays in Brazil", RADIO, number=80)
    other = bring(world.amina, "Radio plays in Kenya", REWORDED, number=81)
    corpus({one: ("Brazil", RADIO), other: ("Kenya", REWORDED)})
    assert swept() == [sorted([one, other])]
    page = http(world.ines).get("/priorwork/clusters").text
    card = page[page.index('class="card') : page.index("Reason, in one line")]
    assert "Radio plays in Brazil" in card and "Radio plays in Kenya" in card
    assert re.search(r"<mark>[^<]*with the help of local stations", card.replace("\n", " "))


def test_a_pair_without_a_reason_is_asked_again(three, swept, judge):
    swept()
    answer = judge(*TWO, reason=" ")
    assert answer.status_code == 422
    assert "Enter a reason, in one line." in answer.text


def test_nobody_judges_over_another_and_a_judgement_is_taken_back(
    app, world, http, three, swept, judge
):
    swept()
    with app.app_context():
        key = db.session.scalars(select(Pair.id)).one()
    judge(*TWO)
    data = {f"pair-{key}-verdict": "related", f"pair-{key}-reason": "Late."}
    late = http(world.jonas).post(f"/priorwork/clusters/{key}", data=data)
    assert late.status_code == 409
    assert "Somebody has already judged this: The same work." in late.text
    back = f"/priorwork/clusters/{key}/return"
    assert back in http(world.ines).get("/priorwork/clusters").text
    assert http(world.jonas).post(back).status_code == 303
    assert swept() == [TWO], "it waits again"
    assert http(world.ines).post(back).status_code == 409
    assert http(world.jonas).post(f"/priorwork/clusters/{key}", data=data).status_code == 303
    page = http(world.ines).get("/priorwork/clusters").text
    assert "Late." in page and "One trial, told twice." not in page


def test_only_the_secretariat_judges(world, http):
    assert http().get("/priorwork/clusters").status_code == 303
    for name in ("ruth", "wanjiru", "amina", "elke", "helena"):
        assert http(world[name]).get("/priorwork/clusters").status_code == 403, name
        assert http(world[name]).post("/priorwork/clusters/1").status_code == 403, name
        assert http(world[name]).post("/priorwork/clusters/1/return").status_code == 403, name
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
    assert "wait to be judged: 1 " in app.test_cli_runner().invoke(sweep_command).stdout


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
    linked = {number for two in sample.likely_pairs() for number in two}
    assert linked == set(range(200)), "each to the next"


def test_nothing_is_like_anything_in_an_empty_corpus():
    assert Sample().likely_pairs() == []


def test_a_pair_that_follows_from_answers_is_not_asked_about():
    near = [("a", "b"), ("a", "c"), ("b", "c"), ("x", "y")]

    def asked(alike=(), apart=()):
        return pairs_to_ask(near, alike=alike, apart=apart)

    assert asked() == [("b", "a"), ("c", "a"), ("y", "x")]
    assert asked(alike=[("a", "b"), ("a", "c")]) == [("y", "x")]
    assert asked(alike=[("b", "a")], apart=[("x", "y")]) == [("c", "a")]
    assert asked(apart=[("a", "b"), ("a", "c"), ("x", "y")]) == [("c", "b")]
    assert asked(alike=[("b", "c")], apart=[("a", "c"), ("y", "x")]) == []
    assert pairs_to_ask([], alike=[], apart=[]) == []


def test_in_a_chain_only_neighbours_are_asked_about():
    near = [("a", "b"), ("b", "c"), ("c", "d")]
    assert {frozenset(two) for two in pairs_to_ask(near, alike=[], apart=[])} == {
        frozenset(two) for two in near
    }
