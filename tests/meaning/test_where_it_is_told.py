"""What changed in meaning is told where words are proposed: on the page of a proposal, on the map, in a suggestion, and where words are
agreed.
"""

import re

import pytest

from tests.positions.test_positions import agree_on
from tests.proposals.acts import CLAUSE, RESOLUTION
from tests.proposals.test_rolling_page import clause, plain, release
from tests.suggestions.acts import suggested

FINDING = "Words about the scope are added"
END = ("with youth forums,", "with youth forums, where appropriate,")


def told(page):
    """What the page tells of the meaning."""
    lists = re.findall(r'<ul class="meaning"[^>]*>(.*?)</ul>', page, re.DOTALL)
    return [plain(each) for each in lists]


@pytest.fixture
def reader(world, http):
    return http(world.ruth)


def test_the_page_of_a_proposal_tells_it_to_everybody_and_each_wording_anew(world, http, reader):
    kenya = release(http(world.amina), change=END)
    same = release(http(world.teresa), change=("many of them", "many of these"))
    for visitor in (reader, http(world.amina), http(world.teresa)):
        [found] = told(visitor.get(kenya).text)
        assert FINDING in found and "where appropriate" in found
        assert told(visitor.get(same).text) == [], "another word is no other meaning"


def test_the_map_tells_it_beside_the_table(world, http, reader):
    kenya = release(http(world.amina), change=END).rpartition("/")[2]
    same = release(http(world.teresa), change=("many of them", "many of these")).rpartition("/")[2]
    for visitor in (reader, http(world.helena)):
        [found] = told(visitor.get(f"{RESOLUTION}/proposals?beside={kenya}").text)
        assert FINDING in found
        assert told(visitor.get(f"{RESOLUTION}/proposals?beside={same}").text) == []


def test_a_suggestion_tells_it_in_the_discussion(world, http, reader):
    comment = suggested(http(world.amina), quote="forums", instead="forums, where appropriate")
    for visitor in (reader, http(world.teresa)):
        part = visitor.get(CLAUSE).text.split(f'id="comment-{comment}"')[1].split("</article>")[0]
        [found] = told(part)
        assert FINDING in found
    plain_one = suggested(
        http(world.teresa), quote="many of them", instead="many of these", key="t"
    )
    part = reader.get(CLAUSE).text.split(f'id="comment-{plain_one}"')[1].split("</article>")[0]
    assert told(part) == []


def test_agreed_words_tell_it_in_the_discussion(world, http, reader, app):
    base = clause(reader, "base")
    agree_on(base.replace(*END), app, world)
    [found] = told(reader.get(CLAUSE).text)
    assert FINDING in found
