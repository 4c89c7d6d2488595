"""People with devices, and a push service on this machine."""

import pytest

from tests.push.service import PushService
from wgcop.accounts.identity import NamedSession
from wgcop.database import db, writing
from wgcop.push import actions, subscriptions
from wgcop.push.jobs import send_waiting
from wgcop.push.models import PUSH_NAMES

KINDS = [kind.value for kind in PUSH_NAMES]


@pytest.fixture
def service(app):
    opened = PushService()
    app.config["PUSH_SERVICES"] = opened.url
    yield opened
    opened.close()


class Device:
    """Somebody's browser, in which they are signed in and get notifications."""

    def __init__(self, visitor, browser):
        self.visitor, self.browser = visitor, browser

    def shown(self):
        return self.browser.shown()

    @property
    def last(self):
        return self.browser.last

    @property
    def answers(self):
        return self.browser.answers


@pytest.fixture
def device(http, service):
    """`device(world.amina)` is hers, with notifications of all kinds switched on."""

    def switch_on(person, kinds=KINDS):
        visitor, browser = http(person), service.browser(person.name)
        form = {"subscription": browser.subscription, "kinds": kinds}
        assert visitor.post("/account/devices", data=form).status_code == 303
        return Device(visitor, browser)

    return switch_on


@pytest.fixture
def leave(app):
    """Sends what waits, as the background does."""

    def send():
        with app.app_context():
            return send_waiting()

    return send


def device_in_session(session, person, browser, clock_now):
    """A device of somebody in the rooms of tests that call verbs themselves."""
    with writing():
        actions.add_device(
            subscriptions.read(browser.subscription),
            frozenset(PUSH_NAMES),
            session=NamedSession(person.id, person.epoch, "0123456789abcdef"),
            until=clock_now,
            user_agent="",
            by=person,
        )
        db.session.commit()
    return browser
