"""Notifications on a device: switched on by a button, shown by the service worker, and ended for the next person.

Chromium subscribes at the push service of its maker, which no test may need, and without windows it asks for no permission
and shows no notification. So three things are replaced: `PushManager.subscribe` gives a subscription at a push service of
this test, which holds its keys; the question for permission is answered with yes; and what the service worker shows is
written down. The service worker is the real one; what the workspace sent is handed to it as Chromium's own push service
would, by `ServiceWorker.deliverPushMessage`.
"""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.push.service import PushService
from tests.servers import Caller

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"

SUBSCRIBES = """(given) => {
    const KEY = "subscription of the test"
    const made = () => ({
        toJSON: () => JSON.parse(given),
        endpoint: JSON.parse(given).endpoint,
        unsubscribe: async () => { localStorage.removeItem(KEY); return true },
    })
    const permission = () => localStorage.getItem("asked for permission") ? "granted" : "default"
    Object.defineProperty(Notification, "permission", { get: permission, configurable: true })
    Notification.requestPermission = async () => {
        localStorage.setItem("asked for permission", "1")
        return "granted"
    }
    PushManager.prototype.getSubscription = async () => localStorage.getItem(KEY) ? made() : null
    PushManager.prototype.subscribe = async (options) => {
        localStorage.setItem(KEY, JSON.stringify({ key: options.applicationServerKey, visible: options.userVisibleOnly }))
        return made()
    }
}"""


@pytest.fixture
def service():
    opened = PushService()
    yield opened
    opened.close()


@pytest.fixture
def settings(service):
    return {"PUSH_SERVICES": service.url}


@pytest.fixture
def haruko(enter, service):
    reader = enter("haruko", service_workers="allow")
    reader.browser = service.browser("Haruko's")
    given = json.dumps(reader.browser.subscription)
    reader.context.add_init_script(f"({SUBSCRIBES})({given})")
    return reader


SCREEN = """() => {
    self.screen = []
    self.registration.showNotification = async (title, options) => {
        self.screen = [...self.screen.filter((each) => each.tag !== options.tag), { title, ...options }]
    }
    self.registration.getNotifications = async ({ tag } = {}) => self.screen.filter((each) => !tag || each.tag === tag)
}"""


class Worker:
    """The service worker behind the pages of a reader."""

    def __init__(self, reader):
        self._line = reader.context.new_cdp_session(reader.page)
        self._registrations = []
        self._origin = reader.served.url
        self._line.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self._line.send("ServiceWorker.enable")
        [self.script] = reader.context.service_workers
        self.script.evaluate(SCREEN)

    def _note(self, message):
        self._registrations += [each["registrationId"] for each in message["registrations"]]

    def deliver(self, payload):
        while not self._registrations:
            self.script.evaluate(
                "() => 1"
            )  # what the browser says comes while it is asked something
        self._line.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self._origin,
                "registrationId": self._registrations[-1],
                "data": json.dumps(payload),
            },
        )

    def shown(self):
        """Title and body of each notification on the screen."""
        return self.script.evaluate(
            "async () => (await self.registration.getNotifications()).map(each => [each.title, each.body, each.data.path])"
        )


def until(holds):
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("It did not happen.")


def switch_on(reader):
    page = reader.open("/account/letters")
    expect(page.get_by_text("Notifications are off on this device.")).to_be_visible()
    page.get_by_role("button", name="Switch on notifications").click()
    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    return page


def test_haruko_is_called_three_times_on_her_device(enter, haruko, service, axe):
    page = haruko.open("/account/letters")
    assert page.evaluate("localStorage.getItem('push-of')") is None
    assert (
        haruko.context.service_workers == []
    )  # nothing runs, and nobody is asked, before the button is pressed
    assert page.evaluate("localStorage.getItem('asked for permission')") is None
    page = switch_on(haruko)
    asked = json.loads(page.evaluate("localStorage.getItem('subscription of the test')"))
    assert asked == {"key": page.locator("[data-push]").get_attribute("data-key"), "visible": True}
    expect(page.get_by_role("listitem").filter(has_text="this device")).to_be_visible()
    axe(page)

    worker = Worker(haruko)
    callers = {
        name: Caller(haruko.served, enter._app, person_of(enter, name))
        for name in ("amina", "teresa")
    }
    first = None
    for number, name in enumerate(("amina", "teresa", "amina"), 1):
        words = {"body": f"@Haruko Minase, quokka {number}?", "key": f"push-{number}"}
        assert callers[name].post(f"{CLAUSE}/comments", words).ok
        until(lambda number=number: len(service.taken) == number)
        payload = service.taken[-1].payload
        worker.deliver(payload)
        first = first or payload["path"]
        until(lambda told=payload["title"]: told in [title for title, _, _ in worker.shown()])
        [(title, body, path)] = worker.shown()  # each replaces the one before
        assert title == (
            "Amina Barasa (Kenya · Head of delegation) mentions you or your delegation"
            if number == 1
            else f"{number} comments are addressed to you"
        )
        assert "quokka" not in title + body
        assert path == first

    opened = click(worker)
    assert opened == [["open", haruko.served.url + first]]
    tab = haruko.another_tab(CLAUSE)
    here = tab.url
    path = here.removeprefix(haruko.served.url)
    worker.script.evaluate(
        "(path) => { self.screen = [{ title: 'Here', body: '', data: { path } }] }", path + "#main"
    )
    opened = click(worker)
    assert opened[0] == ["focus", here]
    expect(tab).to_have_url(here + "#main")


def person_of(enter, name):
    with enter._app.app_context():
        return enter.world.person(name)


def click(worker):
    """What the worker does when its notification is pressed. A script may not bring a window forward by itself."""
    return worker.script.evaluate(
        """async () => {
            const done = []
            self.clients.openWindow = async (address) => { done.push(["open", address]) }
            WindowClient.prototype.focus = async function () { done.push(["focus", this.url]); return this }
            const [shown] = self.screen
            const close = () => { self.screen = self.screen.filter((each) => each !== shown) }
            let whole
            const event = new ExtendableEvent("notificationclick")
            event.notification = { ...shown, close }
            event.waitUntil = (promise) => { whole = promise }
            self.dispatchEvent(event)
            await whole
            return done
        }"""
    )


def test_another_address_of_the_browser_reaches_the_workspace(haruko, service):
    page = switch_on(haruko)
    worker = Worker(haruko)
    for _ in range(3):
        haruko.browser.move()
        status = worker.script.evaluate(
            """async (given) => {
                let whole
                const event = new ExtendableEvent("pushsubscriptionchange")
                event.newSubscription = { toJSON: () => JSON.parse(given) }
                event.waitUntil = (promise) => { whole = promise }
                self.dispatchEvent(event)
                await whole
            }""",
            haruko.browser.subscription,
        )
        assert status is None
        page.get_by_role("button", name="Try a notification on").click()
        expect(page.get_by_text("A notification is on its way.")).to_be_visible()
        arrived = len(service.taken)
        until(lambda: len(service.taken) > 0 and service.taken[-1].receiver is haruko.browser)
        assert arrived <= len(service.taken)
        service.taken.clear()


def test_whoever_uses_the_browser_next_gets_none_of_it(enter, haruko, service):
    page = switch_on(haruko)
    with enter._app.app_context():
        cookie = enter._cookie(enter.world.person("daichi"))
    haruko.context.clear_cookies()
    haruko.context.add_cookies([cookie])
    page = haruko.open("/")
    page.wait_for_function("!localStorage.getItem('subscription of the test')")
    page = haruko.open("/account/letters")
    expect(page.get_by_text("Notifications are off on this device.")).to_be_visible()


def test_a_device_is_removed_where_it_is(haruko):
    page = switch_on(haruko)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The device gets no more notifications.")).to_be_visible()
    expect(page.get_by_text("You get notifications on no device.")).to_be_visible()
    assert page.evaluate("localStorage.getItem('subscription of the test')") is None


def test_the_page_says_why_there_can_be_none(haruko, enter):
    haruko.context.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'denied', configurable: true })"
    )
    page = haruko.open("/account/letters")
    expect(page.get_by_text("This browser blocks notifications of this site.")).to_be_visible()
    expect(page.get_by_role("button", name="Switch on notifications")).to_be_hidden()
    phone = enter("amina", phone=True)
    phone.context.add_init_script("delete window.PushManager")
    expect(phone.open("/account/letters").get_by_text("this browser has none")).to_be_visible()
    private = enter("teresa")
    private.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })"
    )
    expect(private.open("/account/letters").get_by_text("no service worker")).to_be_visible()
