"""Nobody is signed out because a clock goes back; a cookie that is too old ends all the same."""

import pytest
from itsdangerous import TimestampSigner

from wgcop.demo.people import PASSWORD
from wgcop.web.session_cookie import PatientSigner

DAY = 24 * 3600


@pytest.fixture
def shift(monkeypatch):
    """The clock of the machine, so many seconds from now."""
    right = TimestampSigner.get_timestamp

    def shift(seconds):
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: right(self) + seconds)

    return shift


def is_signed_in(browser):
    return browser.get("/account").status_code == 200


@pytest.mark.parametrize("back", [2, 9 * DAY, 400 * DAY])
def test_a_clock_that_goes_back_signs_nobody_out(http, world, shift, back):
    visitors = [http(world.amina), http(world.farid)]
    for seconds in (0, -back, 0, -back, -back + 2):
        shift(seconds)
        assert all(is_signed_in(each) for each in visitors)


def test_who_signs_in_while_it_is_back_stays_signed_in_when_it_is_right(http, world, shift):
    shift(-2)
    amina = http(world.amina)
    for seconds in (0, -2, 0, -9 * DAY, 0):
        shift(seconds)
        assert is_signed_in(amina)


def test_a_browser_is_told_for_how_long_it_keeps_the_cookie(http, world):
    """A server whose clock stands a year back names a day that is over for the browser. The age counts before the day."""
    form = {"email": "amina@example.org", "password": PASSWORD}
    [cookie] = http().post("/sign-in", data=form).headers.getlist("Set-Cookie")
    assert f"Max-Age={14 * DAY};" in cookie


def test_a_cookie_of_a_fortnight_is_over(http, world, shift):
    amina, farid = http(world.amina), http(world.farid)
    shift(13 * DAY)
    assert is_signed_in(amina)
    shift(14 * DAY + 5)
    assert not is_signed_in(farid)


def test_what_another_key_signed_is_refused():
    signed = PatientSigner("a key").sign("value")
    assert PatientSigner("a key").unsign(signed, max_age=1) == b"value"
    with pytest.raises(Exception, match="does not match"):
        PatientSigner("another").unsign(signed, max_age=1)
