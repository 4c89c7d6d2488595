"""Since your last visit: what others did, on one page, whatever somebody follows or has marked as read."""

import re
from datetime import timedelta

import pytest
from lxml import html

from tests.positions.test_positions import MARKED, act, see, take
from tests.proposals import acts
from tests.threads.test_chairing import CLAUSE, JSON, RESOLUTION, say, stand
from wgcop import clock as wgcop_clock
from wgcop.accounts import jobs
from wgcop.accounts.actions.people import join_delegation, leave_delegation
from wgcop.accounts.models import Delegation, DelegationRole, Person
from wgcop.accounts.regional import RegionalMembership
from wgcop.database import db

OTHER = "/clauses/wtdc-67.recs_recalling__rec_a"
SLUG = RESOLUTION.rpartition("/")[2]


@pytest.fixture
def away(app, clock):
    """Ends the visit of everybody, and a day later the next begins."""
    clock.stop()

    def leave():
        with app.app_context():
            jobs.keep_sightings()
        clock.advance(days=1)

    return leave


def page_of(visitor, **asked):
    answer = visitor.get("/catch-up", query_string=asked)
    assert answer.status_code == 200
    main = html.fromstring(answer.text).xpath("//main")[0]
    return " ".join(main.text_content().split())


def test_who_comes_back_reads_what_was_said_and_moved_since_and_nothing_from_before(
    world, http, away
):
    haruko, amina = http(world.haruko), http(world.amina)
    standings = ["Agreed", "Parked", "Agreed"]
    for number, standing in enumerate(standings):
        haruko.get("/")
        away()
        said = say(amina, f"Said on day {number}.", f"day-{number}").json
        stand(http(world.helena), standing.lower())
        page = page_of(haruko)
        assert f"Said on day {number}." in page and f"” to “{standing}”." in page
        assert f"Said on day {number - 1}." not in page
        link = said["id"].removeprefix("comment-")
        assert link in haruko.get("/catch-up").text
        haruko.post("/read-marks", data={"topic": f"clause:{CLAUSE.rpartition('/')[2]}"})
        with_marks = page_of(haruko, resolution=SLUG)
        assert f"Said on day {number}." in with_marks, "it does not depend on what is marked"
        assert page_of(haruko) == page, "the visit goes on"


def test_a_clause_that_moved_to_and_fro_did_not_move(world, http, away):
    haruko, helena = http(world.haruko), http(world.helena)
    stand(helena, "agreed")
    haruko.get("/")
    away()
    stand(helena, "parked")
    assert "from “Agreed” to “Parked”" in page_of(haruko) and "1 new" in page_of(haruko)
    stand(helena, "agreed")
    assert "” to “" not in page_of(haruko) and "0 new" not in page_of(haruko)


def test_papers_and_decisions_of_meetings_that_nobody_follows_are_there(
    world, http, away, document, meeting, clock
):
    clock.stop(meeting.due - timedelta(days=2))
    caio = http(world.caio)
    caio.get("/")
    away()
    _address, url = document(world.amina)
    data = {"title": "Quokka", "minutes": "", "parent": ""}
    assert http(world.ines).post("/meetings/wg-cop-3/items/new", data=data).status_code == 303
    assert "“Quokka” was added." in page_of(caio)
    page = html.fromstring(caio.get("/catch-up").text)
    links = page.xpath("//main//*[@class='row__title']/a/@href")
    assert links.count(url) == 1, "a paper is told once"


def test_what_delegations_propose_is_there_whatever_somebody_follows_once_it_is_released(
    world, http, away
):
    readers, amina = [http(world.haruko), http(world.caio)], http(world.amina)
    for number in range(3):
        for reader in readers:
            reader.get("/")
        away()
        address = acts.proposed(amina, change=("the", f"{'every ' * (number + 1)}the"))
        title = "MOD recognizing b): Kenya"
        assert not any(title in page_of(reader) for reader in readers)
        assert acts.act(amina, address, "release").status_code == 303
        for reader in readers:
            page = page_of(reader)
            assert page.count(title) == 1 and "New proposals" in page, number
            assert title in page_of(reader, resolution=SLUG)
        for reader in readers:
            reader.get("/")
        away()
        assert acts.act(amina, address, "withdrawal").status_code == 303
        assert all("Withdrawn" in page_of(reader) for reader in readers)


def test_what_a_delegation_says_within_itself_is_told_to_its_members_alone(world, http, away):
    visitors = {name: http(world[name]) for name in ("wanjiru", "haruko", "helena", "ines")}
    for visitor in visitors.values():
        visitor.get("/")
    away()
    say(http(world.amina), "A red line.", "secret", audience="delegation")
    for name, visitor in visitors.items():
        assert ("A red line." in page_of(visitor)) is (name == "wanjiru"), name


def test_what_everybody_says_does_not_hide_what_the_delegation_says_within_itself(
    world, http, away
):
    wanjiru, teresa = http(world.wanjiru), http(world.teresa)
    for number in range(3):
        for visitor in (wanjiru, teresa):
            visitor.get("/")
        away()
        say(http(world.amina), f"Only we know {number}.", f"secret-{number}", audience="delegation")
        said = say(http(world.farid), f"Said to all {number}.", f"all-{number}").json["id"]
        page = page_of(wanjiru)
        assert f"Only we know {number}." in page and f"Said to all {number}." in page
        assert page.count("Only Kenya") == 1
        assert said.removeprefix("comment-") in wanjiru.get("/catch-up").text
        assert "Only we know" not in page_of(teresa) and "1 new" in page_of(teresa)


def test_a_retracted_comment_and_ones_own_are_not_told(world, http, away):
    haruko, amina = http(world.haruko), http(world.amina)
    haruko.get("/")
    away()
    said = say(amina, "Said in haste.", "haste").json["id"].removeprefix("comment-")
    assert "Said in haste." in page_of(haruko) and "Said in haste." not in page_of(amina)
    amina.post(f"/comments/{said}/retraction")
    assert "Said in haste." not in page_of(haruko)


def test_another_day_can_be_named_and_a_wrong_one_is_passed_over(world, http, away):
    haruko = http(world.haruko)
    say(http(world.amina), "Said long ago.", "old")
    day = wgcop_clock.now().date()
    for _visit in range(2):
        haruko.get("/")
        away()
    assert "Said long ago." not in page_of(haruko)
    assert "Said long ago." in page_of(haruko, since=day.isoformat())
    assert "Said long ago." not in page_of(haruko, since=(day + timedelta(days=90)).isoformat())
    assert "Said long ago." not in page_of(haruko, since="yesterday")
    assert http(world.haruko).get("/catch-up?resolution=none").status_code == 404


def test_much_takes_the_statements_of_little(world, http, away, statements):
    haruko, amina = http(world.haruko), http(world.amina)
    haruko.get("/")
    away()
    say(amina, "One.", "one")
    page_of(haruko)
    with statements() as few:
        page_of(haruko)
    for number in range(5):
        say(amina, f"More {number}.", f"more-{number}")
        data = {"body": f"There {number}.", "audience": "members", "key": f"there-{number}"}
        amina.post(f"{OTHER}/comments", data=data, headers=JSON)
    page_of(haruko)
    with statements() as many:
        page = page_of(haruko)
    assert "6 new" in page and "5 new" in page
    assert len(many) <= len(few)


def moved(visitor, **asked):
    """What the page says of positions against those of the reader's delegation."""
    page = html.fromstring(visitor.get("/catch-up", query_string=asked).text)
    [*parts] = page.xpath("//section[@aria-labelledby='moved-title']//li")
    return [" ".join(" ".join(each.itertext()).split()).replace(" ,", ",") for each in parts]


def test_what_others_changed_against_the_positions_of_the_readers_delegation_is_told(
    world, http, away
):
    amina, wanjiru, teresa = http(world.amina), http(world.wanjiru), http(world.teresa)
    take(amina, "agrees", "within")
    others = {name: http(world[name]) for name in ("haruko", "helena", "ines", "elke", "teresa")}
    acts = (
        ("objects", "✕ Objects different from your position"),
        ("reserves", "✕ Objects, now ◇ Reserves its position moved toward your position"),
        ("agrees", "◇ Reserves its position, now ● Agrees now the same as your position"),
    )
    for stance, said in acts:
        for visitor in (amina, wanjiru, *others.values()):
            visitor.get("/")
        away()
        assert moved(wanjiru) == []
        take(teresa, stance)
        for visitor, asked in ((wanjiru, {}), (amina, {}), (wanjiru, {"resolution": SLUG})):
            [told] = moved(visitor, **asked)
            assert "Brazil" in told and said in told
        for name, visitor in others.items():
            assert moved(visitor) == [], name
    see(amina)
    assert len(moved(amina)) == 1, "it does not depend on what is marked"


def test_a_position_that_is_not_released_or_was_withdrawn_again_is_told_to_nobody(
    world, http, away
):
    amina, teresa = http(world.amina), http(world.teresa)
    take(amina, "agrees")
    amina.get("/")
    away()
    take(teresa, "objects", "within", MARKED)
    take(teresa, "reserves", "red-line", MARKED)
    assert moved(amina) == [] and MARKED not in amina.get("/catch-up").text
    take(teresa, "reserves")
    assert "Reserves" in moved(amina)[0]
    act(teresa, "released/withdrawal")
    assert moved(amina) == []


def test_a_newcomer_is_told_of_no_position_from_before(app, world, http, away):
    take(http(world.amina), "agrees", "within")
    take(http(world.teresa), "objects")
    away()
    with app.app_context():
        db.session.get(Person, world.wanjiru.id).joined_at = wgcop_clock.now()
        db.session.commit()
    assert moved(http(world.wanjiru)) == []


@pytest.fixture
def move(app, world):
    """Lets somebody leave their delegation and join another with the account that they have."""

    def move_(who, to):
        with app.app_context():
            person = db.session.get(Person, world[who].id)
            for each in list(person.memberships):
                leave_delegation(each, by=None)
            db.session.flush()
            delegation = db.session.get(Delegation, world.delegation(to).id)
            join_delegation(person, delegation, DelegationRole.MEMBER, by=None)
            db.session.commit()

    return move_


def test_whoever_joins_with_an_old_account_is_told_of_nothing_from_within_before(
    world, http, away, clock, move
):
    amina, teresa = http(world.amina), http(world.teresa)
    visitors = {name: http(world[name]) for name in ("haruko", "wanjiru")}
    take(amina, "agrees", "within")
    for visitor in visitors.values():
        visitor.get("/")
    away()
    say(amina, "Within, before.", "before", audience="delegation")
    say(amina, "To all, before.", "all")
    data = {"body": "In the group, before.", "audience": "regional:atu", "key": "group"}
    assert http(world.farid).post(f"{OTHER}/comments", data=data, headers=JSON).status_code == 201
    take(amina, "reserves", "within", "Changed before.")
    take(teresa, "objects")
    clock.advance(minutes=1)
    move("haruko", "Kenya")
    clock.advance(minutes=1)
    earlier = ("Within, before.", "In the group, before.", "Changed before.")
    assert all(words in page_of(visitors["wanjiru"]) for words in earlier)
    for number in range(3):
        page = page_of(visitors["haruko"])
        assert "To all, before." in page
        assert not any(words in page for words in earlier)
        assert f"Within, after {number}." not in page
        say(amina, f"Within, after {number}.", f"after-{number}", audience="delegation")
        page = page_of(visitors["haruko"])
        assert f"Within, after {number}." in page and f"{number + 1} new" in page
        take(teresa, ("agrees", "reserves", "objects")[number])
        assert ("Brazil" in "".join(moved(visitors["haruko"]))) is (number < 2), number
        take(amina, ("objects", "agrees", "objects")[number], "within", f"Changed after {number}.")
        assert f"Changed after {number}." in page_of(visitors["haruko"])
    day = wgcop_clock.now().date() - timedelta(days=1)
    page = page_of(visitors["haruko"], since=day.isoformat())
    assert "4 new" in page and "In the group, before." in page, "it is what they ask for"


def test_what_a_group_said_before_a_member_state_joined_it_is_told_to_those_who_were_there(
    world, http, away, clock, app
):
    wanjiru, haruko = http(world.wanjiru), http(world.haruko)
    for visitor in (wanjiru, haruko):
        visitor.get("/")
    away()
    for number in range(3):
        data = {"body": f"In the group {number}.", "audience": "regional:atu", "key": f"g{number}"}
        answer = http(world.amina).post(f"{OTHER}/comments", data=data, headers=JSON)
        assert answer.status_code == 201
        clock.advance(minutes=1)
        if number == 0:
            with app.app_context():
                japan = db.session.get(Delegation, world.delegation("Japan").id)
                db.session.add(RegionalMembership(delegation=japan, group_key="atu"))
                db.session.commit()
            clock.advance(minutes=1)
    assert "3 new" in page_of(wanjiru)
    page = page_of(haruko)
    assert "2 new" in page and "In the group 2." in page and "In the group 0." not in page


def test_home_and_resolution_lead_there_and_guests_sign_in(world, http):
    haruko = http(world.haruko)
    assert 'href="/catch-up"' in haruko.get("/").text
    assert f'href="/catch-up?resolution={SLUG}"' in haruko.get(RESOLUTION).text
    assert "/catch-up" not in http().get(RESOLUTION).text
    assert http().get("/catch-up").status_code == 303


def test_what_colleagues_changed_in_the_positions_of_the_delegation_is_told_to_it_alone(
    world, http, away
):
    visitors = {name: http(world[name]) for name in ("wanjiru", "amina", "teresa", "helena")}
    kenya = visitors["amina"]
    take(kenya, "agrees", "red-line", "Before she left.")
    for stance, change in (
        ("objects", r"Agrees, now \W*Objects"),
        ("reserves", r"Objects, now \W*Reserves its position"),
        ("agrees", r"Reserves its position, now \W*Agrees"),
    ):
        for visitor in visitors.values():
            visitor.get("/")
        away()
        take(kenya, "can-live-with", "red-line", "Changed and put back.")
        take(kenya, stance, "red-line", MARKED)
        for who, visitor in visitors.items():
            page = page_of(visitor)
            assert (MARKED in page) is (who == "wanjiru"), who
            assert ("Changed in the positions" in page) is (who == "wanjiru"), who
        page = page_of(visitors["wanjiru"])
        assert re.search(change, page) and "Red line" in page
        assert "Amina Barasa" in page and "Before she left." not in page
    act(kenya, "red-line/withdrawal")
    assert "Agrees, now" not in page_of(visitors["wanjiru"])
