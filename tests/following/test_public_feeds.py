"""Each resolution, clause, meeting and body has a feed of what everybody may read there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.following.atom import read_atom
from tests.search.world import record
from wgcop import clock as clocks
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.body import Body
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.following.searches import newest
from wgcop.following.searches.changes import changes_in_batches, changes_of

WID = "wtdc-67.recs_recognizing__rec_b"
OTHER = "wtdc-67.recs_recognizing__rec_a"


@pytest.fixture
def feed(http):
    def read(address, person=None):
        answer = http(person).get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "application/atom+xml"
        assert "public" in answer.headers["Cache-Control"]
        title, entries = read_atom(answer.data)
        return title, [entry.title for entry in entries]

    return read


@pytest.fixture
def three(world, arrive, clock):
    """What became known after the demo world: one about each of two clauses, one about none."""
    clock.advance(days=100)
    arrive(record("one", "semaphore", "On the clause", clauses=(WID,), body="SG1"))
    arrive(record("two", "semaphore", "On another", clauses=(OTHER,)))
    arrive(record("three", "semaphore", "On none", body="SG1"))


def test_the_feed_of_a_clause_has_what_is_about_it(three, feed):
    title, entries = feed(f"/clauses/{WID}/feed.atom")
    assert "recognizing" in title
    assert entries == ["On the clause"]


def test_what_came_last_stands_first_however_old_it_is_and_however_much_came(
    three, feed, arrive, monkeypatch
):
    monkeypatch.setattr(newest, "MOST_ENTRIES", 2)
    about = {"body": "SG1", "clauses": (WID,)}
    for number in range(4):
        arrive(record(f"new-{number}", "semaphore", f"New {number}", date=clocks.now(), **about))
    years_ago = clocks.now() - timedelta(days=7_000)
    arrive(record("old", "semaphore", "Of long ago", date=years_ago, **about))
    assert feed(f"/clauses/{WID}/feed.atom")[1] == ["Of long ago", "New 3"]


def test_the_feed_of_a_resolution_has_what_is_about_its_clauses(three, feed, http, world):
    page = http().get(f"/clauses/{WID}").text
    address = re.search(r'href="(/resolutions/[\w-]+/feed\.atom)"', page)[1]
    assert feed(address)[1] == ["On another", "On the clause"]


def test_the_feed_of_a_body_has_what_is_of_it(app, three, feed, arrive):
    with app.app_context():
        body = db.session.scalars(select(Body).limit(1)).one()
        address, code = f"{body.url}/feed.atom", body.code
    arrive(record("four", "semaphore", "Of the body", body=code))
    assert feed(address)[1] == ["Of the body"]


def test_the_feed_of_a_meeting_has_its_items_once_everybody_reads_them(app, three, feed, arrive):
    with app.app_context():
        meeting = db.session.scalars(select(Meeting).where(Meeting.agenda_published)).first()
        item = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting == meeting)).first()
        address, key = f"{meeting.url}/feed.atom", item.id
    arrive(record(key, "semaphore", "An item", kind="agenda-item", audience="members", state="a"))
    assert feed(address)[1] == []
    arrive(record(key, "semaphore", "An item", kind="agenda-item", state="b"))
    assert feed(address)[1] == ["An item"]


@pytest.mark.parametrize("audience", ["members", "kenya"])
def test_no_feed_has_what_guests_may_not_read_whoever_asks(world, three, feed, arrive, audience):
    kenya = world.delegation("Kenya").audience
    seen_by = kenya if audience == "kenya" else audience
    arrive(record("secret", "semaphore", "Quokka", clauses=(WID,), body="SG1", audience=seen_by))
    for person in (None, world.amina, world.ines):
        for address in (f"/clauses/{WID}/feed.atom", "/groups/WG-COP/feed.atom"):
            assert "Quokka" not in feed(address, person)[1]
    arrive(record("secret", "semaphore", "Quokka", clauses=(WID,), body="SG1"))
    assert "Quokka" in feed(f"/clauses/{WID}/feed.atom")[1]


@pytest.mark.parametrize("page", [f"/clauses/{WID}", "/groups/WG-COP", "/meetings/wg-cop-3"])
def test_pages_name_their_feed(world, http, page):
    assert 'type="application/atom+xml"' in http().get(page).text


@pytest.mark.databases
def test_a_feed_looks_through_all_changes_some_at_a_time_the_latest_first(
    three, feed, arrive, monkeypatch, http, world
):
    monkeypatch.setattr(newest, "MOST_READ", 2)
    for number in range(3):
        arrive(record(f"new-{number}", "semaphore", f"New {number}", clauses=(WID,)))
    for number in range(5):
        arrive(record(f"else-{number}", "semaphore", f"Else {number}", clauses=(OTHER,)))
    read = []

    def noted(*asked, **how):
        for each in changes_in_batches(*asked, **how):
            read.append(each)
            yield each

    monkeypatch.setattr(newest, "changes_in_batches", noted)
    found = feed(f"/clauses/{WID}/feed.atom")[1]
    assert found == ["New 2", "New 1", "New 0", "On the clause"]
    names = [name for batch in read for name in batch.all]
    assert all(len(batch.all) <= 3 for batch in read), "two, and the clause itself"
    assert len(names) == len(set(names)) == 11
    # It ends with the batch in which it is full, and looks through no more than a certain number.
    monkeypatch.setattr(newest, "MOST_ENTRIES", 2)
    read.clear()
    assert feed(f"/clauses/{OTHER}/feed.atom")[1] == ["Else 4", "Else 3"]
    assert len(read) == 1
    monkeypatch.setattr(newest, "MOST_BATCHES", 2)
    read.clear()
    assert feed(f"/clauses/{WID}/feed.atom")[1] == [] and len(read) == 2


@pytest.mark.databases
def test_a_feed_of_few_records_looks_at_their_changes_alone_however_many_there_are(
    three, feed, arrive, monkeypatch, statements
):
    """Anybody may ask for the feed of a clause about which nothing is said."""
    monkeypatch.setattr(newest, "changes_in_batches", None)
    read = []
    monkeypatch.setattr(
        newest, "changes_of", lambda *asked: read.append(changes_of(*asked)) or read[-1]
    )
    for number in range(3):
        arrive(record(f"else-{number}", "semaphore", f"Else {number}", clauses=(OTHER,)))
    assert feed(f"/clauses/{WID}/feed.atom")[1] == ["On the clause"]
    assert len(read) == 1 and not any("else" in name for name in read[0].all)
    with statements() as few:
        feed(f"/clauses/{WID}/feed.atom")
    for number in range(40):
        arrive(record(f"more-{number}", "semaphore", f"More {number}", clauses=(OTHER,)))
    with statements() as many:
        feed(f"/clauses/{WID}/feed.atom")
    assert len(many) <= len(few)
    assert feed(f"/clauses/{OTHER}/feed.atom")[1][:2] == ["More 39", "More 38"]
