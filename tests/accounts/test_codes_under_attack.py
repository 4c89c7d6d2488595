"""Codes of a second factor: each opens once, none is guessed for long, and no other door leads around them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from flask_login.utils import encode_cookie

from tests.accounts.apps import CODE, SECOND, now_of
from tests.accounts.test_second_factor import half
from tests.accounts.test_secret_addresses import secret_addresses
from tests.accounts.test_sign_in import AMINA
from wgcop.accounts.models import Person
from wgcop.clock import now
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.signing_in.actions.credentials import request_reset

NEW = "copper lantern walks"


def person_in(browser):
    return browser.get("/api/v1/session").json["person"]


def try_code(http, code):
    browser = half(http)
    answer = browser.post(SECOND, data={"code": code})
    assert (person_in(browser) is not None) is (answer.status_code == 303)
    return answer.status_code


def test_once_a_code_was_used_no_earlier_one_works(http, world, clock, set_up):
    """Whoever looked over her shoulder half a minute ago has a code of a step that is still near."""
    _browser, secret, _recovery = set_up()
    overseen = now_of(secret, clock)
    following = pyotp.TOTP(secret).at(clock.advance(seconds=30))
    assert try_code(http, following) == 303
    assert try_code(http, overseen) == 422
    assert try_code(http, following) == 422


def test_the_code_by_which_the_app_was_set_up_signs_nobody_in(http, world, clock, set_up):
    _browser, secret, _recovery = set_up()
    assert try_code(http, pyotp.TOTP(secret).at(now())) == 422
    assert try_code(http, now_of(secret, clock)) == 303


@pytest.mark.databases
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_who_send_the_same_code_at_once_one_gets_in(http, world, clock, set_up, kind):
    _browser, secret, recovery = set_up()
    code = now_of(secret, clock) if kind == "app" else recovery[0]
    browsers = [half(http) for _each in range(6)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda each: each.post(SECOND, data={"code": code}), browsers))
    assert sorted(each.status_code for each in answers) == [303] + [422] * 5
    assert sum(person_in(each) is not None for each in browsers) == 1


def test_a_used_code_stays_used_and_new_codes_end_those_that_were_not(
    http, world, clock, set_up, letters
):
    browser, _secret, old = set_up()
    assert try_code(http, old[0]) == 303
    new = CODE.findall(browser.post("/account/second-factor/codes").text)
    assert len(new) == 10 and not set(new) & set(old)
    assert [try_code(http, each) for each in (old[0], old[1], new[0], new[0])] == [
        422,
        422,
        303,
        422,
    ]
    assert len([each for each in letters(AMINA["email"]) if "recovery code" in each.subject]) == 2


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_after_ten_guesses_of_either_kind_the_right_code_has_to_wait_too(
    http, world, clock, set_up
):
    _browser, secret, recovery = set_up()
    _other, his, _codes = set_up("caio@example.org")
    guesses = ["000000", "aaaaa-bbbbb"] * 5
    assert [try_code(http, each) for each in guesses] == [422] * 10
    assert try_code(http, now_of(secret, clock)) == 429
    assert try_code(http, recovery[0]) == 429
    caio = half(http, "caio@example.org")
    assert caio.post(SECOND, data={"code": now_of(his, clock)}).status_code == 303


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_who_finds_a_browser_open_guesses_the_password_ten_times_and_no_more(
    http, world, clock, set_up
):
    browser, _secret, _recovery = set_up()
    clock.advance(minutes=16)
    guesses = [browser.post("/account/proof", data={"password": f"guess {n}"}) for n in range(11)]
    assert [each.status_code for each in guesses] == [422] * 10 + [429]
    assert browser.post("/account/proof", data={"password": PASSWORD}).status_code == 429
    assert browser.post("/account/second-factor/codes").location.startswith("/account/proof")


def test_a_link_for_a_new_password_does_not_lead_around_the_second_factor(
    app, http, world, clock, set_up
):
    _browser, secret, _recovery = set_up()
    with app.app_context():
        token = request_reset(AMINA["email"])
        db.session.commit()
    browser = http()
    answer = browser.post(f"/reset/{token}", data={"new_password": NEW, "repeated": NEW})
    assert person_in(browser) is None
    assert answer.location.startswith(("/sign-in", SECOND))
    again = http()
    assert again.post("/sign-in", data=AMINA | {"password": NEW}).location.startswith(SECOND)
    assert person_in(again) is None
    assert again.post(SECOND, data={"code": now_of(secret, clock)}).status_code == 303


def test_no_answer_asks_a_browser_to_remember_who_it_is_and_none_believes_that_it_was(
    app, http, world, clock, set_up
):
    """The library that keeps sessions knows a second cookie, which would outlive them."""
    _browser, secret, _recovery = set_up()
    browser = half(http)
    answer = browser.post(SECOND, data={"code": now_of(secret, clock)})
    assert "remember" not in str(answer.headers.getlist("Set-Cookie"))
    with browser.session_transaction() as cookie:
        kept = cookie["_user_id"]
    assert browser.post("/sign-out").status_code == 303
    with app.test_request_context():
        forged = [encode_cookie(kept), encode_cookie(str(world.amina.id)), f"{kept}|0"]
    for value in forged:
        thief = http()
        thief.set_cookie("remember_token", value)
        assert person_in(thief) is None
        assert thief.get("/account").location.startswith("/sign-in")


def test_after_the_last_day_no_door_opens_also_before_any_work_in_the_background(
    app, http, world, clock, set_up
):
    browser, _secret, recovery = set_up()
    feeds = secret_addresses(http(world.amina))
    waiting = half(http)
    with app.app_context():
        token = request_reset(AMINA["email"])
        db.session.get_one(Person, world.amina.id).last_day = clock.stop().date()
        db.session.commit()
    assert {http().get(each).status_code for each in feeds} == {200}
    clock.stop(clock.stop().replace(hour=0, minute=0, second=1) + timedelta(days=1))
    assert browser.get("/account").location.startswith("/sign-in")
    assert waiting.post(SECOND, data={"code": recovery[0]}).location.startswith("/sign-in")
    assert person_in(waiting) is None
    assert http().post("/sign-in", data=AMINA).status_code == 422
    assert http().get(f"/reset/{token}").status_code == 410
    assert {http().get(each).status_code for each in feeds} == {404}
    assert http(world.caio).get("/account").status_code == 200
