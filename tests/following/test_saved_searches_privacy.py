"""Nobody finds out by a saved search what they may not read, nor what others look for."""

from tests.following.reading import count, feed_of, main, paper
from wgcop.database import db, writing


def test_nobody_hears_of_what_another_delegation_keeps_to_itself(http, world, save, arrive):
    kenya = world.delegation("Kenya").audience
    stored = {
        name: save(world[name], q="semaphore", mails="y")
        for name in ("wanjiru", "ruth", "salma", "farid", "elke", "helena", "ines")
    }
    feeds = {name: feed_of(http(world[name]), address) for name, address in stored.items()}
    arrive(
        paper("secret", audience=kenya, kind="comment"),
        paper("draft", audience=kenya, kind="contribution", state="draft"),
    )
    for name, address in stored.items():
        client, is_kenyan = http(world[name]), name == "wanjiru"
        assert count(client) == (2 if is_kenyan else 0), name
        assert ("Title secret" in main(client, address)) is is_kenyan, name
        assert ("entry" in http().get(feeds[name]).text) is is_kenyan, name
    arrive(paper("draft", audience="members", kind="contribution", state="accepted"))
    for name in stored:
        assert count(http(world[name])) == (2 if name == "wanjiru" else 1), name


def test_who_left_the_delegation_reads_no_more_of_it(app, http, world, save, arrive):
    feed = feed_of(http(world.wanjiru), save(world.wanjiru, q="semaphore"))
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


def test_its_address_does_not_count_what_others_keep(world, save):
    first, _, then = (
        save(person, q="semaphore") for person in (world.amina, world.farid, world.amina)
    )
    numbers = [int(address.rpartition("/")[2]) for address in (first, then)]
    assert abs(numbers[1] - numbers[0]) > 2, "drawn by lot"
