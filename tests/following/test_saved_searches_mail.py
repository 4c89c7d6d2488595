"""The daily message: numbers and links, told once."""

from datetime import timedelta

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


def test_the_round_is_at_six(clock):
    moment = clock.stop().replace(hour=5, minute=59, second=0, microsecond=0)
    assert jobs.last_round(moment).day == (moment - timedelta(days=1)).day
    assert jobs.last_round(moment + timedelta(minutes=1)) == moment + timedelta(minutes=1)
