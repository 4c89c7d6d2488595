"""What is said in a thread reaches the feeds and mails of those who may read it, and nobody else's."""

from xml.etree import ElementTree as ET

import pytest

from tests.following.reading import feed_of
from wgcop.search import indexer

ATOM = "{http://www.w3.org/2005/Atom}"
COMMENTS = "/clauses/wtdc-67.invites_member-states__para_2/comments"


@pytest.fixture
def say(app, http, world, clock):
    """Wanjiru says something, and the index follows."""

    def say(body, audience="members"):
        clock.advance(minutes=1)
        data = {"body": body, "type": "substantive", "audience": audience, "key": body}
        assert http(world.wanjiru).post(COMMENTS, data=data).status_code == 303
        with app.app_context():
            indexer.drain_all()
        clock.advance(minutes=1)

    return say


def test_a_private_comment_is_news_for_its_delegation_alone(http, world, save, say, digest):
    owners = (world.amina, world.haruko)
    feeds = [feed_of(http(owner), save(owner, q="quokka", mails="y")) for owner in owners]
    say("Quokka for everybody.")
    say("Quokka for us.", audience=world.delegation("Kenya").audience)

    kenya, japan = (ET.fromstring(http().get(feed).data).findall(f"{ATOM}entry") for feed in feeds)
    assert len(kenya) == 2
    assert len(japan) == 1
    assert "for us" not in ET.tostring(japan[0], encoding="unicode")
    letters = {to: text for to, _subject, text in digest()}
    assert "2 new results" in letters[world.amina.email]
    assert "1 new result\n" in letters[world.haruko.email]
    assert set(letters) == {owner.email for owner in owners}
