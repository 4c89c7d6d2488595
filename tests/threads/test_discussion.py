"""The whole discussion of a resolution: one list, filters that combine, and only what its reader may see."""

import re

import pytest

from tests.threads.test_chairing import CLAUSE, JSON, OTHER, TOPIC, read_all, say

PAGE = "/resolutions/67-hyderabad-2010/discussion"


@pytest.fixture
def comments(world, http):
    """A few words on two clauses that nobody has spoken of before."""
    kenya = world.delegation("Kenya")
    say(http(world.amina), "Ours alone.", "1", kenya.audience)
    say(http(world.amina), "From Kenya, substantive.", "2")
    http(world.haruko).post(
        f"{CLAUSE}/comments",
        data={"body": "From Japan, a question.", "type": "question", "key": "3"},
        headers=JSON,
    )
    http(world.wanjiru).post(
        f"/clauses/{OTHER}/comments",
        data={"body": "From Kenya, editorial.", "type": "editorial", "key": "4"},
        headers=JSON,
    )


WORDS = (
    "Ours alone.",
    "From Kenya, substantive.",
    "From Japan, a question.",
    "From Kenya, editorial.",
)


def visible_words(visitor, query=""):
    page = visitor.get(f"{PAGE}{query}").text
    return sorted((w for w in WORDS if w in page), key=page.index)


def test_the_newest_come_first_or_all_in_the_order_of_the_text(world, http, comments):
    amina = http(world.amina)

    assert visible_words(amina) == list(reversed(WORDS))
    assert visible_words(amina, "?order=clause") == [WORDS[3], *WORDS[:3]]


def test_nobody_outside_sees_or_chooses_a_private_comment(world, http, comments):
    assert WORDS[0] not in visible_words(http(world.haruko))
    assert WORDS[0] in visible_words(http(world.wanjiru))
    assert http().get(PAGE).status_code == 303


def test_filters_combine(world, http, comments):
    caio, kenya, haruko = http(world.caio), world.delegation("Kenya").id, world.haruko.id

    assert visible_words(caio, "?type=question") == [WORDS[2]]
    assert visible_words(caio, f"?delegation={kenya}") == [WORDS[3], WORDS[1]]
    assert visible_words(caio, f"?delegation={kenya}&type=editorial") == [WORDS[3]]
    assert visible_words(caio, f"?person={haruko}&type=editorial") == []


def test_unread_is_what_is_above_the_readers_marks(world, http, comments):
    caio = http(world.caio)
    assert visible_words(caio, "?unread=1") == [WORDS[3], WORDS[2], WORDS[1]]
    read_all(caio)
    assert visible_words(caio, "?unread=1") == [WORDS[3]]


def test_resolved_threads_can_be_left_out(world, http, comments):
    helena, caio = http(world.helena), http(world.caio)
    helena.post(f"{CLAUSE}/thread/resolution", headers=JSON)
    assert visible_words(caio, "?unresolved=1") == [WORDS[3]]
    helena.post(f"{CLAUSE}/thread/reopening", headers=JSON)
    assert WORDS[1] in visible_words(caio, "?unresolved=1")


@pytest.fixture
def mentions(world, http, comments):
    """Japan is called by name, Daichi by name too, and Kenya within its own layer."""
    kenya = world.delegation("Kenya")
    say(http(world.amina), "@Japan should say more.", "m1")
    say(http(world.luc), "@Daichi Oribe has the figures.", "m2")
    say(http(world.amina), "@Kenya waits.", "m3", kenya.audience)


CALLED = ("should say more.", "has the figures.", "waits.")


@pytest.mark.parametrize(
    "name, calls",
    [
        ("haruko", CALLED[:1]),
        ("daichi", CALLED[:2]),
        ("wanjiru", CALLED[2:]),
        ("teresa", ()),
        ("helena", ()),
    ],
)
def test_comments_that_mention_me_or_my_delegation_can_be_listed(
    world, http, mentions, name, calls
):
    page = http(world[name]).get(f"{PAGE}?mentions=1").text
    assert tuple(w for w in CALLED if w in page) == calls
    assert not any(w in page for w in WORDS)
    assert 'name="mentions" value="1" checked' in page


def test_all_filters_combine_and_stay_in_the_links_of_the_pages(world, http, mentions):
    daichi, helena = http(world.daichi), http(world.helena)
    kenya, luc = world.delegation("Kenya").id, world.luc.id

    def visible_mentions(query):
        page = daichi.get(f"{PAGE}?mentions=1{query}").text
        return [w for w in CALLED if w in page]

    assert visible_mentions(f"&delegation={kenya}") == [CALLED[0]]
    assert visible_mentions(f"&person={luc}") == [CALLED[1]]
    assert visible_mentions("&type=question") == []
    assert visible_mentions(f"&person={luc}&unread=1&unresolved=1&type=substantive") == [CALLED[1]]
    read_all(daichi)
    assert visible_mentions("&unread=1") == []
    helena.post(f"{CLAUSE}/thread/resolution", headers=JSON)
    assert visible_mentions("&unresolved=1") == []
    for number in range(51):
        say(http(world.amina), f"@Japan {number}.", f"n{number}")
    page = daichi.get(f"{PAGE}?mentions=1&delegation={kenya}&type=substantive&order=clause").text
    link = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    for part in ("mentions=1", f"delegation={kenya}", "type=substantive", "order=clause", "page=2"):
        assert part in link


def test_each_comment_leads_to_its_place(world, http, comments):
    page = http(world.caio).get(f"{PAGE}?type=question").text
    link = re.search(rf'href="({re.escape(CLAUSE)}\?comment=(\w+)#comment-\2)"', page)[1]

    assert "From Japan, a question." in http(world.caio).get(link).text


@pytest.mark.parametrize(
    "query",
    ["?page=99999999999", "?person=x", "?delegation=-3", "?type=%00", "?person=²", "?page=0"],
)
def test_a_hostile_question_is_no_error(world, http, query):
    assert http(world.amina).get(PAGE + query).status_code == 200


def test_it_is_paged_and_costs_the_same_for_many(world, http, statements):
    amina = http(world.amina)
    with statements() as few:
        amina.get(PAGE)
    for number in range(60):
        say(amina, f"Point {number}.", f"p{number}")
    with statements() as many:
        page = amina.get(PAGE).text

    # Where a comment suggests words, these are read by three more, however many do.
    few, many = (
        [one for one in sent if "comment_suggestion_" not in one.partition("FROM")[0]]
        for sent in (few, many)
    )
    assert len(many) == len(few) <= 14
    assert page.count('<article class="comment') == 50 and "page=2" in page
    assert TOPIC.removeprefix("clause:") in page
