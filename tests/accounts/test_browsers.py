"""Where somebody is signed in, as they see it, and how they end it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.accounts.test_sign_in import AMINA
from wgcop.accounts import jobs, user_agents
from wgcop.accounts.models import Invitation, Person
from wgcop.accounts.sessions import SignedInBrowser
from wgcop.database import db
from wgcop.signing_in.actions.credentials import request_reset

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


def signed_in(http, agent):
    browser = http()
    browser.environ_base["HTTP_USER_AGENT"] = agent
    assert browser.post("/sign-in", data=AMINA).status_code == 303
    return browser


def number_of(app, system):
    with app.app_context():
        return db.session.scalars(
            select(SignedInBrowser.id).where(SignedInBrowser.system == system)
        ).one()


def test_each_browser_is_listed_in_words_and_one_is_ended_alone(app, http, world):
    desk, phone = signed_in(http, FIREFOX), signed_in(http, IPHONE)
    page = desk.get("/account").text
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("this browser<") == 1
    answer = desk.post(f"/account/browsers/{number_of(app, 'iPhone')}/end")
    assert answer.status_code == 303
    assert phone.get("/account").status_code == 303
    page = desk.get("/account").text
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" not in page


def test_nobody_sees_or_ends_the_browsers_of_others(app, http, world):
    desk = signed_in(http, FIREFOX)
    ines = http(world.ines)
    assert "Firefox on Windows" not in ines.get("/account").text
    answer = ines.post(f"/account/browsers/{number_of(app, 'Windows')}/end")
    assert answer.status_code == 404
    assert desk.get("/account").status_code == 200


def test_open_pages_of_an_ended_browser_are_disconnected(app, http, world, listen):
    desk = signed_in(http, FIREFOX)
    elsewhere = listen(world.amina, "meeting:3")
    with app.app_context():  # as the job that stores who was seen would have
        number = elsewhere_number(app)
        row = SignedInBrowser(person_id=world.amina.id, number=number, epoch=world.amina.epoch)
        db.session.add(row)
        db.session.commit()
        row_id = row.id
    desk.post(f"/account/browsers/{row_id}/end")
    assert not elsewhere.is_connected


def elsewhere_number(app):
    taken = app.extensions["sightings"].take()
    return taken[-1].number


def test_all_others_end_at_once_and_this_one_stays(http, world):
    desk, phone, old = signed_in(http, FIREFOX), signed_in(http, IPHONE), http(world.amina)
    assert desk.post("/account/browsers/others/end").status_code == 303
    assert desk.get("/account").status_code == 200
    assert phone.get("/account").status_code == old.get("/account").status_code == 303
    assert desk.get("/account").text.count("Sign out: ") == 0


def test_a_session_of_before_the_list_stays_and_gets_its_row(app, http, world, clock):
    clock.stop()
    browser = http(world.amina)  # its cookie was made without one
    assert browser.get("/account").status_code == 200
    with app.app_context():
        assert jobs.keep_sightings() == 1
        assert jobs.keep_sightings() == 0
    first = world_row(app, world)
    for minutes, rows in ((1, 0), (10, 1)):
        clock.advance(minutes=minutes)
        browser.get("/account")
        with app.app_context():
            assert jobs.keep_sightings() == rows
    last = world_row(app, world)
    assert last.id == first.id
    assert last.seen_at - first.seen_at == timedelta(minutes=11)
    assert last.began_at == first.began_at


def world_row(app, world):
    with app.app_context():
        return db.session.scalars(
            select(SignedInBrowser).where(SignedInBrowser.person_id == world.amina.id)
        ).one()


def test_to_be_seen_costs_a_page_no_statement(http, world, statements, clock):
    browser = http(world.helena)
    with statements() as first:
        browser.get("/people/")
    clock.stop()
    clock.advance(hours=1)
    with statements() as later:
        browser.get("/people/")
    assert len(first) == len(later)
    assert not any("signed_in_browser" in statement for statement in first + later)


def test_what_is_unknown_of_a_browser_is_left_out():
    assert user_agents.named("curl/8.5") == user_agents.UserAgent("", "")
    assert user_agents.named(FIREFOX) == user_agents.UserAgent("Firefox", "Windows")


# Last days


def end_after(http, world, person, day):
    return http(world.ines).post(f"/people/{person.id}/last-day", data={"last_day": day})


def test_an_account_ends_after_its_last_day_and_its_words_stay(app, http, world, clock):
    today = clock.stop(clock.stop().replace(hour=20)).date()
    browser = http(world.amina)
    assert end_after(http, world, world.amina, today.isoformat()).status_code == 303
    assert "This account expires after" in browser.get("/account").text
    assert browser.get("/people/").status_code == 200
    clock.advance(hours=5)  # it is the next day in UTC, and no job has run yet
    assert browser.get("/people/").status_code == 303
    assert http().post("/sign-in", data=AMINA).status_code == 422
    with app.app_context():
        assert jobs.end_what_is_over() == 1
        assert db.session.get(Person, world.amina.id).active is False
    assert http(world.ines).post(f"/people/{world.amina.id}/reactivation").status_code == 303
    assert http().post("/sign-in", data=AMINA).status_code == 303


def test_open_pages_are_disconnected_at_midnight_and_no_minute_later(
    app, http, world, clock, listen
):
    evening = clock.stop(clock.stop().replace(hour=23, minute=0, second=20, microsecond=0))
    assert jobs.until_last_days_end() == 60
    end_after(http, world, world.amina, evening.date().isoformat())
    hers, his = (listen(person, "meeting:3") for person in (world.amina, world.caio))
    clock.advance(minutes=59)
    assert jobs.until_last_days_end() == 40
    with app.app_context():
        assert jobs.end_what_is_over() == 0
    assert hers.is_connected
    clock.advance(seconds=jobs.until_last_days_end())
    with app.app_context():
        assert jobs.end_what_is_over() == 1
    assert (hers.is_connected, his.is_connected) == (False, True)


def test_a_delegation_and_a_role_end_on_their_day_and_the_account_goes_on(
    app, http, world, clock, listen
):
    today = clock.stop().date()
    ines, kenya = http(world.ines), world.delegation("Kenya").id
    data = {"delegation": kenya, "role": "head", "last_day": today.isoformat()}
    assert ines.post(f"/people/{world.amina.id}/memberships", data=data).status_code == 303
    browser = http(world.amina)
    assert "until" in browser.get("/account").text
    open_page = listen(world.amina, f"delegation:{kenya}")
    clock.advance(days=1)
    with app.app_context():
        assert jobs.end_what_is_over() == 1
    assert not open_page.is_connected
    page = browser.get("/account")
    assert page.status_code == 200
    assert "You belong to no delegation" in page.text


def test_a_last_day_that_is_over_or_ones_own_is_refused_with_what_was_typed(http, world, clock):
    yesterday = (clock.stop() - timedelta(days=1)).date().isoformat()
    over = end_after(http, world, world.amina, yesterday)
    assert over.status_code == 422
    assert yesterday in over.text
    tomorrow = (clock.stop() + timedelta(days=1)).date().isoformat()
    own = end_after(http, world, world.ines, tomorrow)
    assert own.status_code == 409
    assert tomorrow in own.text
    assert http(world.amina).post(f"/people/{world.luc.id}/last-day").status_code == 403


def test_somebody_in_the_secretariat_always_stays(http, world, clock):
    tomorrow = (clock.stop() + timedelta(days=1)).date().isoformat()
    assert end_after(http, world, world.jonas, tomorrow).status_code == 303
    answer = http(world.jonas).post(
        f"/people/{world.ines.id}/last-day", data={"last_day": tomorrow}
    )
    assert answer.status_code == 409
    assert http(world.jonas).post(f"/people/{world.ines.id}/deactivation").status_code == 409


def test_one_in_the_secretariat_without_a_last_day_stays_whatever_is_done_to_the_others(
    http, world, clock
):
    day = (clock.stop() + timedelta(days=9)).date().isoformat()
    assert end_after(http, world, world.jonas, day).status_code == 303
    jonas, ines = http(world.jonas), world.ines
    office = next(each.id for each in ines.offices if not each.is_inherited)
    ending = jonas.post(f"/people/{ines.id}/offices/{office}/end")
    erasing = jonas.post(f"/people/{ines.id}/erasure", data={"email": ines.email})
    until = {"office": "secretariat", "last_day": day}
    limiting = jonas.post(f"/people/{ines.id}/offices", data=until)
    for refused in (ending, erasing, limiting):
        assert refused.status_code == 409
        assert "without a last day" in refused.text
    assert day in limiting.text
    assert http(ines).get("/people/invitations").status_code == 200


def test_a_browser_of_somebody_who_was_erased_meanwhile_is_not_written_down_again(app, http, world):
    desk, amina = signed_in(http, FIREFOX), world.amina
    desk.get("/account")
    form = {"email": amina.email}
    assert http(world.ines).post(f"/people/{amina.id}/erasure", data=form).status_code == 303
    with app.app_context():
        jobs.keep_sightings()
        named = select(SignedInBrowser.id).where(SignedInBrowser.person_id == amina.id)
        assert db.session.scalars(named).all() == []


def test_an_invitation_ends_with_the_last_day_that_it_names(app, http, world, invited, clock):
    until = clock.stop().date().isoformat()
    link = invited("fresh@example.org", delegation="Kenya", last_day=until)
    clock.advance(days=1)
    form = {"name": "Fresh Hand", "password": "copper lantern walks"}
    assert http().get(link).status_code == 410
    assert http().post(link, data=form).status_code == 410
    with app.app_context():
        [invitation] = db.session.scalars(
            select(Invitation.id).where(Invitation.email == "fresh@example.org")
        )
    renewed = http(world.ines).post(f"/people/invitations/{invitation}/renewal")
    assert renewed.status_code == 409 and "last day" in renewed.text


@pytest.mark.parametrize(
    "passwords",
    [
        "on",
        pytest.param(
            "off",
            marks=pytest.mark.settings(
                OIDC_ONLY=True, OIDC_ISSUER="https://id.invalid", OIDC_CLIENT_ID="a"
            ),
        ),
    ],
)
def test_a_link_for_a_new_password_ends_with_the_account(app, http, world, clock, passwords):
    day = clock.stop().date()
    with app.app_context():
        token = request_reset(AMINA["email"])
        db.session.get(Person, world.amina.id).last_day = day - timedelta(days=1)
        db.session.commit()
    link = f"/reset/{token}"
    assert http().get(link).status_code == 410
    assert http().post(link, data={"new_password": "copper lantern walks"}).status_code == 410


def test_somebody_new_is_invited_until_a_day(http, world, invited, clock):
    until = (clock.stop() + timedelta(days=30)).date()
    link = invited("fresh@example.org", delegation="Kenya", last_day=until.isoformat())
    answer = http().post(link, data={"name": "Fresh Hand", "password": "copper lantern walks"})
    assert answer.status_code == 303
    assert world["fresh@example.org"].last_day == until
