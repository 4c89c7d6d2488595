"""The page of a proposal finds prior work close to its words, and says nothing to others of what stays within a delegation."""

import html
import re

import pytest

from tests.proposals.acts import proposed
from tests.proposals.test_rolling_page import release
from tests.radar.conftest import bring  # noqa: F401
from tests.radar.texts import ANOTHER_TOPIC, RADIO


@pytest.fixture
def earlier(bring, world):  # noqa: F811
    return bring(world.teresa, "Radio plays in Brazil", RADIO)


def asked(visitor, address):
    """What the button of the page sends, where it sends it, and where a script does."""
    page = visitor.get(address).text
    form = re.search(
        r'<form id="prior-work" method="post" action="([^"]*)" data-prior-work="([^"]*)"', page
    )
    sent = re.search(r'name="text" form="prior-work" value="([^"]*)"', page)
    return form[1], form[2], html.unescape(sent[1])


def test_three_people_find_the_work_that_a_proposal_repeats(world, http, earlier):
    address = release(http(world.amina), words=RADIO, reasons="As in Brazil.", place="after")
    for name in ("amina", "teresa", "ruth"):
        visitor = http(world[name])
        whole, beside, text = asked(visitor, address)
        assert text == f"{RADIO}\nAs in Brazil."
        for way in (whole, beside):
            answer = visitor.post(way, data={"text": text})
            assert answer.status_code == 200 and "Radio plays in Brazil" in answer.text, way


def test_words_that_nobody_has_used_find_nothing(world, http, earlier):
    address = release(http(world.amina), words=ANOTHER_TOPIC, place="after")
    _whole, _beside, text = asked(http(world.ruth), address)
    assert "Radio plays" not in http(world.ruth).post("/radar", data={"text": text}).text


def test_work_that_the_reader_may_not_read_is_not_found(world, http, bring):  # noqa: F811
    bring(world.teresa, "Radio plays in Brazil", RADIO, number=None)
    address = release(http(world.amina), words=RADIO, place="after")
    for name, finds in (("amina", False), ("ruth", False), ("teresa", True)):
        visitor = http(world[name])
        _whole, beside, text = asked(visitor, address)
        assert ("Radio plays" in visitor.post(beside, data={"text": text}).text) is finds


def test_what_stays_within_a_delegation_is_no_prior_work_of_others(world, http):
    address = proposed(http(world.amina), words=RADIO, place="after")
    assert http(world.ruth).get(address).status_code in (403, 404)
    for name in ("ruth", "teresa", "helena"):
        found = http(world[name]).post("/radar", data={"text": RADIO}).text
        assert address not in found
