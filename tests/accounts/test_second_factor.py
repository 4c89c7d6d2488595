"""A second step beside the password: set up, asked for, lost, and asked of officers."""

import math
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from tests.accounts.apps import APP, CODE, KEY, SECOND, now_of
from tests.accounts.test_sign_in import AMINA
from wgcop.accounts.factors import AuthenticatorApp, RecoveryCode
from wgcop.audit.models import AuditRow
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.signing_in import codes


def half(http, email=AMINA["email"]):
    """A browser in which the password was right."""
    browser = http()
    answer = browser.post("/sign-in", data=AMINA | {"email": email, "next": "/people/"})
    assert (answer.status_code, answer.location) == (303, "/sign-in/second?next=/people/")
    return browser


def test_after_an_app_is_set_up_the_password_alone_opens_nothing(http, world, clock, set_up):
    _browser, secret, recovery = set_up()
    assert len(recovery) == 10
    second = half(http)
    assert second.get("/people/").status_code == 303
    assert "account" not in second.get("/api/v1/session").text
    assert second.get("/api/v1/session").json["person"] is None
    wrong = second.post(SECOND, data={"code": "000000"})
    assert wrong.status_code == 422
    assert "This code is wrong" in wrong.text
    right = second.post(SECOND, data={"code": now_of(secret, clock), "next": "/people/"})
    assert (right.status_code, right.location) == (303, "/people/")
    assert second.get("/people/").status_code == 200


def test_a_code_works_once_and_only_near_its_time(http, world, clock, set_up):
    _browser, secret, _recovery = set_up()
    code = now_of(secret, clock)
    assert half(http).post(SECOND, data={"code": f" {code[:3]} {code[3:]} "}).status_code == 303
    assert half(http).post(SECOND, data={"code": code}).status_code == 422
    later = pyotp.TOTP(secret).at(clock.advance(seconds=60))
    clock.advance(seconds=-29)
    assert half(http).post(SECOND, data={"code": later}).status_code == 303
    old = pyotp.TOTP(secret).at(clock.advance(minutes=5))
    clock.advance(minutes=2)
    assert half(http).post(SECOND, data={"code": old}).status_code == 422


def test_a_code_may_be_typed_in_other_digits():
    assert codes.digits("١٢٣ ٤٥٦") == "123456"
    assert codes.digits("12345") == codes.digits("12345x") == ""


def test_half_a_sign_in_ends_after_ten_minutes_or_with_a_new_password(http, world, clock, set_up):
    first, secret, _recovery = set_up()
    late, changed = half(http), half(http)
    new = "copper lantern walks"
    data = {"current_password": PASSWORD, "new_password": new, "repeated": new}
    assert first.post("/account/password", data=data).status_code == 303
    answer = changed.post(SECOND, data={"code": now_of(secret, clock)})
    assert answer.location.startswith("/sign-in")
    clock.advance(minutes=11)
    assert late.get(SECOND).status_code == 303


def test_a_recovery_code_works_once_and_its_owner_is_told(http, world, clock, set_up, letters):
    _browser, _secret, recovery = set_up()
    typed = recovery[3].upper().replace("-", " ")
    browser = half(http)
    assert browser.post(SECOND, data={"code": typed}).status_code == 303
    assert "9 recovery codes left" in browser.get("/people/").text
    assert "recovery code was used" in letters(AMINA["email"])[0].subject
    assert half(http).post(SECOND, data={"code": recovery[3]}).status_code == 422
    assert "9 codes are left" in browser.get("/account/second-factor").text


def test_codes_of_somebody_else_open_nothing(http, world, clock, set_up):
    set_up()
    _browser, secret, recovery = set_up("caio@example.org")
    assert half(http).post(SECOND, data={"code": now_of(secret, clock)}).status_code == 422
    assert half(http).post(SECOND, data={"code": recovery[0]}).status_code == 422


def test_new_recovery_codes_replace_the_old_and_can_be_kept_as_a_file(http, world, set_up):
    browser, _secret, old = set_up()
    new = CODE.findall(browser.post("/account/second-factor/codes").text)
    assert len(new) == 10
    file = browser.post("/account/second-factor/codes.txt", data={"code": [new[0], old[0]]})
    assert new[0] in file.text
    assert old[0] not in file.text
    assert half(http).post(SECOND, data={"code": old[0]}).status_code == 422


def test_the_database_alone_gives_no_secret_away(app, http, world, set_up):
    _browser, secret, recovery = set_up()
    with app.app_context():
        stored = db.session.scalars(select(AuthenticatorApp.secret)).one()
        hashes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert secret not in stored
    assert not {codes.bare(each) for each in recovery} & set(hashes)
    app.config["SECRET_KEY"] = "another key"
    assert half(http).post(SECOND, data={"code": recovery[0]}).status_code == 422


def test_a_browser_left_open_is_no_place_to_change_the_factor(http, world, clock, set_up):
    browser, _secret, _recovery = set_up()
    clock.advance(minutes=16)
    asked = browser.post(APP + "/removal", headers={"Referer": "http://localhost/account"})
    assert asked.location == "/account/proof?next=/account"
    wrong = browser.post("/account/proof", data={"password": "not the one I have"})
    assert wrong.status_code == 422
    right = browser.post("/account/proof", data={"password": PASSWORD, "next": "/account"})
    assert (right.status_code, right.location) == (303, "/account")
    assert browser.post(APP + "/removal").status_code == 303
    assert http().post("/sign-in", data=AMINA).location == "/"


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_ten_wrong_codes_and_the_person_has_to_wait_wherever_they_come_from(http, world, set_up):
    set_up()
    tries = [half(http).post(SECOND, data={"code": "000000"}) for _ in range(11)]
    assert [each.status_code for each in tries] == [422] * 10 + [429]
    minutes = math.ceil(int(tries[-1].headers["Retry-After"]) / 60)
    assert minutes > 10 and f"Try again in {minutes} minutes." in tries[-1].text


def test_the_picture_to_scan_is_the_secret_under_its_own_address(http, world):
    browser = http()
    browser.post("/sign-in", data=AMINA)
    browser.get(APP)
    picture = browser.get(APP + ".svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert browser.get(APP + ".svg").data == picture.data
    other = http()
    other.post("/sign-in", data=AMINA)
    other.get(APP)
    assert other.get(APP + ".svg").data != picture.data


def test_the_secretariat_resets_a_lost_factor_and_the_person_is_told(
    app, http, world, set_up, letters
):
    browser, _secret, _recovery = set_up()
    reset = f"/people/{world.amina.id}/second-factor/reset"
    assert http(world.wanjiru).post(reset).status_code == 403
    assert http(world.ines).post(reset).status_code == 303
    assert browser.get("/account").status_code == 303
    assert http().post("/sign-in", data=AMINA).location == "/"
    assert "has reset the second factor" in letters(AMINA["email"])[0].text
    with app.app_context():
        assert not db.session.scalar(select(func.count(RecoveryCode.id)))
        deeds = db.session.scalars(select(AuditRow.deed)).all()
    assert {"person.signed-in", "person.app-added", "person.factors-reset"} <= set(deeds)


@pytest.mark.settings(SECOND_FACTOR="officers")
def test_an_officer_sets_up_a_factor_before_anything_else(http, world, clock, listen):
    helena = http()
    signed = AMINA | {"email": "helena@example.org", "next": "/people/"}
    assert helena.post("/sign-in", data=signed).status_code == 303
    assert helena.get("/people/").location == "/account/second-factor"
    assert helena.get("/api/v1/session").json["person"] is None
    assert helena.post("/account", data={"name": "X", "language": "en"}).status_code == 303
    assert not listen(world.helena, f"person:{world.helena.id}").answer["ok"]
    assert "Your role needs a second factor" in helena.get("/account/second-factor").text
    secret = KEY.search(helena.get(APP).text)[1].replace(" ", "")
    assert helena.post(APP, data={"code": now_of(secret, clock)}).status_code == 200
    assert helena.get("/people/").status_code == 200
    assert helena.post(APP + "/removal").status_code == 409
    assert http(world.amina).get("/people/").status_code == 200


def test_no_page_of_a_signed_in_person_costs_a_statement_more(http, world, statements):
    browser = http(world.helena)
    with statements() as sent:
        browser.get("/people/")
    assert not any("authenticator_app" in s or "recovery_code" in s for s in sent)


def test_clocks_that_differ_by_half_a_minute_are_no_hindrance(clock):
    secret, now = pyotp.random_base32(), clock.stop()
    for seconds, is_taken in ((-30, True), (30, True), (-90, False), (90, False)):
        code = pyotp.TOTP(secret).at(now + timedelta(seconds=seconds))
        assert (codes.step_of(secret, code, at=now, after=0) is not None) is is_taken


@pytest.mark.parametrize("written", ['"\\ud800"', '"\\u0000"', "1", "[]", '"A B"'])
def test_what_is_no_answer_of_a_key_is_refused_and_no_error(http, written):
    browser = http()
    browser.post("/sign-in/passkey/options")
    answer = browser.post("/sign-in/passkey", data={"credential": f'{{"id": {written}}}'})
    assert answer.status_code == 422 and "not accepted" in answer.text
