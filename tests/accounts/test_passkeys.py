"""What a server must not take from a passkey: an answer twice, late, from elsewhere, of somebody else, or of a copy."""

import pytest
from sqlalchemy import select

from tests.accounts.software_key import PRESENT, VERIFIED, SoftwareKey
from tests.accounts.test_sign_in import AMINA
from tests.audit.noted import noted
from wgcop import clock
from wgcop.accounts.factors import Passkey

ADD, USE = "/account/passkeys", "/sign-in/passkey"


@pytest.fixture
def key(http, world):
    """Amina's, which counts no uses."""
    browser, made = http(), SoftwareKey()
    browser.post("/sign-in", data=AMINA)
    added = add(browser, made)
    assert added.status_code == 200, added.text
    return made


def add(browser, key):
    options = browser.post(f"{ADD}/options").json
    return browser.post(ADD, data={"name": "Phone", "credential": key.made_for(options)})


def use(browser, key):
    options = browser.post(f"{USE}/options").json
    return browser.post(USE, data={"credential": key.used_for(options)})


def person_in(browser):
    return browser.get("/api/v1/session").json["person"]


def test_an_answer_that_was_overheard_with_its_cookie_lets_nobody_in_again(http, world, key, clock):
    browser = http()
    options = browser.post(f"{USE}/options").json
    with browser.session_transaction() as cookie:
        overheard = dict(cookie)
    answer = {"credential": key.used_for(options)}
    assert browser.post(USE, data=answer).status_code == 303
    assert person_in(browser) == world.amina.id

    thief = http()
    for minutes in (0, 4):
        clock.advance(minutes=minutes)
        with thief.session_transaction() as cookie:
            cookie.clear()
            cookie.update(overheard)
        assert thief.post(USE, data=answer).status_code == 422
        assert person_in(thief) is None

    again = http()
    asked = again.post(f"{USE}/options").json
    assert again.post(USE, data={"credential": key.used_for(asked)}).status_code == 303


def test_a_wrong_answer_takes_the_challenge_of_nobody_away(http, world, key):
    """Whoever knows a challenge cannot use it up for whoever was asked."""
    browser = http()
    options = browser.post(f"{USE}/options").json
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    stranger = http()
    with stranger.session_transaction() as cookie:
        cookie.update(kept)
    forged = SoftwareKey().used_for(options)
    assert stranger.post(USE, data={"credential": forged}).status_code == 422
    assert browser.post(USE, data={"credential": key.used_for(options)}).status_code == 303


FALSE = {
    "another site": ("site", "https://evil.example"),
    "another port": ("site", "http://localhost:8080"),
    "a name that only begins alike": ("site", "http://localhost.evil.example"),
    "a key bound to another site": ("host", b"evil.example"),
    "nobody touched it": ("flags", VERIFIED),
}


@pytest.mark.parametrize("what", FALSE)
def test_what_was_answered_elsewhere_or_by_nobody_is_refused(http, world, key, what):
    setattr(key, *FALSE[what])
    browser = http()
    assert use(browser, key).status_code == 422
    assert person_in(browser) is None
    browser.post("/sign-in", data=AMINA)
    assert use(browser, key).status_code == 422
    assert person_in(browser) is None
    caio = http(world.caio)
    with caio.session_transaction() as cookie:
        cookie["proved_at"] = clock.now().timestamp()
    other = SoftwareKey(number=b"one of Caio")
    setattr(other, *FALSE[what])
    assert add(caio, other).status_code == 422


def test_a_key_that_did_not_ask_its_owner_is_a_second_factor_and_no_more(http, world, key):
    key.flags = PRESENT
    browser = http()
    assert use(browser, key).status_code == 422
    assert person_in(browser) is None
    assert browser.post("/sign-in", data=AMINA).location.startswith("/sign-in/second")
    assert use(browser, key).status_code == 303
    assert person_in(browser) == world.amina.id


def test_a_challenge_ends_after_five_minutes_and_is_of_the_browser_that_asked(
    http, world, key, clock
):
    late, other = http(), http()
    options = late.post(f"{USE}/options").json
    answer = {"credential": key.used_for(options)}
    assert other.post(USE, data=answer).status_code == 422
    other.post(f"{USE}/options")
    assert other.post(USE, data=answer).status_code == 422
    clock.advance(minutes=5)
    assert late.post(USE, data=answer).status_code == 422
    assert person_in(late) is person_in(other) is None


def test_what_was_asked_for_to_make_a_key_signs_nobody_in(http, world, key):
    browser = http(world.caio)
    with browser.session_transaction() as cookie:
        cookie["proved_at"] = clock.now().timestamp()
    options = browser.post(f"{ADD}/options").json
    answer = {"name": "Mine", "credential": key.used_for(options)}
    assert browser.post(ADD, data=answer).status_code == 422
    options = browser.post(f"{ADD}/options").json
    assert browser.post(USE, data={"credential": key.made_for(options)}).status_code == 422
    assert person_in(browser) == world.caio.id


def test_a_key_of_somebody_else_is_no_second_factor_and_cannot_be_taken_over(
    http, world, key, set_up
):
    caios, _secret, _codes = set_up("caio@example.org")
    browser = http()
    half = {"email": "caio@example.org", "password": AMINA["password"]}
    assert browser.post("/sign-in", data=half).location.startswith("/sign-in/second")
    assert use(browser, key).status_code == 422
    assert person_in(browser) is None
    assert add(caios, key).status_code == 409
    forged = SoftwareKey()  # another secret under the number of hers
    assert add(caios, forged).status_code == 409
    again = http()
    assert use(again, key).status_code == 303
    assert person_in(again) == world.amina.id


def test_somebody_may_have_several_keys_and_no_key_twice(http, world, key):
    browser, second = http(), SoftwareKey(number=b"a passkey of a laptop")
    assert use(browser, key).status_code == 303
    assert add(browser, second).status_code == 303
    assert add(browser, second).status_code == 409
    assert use(http(), second).status_code == use(http(), key).status_code == 303


@pytest.mark.parametrize("count", [0, 6, 7])
def test_a_key_that_counts_backwards_may_be_a_copy(http, world, key, session, count):
    key.count, owner = 7, http()
    assert use(owner, key).status_code == 303
    key.count = count
    thief = http()
    assert use(thief, key).status_code == 422
    assert person_in(thief) is None
    [doubted] = noted(session, "person.passkey-doubted")
    assert doubted[1] is None
    assert "went backwards" in owner.get("/account/second-factor").text
    key.count = 8
    assert use(http(), key).status_code == 303


def test_a_key_that_was_removed_in_another_browser_opens_nothing(http, world, key, session):
    waiting, half = http(), http()
    options = waiting.post(f"{USE}/options").json
    half.post("/sign-in", data=AMINA)
    asked = half.post(f"{USE}/options").json
    owner = http()
    assert use(owner, key).status_code == 303
    number = session.scalars(select(Passkey.id)).one()
    assert http(world.caio).post(f"{ADD}/{number}/removal").status_code in (303, 404)
    assert session.scalars(select(Passkey.id)).all() == [number]
    assert owner.post(f"{ADD}/{number}/removal").status_code == 303
    assert waiting.post(USE, data={"credential": key.used_for(options)}).status_code == 422
    assert half.post(USE, data={"credential": key.used_for(asked)}).status_code == 422
    assert person_in(waiting) is person_in(half) is None


def test_a_key_of_an_account_that_has_ended_opens_nothing(http, world, key):
    http(world.ines).post(f"/people/{world.amina.id}/deactivation")
    browser = http()
    assert use(browser, key).status_code == 422
    assert person_in(browser) is None
