"""A notification arrives once, however its push service and our processes behave; and nothing but a push service is called."""

import socket
import threading
import time
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from wgcop import mail
from wgcop.database import db, writing
from wgcop.errors import Invalid
from wgcop.networks import is_public
from wgcop.push import endpoints, jobs
from wgcop.push.endpoints import ServiceLine, is_service
from wgcop.push.models import PushDevice, PushMessage
from wgcop.push.queue import source_of
from wgcop.push.trial import try_device
from wgcop.settings import require_push_services


@pytest.fixture
def haruko(world, device):
    return device(world.haruko)


@pytest.fixture
def try_it(app):
    def ask():
        with app.app_context(), writing():
            for each in db.session.scalars(select(PushDevice)):
                try_device(each)
            db.session.commit()

    return ask


def rows(app, model=PushMessage):
    with app.app_context():
        return db.session.scalars(select(model)).all()


TRIED = [("Notifications arrive on this device", "You asked for this test notification.")]


def test_three_trials_arrive_each_once(app, world, haruko, leave):
    [own] = rows(app, PushDevice)
    for _ in range(3):
        answer = haruko.visitor.post(f"/account/devices/{own.id}/trial")
        assert answer.status_code == 303
        assert leave() == 1
        assert haruko.shown() == TRIED
        assert haruko.last.headers["Urgency"] == "high"
    assert leave() == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_its_service_no_longer_knows_is_removed(
    app, world, device, haruko, try_it, leave, status
):
    other = device(world.haruko)
    haruko.answers.append((status, {}))
    try_it()
    assert leave() == 1
    assert haruko.shown() == [] and other.shown() == TRIED
    assert [each.endpoint for each in rows(app, PushDevice)] == [other.browser.endpoint]


def test_an_address_that_was_renewed_meanwhile_is_not_removed_with_the_old_one(
    app, haruko, try_it, leave, monkeypatch
):
    try_it()
    carry = jobs._carry

    def renewed_meanwhile(leaving, now):
        haruko.browser.move()
        data = {"subscription": haruko.browser.subscription}
        assert haruko.visitor.post("/account/devices/renewal", data=data).status_code == 204
        return carry(leaving, now)

    monkeypatch.setattr(jobs, "_carry", renewed_meanwhile)
    leave()
    monkeypatch.undo()
    assert [each.endpoint for each in rows(app, PushDevice)] == [haruko.browser.endpoint]


@pytest.mark.parametrize(
    "status, wish, minutes",
    [(429, "seconds", 40), (503, "date", 40), (500, None, 2), (429, "nonsense", 2)],
)
def test_a_busy_service_is_asked_again_when_it_said(
    app, haruko, try_it, leave, clock, status, wish, minutes, monkeypatch
):
    monkeypatch.setattr("wgcop.push.trial.LASTS", timedelta(hours=3))
    now = clock.stop()
    said = {
        "seconds": {"Retry-After": str(minutes * 60)},
        "date": {"Retry-After": format_datetime(now + timedelta(minutes=minutes), usegmt=True)},
        "nonsense": {"Retry-After": "soon"},
        None: {},
    }[wish]
    haruko.answers.append((status, said))
    try_it()
    assert leave() == 0
    [row] = rows(app)
    assert (row.failures, row.last_error) == (1, str(status))
    clock.advance(minutes=minutes, seconds=-10)
    assert leave() == 0
    clock.advance(seconds=20)
    assert leave() == 1
    assert haruko.shown() == TRIED


def test_a_busy_service_gets_nothing_more_in_the_same_round(
    app, world, device, haruko, service, try_it, leave, clock
):
    clock.stop()
    others = [device(world[name]) for name in ("amina", "teresa")]
    haruko.answers.append((429, {"Retry-After": "120"}))
    try_it()
    assert leave() == 0 and service.calls == 1
    clock.advance(minutes=3)
    assert leave() == 3
    assert [each.shown() for each in (haruko, *others)] == [TRIED] * 3


def test_what_failed_many_times_does_not_hold_up_others_for_as_long(
    app, world, device, haruko, try_it, leave, clock
):
    clock.stop()
    other = device(world.amina)
    haruko.answers.append((500, {}))
    try_it()
    with app.app_context(), writing():
        first = db.session.scalars(select(PushMessage).order_by(PushMessage.id)).first()
        first.failures = 6
        db.session.commit()
    assert leave() == 0
    clock.advance(minutes=3)
    assert leave() == 1
    assert haruko.shown() == [] and other.shown() == TRIED


def test_a_refusal_for_good_is_shown_to_the_owner_and_not_tried_again(
    app, haruko, try_it, leave, clock, service
):
    clock.stop()
    haruko.answers.append((403, {}))
    try_it()
    assert leave() == 0 and rows(app) == []
    page = haruko.visitor.get("/account/letters").text
    assert "Its push service refused the last notification (403)." in page
    try_it()
    assert leave() == 1
    assert "refused" not in haruko.visitor.get("/account/letters").text


def test_a_service_that_is_away_gets_it_when_it_is_back_unless_that_is_too_late(
    app, haruko, try_it, leave, clock, service
):
    clock.stop()
    app.config["PUSH_SERVICES"] = away = "http://127.0.0.1:9"
    with app.app_context(), writing():
        own = db.session.scalars(select(PushDevice)).one()
        here, own.endpoint = own.endpoint, f"{away}/push/x"
        db.session.commit()
    try_it()
    assert leave() == 0
    [row] = rows(app)
    assert row.last_error == "ConnectionError"  # no words of others
    app.config["PUSH_SERVICES"] = service.url
    with app.app_context(), writing():
        db.session.scalars(select(PushDevice)).one().endpoint = here
        db.session.commit()
    clock.advance(minutes=3)
    assert leave() == 1 and haruko.shown() == TRIED
    try_it()
    clock.advance(minutes=11)
    assert leave() == 0


def test_if_the_process_dies_it_comes_again_under_the_same_name(
    app, haruko, try_it, leave, clock, monkeypatch
):
    clock.stop()
    try_it()

    def dies(_leaving):
        raise SystemExit("killed after the push service took it")

    monkeypatch.setattr("wgcop.push.trial.LASTS", timedelta(hours=3))
    with app.app_context(), writing():
        db.session.scalars(select(PushMessage)).one().good_until += timedelta(hours=2)
        db.session.commit()
    monkeypatch.setattr(jobs, "_note_sent", dies)
    with pytest.raises(SystemExit):
        leave()
    monkeypatch.undo()
    first = haruko.last
    assert leave() == 0  # another process may be at it
    clock.advance(minutes=21)
    assert leave() == 1
    assert haruko.last is not first
    # The device replaces a notification by one with its tag, and the service one with its topic.
    assert haruko.last.payload == first.payload
    assert haruko.last.headers["Topic"] == first.headers["Topic"]
    clock.advance(days=1)
    assert leave() == 0


def test_one_that_cannot_be_worded_does_not_delay_the_others(
    app, world, device, haruko, try_it, leave, monkeypatch
):
    amina = device(world.amina)
    try_it()
    wording = source_of(rows(app)[0]).wording

    def fails_for_haruko(person, about):
        if person.name.startswith("Haruko"):
            raise ValueError("quokka")
        return wording(person, about)

    with app.app_context():
        source = source_of(db.session.scalars(select(PushMessage)).first())
        object.__setattr__(source, "wording", fails_for_haruko)
        try:
            assert jobs.send_waiting() == 1
        finally:
            object.__setattr__(source, "wording", wording)
    assert amina.shown() == TRIED and haruko.shown() == []
    assert [row.last_error for row in rows(app) if row.failures] == ["ValueError"]


def test_a_workspace_restored_for_a_look_and_one_that_is_switched_off_send_nothing(
    app, haruko, try_it, leave
):
    try_it()
    trial = Path(app.config["DATA_DIR"]) / mail.TRIAL
    trial.touch()
    assert leave() == 0
    trial.unlink()
    app.config["WEB_PUSH"] = False
    assert leave() == 0
    assert "This workspace sends no notifications" in haruko.visitor.get("/account/letters").text
    data = {"subscription": haruko.browser.subscription, "kinds": ["mentions"]}
    assert haruko.visitor.post("/account/devices", data=data).status_code == 409
    app.config["WEB_PUSH"] = True
    assert leave() == 1


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.org/x",
        "https://push.example.org:8443/x",
        "https://user@push.example.org/x",
        "https://user:word@push.example.org/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://localhost/x",
        "https://printer/x",
        "https://printer.local/x",
        "https://push.example.org:x/x",
        "https://push.exämple.org/x",
        "https://push.example.org/a b",
        "ftp://push.example.org/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_what_is_no_address_of_a_push_service_is_refused(app, world, http, service, address):
    with app.app_context():
        assert not is_service(address)
    browser = service.browser()
    said = browser.subscription.replace(browser.endpoint, address)
    answer = http(world.amina).post(
        "/account/devices", data={"subscription": said, "kinds": ["mentions"]}
    )
    assert answer.status_code == 422
    assert rows(app, PushDevice) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGu",
        "https://db5p.notify.windows.com/w/?token=BQYAAAB%2f",
    ],
)
def test_the_services_of_browsers_are_accepted(app, address):
    with app.app_context():
        assert is_service(address)


@pytest.mark.parametrize(
    "address, public",
    [
        ("8.8.8.8", True),
        ("2a00:1450:4001:82a::200e", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("somewhere", False),
    ],
)
def test_which_addresses_are_of_the_open_internet(address, public):
    assert is_public(address) is public


def test_a_name_that_leads_into_the_own_network_is_not_called(app, monkeypatch):
    called = []
    with socket.create_server(("127.0.0.1", 0)) as inside:
        port = inside.getsockname()[1]
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port))
            for where in ("127.0.0.1", "169.254.169.254")
        ]
        monkeypatch.setattr(endpoints.socket, "getaddrinfo", lambda *_a, **_k: found)
        monkeypatch.setattr(endpoints, "create_connection", lambda place, *_: called.append(place))
        with app.app_context(), ServiceLine() as line:
            with pytest.raises(requests.ConnectionError, match="open internet"):
                line.call("https://push.example.org/x", b"x", {})
    assert called == []


def test_of_several_addresses_only_a_public_one_is_called(app, monkeypatch):
    called = []
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, 443))
        for where in ("10.0.0.1", "8.8.8.8")
    ]

    def refuse(place, *_args, **_options):
        called.append(place)
        raise OSError("refused")

    monkeypatch.setattr(endpoints.socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(endpoints, "create_connection", refuse)
    with app.app_context(), ServiceLine() as line:
        with pytest.raises(requests.ConnectionError):
            line.call("https://push.example.org/x", b"x", {})
    assert called == [("8.8.8.8", 443)]


def test_a_proxy_of_the_surroundings_is_not_asked_to_lead_elsewhere(app, service, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with app.app_context(), ServiceLine() as line:
        assert line.call(f"{service.url}/push/unknown", b"x", {}).status_code == 410
        with pytest.raises(requests.exceptions.InvalidSchema):
            line.call("http://127.0.0.2/x", b"x", {})


def test_a_service_that_leads_elsewhere_is_not_followed(app, service):
    receiver = service.browser()
    receiver.answers.append((307, {"Location": f"{service.url}/push/elsewhere"}))
    with app.app_context(), ServiceLine() as line:
        assert line.call(receiver.endpoint, b"x", {}).status_code == 307
    assert service.calls == 1


def test_a_service_that_answers_byte_by_byte_is_cut_off(app, monkeypatch):
    monkeypatch.setattr(endpoints, "LONGEST_CALL", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        port = slow.getsockname()[1]

        def drip():
            line, _ = slow.accept()
            with line:
                try:
                    while True:
                        line.sendall(b"\x16")
                        time.sleep(0.05)
                except OSError:
                    pass

        threading.Thread(target=drip, daemon=True).start()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(endpoints.socket, "getaddrinfo", lambda *_a, **_k: found)
        monkeypatch.setattr(endpoints, "is_public", lambda _address: True)
        real = endpoints.create_connection
        monkeypatch.setattr(
            endpoints, "create_connection", lambda place, *a, **k: real((place[0], port), *a, **k)
        )
        began = time.monotonic()
        with app.app_context(), ServiceLine() as line:
            with pytest.raises(requests.RequestException):
                line.call("https://push.example.org/x", b"x", {})
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("setting", ["push.example.org", "ftp://x", "https://x/push", "https://"])
def test_a_setting_that_names_no_push_service_is_refused(setting):
    with pytest.raises(Invalid, match="PUSH_SERVICES"):
        require_push_services(f"https://push.example.org:8443, {setting}")
