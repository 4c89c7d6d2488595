"""What is new in the searches that people keep, and keeping them."""

from sqlalchemy import select

from tests.following.reading import count, look, main, paper
from wgcop.chairing.actions import set_standing
from wgcop.database import db, writing
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import Standing


def test_what_was_there_before_is_no_news(http, world, save, arrive):
    arrive(paper("old"))
    save(world.amina, q="semaphore")
    assert "nothing new" in main(http(world.amina), "/search/saved")
    arrive(paper("new"), paper("elsewhere", "lighthouse"))
    assert count(http(world.amina)) == 1


def test_opening_a_saved_search_shows_its_news_and_ends_them(http, world, save, arrive):
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


def test_news_stand_on_the_first_page_until_their_owner_looks(http, world, save, arrive):
    address, amina = save(world.amina, q="semaphore"), http(world.amina)
    assert "Semaphores" not in main(amina, "/")
    arrive(paper("one"))
    assert "Show 1 new result of Semaphores" in main(amina, "/")
    assert "Semaphores" not in main(http(world.wanjiru), "/")
    look(amina, address)
    assert "Semaphores" not in main(amina, "/")


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
    assert "by e-mail" in listed
    assert amina.post(f"{address}/deletion").status_code == 303
    assert "Flags" not in main(amina, "/search/saved")


def test_a_search_for_nothing_is_not_kept(http, world):
    answer = http(world.amina).post("/search/saved", data={"name": "All", "tell": "all", "q": " "})
    assert answer.status_code == 422
    assert "Enter words or make a choice first" in answer.text


def test_nobody_keeps_searches_without_end(http, world, monkeypatch):
    monkeypatch.setattr("wgcop.following.searches.actions.MOST", 1)
    form = {"name": "x", "tell": "all", "q": "x"}
    assert http(world.amina).post("/search/saved", data=form).status_code == 303
    assert http(world.amina).post("/search/saved", data=form).status_code == 409


def test_many_searches_cost_the_statements_of_one(app, http, world, save, arrive, statements):
    choices = {"clause": "x.1", "level": "national"}
    save(world.amina, q="semaphore", **choices)
    arrive(paper("a"))
    amina = http(world.amina)
    count(amina)  # names and numbers are remembered from here on

    def sent_for(page):
        with statements() as sent:
            amina.get(page)
        return len(sent)

    one = [sent_for(page) for page in ("/search/saved", "/")]
    for n in range(6):
        save(world.amina, q=f"semaphore {n}", **choices)
    count(amina)
    assert [sent_for(page) for page in ("/search/saved", "/")] == one
