"""Addresses that are secrets: programs read at them as a person, until that person ends every way in."""

import re

import pytest
from sqlalchemy import select

from tests.accounts.test_sign_in import AMINA
from tests.audit.noted import noted
from wgcop.audit.models import AuditRow
from wgcop.database import Base
from wgcop.following.searches.models import SavedSearch


def address_in(page):
    return re.search(r"/(?:calendar|search/feeds|inbox/feed)/[\w-]{40,}\.(?:ics|atom)", page.text)[
        0
    ]


def secret_addresses(browser):
    """Of a calendar, of a feed and of an inbox, where programs read as this person."""
    saved = browser.post("/search/saved", data={"name": "Hotlines", "tell": "all", "q": "hotline"})
    search = saved.location.rpartition("-")[2]
    return [
        address_in(browser.post("/calendar/address")),
        address_in(browser.post(f"/search/saved/{search}/feed")),
        address_in(browser.post("/inbox/feed")),
    ]


NEW = {"new_password": "copper lantern walks", "repeated": "copper lantern walks"}


@pytest.mark.parametrize(
    "who, door, form",
    [
        ("amina", "/sign-out/everywhere", {}),
        ("amina", "/account/browsers/others/end", {}),
        ("amina", "/account/password", {"current_password": AMINA["password"], **NEW}),
        ("ines", "/people/{amina}/deactivation", {}),
    ],
)
def test_no_address_reads_as_somebody_who_ended_every_way_in(http, world, session, who, door, form):
    amina, ruth = (secret_addresses(http(person)) for person in (world.amina, world.ruth))
    assert [http().get(each).status_code for each in amina] == [200, 200, 200]
    answer = http(world.person(who)).post(door.format(amina=world.amina.id), data=form)
    assert answer.status_code == 303
    assert [http().get(each).status_code for each in amina] == [404, 404, 404]
    assert [http().get(each).status_code for each in ruth] == [200, 200, 200]
    row = session.scalars(select(AuditRow).where(AuditRow.deed == "person.addresses-ended")).one()
    assert (row.person_id, row.of_id, row.detail) == (
        world.person(who).id,
        str(world.amina.id),
        "3",
    )


def test_each_address_that_somebody_makes_or_ends_is_in_the_trail(http, world, session):
    here = http(world.amina)
    secret_addresses(here)
    here.post("/calendar/address/removal")
    here.post("/calendar/address/removal")  # which there is no more
    search = session.scalars(select(SavedSearch.id)).one()
    here.post(f"/search/saved/{search}/deletion")
    deeds = ("person.address-made", "person.addresses-ended")
    assert [(row[0], row[1], row[3]) for row in noted(session, *deeds)] == [
        *[("person.address-made", world.amina.id, "")] * 3,
        *[("person.addresses-ended", world.amina.id, "1")] * 2,
    ]
    assert "hotline" not in http(world.ines).get("/audit").text.lower()


def test_addresses_of_an_officer_stop_until_there_is_the_second_factor_that_became_required(
    app, http, world, set_up
):
    officer, member = (secret_addresses(http(each)) for each in (world.helena, world.amina))
    app.config["SECOND_FACTOR"] = "officers"
    for address in officer:
        answer = http().get(address)
        assert (answer.status_code, answer.mimetype) == (403, "text/plain")
        assert "http://localhost/account/second-factor" in answer.text
        assert world.helena.name not in answer.text and "VEVENT" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert http().head(address).status_code == 403
    assert [http().get(each).status_code for each in member] == [200, 200, 200]
    set_up(world.helena.email)
    assert [http().get(each).status_code for each in officer] == [200, 200, 200]


def test_whoever_signed_out_everywhere_is_told_and_makes_new_addresses(http, world, session):
    here = http(world.amina)
    old = secret_addresses(here)
    page = here.post("/sign-out/everywhere", follow_redirects=True)
    assert "addresses of your calendar and feeds were revoked too" in page.text
    here.post("/sign-in", data=AMINA)
    assert "Make an address" in here.get("/calendar").text
    new = address_in(here.post("/calendar/address"))
    assert new not in old
    assert http().get(new).status_code == 200
    http(world.ruth).post("/sign-out/everywhere")  # who had none
    ended = select(AuditRow.of_id).where(AuditRow.deed == "person.addresses-ended")
    assert session.scalars(ended).all() == [str(world.amina.id)]


def test_an_invitation_to_somebody_else_stays_when_its_sender_signs_out_everywhere(
    http, world, invited
):
    link = invited("fresh@example.org", delegation="Kenya")
    http(world.ines).post("/sign-out/everywhere")
    assert http().get(link).status_code == 200


def test_every_secret_in_an_address_is_known_here():
    """One that is missing opens a door that *Sign out everywhere* leaves open."""
    secrets = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_hash") and column.unique
    }
    end_with_the_sessions = {
        "password_reset.token_hash",
        "calendar_address.token_hash",
        "saved_search.feed_hash",
        "inbox_address.token_hash",
    }
    let_nobody_else_in = {"invitation.token_hash"}
    assert secrets == end_with_the_sessions | let_nobody_else_in
