"""What a server must not take from a passkey: the same answer twice."""

import pytest

from tests.accounts.software_key import SoftwareKey
from tests.accounts.test_sign_in import AMINA

ADD, USE = "/account/passkeys", "/sign-in/passkey"


@pytest.fixture
def key(http, world):
    """Amina's, which counts no uses."""
    browser, made = http(), SoftwareKey()
    browser.post("/sign-in", data=AMINA)
    options = browser.post(f"{ADD}/options").json
    added = browser.post(ADD, data={"name": "Phone", "credential": made.made_for(options)})
    assert added.status_code == 200, added.text
    return made


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
