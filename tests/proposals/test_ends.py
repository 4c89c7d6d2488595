"""Proposals end: with the agreement on their clause, with the next edition, or with a bracket that is lifted and leaves the words as they
were. A new proposal opens the clause again.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.brackets.acts import act as act_on_bracket
from tests.brackets.acts import opened
from tests.editions.acts import adopt, settle
from tests.proposal_map.test_agenda import clauses as chosen_clauses
from tests.proposal_map.test_agenda import coming  # noqa: F401
from tests.proposal_map.test_map import ROW, is_open
from tests.proposals.acts import CLAUSE, PAGE, TOPIC, WID, act, proposed
from tests.proposals.test_rolling_page import ROLLING, plain, release
from wgcop.database import db
from wgcop.paper.anchor import Anchor
from wgcop.proposals.still_open import (
    NOTHING_DECIDED,
    ClauseDecisions,
    DecidedBy,
    LeftAsItWas,
    ProposalEnd,
    decided,
)
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import ClauseStanding, Standing

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)
BASE = "that many of them will be online;"


@pytest.fixture
def reader(world, http):
    return http(world.ruth)


def set_to(chair, standing):
    assert chair.post(f"{CLAUSE}/standing", data={"standing": standing}).status_code < 400


def says(visitor, address):
    """What the page of a proposal says of its end."""
    found = re.search(r"This proposal (?:was not taken|is met)[^<]*", visitor.get(address).text)
    return found[0] if found else ""


def test_the_same_words_agreed_once_more_decide_on_what_was_proposed_since(
    world, http, reader, clock, app
):
    clock.stop()
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    set_to(chair, "agreed")
    before = standings_so_far(app)
    for turn, who in enumerate((kenya, brazil, kenya), start=1):
        clock.advance(hours=1)
        since = release(who, change=("many", ("most", "few", "some")[turn - 1]))
        assert not says(reader, since) and is_open(reader)
        clock.advance(hours=1)
        for _twice in range(2):
            set_to(chair, "agreed")
        assert "the clause was agreed without it" in says(reader, since)
        assert not is_open(reader) and standings_so_far(app) == before + turn
    assert http().get(since).status_code == 303


def standings_so_far(app):
    with app.app_context():
        return db.session.scalar(
            select(func.count(ClauseStanding.id))
            .join(ClauseStanding.clause)
            .where(Clause.wid == WID)
        )


def test_an_agreement_decides_on_what_was_proposed_before_and_new_words_open_the_clause_again(
    world, http, reader, listen
):
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    before = [release(kenya, change=("many", "all"))]
    withdrawn = release(brazil, change=("many", "no"))
    act(brazil, withdrawn, "withdrawal")
    elsewhere = plain(reader.get(f"{ROLLING}?view=proposals").text).count("the clause was agreed")
    member, guest = listen(world.ruth, TOPIC), listen(None, TOPIC)
    for who, other in ((brazil, "most"), (kenya, "some"), (brazil, "few")):
        assert is_open(reader)
        set_to(chair, "agreed")
        assert not is_open(reader)
        for address in before:
            for visitor in (reader, kenya, brazil):
                assert "the clause was agreed without it" in says(visitor, address)
        rolling = plain(reader.get(f"{ROLLING}?view=proposals").text)
        assert rolling.count("Not taken: the clause was agreed") - elsewhere == len(before)
        assert "Withdrawn" in reader.get(withdrawn).text and not says(reader, withdrawn)
        told = [each for each in member() if each["kind"] == "proposal.words"]
        assert told[-1]["html"].count("Not taken: the clause was agreed") == len(before)
        fresh = plain(reader.get(PAGE).text)
        assert fresh.count("Not taken: the clause was agreed") == len(before)
        before.append(release(who, change=("many", other)))
        assert not says(reader, before[-1]) and is_open(reader)
        set_to(chair, "open")
    assert guest() == []
    for address in before[:-1]:
        assert not says(reader, address), "nobody has decided on a clause that is open again"


def test_a_source_proposes_again_what_was_not_taken(world, http, reader):
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    address = release(kenya, change=("many", "all"))
    for _again in range(3):
        set_to(chair, "open")
        set_to(chair, "agreed")
        assert says(reader, address) and not is_open(reader)
        assert "Confirm for this wording" not in brazil.get(address).text
        assert "Confirm for this wording" in kenya.get(address).text
        assert act(kenya, address, "confirmation").status_code == 303
        assert not says(reader, address) and is_open(reader)


def test_nobody_decides_on_what_stays_within_a_delegation(world, http, reader):
    chair, kenya = http(world.helena), http(world.amina)
    address = proposed(kenya, change=("many", "all"))
    set_to(chair, "agreed")
    assert not says(kenya, address) and "Not taken" not in kenya.get(PAGE).text
    assert act(kenya, address, "release").status_code == 303
    assert not says(reader, address) and is_open(reader)


def test_what_was_not_taken_warns_of_nothing(world, http, reader):
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    first, second = release(kenya, change=("many", "all")), release(brazil, change=("many", "no"))
    assert "Changes the same words as others" in plain(reader.get(PAGE).text)
    set_to(chair, "agreed")
    third = release(brazil, change=("many", "most"))
    assert "Changes the same words as others" not in plain(reader.get(PAGE).text)
    for address in (first, second, third):
        assert reader.get(address).status_code == 200


def test_the_next_edition_begins_with_nothing_to_decide(
    world,
    http,
    reader,
    listen,
    coming,  # noqa: F811
):
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    settle(chair)
    unmet = release(kenya, change=("many", "all"))
    new = release(brazil, words="that schools take part,", place="after")
    withdrawn = release(brazil, change=("many", "no"))
    act(brazil, withdrawn, "withdrawal")
    within = proposed(kenya, change=("many", "some"))
    member, guest = listen(world.ruth, TOPIC), listen(None, TOPIC)
    answer = adopt(http(world.ines))
    assert answer.status_code == 303
    told = [each for each in member() if each["kind"] == "proposal.words"]
    assert told[-1]["html"].count("Not taken: a later edition was adopted") == 2
    assert plain(reader.get(PAGE).text).count("Not taken: a later edition was adopted") == 2
    assert guest() == []
    slug = answer.location.rpartition("/")[2]
    for address in (unmet, new):
        for visitor in (reader, kenya, brazil):
            assert "a later edition of the resolution was adopted without it" in says(
                visitor, address
            )
    assert not says(reader, withdrawn) and not says(kenya, within)
    for name in ("67-hyderabad-2010", slug):
        page = plain(reader.get(f"/resolutions/{name}/rolling-text?view=proposals").text)
        assert "0 places are open" in page
        assert page.count("Not taken: a later edition was adopted") >= 2
        shown = reader.get(f"/resolutions/{name}/proposals").text
        assert "0 clauses are still open" in shown and "Not taken" in shown
        assert f'id="{ROW}"' not in reader.get(f"/resolutions/{name}/proposals?clauses=open").text
    choice = chair.get(f"{coming}/items/from-proposals?resolution={slug}").text
    assert chosen_clauses(choice) == []
    listed = http(world.ines).get(f"/resolutions/{slug}/next-edition").text
    assert f'href="{unmet}"' not in listed and f'href="{new}"' not in listed

    for source, address in ((kenya, unmet), (brazil, new)):
        assert act(source, address, "confirmation").status_code == 303
        assert not says(reader, address)
    page = plain(reader.get(f"/resolutions/{slug}/rolling-text").text)
    assert "2 places are open" in page
    listed = http(world.ines).get(f"/resolutions/{slug}/next-edition").text
    assert f'href="{unmet}"' in listed and f'href="{new}"' in listed


def test_a_bracket_that_is_lifted_with_the_words_as_they_are_decides_on_its_place(
    world, http, reader, listen
):
    chair, kenya, brazil = http(world.helena), http(world.amina), http(world.teresa)
    mine = release(kenya, change=("many", "all"))
    bracket = opened(chair, "many", alternative_1="all")
    member = listen(world.ruth, TOPIC)
    for _again in range(3):
        assert is_open(reader) and not says(reader, mine)
        assert act_on_bracket(chair, bracket, "lifting", outcome="words").status_code == 303
        assert not is_open(reader)
        for visitor in (reader, kenya, brazil):
            assert "the bracket around these words was lifted" in says(visitor, mine)
        told = [each for each in member() if each["kind"] == "proposal.words"]
        assert "Not taken: its bracket was lifted" in told[-1]["html"]
        assert act_on_bracket(chair, bracket, "reopening").status_code == 303
    act_on_bracket(chair, bracket, "lifting", outcome="words")
    later = release(brazil, change=("many", "all"))
    assert is_open(reader) and not says(reader, later) and says(reader, mine)


def test_a_delegation_that_lifts_its_own_bracket_decides_nothing_for_others(world, http, reader):
    kenya, brazil = http(world.amina), http(world.teresa)
    address = release(brazil, change=("many", "all"))
    bracket = opened(kenya, "many", alternative_1="most")
    assert act_on_bracket(kenya, bracket, "leaving").status_code == 303
    assert is_open(reader) and not says(reader, address)


def test_a_bracket_around_a_new_clause_that_nothing_stands_of_decides_on_it(world, http, reader):
    chair, kenya = http(world.helena), http(world.amina)
    address = release(kenya, words="that *schools* take part,", place="after")
    other = release(kenya, words="that parents take part,", place="after")
    bracket = opened(chair, place="after", alternative_1="that schools take part,")
    assert act_on_bracket(chair, bracket, "lifting", outcome="nothing").status_code == 303
    assert "was lifted" in says(reader, address) and not says(reader, other)


def test_cuts_and_files_say_what_was_not_taken(world, http, reader):
    chair, kenya = http(world.helena), http(world.amina)
    release(kenya, change=("many", "all"))
    set_to(chair, "agreed")
    assert "(Kenya), not taken:" in reader.get(f"{ROLLING}.akn.xml").text


# The rule


@dataclass(frozen=True)
class Said:
    words: str
    symbol: Amendment
    changed_at: datetime
    base: str = BASE
    is_before_edition: bool = False


def proposal(words, *, symbol="MOD", at=BEFORE):
    return Said(words, Amendment(symbol), at)


AGREED = ClauseDecisions(Standing.AGREED, NOON)


@pytest.mark.parametrize(
    "each, words, decisions, expected",
    [
        (proposal("that all of them;"), BASE, NOTHING_DECIDED, None),
        (proposal("that all of them;"), BASE, AGREED, ProposalEnd(DecidedBy.AGREEMENT)),
        (proposal("that all of them;", at=AFTER), BASE, AGREED, None),
        (proposal("", symbol="SUP"), BASE, AGREED, ProposalEnd(DecidedBy.AGREEMENT)),
        (proposal(BASE, symbol="NOC"), BASE, AGREED, ProposalEnd(DecidedBy.AGREEMENT, is_met=True)),
        (
            proposal(BASE.replace("many", "all")),
            BASE.replace("many", "all"),
            AGREED,
            ProposalEnd(DecidedBy.AGREEMENT, is_met=True),
        ),
        (
            proposal("", symbol="SUP"),
            "",
            AGREED,
            ProposalEnd(DecidedBy.AGREEMENT, is_met=True),
        ),
        (proposal("many will be online;"), "", AGREED, ProposalEnd(DecidedBy.AGREEMENT)),
        (proposal(BASE, symbol="NOC"), "", AGREED, ProposalEnd(DecidedBy.AGREEMENT)),
        (proposal("", symbol="SUP"), "", ClauseDecisions(Standing.AD_REFERENDUM, NOON), None),
        (proposal("to train teachers;", symbol="ADD"), BASE, AGREED, None),
        (
            proposal("that all of them;"),
            BASE,
            ClauseDecisions(Standing.AD_REFERENDUM, NOON),
            None,
        ),
        (proposal("that all of them;"), BASE, ClauseDecisions(Standing.PARKED, NOON), None),
    ],
)
def test_an_agreement_decides_on_what_was_worded_before(each, words, decisions, expected):
    assert decided(each, words, decisions) == expected


@pytest.mark.parametrize(
    "words, exact, prefix, suffix, is_decided",
    [
        ("that all of them will be online;", "many", "that ", " of them", True),
        ("that all of them will be online;", "many of them", "that ", " will", True),
        ("that all of us will be online;", "many", "that ", " of them", False),
        ("that all of us will be online;", "many of them", "that ", " will", True),
        ("that many of them should be online;", "many", "that ", " of them", False),
        ("that many young of them will be online;", "", "that many ", "of them will", True),
    ],
)
def test_a_bracket_decides_on_a_proposal_that_asks_for_nothing_outside_of_it(
    words, exact, prefix, suffix, is_decided
):
    left = LeftAsItWas(NOON, Anchor(exact, prefix, suffix))
    decisions = ClauseDecisions(left=(left,))
    expected = ProposalEnd(DecidedBy.BRACKET) if is_decided else None
    assert decided(proposal(words), BASE, decisions) == expected
    assert decided(proposal(words, at=AFTER), BASE, decisions) is None
    other = BASE.replace("online", "on line")
    assert decided(proposal(words), other, decisions) is None, "the words are others since"
    assert decided(proposal("x;", symbol="ADD"), BASE, decisions) is None


def test_several_brackets_decide_on_a_proposal_together():
    one = LeftAsItWas(NOON, Anchor("many", "that ", " of them"))
    other = LeftAsItWas(NOON, Anchor("online", "will be ", ";"))
    both = proposal("that all of them will be safe;")
    for left, expected in (
        ((one,), None),
        ((other,), None),
        ((one, other), ProposalEnd(DecidedBy.BRACKET)),
    ):
        assert decided(both, BASE, ClauseDecisions(left=left)) == expected
