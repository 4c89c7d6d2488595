"""The daily message: numbers and links, told once."""

from datetime import UTC, datetime, timedelta

from tests.following.reading import look, paper
from wgcop.database import db, writing
from wgcop.following import jobs


def test_one_message_a_day_for_all_searches_with_numbers_and_links(world, save, arrive, digest):
    first = save(world.amina, q="semaphore", mails="y")
    save(world.amina, q="semaphore", kind="document", name="Papers", mails="y")
    save(world.amina, q="lighthouse", name="Nothing there", mails="y")
    save(world.farid, q="semaphore")
    arrive(paper("one", "semaphore, most confidential"), paper("two", kind="comment"))
    [(to, subject, text)] = digest()
    assert to == world.amina.email
    assert subject == "WG-COP: 2 searches have new results for you"
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


def test_the_round_is_at_six_by_the_clock_of_the_reader():
    for zone, hours in (("UTC", 0), ("Asia/Kathmandu", 5.75), ("America/Lima", -5)):
        six = datetime(2026, 12, 2, 6, tzinfo=UTC) - timedelta(hours=hours)
        assert jobs.last_round(six, zone).day == six
        assert jobs.last_round(six - timedelta(minutes=1), zone).day == six - timedelta(days=1)
        assert jobs.last_round(six, zone).week == six - timedelta(days=2)


def test_a_reader_elsewhere_is_written_to_in_their_morning(
    http, world, save, arrive, digest, clock
):
    """In Nairobi it is six when it is three in UTC."""
    noon = (clock.stop() + timedelta(days=1)).replace(hour=12, minute=0)
    clock.stop(noon)
    save(world.amina, q="semaphore", mails="y")
    choice = {"mention_mail": "daily", "reply_mail": "daily", "digest": "never"}
    http(world.amina).post("/account/letters", data={**choice, "time_zone": "Africa/Nairobi"})
    digest(minutes=1)
    arrive(paper("one"))
    clock.stop(noon + timedelta(hours=14, minutes=55))
    assert digest(minutes=1) == []
    assert len(digest(minutes=5)) == 1
    assert digest(hours=4) == []
