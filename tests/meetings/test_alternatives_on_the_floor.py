"""The clause on the floor stands in the room and on the wall with what is proposed and bracketed, for members alone."""

import re

import pytest
from sqlalchemy import select

from tests.brackets.acts import act as act_on_bracket
from tests.brackets.acts import opened
from tests.editions.acts import adopt, settle
from tests.positions.test_positions import agree_on
from tests.proposals.acts import HIDDEN, act, hidden, words_of
from tests.proposals.test_rolling_page import plain
from wgcop.agenda.models import AgendaItem

ROOM = "/meetings/wg-cop-3/live"
WID = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_4"
NEW = f"/clauses/{WID}/proposals/new"


@pytest.fixture(autouse=True)
def on_the_floor(session, world, http):
    title = "Regional projects and the regional offices"
    item = session.scalars(select(AgendaItem).where(AgendaItem.title == title)).one()
    http(world.helena).post(f"/meetings/wg-cop-3/items/{item.id}/taking-up")


def propose(visitor, *change, place=""):
    """Propose other words for some of the clause, or a new clause after it; nobody else sees it yet."""
    page = visitor.get(f"{NEW}?place={place}").text
    typed = change[0] if place else words_of(page).replace(*change)
    data = {name: hidden(page, name) for name in HIDDEN}
    data |= {"words": typed, "symbol": "", "reasons": "", "place": place}
    answer = visitor.post(f"/clauses/{WID}/proposals", data=data)
    assert answer.status_code == 303, answer.text
    return answer.location


def alternatives(html):
    """Each place with what may stand there, as it is read."""
    places = re.findall(r'<dl class="chairs-place">(.*?)</dl>', html, re.DOTALL)
    return [plain(place) for place in places]


@pytest.fixture
def shown(world, http, listen):
    """What the room and the wall show by now, as they heard it and as they are opened."""
    hears = listen(world.ruth, "meeting:wg-cop-3@room")
    heard = []

    def read():
        heard.extend(each["html"] for each in hears() if each["target"] == "room-item")
        member = http(world.ruth)
        [room, wall] = (
            alternatives(member.get(address).text) for address in (ROOM, f"{ROOM}?projector")
        )
        assert alternatives(heard[-1]) == room == wall
        return room

    return read


def test_what_two_delegations_propose_comes_and_goes_three_times(world, http, shown):
    kenya, brazil = http(world.amina), http(world.teresa)
    word = words_of(kenya.get(NEW).text).split()[1]
    for number in range(3):
        ours = propose(kenya, f" {word} ", f" ours{number} ")
        theirs = propose(brazil, f" {word} ", f" theirs{number} ")
        act(kenya, ours, "release")
        assert shown() == [f"{word} ours{number} Kenya"]
        act(brazil, theirs, "release")
        assert shown() == [f"{word} ours{number} Kenya theirs{number} Brazil"]
        act(kenya, ours, "withdrawal")
        assert shown() == [f"{word} theirs{number} Brazil"]
        act(brazil, theirs, "withdrawal")
        assert shown() == []


def test_what_a_delegation_keeps_to_itself_is_on_no_wall(world, http, shown):
    kenya = http(world.amina)
    propose(kenya, "to", "never to")
    act(kenya, propose(kenya, "to train teachers;", place="after"), "release")
    assert shown() == ["New clause after this one: to train teachers; Kenya"]
    for address in (ROOM, f"{ROOM}?projector"):
        assert "never to" not in kenya.get(address).text
        assert http().get(address).status_code == 303


def test_an_open_bracket_has_its_alternatives_until_it_is_lifted(world, http, shown):
    kenya, chair = http(world.amina), http(world.helena)
    words = words_of(kenya.get(NEW).text).split()
    for number in range(3):
        address = opened(kenya, words[1], wid=WID, alternative_1=f"other{number}")
        [place] = shown()
        assert re.search(rf"\[{words[1]}\] \d+ Alt\. 1 other{number} Kenya$", place), place
        act_on_bracket(chair, address, "lifting", outcome="words")
        assert shown() == []


def test_what_was_decided_with_a_bracket_leaves_the_wall_until_it_is_proposed_again(
    world, http, shown
):
    kenya, chair = http(world.amina), http(world.helena)
    word = words_of(kenya.get(NEW).text).split()[1]
    for number in range(3):
        act(kenya, propose(kenya, f" {word} ", f" ours{number} "), "release")
        bracket = opened(kenya, word, wid=WID, alternative_1=f"other{number}")
        assert f"ours{number}" in " ".join(shown())
        act_on_bracket(chair, bracket, "lifting", outcome="words")
        assert shown() == []


def test_beside_a_chair_s_text_the_brackets_still_stand(world, http, shown):
    kenya, chair = http(world.amina), http(world.helena)
    words = words_of(kenya.get(NEW).text).split()
    act(kenya, propose(kenya, f" {words[1]} ", " ours "), "release")
    opened(kenya, words[2], wid=WID, alternative_1="another")
    chair.post(f"/clauses/{WID}/chairs-text")
    proposed, bracketed = shown()
    assert "ours" in proposed and "Alt. 1 another Kenya" in bracketed


def test_the_words_agreed_since_the_edition_stand_on_the_wall(world, http, shown, app):
    kenya = http(world.amina)
    word = words_of(kenya.get(NEW).text).split()[1]
    act(kenya, propose(kenya, f" {word} ", " ours "), "release")
    assert shown()
    agree_on("to do this;", app, world, wid=WID)
    assert shown() == []
    assert "to do this;" in kenya.get(f"{ROOM}?projector").text


def test_with_the_next_edition_nothing_is_left_to_decide_on_the_wall(world, http, shown):
    kenya, chair = http(world.amina), http(world.helena)
    settle(chair)
    word = words_of(kenya.get(NEW).text).split()[1]
    act(kenya, propose(kenya, f" {word} ", " ours "), "release")
    act(kenya, propose(kenya, "to train teachers;", place="after"), "release")
    assert len(shown()) == 2
    assert adopt(http(world.ines)).status_code == 303
    assert shown() == []


def test_a_room_asks_no_more_however_much_is_proposed(world, http, statements):
    kenya, reader = http(world.amina), http(world.ruth)
    words = words_of(kenya.get(NEW).text).split()

    def asked():
        reader.get(ROOM)
        with statements() as sent:
            assert reader.get(ROOM).status_code == 200
        return len(sent)

    assert asked() <= 19
    counts = []
    for number in (1, 2, 3):
        act(kenya, propose(kenya, f" {words[1]} ", f" ours{number} "), "release")
        act(kenya, propose(kenya, f"to train {number};", place="after"), "release")
        opened(kenya, words[number + 1], wid=WID, alternative_1="another")
        counts.append(asked())
    assert len(set(counts)) == 1 and counts[0] <= 26, counts
