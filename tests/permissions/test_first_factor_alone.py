"""Whoever has given a password alone where a second factor belongs is a guest: on every route, and on every socket."""

from collections.abc import Callable, Iterator

import pytest

from tests.accounts.conftest import set_up
from tests.accounts.test_sign_in import AMINA
from tests.architecture.reading import report
from tests.permissions.test_matrix import ROUTES, SOCKETS, draft_at, endpoint, request
from wgcop.accounts.identity import HALF, SETTING_UP
from wgcop.accounts.models import Person
from wgcop.database import db

__all__ = ["set_up"]
SECOND_STEP = {"accounts.second_step", "accounts.take_second_step"}
LED = "/account/second-factor"


@pytest.fixture
def half(http, world, named, set_up) -> Callable:
    """`half()` is a browser in which Amina's password was right, and her code is still to come."""
    set_up()
    first = http()
    assert first.post("/sign-in", data=AMINA).location.startswith("/sign-in/second")
    with first.session_transaction() as cookie:
        kept = dict(cookie)
    assert kept[HALF]["person"] == world.amina.id

    def another():
        browser = http()
        with browser.session_transaction() as cookie:
            cookie.update(kept)
        return browser

    return another


@pytest.fixture
def unready(http, world, named, app) -> Callable:
    """`unready()` is a browser of Helena's, who was signed in when officers came to need a second factor."""
    assert http(world.helena).get("/people/").status_code == 200
    app.config["SECOND_FACTOR"] = "officers"
    return lambda: http(world.helena)


EACH = pytest.mark.parametrize(
    "asked", [ROUTES[::8], pytest.param(ROUTES, marks=pytest.mark.rest)], ids=["some", "all"]
)
"""One function decides for all routes who has signed in; `make test-all` asks each of them."""


def cookie(browser) -> str:
    """What says who somebody is."""
    return browser.get_cookie(browser.application.config["SESSION_COOKIE_NAME"]).value


def more_than_a_guest(browser, row, named, written) -> Iterator[str]:
    given = request(browser, row, "guest", named)
    if given != row.answers["guest"]:
        yield f"{row.asked}: {given}, and {row.answers['guest']} for a guest"
    if given in {"in", "403", "404"} and row.method != "GET" and written():
        yield f"{row.asked}: something was stored"


@EACH
def test_every_route_answers_whoever_gave_a_password_alone_as_it_answers_a_guest(
    half, world, named, rewind, written, asked
):
    wrong = []
    for row in asked:
        rewind()
        browser = half()
        if endpoint(browser, row, named) in SECOND_STEP:
            continue
        before = cookie(browser)
        wrong += more_than_a_guest(browser, row, named, written)
        if cookie(browser) != before or written() or row is asked[-1]:
            assert browser.get("/api/v1/session").json["person"] is None, row.asked
    report("Ask for current_user, and never for whose password was right.", wrong)


@EACH
def test_every_route_answers_an_officer_without_the_factor_as_a_guest_or_leads_to_set_it_up(
    unready, named, rewind, written, asked
):
    wrong = []
    for row in asked:
        rewind()
        browser = unready()
        if endpoint(browser, row, named) in SETTING_UP:
            continue
        if row.method == "GET":
            with browser.get(row.address.format(**named)) as page:
                if page.status_code == 303 and page.location == LED:
                    continue
        wrong += more_than_a_guest(browser, row, named, written)
    report("Whoever lacks the factor is nobody; see load_person.", wrong)


def test_no_room_and_no_draft_opens_to_either_of_them(app, half, listen, named, unready):
    wrong = []
    for row in SOCKETS:
        event, _, topic = row.asked.format(**named).partition(" ")
        if event in ("connect", "disconnect"):
            continue
        for browser in (half(), unready()):
            page = listen(browser, topic if ":" in topic else f"resolution:{named['slug']}")
            if event == "join":
                answer = page.answer
            elif event.startswith("document:"):
                answer = page.emit(event, draft_at(app, topic))
            else:
                answer = page.emit(event, {"topic": topic})
            if ("yes" if answer["ok"] else "no") != row.answers["guest"]:
                wrong.append(row.asked)
            page.leave()
    report("A socket asks for current_user as a page does.", wrong)


def test_who_becomes_an_officer_is_cut_off_at_once_and_sets_the_factor_up(
    app, http, world, listen, named
):
    app.config["SECOND_FACTOR"] = "officers"
    browser = http(world.amina)
    room = f"meeting:{named['meeting']}@room"
    page, other = listen(browser, room), listen(world.wanjiru, room)
    assert page.answer["ok"] and browser.get("/people/").status_code == 200
    with app.app_context():
        db.session.get_one(Person, world.ines.id).has_second_factor = True
        db.session.commit()
    form = {"office": "rapporteur", "group": "WG-COP", "last_day": ""}
    appointed = http(world.ines).post(f"/people/{world.amina.id}/offices", data=form)
    assert appointed.status_code == 303
    assert (page.is_connected, other.is_connected) == (False, True)
    assert browser.get("/people/").location == LED
    assert not listen(browser, room).answer["ok"]
