"""The secretariat tries whether e-mails arrive, while the mail server is away, refuses them, and takes them."""

import socket
import time

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.test_every_page import NARROW
from tests.test_mail_server import Received
from wgcop import clock, mail
from wgcop.database import db, writing


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def settings(settings, port):
    sender = "WG-COP <desk@example.org>"
    return {**settings, "MAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_SENDER": sender}


@pytest.fixture
def tried_again(enter):
    """The pause after a failure is over."""

    def make_due():
        with enter._app.app_context(), writing():
            waits = mail.Message.sent_at.is_(None)
            db.session.execute(update(mail.Message).where(waits).values(due_at=clock.now()))
            db.session.commit()

    return make_due


def reloaded_until(page, shown):
    end = time.monotonic() + 60
    while not shown.count():
        assert time.monotonic() < end, f"{page.url} never showed {shown}"
        page.wait_for_timeout(300)
        page.reload()


def test_a_test_message_waits_is_refused_and_comes_once_three_times(
    enter, port, tried_again, axe, no_sideways_scroll
):
    received = Received()
    page = enter("ines").open("/mail")
    address = enter.world.ines.email
    row = page.locator("tbody tr").filter(has_text=address)
    for turn in range(1, 4):
        server = Controller(received, hostname="127.0.0.1", port=port)
        page.get_by_role("button", name="Send a test e-mail to yourself").click()
        expect(page.get_by_text("is on its way")).to_be_visible()
        reloaded_until(page, row.filter(has_text="Connection refused"))
        axe(page)

        received.refuses = "451 later, please"
        server.start()
        tried_again()
        reloaded_until(page, row.filter(has_text="451 later, please"))
        expect(row.filter(has_text="2 times")).to_have_count(1)

        received.refuses = ""
        tried_again()
        reloaded_until(page, page.get_by_text("No e-mail waits."))
        server.stop()
        came = [each for each in received.letters if each["To"] == address]
        assert len(came) == turn
        assert len({each["Message-ID"] for each in came}) == turn
    axe(page)
    page.set_viewport_size(NARROW)
    no_sideways_scroll(page)
    own = page.goto(f"{enter.readers[0].served.url}/account/letters")
    assert own.ok
    sent = page.get_by_role("region", name="What was sent to you")
    expect(sent.get_by_role("listitem").filter(has_text="sent")).not_to_have_count(0)
    expect(sent.get_by_text("not sent yet")).to_have_count(0)
