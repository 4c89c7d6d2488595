"""The feed of a saved search, at an address that is a secret."""

import re
from xml.etree import ElementTree as ET

from sqlalchemy import select

from tests.following.reading import feed_of, paper
from wgcop.database import db, writing
from wgcop.following.searches.models import SavedSearch

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_is_read_without_signing_in_and_taken_back(app, http, world, save, arrive):
    address, amina = save(world.amina, q="semaphore"), http(world.amina)
    shown = amina.post(f"{address}/feed")
    assert shown.headers["Cache-Control"] == "no-store"
    feed = re.search(r"/search/feeds/([\w-]+)\.atom", shown.text)
    assert feed[1] not in amina.get(address).text
    with app.app_context():
        assert feed[1] not in str([*db.session.scalars(select(SavedSearch.feed_hash))])
    arrive(paper("one"))
    arrive(paper("two", audience="members"))
    read = ET.fromstring(http().get(feed[0]).data)
    assert [e.findtext(f"{ATOM}title") for e in read.findall(f"{ATOM}entry")] == [
        "Title two",
        "Title one",
    ]
    assert read.findtext(f"{ATOM}title") == "WG-COP: new in “Semaphores”"
    again = feed_of(amina, address)
    assert http().get(feed[0]).status_code == 404
    assert http().get(again).status_code == 200
    assert amina.post(f"{address}/feed/removal").status_code == 303
    assert http().get(again).status_code == 404


def test_the_feed_of_somebody_who_may_not_sign_in_is_gone(app, http, world, save):
    feed = feed_of(http(world.amina), save(world.amina, q="semaphore"))
    with app.app_context(), writing():
        world.amina.active = False
        db.session.commit()
    assert http().get(feed).status_code == 404
