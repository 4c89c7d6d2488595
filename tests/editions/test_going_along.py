"""Positions and evidence go along with the words of their clause, and ask whether they still hold."""

import re

import pytest
from sqlalchemy import select

from tests.editions.acts import adopt, agree, by_hand, settle
from tests.editions.test_next_edition import adopted_here, beside, split
from tests.implementation.deeds import CAMPAIGNS, JOINING, add_evidence
from tests.positions.test_desk import take_on
from tests.positions.test_positions import moved, released, see, take
from tests.proposals.acts import WID
from tests.redaction.test_redaction import MARK, redact
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.editions.composing import ByHand, HandChoice
from wgcop.implementation.evidence import Evidence
from wgcop.positions.models import Position
from wgcop.positions.movements import ON_CLAUSES
from wgcop.positions.own_changes import own_changes
from wgcop.positions.redacting import POSITION
from wgcop.positions.stances import Layer
from wgcop.resolutions.models import Clause, ClauseDescent, DescentKind

CARRIED = "taken on another clause, of which this one has words"


@pytest.fixture(autouse=True)
def settled(world, http):
    settle(http(world.helena))


def part_of(session, kind=DescentKind.SPLIT):
    session.rollback()
    return session.scalar(select(ClauseDescent).where(ClauseDescent.kind == kind)).clause.wid


def split_and_adopt(world, http, app, session):
    agree(app, world, WID, split)
    answer = adopt(
        http(world.ines), **by_hand(("recognizing b), line 2", "split", "recognizing b)"))
    )
    assert answer.status_code == 303, answer.text
    return part_of(session)


def positions(visitor, wid):
    return visitor.get(f"/clauses/{wid}/positions").text


def confirm(visitor, wid, layer="released"):
    page = positions(visitor, wid)
    form = re.search(rf'action="[^"]*/{layer}/confirmation".*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form[0])) if form else {}
    return visitor.post(f"/clauses/{wid}/positions/{layer}/confirmation", data=fields)


def test_positions_stand_on_the_parts_until_each_delegation_confirms_them(
    world, http, app, session
):
    kenya, brazil = http(world.amina), http(world.teresa)
    assert take(kenya, "objects").status_code == 303
    assert take(brazil, "agrees").status_code == 303
    part = split_and_adopt(world, http, app, session)
    for reader in (http(world.ruth), kenya, brazil):
        page = positions(reader, part)
        assert released(page) == {"Kenya": "Objects", "Brazil": "Agrees"}
        assert page.count(CARRIED) >= 2
    earlier = "/resolutions/67-dubai-2014/positions/earlier-wordings"
    assert f"/clauses/{part}/positions" in kenya.get(earlier).text
    assert confirm(kenya, part).status_code == 303
    page = positions(http(world.ruth), part)
    assert released(page) == {"Kenya": "Objects", "Brazil": "Agrees"}
    shown = page.split(f'id="positions-{part}"')[1].split("</ul>")[0]
    assert shown.count(CARRIED) == 1, "Brazil has not confirmed"
    assert f"/clauses/{part}/positions" not in kenya.get(earlier).text
    assert f"/clauses/{part}/positions" in brazil.get(earlier).text
    assert "Carried over" in http(world.ruth).get(f"/clauses/{part}/positions/history").text


def test_red_lines_go_along_within_the_delegation_alone(world, http, app, session):
    assert take(http(world.amina), "objects", layer="red-line").status_code == 303
    part = split_and_adopt(world, http, app, session)
    assert CARRIED in positions(http(world.amina), part)
    for person in (world.teresa, world.ruth, world.helena, world.ines):
        page = positions(http(person), part)
        assert CARRIED not in page and "Objects" not in page.split("<form")[0]


def test_a_reason_that_is_redacted_goes_from_the_parts_too(world, http, app, session):
    reason = "Our law says otherwise."
    assert take(http(world.amina), "objects", reason=reason).status_code == 303
    part = split_and_adopt(world, http, app, session)
    rows = session.scalars(select(Position).where(Position.reason == reason)).all()
    assert {row.clause.wid for row in rows} == {WID, part}
    kept = POSITION.words[0]
    for row in rows:
        found = session.scalars(select(Position.id).where(kept.of(row))).all()
        assert set(found) == {each.id for each in rows}


REASON = "Our law says otherwise."
SECRET = "Our minister is not sure."


def rows_on(session, wid=None):
    """The positions of Kenya, those on one clause if it is given."""
    session.rollback()
    session.expire_all()
    rows = session.scalars(select(Position).order_by(Position.id)).all()
    return [
        each for each in rows if each.delegation.name == "Kenya" and wid in (None, each.clause.wid)
    ]


def test_to_redact_a_released_position_shows_and_marks_nothing_of_private_ones(
    world, http, app, session
):
    kenya, ines = http(world.amina), http(world.ines)
    for layer, reason in (("within", SECRET), ("red-line", SECRET), ("released", "")):
        assert take(kenya, "objects", layer, reason).status_code == 303
    part = split_and_adopt(world, http, app, session)
    for wid in (WID, part):
        [row] = [each for each in rows_on(session, wid) if each.layer == Layer.RELEASED]
        with app.app_context():
            reason, words = POSITION.words
            own = db.session.get(Position, row.id)
            about_reason = db.session.scalars(select(Position).where(reason.of(own))).all()
            about_words = db.session.scalars(select(Position).where(words.of(own))).all()
            assert [each.id for each in about_reason] == [row.id]
            assert {each.layer for each in about_words} == {Layer.RELEASED}
            assert {each.clause.wid for each in about_words} == {WID, part}
        page = ines.get(f"/redactions/position/{row.id}").text
        assert SECRET not in page and "(2)" in page and "(6)" not in page
        assert "Words in an adopted edition stay there." in page
    kept = [each.reason for each in rows_on(session) if each.layer != Layer.RELEASED]
    assert kept == [SECRET] * 4


@pytest.mark.parametrize("redacted_at_the_part", [False, True])
def test_a_reason_goes_from_all_rows_of_its_delegation_also_from_those_confirmed_since(
    world, http, app, session, redacted_at_the_part
):
    kenya, brazil = http(world.amina), http(world.teresa)
    for stance in ("reserves", "objects"):
        assert take(kenya, stance, "within", REASON).status_code == 303
        assert take(kenya, stance, reason=REASON).status_code == 303
    assert take(brazil, "agrees", reason=REASON).status_code == 303
    part = split_and_adopt(world, http, app, session)
    for layer in ("released", "within"):
        assert confirm(kenya, part, layer).status_code == 303
    assert len(rows_on(session, WID)) == len(rows_on(session, part)) == 4
    first, *_others, last = [each.id for each in rows_on(session) if each.layer == Layer.RELEASED]
    redact(http(world.ines), "position", last if redacted_at_the_part else first, copies=[])
    assert all(each.reason.startswith(MARK) for each in rows_on(session))
    for wid in (WID, part):
        page = positions(http(world.ruth), wid)
        assert page.count(REASON) == 1, "that of Brazil stays"
        assert MARK in page and MARK in positions(kenya, wid)


@pytest.mark.databases
def test_a_reason_that_is_redacted_while_it_is_carried_over_goes_from_both(
    world, http, app, session
):
    assert take(http(world.amina), "objects", reason=REASON).status_code == 303
    agree(app, world, WID, split)
    [row] = rows_on(session)
    ines, key = http(world.ines), row.id
    choices = [HandChoice(f"{WID}/2", ByHand.SPLIT, WID)]
    beside(app, lambda: redact(ines, "position", key), lambda: adopted_here(world, choices))
    assert len(rows_on(session)) == 2
    assert all(each.reason.startswith(MARK) for each in rows_on(session))


@pytest.mark.databases
def test_a_reason_is_carried_over_as_it_is_after_a_redaction_of_this_moment(
    world, http, app, session
):
    assert take(http(world.amina), "objects", reason=REASON).status_code == 303
    agree(app, world, WID, split)
    [row] = rows_on(session)
    ines, key = http(world.ines), row.id

    def redact_here():
        position = db.session.get(Position, key)
        POSITION.hold(position)
        position.reason = f"{MARK}today]"

    rows = by_hand(("recognizing b), line 2", "split", "recognizing b)"))
    assert beside(app, lambda: adopt(ines, **rows), redact_here).status_code == 303
    assert [each.reason for each in rows_on(session)] == [f"{MARK}today]"] * 2


def test_nobody_has_moved_by_what_was_carried_over(world, http, app, session, clock):
    kenya, brazil = http(world.amina), http(world.teresa)
    assert take(kenya, "agrees").status_code == 303
    assert take(brazil, "objects", reason=REASON).status_code == 303
    assert see(kenya).status_code == 303
    since = clock.stop()
    clock.advance(minutes=1)
    part = split_and_adopt(world, http, app, session)
    grid = "/resolutions/67-dubai-2014/positions"
    assert moved(kenya.get(grid).text) == moved(positions(kenya, part)) == []
    assert changed_by_others(app, world, since) == []
    clock.advance(minutes=1)
    assert confirm(brazil, part).status_code == 303
    assert moved(kenya.get(grid).text) == []
    take_at(brazil, part, "reserves")
    [line] = moved(kenya.get(grid).text)
    assert "Objects" in line.split(", now")[0] and "Reserves its position" in line
    assert confirm(kenya, part).status_code == 303
    assert changed_by_others(app, world, since) == [], "it says the same as before"
    take_at(kenya, part, "objects")
    assert changed_by_others(app, world, since) == [(part, "agrees", "objects")]


def take_at(visitor, wid, stance):
    take_on(visitor, f"/clauses/{wid}/positions", stance, "released")


def changed_by_others(app, world, since):
    """What Wanjiru reads of changes that others made to the positions of Kenya."""
    with app.app_context():
        wanjiru = db.session.get(Person, world.wanjiru.id)
        delegation = wanjiru.capacities[0].delegation
        return [
            (each.now.clause.wid, each.before.stance.value, each.now.stance.value)
            for each in own_changes(delegation, wanjiru, since, on=ON_CLAUSES)
        ]


def test_evidence_stays_valid_if_the_clause_with_its_words_says_the_same(world, http, app, session):
    amina = http(world.amina)
    answer = add_evidence(amina, "https://example.org/merged", JOINING, title="merged")
    assert answer.status_code == 303, answer.text
    gone, into = (
        session.scalar(select(Clause).where(Clause.wid == wid)) for wid in (JOINING, CAMPAIGNS)
    )
    agree(app, world, CAMPAIGNS, gone.wording.text)
    rows = by_hand((gone.wording.citation, "merged", into.wording.citation))
    assert adopt(http(world.ines), **rows).status_code == 303
    assert part_of(session, DescentKind.MERGED) == CAMPAIGNS
    session.expire_all()
    evidence = session.scalar(select(Evidence).where(Evidence.title == "merged"))
    assert not evidence.asks and evidence.edition.slug == "67-dubai-2014"
    assert evidence.clause.wid == CAMPAIGNS
    assert "merged" in amina.get("/implementation/67-dubai-2014").text


def test_evidence_of_a_merged_clause_asks_about_the_clause_with_its_words(
    world, http, app, session
):
    amina = http(world.amina)
    answer = add_evidence(amina, "https://example.org/merged", JOINING, title="merged")
    assert answer.status_code == 303, answer.text
    gone, into = (
        session.scalar(select(Clause).where(Clause.wid == wid)) for wid in (JOINING, CAMPAIGNS)
    )
    words = gone.wording.text
    agree(app, world, CAMPAIGNS, lambda mine: f"{mine} {words}")
    rows = by_hand((gone.wording.citation, "merged", into.wording.citation))
    assert adopt(http(world.ines), **rows).status_code == 303
    assert part_of(session, DescentKind.MERGED) == CAMPAIGNS
    evidence = session.scalar(select(Evidence).where(Evidence.title == "merged"))
    assert evidence.asks and evidence.asked_clause.wid == CAMPAIGNS
    page = amina.get("/implementation/67-dubai-2014/validity").text
    assert "merged" in page and "<ins>" in page
    data = {"answer": "still-valid", "words": "", "edition": evidence.asked_edition_id}
    address = f"/implementation/evidence/{evidence.id}/validity"
    assert http(world.teresa).post(address, data=data).status_code == 403
    assert amina.post(address, data=data).status_code == 303
    session.rollback()
    session.expire_all()
    assert evidence.clause.wid == CAMPAIGNS and not evidence.asks
    assert amina.post(address, data=data).status_code == 409


@pytest.mark.parametrize("times", [1, 3])
def test_the_biography_tells_of_the_ancestor_too(world, http, app, session, times):
    for number in range(times):
        assert take(http(world.amina), "objects", reason=f"Reason {number}.").status_code == 303
    part = split_and_adopt(world, http, app, session)
    page = http(world.ruth).get(f"/clauses/{part}/biography").text
    wordings, course = page.split('id="course-title"')
    assert "Its words stood in:" in wordings and "recognizing b)" in wordings
    assert course.count("Position of Kenya: Objects") == times
    address = re.findall(r'<a href="([^"]*)"><bdi>', course)
    for each in {one.partition("#")[0] for one in address}:
        assert http(world.ruth).get(each).status_code == 200, each
