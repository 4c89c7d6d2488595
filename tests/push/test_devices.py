"""A device belongs to one person and one session in one browser."""

import json
import re

import pytest
from sqlalchemy import select

from tests.push.conftest import KINDS
from wgcop.accounts.sessions import EndedSession
from wgcop.database import db
from wgcop.demo.people import PASSWORD
from wgcop.push.actions import MOST_DEVICES
from wgcop.push.models import PushDevice


def owners(app):
    with app.app_context():
        found = db.session.scalars(select(PushDevice).order_by(PushDevice.id))
        return [(each.person.name.split()[0], each.endpoint) for each in found]


def sign_in(visitor, person):
    form = {"email": person.email, "password": PASSWORD}
    assert visitor.post("/sign-in", data=form).status_code == 303


def renew(device):
    data = {"subscription": device.browser.subscription}
    return device.visitor.post("/account/devices/renewal", data=data).status_code


def switch_on(device, **fields):
    data = {"subscription": device.browser.subscription, "kinds": ["mentions"], **fields}
    return device.visitor.post("/account/devices", data=data)


def test_a_person_sees_chooses_and_removes_their_own_devices(app, world, http, device):
    here, there = device(world.haruko), device(world.haruko)
    page = here.visitor.get("/account/letters").text
    assert page.count(">this device<") == 1
    numbers = [int(each) for each in re.findall(r"/account/devices/(\d+)/removal", page)]
    assert len(numbers) == 2
    for number in numbers:
        for what in ("kinds", "removal", "trial"):
            answer = http(world.daichi).post(f"/account/devices/{number}/{what}")
            assert answer.status_code == 404
    for chosen in (["items"], [], ["mentions", "items"]):
        answer = here.visitor.post(f"/account/devices/{numbers[0]}/kinds", data={"kinds": chosen})
        assert answer.status_code == 303
        with app.app_context():
            kept = db.session.get(PushDevice, numbers[0])
            assert [kind for kind in KINDS if getattr(kept, kind)] == chosen
    first = here.visitor.get("/account/letters").text.partition(f"devices/{numbers[0]}/removal")[0]
    assert f"devices/{numbers[1]}/removal" not in first  # the newest stands first
    assert here.visitor.post(f"/account/devices/{numbers[0]}/removal").status_code == 303
    assert owners(app) == [("Haruko", here.browser.endpoint)]
    assert there.browser.endpoint not in here.visitor.get("/account/letters").text


def test_nothing_is_on_until_it_was_asked_for(app, world, http):
    page = http(world.amina).get("/account/letters").text
    assert "You get notifications on no device." in page
    assert 'data-state="off"' in page
    assert owners(app) == []


def test_switching_on_again_in_one_session_makes_no_second_device(app, world, device):
    haruko = device(world.haruko)
    for _ in range(3):
        assert switch_on(haruko).status_code == 303
        haruko.browser.move()
    assert len(owners(app)) == 1


def test_the_next_person_in_a_browser_takes_it_over(app, world, device):
    haruko = device(world.haruko)
    sign_in(haruko.visitor, world.amina)
    assert 'data-state="off"' in haruko.visitor.get("/account/letters").text
    assert switch_on(haruko).status_code == 303
    assert owners(app) == [("Amina", haruko.browser.endpoint)]


def test_whoever_signs_in_ends_the_session_of_somebody_else_in_this_browser_alone(
    app, world, http, device
):
    here, elsewhere = device(world.haruko), http(world.haruko)
    for person in (world.amina, world.teresa, world.haruko):
        sign_in(here.visitor, person)
        assert here.visitor.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 200
    with app.app_context():
        ended = db.session.scalars(select(EndedSession.person_id)).all()
    assert sorted(ended) == sorted(each.id for each in (world.haruko, world.amina, world.teresa))


def test_signing_in_again_as_oneself_keeps_the_device_and_takes_it_along(app, world, device, http):
    haruko = device(world.haruko)
    for _ in range(3):
        sign_in(haruko.visitor, world.haruko)
        assert renew(haruko) == 204
        assert 'data-state="on"' in haruko.visitor.get("/account/letters").text
    assert haruko.visitor.post("/sign-out").status_code == 303
    assert "signed out" in http(world.haruko).get("/account/letters").text
    sign_in(haruko.visitor, world.haruko)
    assert renew(haruko) == 204
    assert owners(app) == [("Haruko", haruko.browser.endpoint)]


def test_a_browser_says_when_its_push_service_gave_it_another_address(app, world, device):
    haruko = device(world.haruko)
    for _ in range(3):
        haruko.browser.move()
        assert renew(haruko) == 204
        assert owners(app) == [("Haruko", haruko.browser.endpoint)]


def test_a_browser_that_is_somebody_elses_now_or_was_removed_is_not_renewed(
    app, world, http, device
):
    haruko = device(world.haruko)
    sign_in(haruko.visitor, world.amina)
    assert renew(haruko) == 404
    assert owners(app) == []  # whoever had it gets nothing more there
    guest = http().post(
        "/account/devices/renewal", data={"subscription": haruko.browser.subscription}
    )
    assert guest.status_code == 303 and "/sign-in" in guest.location


def test_a_page_of_another_site_cannot_renew(world, device):
    haruko = device(world.haruko)
    for where in ("cross-site", "same-site", "none"):
        answer = haruko.visitor.post(
            "/account/devices/renewal",
            data={"subscription": haruko.browser.subscription},
            headers={"Sec-Fetch-Site": where},
        )
        assert answer.status_code == 403


def test_a_person_has_a_limit_of_devices(app, world, device):
    for _ in range(MOST_DEVICES):
        haruko = device(world.haruko)
    haruko.browser.move()
    assert switch_on(haruko).status_code == 303  # in place of the one it had
    with pytest.raises(AssertionError):
        device(world.haruko)
    assert len(owners(app)) == MOST_DEVICES


BROKEN = {
    "no JSON": lambda said: "x",
    "a list": lambda said: [],
    "no keys": lambda said: {**said, "keys": None},
    "short secret": lambda said: {**said, "keys": {**said["keys"], "auth": "AAAA"}},
    "no point": lambda said: {**said, "keys": {**said["keys"], "p256dh": "B" * 87}},
    "number": lambda said: {**said, "endpoint": 7},
    "long": lambda said: {**said, "endpoint": said["endpoint"] + "x" * 2000},
    "deep": lambda said: "[" * 100_000,
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_subscription_that_is_none_is_refused_in_plain_words(app, world, http, service, how):
    broken = BROKEN[how](json.loads(service.browser().subscription))
    sent = broken if isinstance(broken, str) else json.dumps(broken)
    answer = http(world.amina).post(
        "/account/devices", data={"subscription": sent, "kinds": ["mentions"]}
    )
    assert answer.status_code == 422
    assert "did not say where notifications can be sent" in answer.text
    assert owners(app) == []


def test_switching_on_without_any_kind_is_refused(app, world, http, service):
    data = {"subscription": service.browser().subscription}
    answer = http(world.amina).post("/account/devices", data=data)
    assert answer.status_code == 422
    assert "Choose at least one kind" in answer.text


def test_the_page_costs_as_many_statements_for_many_devices_as_for_one(world, device, statements):
    haruko = device(world.haruko)

    def cost():
        with statements() as sent:
            haruko.visitor.get("/account/letters")
        return len(sent)

    for_one = cost()
    for _ in range(4):
        device(world.haruko)
    assert cost() == for_one


def test_the_service_worker_serves_the_whole_site_and_is_looked_for_anew(http):
    script = http().get("/service-worker.js")
    assert script.mimetype in ("text/javascript", "application/javascript")
    assert script.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in script.headers["Content-Security-Policy"]
    assert "notifications" not in script.headers["Permissions-Policy"]


def test_a_phone_can_have_the_workspace_on_its_home_screen(world, http):
    page = http(world.amina).get("/account/letters").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    app = http().get("/manifest.webmanifest")
    assert app.get_json(force=True)["display"] == "standalone"
    with http().get(app.get_json(force=True)["icons"][0]["src"]) as picture:
        assert picture.status_code == 200


def test_an_erased_person_leaves_no_device(app, world, http, device):
    device(world.haruko)
    form = {"email": world.haruko.email}
    answer = http(world.ines).post(f"/people/{world.haruko.id}/erasure", data=form)
    assert answer.status_code == 303, answer.text
    assert owners(app) == []


def test_whoever_has_to_set_up_a_second_factor_ends_their_session_by_signing_out(
    app, world, device
):
    haruko = device(world.haruko)
    app.config["SECOND_FACTOR"] = "everybody"
    assert haruko.visitor.post("/sign-out").status_code == 303
    with app.app_context():
        own = db.session.scalars(select(PushDevice)).one()
        assert not own.session.lasts(db.session)
