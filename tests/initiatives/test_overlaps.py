"""When two entries overlap, who is told, who answers, and who must not know."""

import pytest
from sqlalchemy import select

from tests.initiatives.registered import LINE, PLAYS, RADIO, letters, registry
from tests.initiatives.test_proposing import TYPED, accept, entry_at
from wgcop.bodies.levels import Level, Region
from wgcop.initiatives.kinds import Measure, TargetGroup
from wgcop.initiatives.models import Overlap
from wgcop.initiatives.overlapping.queries import overlapping
from wgcop.initiatives.proposing.actions import propose
from wgcop.resolutions.models import Clause, Resolution

__all__ = ["registry"]

LIKE_BRAZILS = TYPED | {"name": "Postcards", "countries": ["BR"], "lead": "Post office"}


@pytest.fixture
def clause(session):
    clause = Clause(
        resolution=Resolution(work="w-1", kind="resolution", number="1", body="WTDC"),
        wid="w-1.invites-1",
    )
    session.add(clause)
    session.flush()
    return clause


SAME = LINE.but(
    name="Talks",
    lead="Teachers",
    level=Level.NATIONAL,
    countries=("KE",),
    target_groups=(TargetGroup.CHILDREN,),
    measures=(Measure.AWARENESS,),
)


@pytest.mark.parametrize(
    ("facts", "does"),
    [
        ({}, True),
        ({"countries": ("BR",)}, False),
        ({"countries": (), "regions": (Region.AFRICA,)}, True),
        ({"countries": ("RW",)}, True),
        ({"countries": (), "regions": ()}, False),
        ({"measures": (Measure.LEGAL,)}, False),
        ({"target_groups": (TargetGroup.INDUSTRY,)}, False),
        ({"clauses": ()}, False),
    ],
)
def test_entries_overlap_that_do_the_same_for_the_same_people_in_one_place(
    session, registry, clause, facts, does
):
    """Radio for Parents covers Africa as a whole, for children, by awareness."""
    registry.radio.clauses = [clause]
    given = SAME.but(**({"clauses": (clause,), "regions": ()} | facts))
    new = propose(given, owner=registry.brazil, by=registry.caio)
    assert (registry.radio in overlapping(new, set())) is does


def test_an_entry_of_the_same_name_overlaps_wherever_it_is(session, registry):
    named = PLAYS.but(name="Radio plays, market-day", regions=(), area="Peru", lead="")
    new = propose(named, owner=registry.kenya, by=registry.amina)
    told = session.scalars(select(Overlap).where(Overlap.initiative_id == new.id)).all()
    assert [each.other for each in told] == [registry.plays]
    [letter] = letters(registry.caio)
    assert told[0].url in letter.text
    assert letters(registry.luc) == letters(registry.amina) == []


def test_a_delegation_is_not_told_of_its_own(session, registry):
    propose(RADIO.but(name="Parents, radio for"), owner=registry.kenya, by=registry.amina)
    assert session.scalars(select(Overlap)).all() == []


@pytest.fixture
def overlap(session, world, http):
    """Brazil's entry is there; Kenya proposes nearly the same name."""
    brazil = str(world.delegation("Brazil").id)
    http(world.ines).post("/initiatives/", data=LIKE_BRAZILS | {"owner": brazil})
    kenyas = LIKE_BRAZILS | {"name": "Post cards", "acronym": "Postcards", "is_another": "1"}
    answer = http(world.amina).post("/initiatives/", data=kenyas)
    found = session.scalars(select(Overlap).order_by(Overlap.id.desc())).first()
    return found, answer.location


def test_whoever_answers_for_the_first_one_invites_the_other(world, http, overlap):
    found, proposed = overlap
    for person in (world.caio, world.teresa):
        [letter] = letters(person)
        assert "Post cards" in letter.subject and found.url in letter.text
    caio, amina = http(world.caio), http(world.amina)
    assert "Your answer is requested" in caio.get("/").text
    assert caio.get(proposed).status_code == 404, "the entry itself is not theirs to read"
    refused = caio.post(found.url, data={"answer": "join-us", "words": "", "contact": "Post"})
    assert refused.status_code == 422 and "Enter how they can join." in refused.text
    answer = {"answer": "join-us", "words": "Write in March.", "contact": "post@example.org"}
    assert caio.post(found.url, data=answer).status_code == 303
    assert "Your answer is requested" not in caio.get("/").text
    for person in (world.amina, world.wanjiru):
        [letter] = letters(person)
        assert "Write in March." in letter.text and "post@example.org" in letter.text
    assert "Write in March." in amina.get(proposed).text
    assert "Join us" in amina.get("/").text
    theirs = caio.get(found.url).text
    assert "Write in March." in theirs and f'href="{proposed}"' not in theirs
    changed = {"answer": "stays-apart", "words": "Other schools."}
    assert caio.post(found.url, data=changed).status_code == 303
    assert "Other schools." in amina.get(found.url).text


def test_nobody_else_learns_of_the_overlap_until_both_are_in_the_registry(
    session, world, http, overlap
):
    found, proposed = overlap
    first = f"/initiatives/{found.other.slug}"
    caio = http(world.caio)
    caio.post(found.url, data={"answer": "join-us", "words": "Write in March."})
    for person in (world.luc, world.ruth, world.helena):
        assert http(person).get(found.url).status_code == 404
        assert "Post cards" not in http(person).get(first).text
    assert "Post cards" not in http().get(first).text
    assert "Post cards" in caio.get(first).text
    assert accept(world, http, proposed).status_code == 303
    assert "Write in March." in http(world.luc).get(first).text
    assert "Write in March." not in http().get(first).text


def test_each_owner_is_told_once(session, world, http, overlap):
    _found, proposed = overlap
    http(world.amina).post(f"{proposed}/withdrawal")
    entry = entry_at(proposed)
    again = LIKE_BRAZILS | {"name": "Post cards", "acronym": "Postcards", "is_another": "1"}
    http(world.amina).post(proposed, data=again | {"version": str(entry.version)})
    accept(world, http, proposed)
    assert len([each for each in letters(world.caio) if "Overlaps" in each.subject]) == 1
