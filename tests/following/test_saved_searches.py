"""Searches that people keep: what is new in them, for whom, by which way."""

import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from tests.search.world import record
from wgcop import mail
from wgcop.db import db, writing
from wgcop.following.searches import jobs
from wgcop.following.searches.models import SavedSearch
from wgcop.resolutions.models import Clause
from wgcop.search import engines, known
from wgcop.threads.actions.chairing import set_standing
from wgcop.threads.standings import Standing

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def arrive(app, clock):
    """Records come into the index as the indexer would bring them, a minute after what was before."""
    engine = app.extensions[engines.EXTENSION]

    def arrive(*records):
        clock.advance(minutes=1)
        with engine.writing() as index:
            index.put(records)
        with app.app_context(), writing():
            known.remember(db.session, {each.id: each for each in records})
            db.session.commit()
        clock.advance(minutes=1)

    return arrive


@pytest.fixture
def save(http, clock):
    """`save(world.amina, q="semaphore", tell="matters")` keeps a search and gives its address."""
    clock.stop()

    def save(person, **given):
        form = {"name": "Semaphores", "tell": "all", **given}
        answer = http(person).post("/search/saved", data=form)
        assert answer.status_code == 303, answer.text
        return f"/search/saved/{answer.location.rpartition('-')[2]}"

    return save


def main(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text).partition("<main")[2].partition("</main>")[0]


def count(client):
    """New results of the only search on the page."""
    found = re.findall(r">(\d+) new<", main(client, "/search/saved"))
    return int(found[0]) if found else 0


def look(client, address):
    answer = client.post(f"{address}/looks")
    assert answer.status_code == 303
    return main(client, answer.location)


def paper(key, text="semaphore", kind="document", **fields):
    return record(key, text, f"Title {key}", kind=kind, **fields)


def test_what_was_there_before_is_no_news(http, world, save, arrive):
    arrive(paper("old"))
    save(world.amina, q="semaphore")
    assert "nothing new" in main(http(world.amina), "/search/saved")
    arrive(paper("new"), paper("elsewhere", "lighthouse"))
    assert count(http(world.amina)) == 1


def test_looking_ends_the_news_and_shows_it_once_more(http, world, save, arrive):
    address = save(world.amina, q="semaphore")
    arrive(paper("one"), paper("two"))
    amina = http(world.amina)
    assert "Title one" in main(amina, address)
    assert count(amina) == 2  # to read about it is not yet to have looked
    shown = look(amina, address)
    assert "2 new since" in shown
    assert "Title one" in shown
    assert "Title two" in shown
    assert count(amina) == 0
    arrive(paper("three"))
    assert "Title three" in (again := look(amina, address))
    assert "Title one" not in again


def test_choices_are_kept_with_the_words(http, world, save, arrive):
    address = save(world.amina, q="semaphore", kind="document", level="national", sort="date")
    arrive(paper("n", level="national"), paper("r", level="regional"))
    assert count(http(world.amina)) == 1
    page = main(http(world.amina), address)
    assert 'href="/search?q=semaphore&kind=document&level=national&sort=date"' in page
    assert "Level: National" in page


def test_only_what_matters(http, world, save, arrive):
    save(world.amina, q="semaphore", tell="matters")
    arrive(paper("talk", kind="comment"), paper("entry", kind="initiative"))
    assert count(http(world.amina)) == 0
    arrive(paper("paper", kind="contribution", state="submitted"), paper("report"))
    assert count(http(world.amina)) == 2
    arrive(paper("entry", kind="initiative", state="closed"))  # a change of state
    assert count(http(world.amina)) == 3


def test_a_clause_that_is_agreed_matters(app, http, world, save, clock):
    save(world.amina, q="hyderabad", kind="clause", tell="matters")
    clock.advance(hours=1)
    with app.app_context(), writing():
        helena = world.helena
        clause = db.session.scalars(select(Clause).order_by(Clause.id)).first()
        set_standing(clause, Standing.AGREED, by=helena, capacity=helena.capacities[0])
        db.session.commit()
    assert count(http(world.amina)) == 1
    clock.advance(hours=1)
    with app.app_context(), writing():
        helena = world.helena
        clause = db.session.scalars(select(Clause).order_by(Clause.id)).first()
        set_standing(clause, Standing.OPEN, by=helena, capacity=helena.capacities[0])
        db.session.commit()
    assert count(http(world.amina)) == 0


def test_a_change_without_a_change_of_state_is_no_news(http, world, save, arrive):
    arrive(paper("a", state="submitted"))
    save(world.amina, q="semaphore")
    arrive(paper("a", "semaphore reworded", state="submitted"))
    assert count(http(world.amina)) == 0
    arrive(paper("a", "semaphore reworded", state="accepted"))
    assert count(http(world.amina)) == 1


@pytest.mark.parametrize("name", ["ruth", "salma", "farid", "elke", "helena", "ines"])
def test_nobody_hears_of_what_another_delegation_keeps_to_itself(http, world, save, arrive, name):
    kenya = world.delegation("Kenya").audience
    address = save(world.person(name), q="semaphore", mails="y")
    token_page = http(world.person(name)).post(f"{address}/feed").text
    feed = re.search(r"/search/feeds/[\w-]+\.atom", token_page)[0]
    arrive(
        paper("secret", audience=kenya, kind="comment"),
        paper("draft", audience=kenya, kind="contribution", state="draft"),
    )
    client = http(world.person(name))
    assert count(client) == 0
    assert "secret" not in main(client, address)
    assert "entry" not in http().get(feed).text
    arrive(paper("draft", audience="members", kind="contribution", state="accepted"))
    assert count(client) == 1  # once it is theirs to read


def test_kenya_hears_of_its_own(http, world, save, arrive):
    save(world.wanjiru, q="semaphore")
    arrive(paper("secret", audience=world.delegation("Kenya").audience))
    assert count(http(world.wanjiru)) == 1


def test_who_left_the_delegation_reads_no_more_of_it(app, http, world, save, arrive):
    address = save(world.wanjiru, q="semaphore")
    feed = re.search(
        r"/search/feeds/[\w-]+\.atom", http(world.wanjiru).post(f"{address}/feed").text
    )[0]
    arrive(paper("secret", audience=world.delegation("Kenya").audience))
    assert "Title secret" in http().get(feed).text
    with app.app_context(), writing():
        wanjiru = world.wanjiru
        wanjiru.memberships.clear()
        db.session.commit()
    assert "Title secret" not in http().get(feed).text
    assert count(http(world.wanjiru)) == 0


def test_a_search_is_its_owners_alone(http, world, save):
    address = save(world.amina, q="semaphore")
    for other in (http(world.wanjiru), http(world.ines)):
        assert "Semaphores" not in main(other, "/search/saved")
        assert other.get(address).status_code == 404
        for verb in ("", "/looks", "/deletion", "/feed", "/feed/removal"):
            assert other.post(address + verb, data={"name": "Mine"}).status_code == 404
    for guest in ("/search/saved", "/search/saved/new", address):
        assert http().get(guest).status_code == 303


def test_a_search_is_renamed_and_deleted(http, world, save):
    address, amina = save(world.amina, q="semaphore"), http(world.amina)
    refused = amina.post(address, data={"name": " ", "tell": "all"})
    assert refused.status_code == 422
    assert "Give it a name" in refused.text
    assert (
        amina.post(address, data={"name": "Flags", "tell": "matters", "mails": "y"}).status_code
        == 303
    )
    listed = main(amina, "/search/saved")
    assert "Flags" in listed
    assert "by mail" in listed
    assert amina.post(f"{address}/deletion").status_code == 303
    assert "Flags" not in main(amina, "/search/saved")


def test_a_search_for_nothing_is_not_kept(http, world):
    answer = http(world.amina).post("/search/saved", data={"name": "All", "tell": "all", "q": " "})
    assert answer.status_code == 422
    assert "Ask for something first" in answer.text


def test_nobody_keeps_searches_without_end(http, world, monkeypatch):
    monkeypatch.setattr("wgcop.following.searches.actions.MOST", 1)
    form = {"name": "x", "tell": "all", "q": "x"}
    assert http(world.amina).post("/search/saved", data=form).status_code == 303
    assert http(world.amina).post("/search/saved", data=form).status_code == 409


def test_many_searches_cost_the_statements_of_one(app, http, world, save, arrive, statements):
    clauses = [("clause", "x.1"), ("level", "national")]
    save(world.amina, q="semaphore", **dict(clauses))
    arrive(paper("a"))
    amina = http(world.amina)
    count(amina)  # the numbers of Questions are remembered from here on
    with statements() as one:
        amina.get("/search/saved")
    for n in range(6):
        save(world.amina, q=f"semaphore {n}", **dict(clauses))
    with statements() as many:
        amina.get("/search/saved")
    assert len(one) == len(many)


# The feed


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
    again = re.search(r"/search/feeds/[\w-]+\.atom", amina.post(f"{address}/feed").text)[0]
    assert http().get(feed[0]).status_code == 404
    assert http().get(again).status_code == 200
    assert amina.post(f"{address}/feed/removal").status_code == 303
    assert http().get(again).status_code == 404


def test_the_feed_of_somebody_who_may_not_sign_in_is_gone(app, http, world, save):
    address = save(world.amina, q="semaphore")
    feed = re.search(r"/search/feeds/[\w-]+\.atom", http(world.amina).post(f"{address}/feed").text)[
        0
    ]
    with app.app_context(), writing():
        world.amina.active = False
        db.session.commit()
    assert http().get(feed).status_code == 404


# The digest


@pytest.fixture
def digest(app, clock):
    """The next morning; gives the messages that are written then."""

    def digest(**later):
        clock.advance(**(later or {"days": 1}))
        with app.app_context():
            before = db.session.scalars(select(mail.Message.id)).all()
            db.session.rollback()
            jobs.tell_owners()
            written = db.session.scalars(
                select(mail.Message).where(mail.Message.id.not_in(before)).order_by(mail.Message.id)
            ).all()
            return [(message.recipient, message.subject, message.text) for message in written]

    return digest


def test_one_message_a_day_for_all_searches_with_numbers_and_links(world, save, arrive, digest):
    first = save(world.amina, q="semaphore", mails="y")
    save(world.amina, q="semaphore", kind="document", name="Papers", mails="y")
    save(world.amina, q="lighthouse", name="Nothing there", mails="y")
    save(world.farid, q="semaphore")
    arrive(paper("one", "semaphore, most confidential"), paper("two", kind="comment"))
    [(to, subject, text)] = digest()
    assert to == world.amina.email
    assert subject == "WG-COP: 2 searches have news for you"
    assert f"Semaphores: 2 new results\nhttp://127.0.0.1:5000{first}" in text
    assert "Papers: 1 new result\n" in text
    assert "Nothing there" not in text
    assert "confidential" not in text
    assert "Title" not in text
    assert digest(hours=2) == []
    assert digest() == []  # told once
    arrive(paper("three"))
    assert len(digest()) == 1


def test_what_the_owner_has_seen_is_not_mailed(http, world, save, arrive, digest):
    address = save(world.amina, q="semaphore", mails="y")
    arrive(paper("one"))
    look(http(world.amina), address)
    assert digest() == []


def test_no_message_tells_of_what_one_may_not_read(world, save, arrive, digest):
    save(world.farid, q="semaphore", mails="y")
    arrive(paper("secret", audience=world.delegation("Kenya").audience))
    assert digest() == []


def test_mail_switched_on_tells_of_what_comes_then(http, world, save, arrive, digest):
    address = save(world.amina, q="semaphore")
    arrive(paper("one"))
    http(world.amina).post(address, data={"name": "Semaphores", "tell": "all", "mails": "y"})
    assert digest() == []
    arrive(paper("two"))
    assert len(digest()) == 1


def test_nobody_who_has_left_is_written_to(app, world, save, arrive, digest):
    save(world.amina, q="semaphore", mails="y")
    arrive(paper("one"))
    with app.app_context(), writing():
        world.amina.active = False
        db.session.commit()
    assert digest() == []


def test_the_round_is_at_six(clock):
    moment = clock.stop().replace(hour=5, minute=59, second=0, microsecond=0)
    assert jobs.last_round(moment).day == (moment - timedelta(days=1)).day
    assert jobs.last_round(moment + timedelta(minutes=1)) == moment + timedelta(minutes=1)
