"""The frame of the search page is kept, and is for each reader the page that would be rendered for them alone."""

from itertools import permutations, product

import pytest
from structlog.testing import capture_logs

from tests.search.world import adopt, record
from tests.threads.test_comments import CLAUSE
from tests.threads.test_shared_pages import DELEGATES, OFFICERS, everybody, page, rendered_alone
from wgcop.accounts import kept_readers, nobody
from wgcop.accounts.models import Membership
from wgcop.database import db
from wgcop.search_engines import choice
from wgcop.web.kept import KeptThings

QUESTIONS = (
    "/search", "/search?q=campaign", "/search?q=campaign&sort=date", "/search?q=campaign&kind=remark",
    "/search?q=campaign&page=7", "/search?q=Kenya+campaign", "/search?q=campain", "/search?q=kind:nothing+campaign",
    "/search?q=absent", "/search?q=campaign&year=1901", "/search?q=%3Cb%3E+%22campaign%22+%EE%80%80csrf%EE%80%81",
)  # fmt: skip


@pytest.fixture
def rows(app):
    """The session of the application, in which the world's people are."""
    with app.app_context():
        yield db.session


@pytest.fixture(autouse=True)
def campaigns(app, rows, world):
    """Open, for members, and of two delegations."""
    engine = app.extensions[choice.EXTENSION]
    with engine.writing() as index:
        index.put(
            record(name, f"A campaign of {name}", f"Campaign {name}", audience=audience)
            for name, audience in (
                ("everybody", "public"),
                ("members", "members"),
                ("Kenya", world.delegation("Kenya").audience),
                ("Brazil", world.delegation("Brazil").audience),
            )
        )
    adopt(app)
    rows.rollback()  # so that a test reads and writes what is there now


@pytest.fixture
def alone(monkeypatch):
    return rendered_alone(monkeypatch, "accounts.kept_readers", "search_page.rendering")


def test_each_reader_gets_what_they_would_get_alone(world, http, alone):
    """The first of each kind fills what is kept, and the others find it."""
    for (who, reader), address in product(everybody(world, http).items(), QUESTIONS):
        assert page(reader, address) == alone(reader, address), (who, address)


def test_nobody_finds_what_was_found_for_others(world, http):
    for who, reader in everybody(world, http).items():
        shown = page(reader, "/search?q=campaign")
        assert ("/remark/Kenya" in shown) == (who in ("member", "head")), who
        assert "/remark/Brazil" not in shown or who == "other", who
        assert ("/remark/members" in shown) == (who != "guest"), who
        assert ("/search/saved/new" in shown) == (who != "guest"), who


def test_names_are_in_the_pages_of_their_owners_alone(world, http):
    people = [world[name] for name in (*DELEGATES, *OFFICERS)]
    shown = {person: page(http(person), "/search?q=campaign") for person in people}
    for person, other in permutations(people, 2):
        assert person.name in shown[person]
        assert person.name not in shown[other]


def test_a_frame_leads_back_to_the_question_that_was_asked(world, http, rows):
    chair = world.helena
    chair.memberships.append(Membership(delegation=world.delegation("Kenya")))
    rows.commit()
    for reader, way in (
        (http(), "/sign-in"),
        (http(), "/sign-in"),
        (http(chair), "/account/capacity"),
    ):
        for asked in ("campaign", "members"):
            shown = page(reader, f"/search?q={asked}&sort=date")
            assert f'"{way}?next=/search?q%3D{asked}%26sort%3Ddate"' in shown
            assert f'type="search" name="q" value="{asked}"' in shown


def test_each_has_a_token_of_their_own_and_it_is_taken(world, http, app):
    app.config["WTF_CSRF_ENABLED"] = True
    tokens = []
    for reader in (http(world.haruko), http(world.farid), http(), http()):
        for _ in range(2):
            shown = reader.get("/search?q=campaign").text
            token = shown.partition('name="csrf-token" content="')[2].partition('"')[0]
            data = {"language": "en", "csrf_token": token}
            assert reader.post("/language", data=data).status_code == 303
        tokens.append(token)
    assert len(set(tokens)) == 4


def test_what_an_officer_speaks_as_is_part_of_their_frame(world, http, rows):
    chair = world.helena
    chair.memberships.append(Membership(delegation=world.delegation("Kenya")))
    rows.commit()
    helena = http(chair)
    seen = []
    for capacity in chair.capacities[:2]:
        helena.post("/account/capacity", data={"capacity": capacity.key})
        page(helena, "/search?q=campaign")  # says once that it was changed
        seen.append(page(helena, "/search?q=campaign"))
    assert "/remark/Kenya" in seen[0] and seen[0] != seen[1]


def test_whoever_is_signed_out_finds_what_guests_find(world, http, rows):
    haruko = http(world.haruko)
    assert "/remark/members" in page(haruko, "/search?q=campaign")
    world.haruko.active = False
    rows.commit()
    shown = page(haruko, "/search?q=campaign")
    assert "/remark/members" not in shown and world.haruko.name not in shown


def test_another_question_asks_little_of_the_database(world, http, statements, clock):
    clock.stop()
    haruko, farid = http(world.haruko), http(world.farid)
    page(haruko, "/search?q=members")
    for reader in (haruko, farid):
        with statements() as sent:
            page(reader, "/search?q=campaign")
        # who reads, the names of bodies, and the titles of all comments on the page
        assert len(sent) <= 3, "\n".join(sent)


def test_what_cannot_be_rendered_for_nobody_is_rendered_for_its_reader(world, http, monkeypatch):
    monkeypatch.setattr(kept_readers, "nobody_of", lambda _kind: nobody.Unasked())
    with capture_logs() as logged:
        shown = page(http(world.haruko), "/search?q=campaign")
    assert world.haruko.name in shown and "/remark/members" in shown
    assert [line["event"] for line in logged].count("page_not_kept") == 1


def test_many_questions_leave_the_pages_that_are_kept(app, world, http, statements, clock):
    clock.stop()
    app.extensions["kept"] = KeptThings(most=12)
    haruko, asked = http(world.haruko), []
    for _ in range(2):
        with statements() as again:
            haruko.get(CLAUSE)
    for number in range(14):
        asked.append(haruko.get(f"/search?q=campaign+{number}").text)
    with statements() as after:
        haruko.get(CLAUSE)

    assert all("everybody" in each for each in asked)
    assert len(after) == len(again)
